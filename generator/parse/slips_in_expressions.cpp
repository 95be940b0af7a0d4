#include "parse/slip_finder.hpp"

namespace cqrsc::parsing {

bool SlipFinder::in_expressions() const {
  // require state.status = open
  if (type(0) == Parser::ASSIGN && after_condition()) {
    reporter_.report(kAssignInCondition, span(0)).help("write `==`", span(0), "==");
    return true;
  }
  return require_slip() || foreign_operator();
}

// Whether what was read before the error, on its line, is a condition.
bool SlipFinder::after_condition() const {
  for (int i = -1; has(i); --i) {
    switch (type(i)) {
      case Parser::REQUIRE:
      case Parser::ALLOW:
      case Parser::IF:
      case Parser::WHERE:
      case Parser::INVARIANT: return i < -1;
      case Parser::LBRACE:
      case Parser::RBRACE:
      case Parser::ASSIGN: return false;
      default: break;
    }
    if (starts_line(i)) return false;
  }
  return false;
}

bool SlipFinder::require_slip() const {
  if (error_.rule == nullptr || error_.rule->getRuleIndex() != Parser::RuleRequireStatement) return false;
  if (!expects(Parser::ELSE)) return false;
  int word = -1;
  while (has(word) && type(word) != Parser::REQUIRE) --word;
  if (!has(word)) return false;
  reporter_.report(kRequireWithoutElse, span(word))
      .note("a rejection is an error with a name, declared with `error`")
      .help("write, with the error that fits", span(-1).after(), " else SomeError");
  return true;
}

bool SlipFinder::foreign_operator() const {
  // a ? b : c
  if (type(0) == Parser::QUESTION && !within({Parser::RuleType})) {
    reporter_.report(kForeignOperator, span(0), "?").help("a choice is written `if a then b else c`");
    return true;
  }
  // count++, total *= 2, a === b
  const bool doubled = (type(0) == Parser::PLUS || type(0) == Parser::MINUS) && type(1) == type(0) && touches(1);
  if (doubled) {
    const std::string sign = text(0);
    reporter_.report(kForeignOperator, span(0).to(span(1)), sign + sign)
        .help("write `" + sign + "= 1`", span(0).to(span(1)), " " + sign + "= 1");
    return true;
  }
  const bool scaled = type(0) == Parser::STAR || type(0) == Parser::SLASH || type(0) == Parser::PERCENT;
  if (scaled && type(1) == Parser::ASSIGN && touches(1)) {
    const std::string sign = text(0);
    reporter_.report(kForeignOperator, span(0).to(span(1)), sign + "=")
        .help("write it out: `x = x " + sign + " y`; only `+=` and `-=` are short for that");
    return true;
  }
  // a := 1
  if (type(0) == Parser::COLON && type(1) == Parser::ASSIGN && touches(1)) {
    reporter_.report(kForeignOperator, span(0).to(span(1)), ":=").help("write `=`", span(0).to(span(1)), "=");
    return true;
  }
  // owner.length()
  if (type(0) == Parser::LPAREN && is_word(-1) && type(-2) == Parser::DOT) {
    auto& report = reporter_.report(kMethodCall, span(-1), text(-1));
    int first = -3;
    while (is_word(first) && type(first - 1) == Parser::DOT && is_word(first - 2)) first -= 2;
    if (is_word(first) && type(1) == Parser::RPAREN) {
      const std::string object(reading_.source.text(span(first).to(span(-3))));
      const std::string call = text(-1) + "(" + object + ")";
      report.help("write `" + call + "`", span(first).to(span(1)), call);
    }
    return true;
  }
  // emit Deposited(amount = 1)
  const bool made = type(0) == Parser::LPAREN && type(-1) == Parser::IDENTIFIER &&
                    (type(-2) == Parser::EMIT || type(-2) == Parser::ELSE || type(-2) == Parser::PUBLISH ||
                     type(-2) == Parser::BECOMES);
  const bool named = type(0) == Parser::ASSIGN && within({Parser::RuleCall, Parser::RuleArguments});
  if (made || named) {
    int open = 0;
    while (has(open) && type(open) != Parser::LPAREN) --open;
    reporter_.report(kMadeWithParentheses, span(open - 1), text(open - 1))
        .help("write `" + text(open - 1) + " { field = value }`");
    return true;
  }
  return false;
}

bool SlipFinder::in_scenarios() const {
  const bool steps = within({Parser::RuleGivenClause, Parser::RuleWhenClause, Parser::RuleThenClause});
  if (steps && type(-1) == Parser::IDENTIFIER && expects(Parser::LBRACE) && type(0) != Parser::COLON) {
    reporter_.report(kHappeningWithoutBraces, span(-1), text(-1)).help("write them", span(-1).after(), " { }");
    return true;
  }
  return bare_construction();
}

// if x == Money { … } { … }: what was meant as a construction was taken for the block.
bool SlipFinder::bare_construction() const {
  if (type(0) != Parser::LBRACE || type(-1) != Parser::RBRACE || starts_line(0)) return false;
  int open = -1;
  for (int depth = 0; has(open); --open) {
    if (type(open) == Parser::RBRACE) ++depth;
    if (type(open) == Parser::LBRACE && --depth == 0) break;
  }
  if (!has(open - 1) || type(open - 1) != Parser::IDENTIFIER) return false;
  const Span construction = span(open - 1).to(span(-1));
  const std::string words(reading_.source.text(construction));
  reporter_.report(kBareConstruction, construction).help("write the parentheses", construction, "(" + words + ")");
  return true;
}

}  // namespace cqrsc::parsing
