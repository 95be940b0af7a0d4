#include <utility>

#include "emit/template.hpp"

namespace cqrsc::emit {
namespace {

using Kind = Template::Piece::Kind;
using plan::Data;

/// More nesting of partials than this is a partial that includes itself.
constexpr std::size_t kMaxPartials = 64;

struct Scope {
  const Data* data = nullptr;
  bool item = false;
  bool first = false;
  bool last = false;
};

class Renderer {
 public:
  Renderer(const TemplateSet& templates, TemplateErrors& errors) : templates_(templates), errors_(errors) {}

  void run(const Template& which, const Data& data) {
    scopes_.push_back({&data});
    render(which);
  }
  std::string take() { return std::move(out_); }

 private:
  void render(const Template& which) {
    const Template* outer = std::exchange(current_, &which);
    render(which.pieces());
    current_ = outer;
  }

  void render(const std::vector<Template::Piece>& pieces) {
    for (const Template::Piece& piece : pieces) {
      if (failed_) return;
      switch (piece.kind) {
        case Kind::text: write(piece.text); break;
        case Kind::name: name(piece); break;
        case Kind::section: section(piece); break;
        case Kind::inverted: inverted(piece); break;
        case Kind::partial: partial(piece); break;
      }
    }
  }

  void name(const Template::Piece& piece) {
    const Data* data = resolve(piece);
    if (data == nullptr) return;
    const std::string* text = data->text();
    if (text == nullptr) return fail(piece, "\"" + piece.text + "\" is not text");
    if (!piece.alone) return write(*text);
    if (text->empty()) return;
    const std::size_t outer = indent_.size();
    indent_ += piece.indent;
    write(*text);
    if (!text->ends_with('\n')) write("\n");
    indent_.resize(outer);
  }

  void section(const Template::Piece& piece) {
    if (const auto flag = position(piece)) {
      if (*flag) render(piece.inner);
      return;
    }
    const Data* data = resolve(piece);
    if (data == nullptr || !data->present()) return;
    const plan::List* items = data->list();
    if (items == nullptr) {
      scopes_.push_back(data->flag() != nullptr ? scopes_.back() : Scope{data});
      render(piece.inner);
      scopes_.pop_back();
      return;
    }
    for (std::size_t i = 0; i < items->size() && !failed_; ++i) {
      scopes_.push_back({&(*items)[i], true, i == 0, i + 1 == items->size()});
      render(piece.inner);
      scopes_.pop_back();
    }
  }

  void inverted(const Template::Piece& piece) {
    if (const auto flag = position(piece)) {
      if (!*flag) render(piece.inner);
      return;
    }
    const Data* data = resolve(piece);
    if (data != nullptr && !data->present()) render(piece.inner);
  }

  void partial(const Template::Piece& piece) {
    const Template* which = templates_.find(piece.text);
    if (which == nullptr) return fail(piece, "there is no template \"" + piece.text + "\"");
    if (partials_ == kMaxPartials) return fail(piece, "\"" + piece.text + "\" includes itself without end");
    const std::size_t outer = indent_.size();
    indent_ += piece.indent;
    ++partials_;
    render(*which);
    --partials_;
    indent_.resize(outer);
  }

  /// `@first` and `@last`.
  std::optional<bool> position(const Template::Piece& piece) {
    if (!piece.text.starts_with('@')) return std::nullopt;
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      if (scope->item) return piece.text == "@first" ? scope->first : scope->last;
    }
    fail(piece, "\"" + piece.text + "\" stands outside of any list");
    return false;
  }

  const Data* resolve(const Template::Piece& piece) {
    const std::string_view path = piece.text;
    if (path == ".") return scopes_.back().data;
    const auto dot = path.find('.');
    const Data* data = lookup(path.substr(0, dot));
    for (auto from = dot; data != nullptr && from != std::string_view::npos;) {
      const auto next = path.find('.', from + 1);
      const plan::Record* record = data->record();
      data = record == nullptr ? nullptr : record->find(path.substr(from + 1, next - from - 1));
      from = next;
    }
    if (data == nullptr) fail(piece, "there is no name \"" + piece.text + "\" here");
    return data;
  }

  const Data* lookup(std::string_view name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      const plan::Record* record = scope->data->record();
      if (const Data* found = record == nullptr ? nullptr : record->find(name)) return found;
    }
    return nullptr;
  }

  /// An empty line gets no indentation: nothing we write ends in blanks.
  void write(std::string_view text) {
    while (!text.empty()) {
      const auto end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      if (!line.empty()) {
        if (out_.empty() || out_.back() == '\n') out_ += indent_;
        out_ += line;
      }
      if (end == std::string_view::npos) return;
      out_ += '\n';
      text.remove_prefix(end + 1);
    }
  }

  void fail(const Template::Piece& piece, std::string message) {
    failed_ = true;
    errors_.push_back({current_->name(), piece.line, std::move(message)});
  }

  const TemplateSet& templates_;
  TemplateErrors& errors_;
  const Template* current_ = nullptr;
  std::vector<Scope> scopes_;
  std::string out_;
  std::string indent_;
  std::size_t partials_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<std::string> TemplateSet::render(std::string_view name, const Data& data, TemplateErrors& errors) const {
  const Template* which = find(name);
  if (which == nullptr) {
    errors.push_back({std::string(name), 0, "there is no such template"});
    return std::nullopt;
  }
  const std::size_t before = errors.size();
  Renderer renderer(*this, errors);
  renderer.run(*which, data);
  if (errors.size() != before) return std::nullopt;
  return renderer.take();
}

}  // namespace cqrsc::emit
