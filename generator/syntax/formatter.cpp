#include "syntax/formatter.hpp"

#include <algorithm>
#include <utility>

#include "syntax/format.hpp"

namespace cqrsc::syntax {
namespace {

std::vector<std::string> doc_lines(const Doc& doc) {
  std::vector<std::string> result;
  for (size_t at = 0;;) {
    const size_t end = doc.text.find('\n', at);
    const std::string line = doc.text.substr(at, end == std::string::npos ? end : end - at);
    result.push_back(line.empty() ? "///" : "/// " + line);
    if (end == std::string::npos) return result;
    at = end + 1;
  }
}

// A `///` that stood where nothing can be documented would document what it is put before.
std::string as_remark(std::string comment) {
  const size_t words = std::min(comment.find_first_not_of('/'), comment.size());
  return words > 2 ? "//" + comment.substr(words) : comment;
}

}  // namespace

std::string format(const File& file, const SourceFile& source) { return Formatter(file, source).run(); }

std::string Formatter::run() {
  Parts parts;
  if (const auto& context = file_.context) {
    parts.push_back({context->span, &context->doc, "", [&] { return words("context " + text(context->name)); }});
  }
  for (const ImportDeclaration& i : file_.imports) {
    parts.push_back({i.span, &i.doc, "", [&] { return words("import " + text(i.context)); }});
  }
  for (const Declaration& d : file_.declarations) parts.push_back(part(d));
  const uint32_t last = parts.empty() ? 0 : parts.back().span.end;
  const auto made = items(std::move(parts), 0, file_.span.end);
  return lay_out(made, last_comments(0, file_.span.end, made.empty() ? 0 : line_of(last)));
}

const Comment* Formatter::next_comment(uint32_t from, uint32_t until) const {
  const auto& all = file_.comments;
  auto found = std::ranges::lower_bound(all, from, {}, [](const Comment& c) { return c.span.begin; });
  while (found != all.end() && taken_[static_cast<size_t>(found - all.begin())]) ++found;
  return found != all.end() && found->span.begin < until ? &*found : nullptr;
}

const Comment* Formatter::take_comment(uint32_t from, uint32_t until) {
  const Comment* const found = next_comment(from, until);
  if (found != nullptr) taken_[static_cast<size_t>(found - file_.comments.data())] = true;
  return found;
}

// Those before an item, each on a line of its own.
void Formatter::take_comments(Item& item, uint32_t from, uint32_t until, uint32_t& last_line) {
  while (const Comment* const comment = take_comment(from, until)) {
    const uint32_t line = line_of(comment->span.begin);
    item.before.push_back(comment->text);
    item.blank_before_comment.push_back(line > last_line + 1);
    last_line = line;
  }
}

std::optional<std::string> Formatter::comment_on_line(uint32_t after, uint32_t until) {
  const Comment* const comment = next_comment(after, until);
  if (comment == nullptr || line_of(comment->span.begin) != line_of(after)) return std::nullopt;
  return take_comment(after, until)->text;
}

std::vector<Item> Formatter::items(Parts parts, uint32_t begin, uint32_t end) {
  std::ranges::sort(parts, {}, [](const Part& p) { return p.span.begin; });
  std::vector<Item> result;
  uint32_t last_line = line_of(begin);
  for (size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    Item item;
    item.kind = part.kind;
    take_comments(item, begin, part.span.begin, last_line);
    if (part.doc != nullptr && !part.doc->span.empty()) {
      bool blank = line_of(part.doc->span.begin) > last_line + 1;
      for (std::string& line : doc_lines(*part.doc)) {
        item.before.push_back(std::move(line));
        item.blank_before_comment.push_back(std::exchange(blank, false));
      }
    } else {
      item.blank_before = line_of(part.span.begin) > last_line + 1;
    }
    item.piece.push_back(part.piece());
    // Comments within it that no block of it took: before it, so that they are not lost.
    Item within;
    uint32_t any_line = UINT32_MAX - 1;
    take_comments(within, part.span.begin, part.span.end, any_line);
    for (std::string& comment : within.before) comment = as_remark(std::move(comment));
    if (auto* hanging = std::get_if<Hanging>(&item.piece.front().node)) {
      // Nothing can stand between the word `given` and the first line that hangs on it.
      auto& first = hanging->items.front();
      within.before.insert(within.before.end(), first.before.begin(), first.before.end());
      first.before.clear();
      first.blank_before_comment.clear();
    }
    item.before.insert(item.before.begin(), within.before.begin(), within.before.end());
    item.blank_before_comment.insert(item.blank_before_comment.begin(), within.before.size(), false);
    const bool next_on_line = i + 1 < parts.size() && line_of(parts[i + 1].span.begin) == line_of(part.span.end);
    if (!next_on_line) item.comment = comment_on_line(part.span.end, end);
    last_line = line_of(part.span.end);
    result.push_back(std::move(item));
  }
  return result;
}

// An empty line stands for a blank one.
std::vector<std::string> Formatter::last_comments(uint32_t from, uint32_t until, uint32_t last_line) {
  std::vector<std::string> result;
  while (const Comment* const comment = take_comment(from, until)) {
    const uint32_t line = line_of(comment->span.begin);
    if (line > last_line + 1) result.emplace_back();
    result.push_back(comment->text);
    last_line = line;
  }
  return result;
}

Span Formatter::braces_from(uint32_t after, Span span) const {
  const std::string_view all = source_.text();
  for (size_t i = after; i < span.end; ++i) {
    if (all[i] == '{') return {span.file, static_cast<uint32_t>(i), span.end};
    if (all[i] == '"') {
      for (++i; i < span.end && all[i] != '"'; ++i) {
        if (all[i] == '\\') ++i;
      }
    } else if (all[i] == '/' && all.substr(i, 2) == "//") {
      while (i < span.end && all[i] != '\n') ++i;
    }
  }
  return {span.file, span.end, span.end};
}

Piece Formatter::block(Parts parts, Span braces, bool statements) {
  std::ranges::sort(parts, {}, [](const Part& p) { return p.span.begin; });
  Braces result;
  result.breaks_with_owner = statements;
  const uint32_t first_line = line_of(braces.begin);
  uint32_t last = braces.begin;
  if (!parts.empty()) {
    const Part& first = parts.front();
    const bool documented = first.doc != nullptr && !first.doc->span.empty();
    result.must_break = line_of(documented ? first.doc->span.begin : first.span.begin) != first_line;
    last = parts.back().span.end;
  }
  if (parts.empty() || line_of(parts.front().span.begin) != first_line) {
    result.first_comment = comment_on_line(braces.begin, braces.end);
  }
  result.items = items(std::move(parts), braces.begin, braces.end);
  result.last_comments = last_comments(braces.begin, braces.end, line_of(last));
  if (result.items.empty() && !result.last_comments.empty() && result.last_comments.front().empty()) {
    result.last_comments.erase(result.last_comments.begin());
  }
  return {std::move(result)};
}

}  // namespace cqrsc::syntax
