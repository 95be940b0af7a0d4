#include "parse/missing_operands.hpp"

#include <utility>

#include "CqrsLexer.h"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

bool is_word(size_t type) { return type <= CqrsLexer::WHERE || type == CqrsLexer::IDENTIFIER; }

bool is_name_or_text(size_t type) { return type == CqrsLexer::IDENTIFIER || type == CqrsLexer::STRING; }

bool is_operator_in_words(size_t type) {
  return type == CqrsLexer::AND || type == CqrsLexer::OR || type == CqrsLexer::IN || type == CqrsLexer::MATCHES;
}

// Words that begin a statement or member when a name or text follows; no expression goes on like that.
bool begins_statement(size_t type, size_t next) {
  switch (type) {
    case CqrsLexer::ALLOW:
    case CqrsLexer::REQUIRE: return (is_word(next) && !is_operator_in_words(next)) || next == CqrsLexer::STRING;
    case CqrsLexer::LET:
    case CqrsLexer::EMIT:
    case CqrsLexer::SEND:
    case CqrsLexer::PUBLISH:
    case CqrsLexer::CANCEL:
    case CqrsLexer::TIMEOUT:
    case CqrsLexer::ON:
    case CqrsLexer::IGNORE:
    case CqrsLexer::EVENT:
    case CqrsLexer::COMMAND:
    case CqrsLexer::INVARIANT: return is_name_or_text(next);
    default: return false;
  }
}

// The same of the clauses of a query, which stand in no braces.
bool begins_clause(size_t type, size_t next) {
  switch (type) {
    case CqrsLexer::ORDER:
    case CqrsLexer::GROUP: return next == CqrsLexer::BY;
    case CqrsLexer::LIMIT: return next == CqrsLexer::INTEGER || next == CqrsLexer::IDENTIFIER;
    case CqrsLexer::WHERE: return is_word(next) && !is_operator_in_words(next);
    case CqrsLexer::FROM: return next == CqrsLexer::IDENTIFIER;
    default: return false;
  }
}

// Finds what ends too early: where the next line begins, or the next part of the same one.
class EndFinder {
 public:
  EndFinder(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter)
      : source_(source), tokens_(tokens), reporter_(reporter) {}

