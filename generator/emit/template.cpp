#include "emit/template.hpp"

#include <utility>

namespace cqrsc::emit {
namespace {

using Piece = Template::Piece;

struct Token {
  enum class Kind { text, name, open, open_inverted, close, partial, comment };
  Kind kind = Kind::text;
  int line = 0;
  std::string text;
  std::string indent;
  bool alone = false;
  bool trim_before = false;
  bool trim_after = false;
};

constexpr std::string_view kBlank = " \t";
constexpr std::string_view kSpace = " \t\n";

bool leaves_no_trace(const Token& token) {
  switch (token.kind) {
    case Token::Kind::open:
    case Token::Kind::open_inverted:
    case Token::Kind::close:
    case Token::Kind::comment: return true;
    default: return false;
  }
}

bool is_blank(const Token& token) {
  return token.kind == Token::Kind::text && token.text.find_first_not_of(kSpace) == std::string::npos;
}

std::string_view stripped(std::string_view text, std::string_view of) {
  const auto begin = text.find_first_not_of(of);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(of) - begin + 1);
}

bool is_name(std::string_view text) {
  if (text == "." || text == "@first" || text == "@last") return true;
  bool begins = true;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9' && !begins);
    if (!letter && (c != '.' || begins)) return false;
    begins = c == '.';
  }
  return !begins;
}

/// Cuts the source into text and tags, line by line.
class Lexer {
 public:
  Lexer(const std::string& name, TemplateErrors& errors) : name_(name), errors_(errors) {}

  std::vector<Token> run(std::string_view source) {
    while (!source.empty()) {
      ++line_;
      const auto end = source.find('\n');
      const auto length = end == std::string_view::npos ? source.size() : end + 1;
      lex_line(source.substr(0, length));
      source.remove_prefix(length);
    }
    trim();
    return std::move(tokens_);
  }

 private:
  void lex_line(std::string_view line) {
    const std::size_t begin = tokens_.size();
    while (!line.empty()) {
      const auto tag = line.find("{{");
      if (tag != 0) add_text(line.substr(0, tag));
      if (tag == std::string_view::npos) break;
      const auto end = line.find("}}", tag + 2);
      if (end == std::string_view::npos) {
        errors_.push_back({name_, line_, "this tag does not end with }} on the same line"});
        return;
      }
      add_tag(line.substr(tag + 2, end - tag - 2));
      line.remove_prefix(end + 2);
    }
    settle_line(begin);
  }

  void add_text(std::string_view text) {
    Token token;
    token.line = line_;
    token.text = text;
    tokens_.push_back(std::move(token));
  }

  void add_tag(std::string_view inside) {
    Token token;
    token.line = line_;
    if (inside.starts_with('~')) token.trim_before = true, inside.remove_prefix(1);
    if (inside.ends_with('~')) token.trim_after = true, inside.remove_suffix(1);
    token.kind = kind_of(inside);
    if (token.kind != Token::Kind::name) inside.remove_prefix(1);
    token.text = stripped(inside, kBlank);
    if (token.kind != Token::Kind::comment && !is_name(token.text)) {
      errors_.push_back({name_, line_, "\"" + token.text + "\" is not a name"});
      return;
    }
    tokens_.push_back(std::move(token));
  }

  static Token::Kind kind_of(std::string_view inside) {
    switch (inside.empty() ? '\0' : inside.front()) {
      case '#': return Token::Kind::open;
      case '^': return Token::Kind::open_inverted;
      case '/': return Token::Kind::close;
      case '>': return Token::Kind::partial;
      case '!': return Token::Kind::comment;
      default: return Token::Kind::name;
    }
  }

  /// A line of nothing but traceless tags disappears; a name or partial alone takes its line's indentation.
  void settle_line(std::size_t begin) {
    std::size_t tags = 0;
    std::size_t traceless = 0;
    for (std::size_t i = begin; i < tokens_.size(); ++i) {
      if (is_blank(tokens_[i])) continue;
      if (tokens_[i].kind == Token::Kind::text) return;
      ++tags;
      if (leaves_no_trace(tokens_[i])) ++traceless;
    }
    const bool one_alone = tags == 1 && traceless == 0;
    if (tags == 0 || (traceless != tags && !one_alone)) return;

    std::vector<Token> kept;
    for (std::size_t i = begin; i < tokens_.size(); ++i) {
      if (is_blank(tokens_[i])) continue;
      tokens_[i].alone = true;
      if (one_alone && i > begin) tokens_[i].indent = tokens_[begin].text;
      kept.push_back(std::move(tokens_[i]));
    }
    tokens_.erase(tokens_.begin() + static_cast<std::ptrdiff_t>(begin), tokens_.end());
    tokens_.insert(tokens_.end(), std::make_move_iterator(kept.begin()), std::make_move_iterator(kept.end()));
  }

