#include "parse/correct_signs.hpp"

#include <string>
#include <string_view>

#include "CqrsLexer.h"
#include "parse/parse.hpp"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

class SignCorrector {
 public:
  SignCorrector(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter)
      : source_(source), tokens_(tokens), reporter_(reporter) {
    for (size_t i = 0; i < tokens.size(); ++i)
      if (is_visible(tokens[i]) || text(tokens[i]) == ";") seen_.push_back(i);
  }

  void run() {
    for (at_ = 0; at_ < seen_.size(); ++at_) {
      switch (type(0)) {
        case CqrsLexer::LPAREN:
        case CqrsLexer::LBRACKET: open_.push_back(at_); break;
        case CqrsLexer::RPAREN:
        case CqrsLexer::RBRACKET:
          if (!open_.empty()) open_.pop_back();
          break;
        case CqrsLexer::LBRACE:
        case CqrsLexer::RBRACE: open_.clear(); break;
        case CqrsLexer::DOT: scope_sign(); break;
        case CqrsLexer::ARROW: member_arrow(); break;
        case CqrsLexer::OR: joined_texts(); break;
        case CqrsLexer::DOTDOT: left_out(); break;
        default:
          if (text(here(0)) == ";") semicolon();
      }
    }
    report_namespaces();
  }

 private:
  [[nodiscard]] std::string_view text(const Token& token) const {
    return source_.text({source_.id(), token.begin, token.end});
  }
  [[nodiscard]] bool has(int offset) const {
    const auto index = static_cast<std::ptrdiff_t>(at_) + offset;
    return index >= 0 && index < static_cast<std::ptrdiff_t>(seen_.size());
  }
  Token& here(int offset) { return tokens_[seen_[static_cast<size_t>(static_cast<std::ptrdiff_t>(at_) + offset)]]; }
  size_t type(int offset) { return has(offset) ? here(offset).type : size_t{antlr4::Token::EOF}; }
  bool touches(int offset) { return has(offset) && has(offset - 1) && here(offset - 1).end == here(offset).begin; }
  [[nodiscard]] Span span(const Token& first, const Token& last) const { return {source_.id(), first.begin, last.end}; }
  static void pass_over(Token& token) { token.channel = Channel::comment; }

  // std::string, std::nullopt; "a" :: tags
  void scope_sign() {
    if (text(here(0)) != "::") return;
    if (has(-1) && has(1) && text(here(-1)) == "std" && touches(0) && touches(1)) return of_namespace();
    if (!touches(0) && !touches(1))
      here(0).type = CqrsLexer::BAR;  // no sign of this language: reported where it is met
  }

  void of_namespace() {
    Token& name = here(1);
    if (text(name) == "nullopt") {
      const Span whole = span(here(-1), name);
      reporter_.report(kForeignWord, whole, std::string(source_.text(whole))).help("write `none`", whole, "none");
      name.type = CqrsLexer::NONE;
    } else if (type(-2) != CqrsLexer::LESS && (type(2) != CqrsLexer::LESS || !touches(2))) {
      namespaces_.push_back(span(here(-1), here(0)));  // of `std::vector<T>` all is said where the type is read
    }
    name.first_on_line = name.first_on_line || here(-1).first_on_line;
    pass_over(here(-1));
    pass_over(here(0));
  }

  void report_namespaces() {
    if (namespaces_.empty()) return;
    auto& report = reporter_.report(kForeignWord, namespaces_.front(), "std::");
    if (namespaces_.size() > 1) report.note("this file has " + std::to_string(namespaces_.size() - 1) + " more");
    report.help("leave it out", namespaces_.front(), "");
  }

  // state->title
  void member_arrow() {
    const bool of_value = type(-1) == CqrsLexer::STATE || type(-1) == CqrsLexer::ROW || type(-1) == CqrsLexer::EVENT ||
                          type(-1) == CqrsLexer::COMMAND || (has(-1) && text(here(-1)) == "this");
    if (of_value && text(here(0)) == "->" && touches(0) && touches(1)) here(0).type = CqrsLexer::DOT;
  }

  // row.title || "!"
  void joined_texts() {
    if (text(here(0)) != "||") return;
    const bool before = type(-1) == CqrsLexer::STRING && !compares(-2) && type(-2) != CqrsLexer::ROLE;
    const bool behind = type(1) == CqrsLexer::STRING && !compares(2);
    if (before || behind) here(0).type = CqrsLexer::PLUS;
  }

  bool compares(int offset) {
    switch (type(offset)) {
      case CqrsLexer::EQUAL:
      case CqrsLexer::NOT_EQUAL:
      case CqrsLexer::LESS:
      case CqrsLexer::LESS_EQUAL:
      case CqrsLexer::GREATER:
      case CqrsLexer::GREATER_EQUAL:
      case CqrsLexer::MATCHES:
      case CqrsLexer::IN: return true;
      default: return false;
    }
  }

  // { ... }
  void left_out() {
    const Token& sign = here(0);
    if (text(sign) == "..") return;
    const bool begins = type(-1) == CqrsLexer::LBRACE || sign.first_on_line;
    const bool ends = type(1) == CqrsLexer::RBRACE || (has(1) && here(1).first_on_line);
    if (!begins || !ends) return;
    const Span place = span(sign, sign);
    reporter_.report(kUnexpected, place, "`" + std::string(text(sign)) + "`").help("leave it out", place, "");
    pass_over(here(0));
  }

  // [1; 2], for (…; …; …)
  void semicolon() {
    if (open_.empty()) return;
    const Token& open = tokens_[seen_[open_.back()]];
    if (open.type == CqrsLexer::LBRACKET) {
      here(0).type = CqrsLexer::COMMA;
      here(0).channel = Channel::visible;
    } else if (open_.back() > 0 && tokens_[seen_[open_.back() - 1]].type == CqrsLexer::FOR) {
      pass_over(here(0));
    }
  }

  const SourceFile& source_;
  std::vector<Token>& tokens_;
  Reporter& reporter_;
  std::vector<size_t> seen_;  // what is visible, and semicolons
  std::vector<size_t> open_;  // brackets, as places in seen_
  std::vector<Span> namespaces_;
  size_t at_ = 0;
};

}  // namespace

void correct_signs(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter) {
  SignCorrector(source, tokens, reporter).run();
}

}  // namespace cqrsc::parsing