  void run() {
    result_.reserve(tokens_.size());
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (is_visible(tokens_[i])) see(i);
      result_.push_back(tokens_[i]);
    }
    tokens_ = std::move(result_);
  }

 private:
  void see(size_t index) {
    const Token& token = tokens_[index];
    const size_t next = following(index);
    if (token.first_on_line) {
      if (begins_item(token, next)) {
        if (wants_operand()) {
          report_missing();
          put(CqrsLexer::NONE, false);
        } else if (last_.type == CqrsLexer::DOT || last_.type == CqrsLexer::AT_SIGN) {
          put(CqrsLexer::SEMICOLON, true);
        }
      }
      if (names_no_context()) pass_over_line();
      line_ = result_.size();
    } else if (last_.type == CqrsLexer::FAT_ARROW && is_pattern(index)) {
      put(CqrsLexer::SEMICOLON, false);
    } else if (braces_ == 0 && last_.type == CqrsLexer::ASSIGN && token.type == CqrsLexer::FROM &&
               tokens_[next].type == CqrsLexer::IDENTIFIER && !tokens_[next].first_on_line) {
      reporter_.report(kExpected, {source_.id(), token.begin, token.end}, "an expression", "`from`")
          .help("write what it is after `=`");
      put(CqrsLexer::NONE, false);
    }
    count(token.type);
    before_last_ = std::exchange(last_, token);
  }

  // The next visible token, or the end, which is one of them.
  [[nodiscard]] size_t following(size_t index) const {
    size_t next = index + 1;
    while (next < tokens_.size() && !is_visible(tokens_[next])) ++next;
    return next < tokens_.size() ? next : index;
  }

  [[nodiscard]] bool begins_item(const Token& token, size_t next) const {
    const size_t type = tokens_[next].type;
    if (brackets_ == 0 && is_word(token.type) && type == CqrsLexer::COLON) return true;
    if (tokens_[next].first_on_line) return false;
    return begins_statement(token.type, type) || (braces_ == 0 && begins_clause(token.type, type));
  }

  [[nodiscard]] bool wants_operand() const {
    switch (last_.type) {
      case CqrsLexer::ASSIGN:
      case CqrsLexer::PLUS_ASSIGN:
      case CqrsLexer::MINUS_ASSIGN:
      case CqrsLexer::PLUS:
      case CqrsLexer::MINUS:
      case CqrsLexer::SLASH:
      case CqrsLexer::PERCENT:
      case CqrsLexer::EQUAL:
      case CqrsLexer::NOT_EQUAL:
      case CqrsLexer::LESS_EQUAL:
      case CqrsLexer::GREATER_EQUAL:
      case CqrsLexer::AND:
      case CqrsLexer::OR:
      case CqrsLexer::NOT:
      case CqrsLexer::WHERE: return true;
      case CqrsLexer::QUESTION_QUESTION: return last_.begin > before_last_.end;  // not string??
      case CqrsLexer::LIMIT: return braces_ == 0 && last_.first_on_line;
      case CqrsLexer::BY: return before_last_.type == CqrsLexer::ORDER || before_last_.type == CqrsLexer::GROUP;
      default: return false;
    }
  }

  void report_missing() {
    const Span sign{source_.id(), last_.begin, last_.end};
    const bool number = before_last_.type == CqrsLexer::INTEGER || before_last_.type == CqrsLexer::DECIMAL_NUMBER;
    if (last_.type == CqrsLexer::PERCENT && number && before_last_.end == last_.begin) {
      const Span percent{source_.id(), before_last_.begin, last_.end};
      reporter_.report(kBadNumber, percent, std::string(source_.text(percent)))
          .help("write a fraction: `0.05` are five of a hundred");
      return;
    }
    reporter_.report(kMissingOperand, sign.after()).help("write it after `" + std::string(source_.text(sign)) + "`");
  }

  // Whether a pattern and its arrow stand where an arm should say what it gives: Card as c =>  Cash => true
  [[nodiscard]] bool is_pattern(size_t index) const {
    if (tokens_[index].type != CqrsLexer::IDENTIFIER) return false;
    size_t next = following(index);
    if (tokens_[next].type == CqrsLexer::AS) next = following(following(next));
    return tokens_[next].type == CqrsLexer::FAT_ARROW;
  }

  // Whether the line before is an `import` or `context` without a name, or with a part of one.
  [[nodiscard]] bool names_no_context() const {
    if (braces_ != 0 || line_ >= result_.size()) return false;
    const size_t word = result_[line_].type;
    if (word != CqrsLexer::IMPORT && word != CqrsLexer::CONTEXT) return false;
    return last_.type == CqrsLexer::DOT || (last_.type == word && last_.first_on_line);
  }

  void pass_over_line() {
    reporter_.report(kExpected, Span{source_.id(), last_.begin, last_.end}.after(), "the name of a context",
                     "the end of the line");
    for (size_t i = line_; i < result_.size(); ++i) {
      if (is_visible(result_[i])) result_[i].channel = Channel::comment;
    }
  }

  void count(size_t type) {
    if (type == CqrsLexer::LPAREN || type == CqrsLexer::LBRACKET) ++brackets_;
    if ((type == CqrsLexer::RPAREN || type == CqrsLexer::RBRACKET) && brackets_ > 0) --brackets_;
    if (type == CqrsLexer::LBRACE) ++braces_;
    if (type == CqrsLexer::RBRACE && braces_ > 0) --braces_;
  }

  // A token that is not in the text: an expression, or, as no rule has a semicolon, what ends the item here.
  void put(size_t type, bool at_line_end) {
    result_.push_back({type, last_.end, last_.end, Channel::visible, at_line_end, true});
  }

  const SourceFile& source_;
  std::vector<Token>& tokens_;
  Reporter& reporter_;
  std::vector<Token> result_;
  Token before_last_;
  Token last_;
  size_t line_ = 0;      // where the line begins in result_
  size_t brackets_ = 0;  // within them a line may begin with `key:`
  size_t braces_ = 0;
};

}  // namespace

void mark_missing_operands(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter) {
  EndFinder(source, tokens, reporter).run();
}

}  // namespace cqrsc::parsing