  void trim() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].trim_before) {
        for (std::size_t before = i; before > 0; --before) {
          if (!trim_end(tokens_[before - 1])) break;
        }
      }
      if (tokens_[i].trim_after) {
        for (std::size_t after = i + 1; after < tokens_.size() && trim_begin(tokens_[after]); ++after) {
        }
      }
    }
  }

  /// True when the token was white space to the last character, so that trimming goes on.
  static bool trim_end(Token& token) {
    if (token.kind != Token::Kind::text) return false;
    token.text.erase(token.text.find_last_not_of(kSpace) + 1);
    return token.text.empty();
  }
  static bool trim_begin(Token& token) {
    if (token.kind != Token::Kind::text) return false;
    token.text.erase(0, token.text.find_first_not_of(kSpace));
    return token.text.empty();
  }

  const std::string& name_;
  TemplateErrors& errors_;
  std::vector<Token> tokens_;
  int line_ = 0;
};

/// Nests what lies between a section's two tags.
class Nester {
 public:
  Nester(const std::string& name, TemplateErrors& errors) : name_(name), errors_(errors) { open_.emplace_back(); }

  std::vector<Piece> run(std::vector<Token> tokens) {
    for (Token& token : tokens) take(std::move(token));
    if (open_.size() > 1) {
      const Piece& left = open_.back();
      errors_.push_back({name_, left.line, "the section \"" + left.text + "\" is never closed"});
    }
    return std::move(open_.front().inner);
  }

 private:
  void take(Token token) {
    Piece piece;
    piece.line = token.line;
    piece.text = std::move(token.text);
    piece.indent = std::move(token.indent);
    piece.alone = token.alone;
    switch (token.kind) {
      case Token::Kind::comment: return;
      case Token::Kind::close: return close(piece);
      case Token::Kind::open: piece.kind = Piece::Kind::section; return open_.push_back(std::move(piece));
      case Token::Kind::open_inverted: piece.kind = Piece::Kind::inverted; return open_.push_back(std::move(piece));
      case Token::Kind::partial: piece.kind = Piece::Kind::partial; break;
      case Token::Kind::name: piece.kind = Piece::Kind::name; break;
      case Token::Kind::text:
        if (piece.text.empty()) return;
        break;
    }
    add(std::move(piece));
  }

  void close(const Piece& tag) {
    if (open_.size() == 1 || open_.back().text != tag.text) {
      const std::string wanted = open_.size() == 1 ? "no section is open" : "\"" + open_.back().text + "\" is open";
      errors_.push_back({name_, tag.line, "\"" + tag.text + "\" is closed here, but " + wanted});
      return;
    }
    Piece section = std::move(open_.back());
    open_.pop_back();
    add(std::move(section));
  }

  void add(Piece piece) {
    std::vector<Piece>& inner = open_.back().inner;
    const bool joins = piece.kind == Piece::Kind::text && !inner.empty() && inner.back().kind == Piece::Kind::text;
    if (joins) {
      inner.back().text += piece.text;
    } else {
      inner.push_back(std::move(piece));
    }
  }

  const std::string& name_;
  TemplateErrors& errors_;
  std::vector<Piece> open_;
};

}  // namespace

std::string TemplateError::to_text() const { return template_name + ":" + std::to_string(line) + ": " + message; }

std::optional<Template> Template::parse(std::string name, std::string_view source, TemplateErrors& errors) {
  const std::size_t before = errors.size();
  Template result;
  result.name_ = std::move(name);
  std::vector<Token> tokens = Lexer(result.name_, errors).run(source);
  if (errors.size() == before) result.pieces_ = Nester(result.name_, errors).run(std::move(tokens));
  if (errors.size() != before) return std::nullopt;
  return result;
}

bool TemplateSet::add(std::string name, std::string_view source, TemplateErrors& errors) {
  auto parsed = Template::parse(name, source, errors);
  if (!parsed) return false;
  templates_.insert_or_assign(std::move(name), std::move(*parsed));
  return true;
}

const Template* TemplateSet::find(std::string_view name) const {
  const auto at = templates_.find(name);
  return at == templates_.end() ? nullptr : &at->second;
}

}  // namespace cqrsc::emit
