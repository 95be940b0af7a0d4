#include "parse/balance.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "CqrsLexer.h"
#include "parse/parse.hpp"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

// What stands in no block begins so; few of these words are names of fields.
bool begins_declaration(size_t type) {
  switch (type) {
    case CqrsLexer::AGGREGATE:
    case CqrsLexer::PROJECTION:
    case CqrsLexer::QUERY:
    case CqrsLexer::SCENARIO:
    case CqrsLexer::ENUM:
    case CqrsLexer::UNION: return true;
    default: return false;
  }
}

// How deep the reader would have to go: brackets, and what nests without any (`not not x`, `else if`, `if … then if`).
class DepthCheck {
 public:
  // The first token that is too deep.
  std::optional<size_t> find(const std::vector<Token>& tokens) {
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (!is_visible(tokens[i])) continue;
      see(tokens[i].type);
      if (depth_ + run_ + chain_ > kMaxNesting) return i;
      last_ = tokens[i].type;
    }
    return std::nullopt;
  }

 private:
  void see(size_t type) {
    const bool prefix = type == CqrsLexer::NOT || type == CqrsLexer::MINUS;
    run_ = prefix ? run_ + 1 : 0;
    switch (type) {
      case CqrsLexer::LESS:
        if (last_ != CqrsLexer::LIST && last_ != CqrsLexer::SET && last_ != CqrsLexer::MAP) break;
        ++generics_;
        ++depth_;
        break;
      case CqrsLexer::GREATER:
        if (generics_ == 0) break;
        --generics_;
        --depth_;
        break;
      case CqrsLexer::LBRACE:
      case CqrsLexer::LPAREN:
      case CqrsLexer::LBRACKET: ++depth_; break;
      case CqrsLexer::RBRACE:
      case CqrsLexer::RPAREN:
      case CqrsLexer::RBRACKET:
        if (depth_ > 0) --depth_;
        generics_ = std::min(generics_, depth_);
        break;
      case CqrsLexer::IF:
        // A chain goes on where an `if` stands in the place of another's branch or condition.
        if (last_ != CqrsLexer::ELSE && last_ != CqrsLexer::THEN && last_ != CqrsLexer::IF) chain_ = 0;
        ++chain_;
        break;
      case CqrsLexer::COMMAND:
      case CqrsLexer::ON:
      case CqrsLexer::EVENT: chain_ = 0; break;
      default: break;
    }
  }

  size_t depth_ = 0;
  size_t generics_ = 0;
  size_t run_ = 0;
  size_t chain_ = 0;
  size_t last_ = 0;
};

// Finds the brace that is missing or too many by the indentation: a `}` at the beginning of a line stands under the
// beginning of the line that opened its block.
class Balancer {
 public:
  Balancer(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter)
      : source_(source), tokens_(tokens), reporter_(reporter) {}

  // False if there are too many such mistakes to say where they are.
  bool run() {
    const std::vector<Token> old = std::move(tokens_);
    tokens_.clear();
    tokens_.reserve(old.size());
    for (const Token& token : old) {
      if (!is_visible(token)) continue;
      if (token.type == CqrsLexer::LBRACE) --too_many_;
      if (token.type == CqrsLexer::RBRACE) ++too_many_;
    }
    for (const Token& token : old) {
      if (is_visible(token)) {
        see(token);
      } else {
        tokens_.push_back(token);
      }
      if (repaired_ < kMaxRepairs) continue;
      reporter_.report(kTooManyErrors, {source_.id(), token.begin, token.end});
      return false;
    }
    return true;
  }

 private:
  // Each repair moves the tokens after it.
  static constexpr size_t kMaxRepairs = 250;

  struct Open {
    size_t index = 0;     // of the brace in tokens_
    uint32_t indent = 0;  // of the line it stands on
  };

  void see(const Token& token) {
    if (token.first_on_line) line_indent_ = indent(token);
    switch (token.type) {
      case CqrsLexer::LBRACE:
        open_.push_back({tokens_.size(), line_indent_});
        tokens_.push_back(token);
        break;
      case CqrsLexer::RBRACE: close(token); break;
      case CqrsLexer::STRING:
        tokens_.push_back(token);
        braces_in_open_text(token);
        break;
      case antlr4::Token::EOF:
        while (!open_.empty()) close_missing(token);
        tokens_.push_back(token);
        break;
      default: tokens_.push_back(token);
    }
  }

  uint32_t indent(const Token& token) const { return source_.location(token.begin).column; }

  void close(const Token& token) {
    if (token.first_on_line) {
      // Blocks opened on lines further in than this brace should have been closed before it.
      while (!open_.empty() && open_.back().indent > line_indent_ && closes_outer()) close_missing(token);
      const bool further_in = !open_.empty() && open_.back().indent < line_indent_;
      if (further_in && too_many_ > 0) return opened_nowhere(token);
    }
    if (open_.empty()) return opened_nowhere(token);
    open_.pop_back();
    tokens_.push_back(token);
  }

  // Whether some open block was begun on a line with just this indentation.
  bool closes_outer() const {
    return std::ranges::any_of(open_, [&](const Open& o) { return o.indent == line_indent_; });
  }

  // Closes the innermost block where its indentation ends, or, where that says nothing, before `noticed`.
  void close_missing(const Token& noticed) {
    const Open open = open_.back();
    open_.pop_back();
    size_t at = open.index + 1;
    while (at < tokens_.size() && !begins_line(tokens_[at])) ++at;
    const bool indented = at < tokens_.size() && indent(tokens_[at]) > open.indent;
    while (at < tokens_.size() && !(begins_line(tokens_[at]) && (!indented || indent(tokens_[at]) <= open.indent)))
      ++at;
    // `event Opened v1 { owner: string`, and the next line stands no further in: it ends with its line.
    const bool one_line = open.index + 1 < tokens_.size() && !begins_line(tokens_[open.index + 1]);
    const bool next_item = at < tokens_.size() && begins_declaration(tokens_[at].type);
    if (!indented && !one_line && !next_item) at = tokens_.size();
    if (!indented && one_line) at = before_message(open.index, at);
    const Token brace = tokens_[open.index];
    const Token before = at < tokens_.size() ? tokens_[at] : noticed;
    const bool at_end = before.type == antlr4::Token::EOF;
    reporter_.report(kBracketNotClosed, {source_.id(), brace.begin, brace.end}, "{")
        .label({source_.id(), before.begin, before.end},
               at_end ? "the file ends here" : "it should be closed before this")
        .help("write `}` where the block ends");
    const Token made{CqrsLexer::RBRACE, before.begin, before.begin, Channel::visible, true, true};
    tokens_.insert(tokens_.begin() + static_cast<std::ptrdiff_t>(at), made);
    ++too_many_;
    ++repaired_;
  }

  // error X { a: string  "…": the message stands behind the braces.
  size_t before_message(size_t brace, size_t end) const {
    const bool error = brace >= 2 && tokens_[brace - 2].type == CqrsLexer::ERROR;
    for (size_t i = brace + 1; error && i < end; ++i) {
      if (tokens_[i].type == CqrsLexer::STRING) return i;
    }
    return end;
  }

  void opened_nowhere(const Token& token) {
    if (!token.first_on_line || !open_missing(token)) stray(token);
  }

  // Whether `closing` stands under a line that begins a block, as its indentation shows, without saying so; then the
  // brace that line lacks is put there.
  bool open_missing(const Token& closing) {
    size_t head = tokens_.size();
    size_t next_line = head;
    while (head > 0) {
      if (!begins_line(tokens_[--head])) continue;
      if (indent(tokens_[head]) <= line_indent_) break;
      next_line = head;
    }
    if (next_line == tokens_.size() || !begins_line(tokens_[head]) || indent(tokens_[head]) != line_indent_)
      return false;
    size_t last = next_line;
    while (!is_visible(tokens_[--last])) continue;
    if (tokens_[last].type == CqrsLexer::LBRACE || tokens_[head].type == CqrsLexer::RBRACE) return false;
    const uint32_t end = tokens_[last].end;
    const bool parenthesis = tokens_[last].type == CqrsLexer::LPAREN;
    const Span place{source_.id(), parenthesis ? tokens_[last].begin : end, end};
    auto& report = reporter_.report(kExpected, place, "`{`", parenthesis ? "`(`" : "the end of the line");
    report.label({source_.id(), closing.begin, closing.end}, "the block ends here");
    if (parenthesis)
      report.help("write `{`", place, "{");
    else
      report.help("write `{` at the end of the line", place, " {");
    tokens_.insert(tokens_.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                   {CqrsLexer::LBRACE, end, end, Channel::visible, false, true});
    tokens_.push_back(closing);
    --too_many_;
    ++repaired_;
    return true;
  }

  void stray(const Token& token) {
    --too_many_;
    ++repaired_;
    const Span place{source_.id(), token.begin, token.end};
    reporter_.report(kBracketNotOpened, place, "}").help("remove it, or write the `{` that it closes", place, "");
  }

  // "Ada } : the braces that a text without an end took with it.
  void braces_in_open_text(const Token& token) {
    std::string_view words = source_.text({source_.id(), token.begin, token.end});
    if (words.size() > 1 && words.back() == '"') return;
    if (words.ends_with('{') && words.find_first_of("{}") + 1 == words.size()) {
      open_.push_back({tokens_.size(), line_indent_});
      tokens_.push_back({CqrsLexer::LBRACE, token.end, token.end, Channel::visible, false, true});
      --too_many_;
      return;
    }
    if (words.find('{') != std::string_view::npos) return;
    while (!words.empty() && (words.back() == '}' || words.back() == ' ' || words.back() == '\t')) {
      if (words.back() == '}' && !open_.empty()) {
        open_.pop_back();
        ++too_many_;
        tokens_.push_back({CqrsLexer::RBRACE, token.end, token.end, Channel::visible, false, true});
      }
      words.remove_suffix(1);
    }
  }

  const SourceFile& source_;
  std::vector<Token>& tokens_;
  Reporter& reporter_;
  std::vector<Open> open_;
  uint32_t line_indent_ = 1;
  size_t repaired_ = 0;
  int64_t too_many_ = 0;  // closing braces more than opening ones
};

}  // namespace

bool check_depth(const SourceFile& source, const std::vector<Token>& tokens, Reporter& reporter) {
  const auto deep = DepthCheck().find(tokens);
  if (!deep) return true;
  const Token& token = tokens[*deep];
  reporter.report(kNestedTooDeep, {source.id(), token.begin, token.end}, kMaxNesting)
      .help("give parts of it a name with `let`, or move them into a value or a function");
  return false;
}

bool are_balanced(const std::vector<Token>& tokens) {
  size_t depth = 0;
  for (const Token& token : tokens) {
    if (!is_visible(token)) continue;
    if (token.type == CqrsLexer::LBRACE) ++depth;
    if (token.type == CqrsLexer::RBRACE && depth-- == 0) return false;
  }
  return depth == 0;
}

bool balance_braces(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter) {
  return are_balanced(tokens) || Balancer(source, tokens, reporter).run();
}

}  // namespace cqrsc::parsing
