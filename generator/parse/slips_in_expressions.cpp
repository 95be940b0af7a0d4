#include <algorithm>
#include <array>
#include <string_view>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {

bool SlipFinder::in_expressions() const {
  // kind = :bread
  if (type(0) == Parser::COLON && expects(Parser::DECIMAL_NUMBER) && is_word(1) && touches(1)) {
    expected("a value").help("leave the colon out", span(0), "");
    return true;
  }
  // bill + amount, as a statement
  const bool adds = type(0) == Parser::PLUS || type(0) == Parser::MINUS;
  const bool operand = has(1) && type(1) != type(0) && type(1) != Parser::RBRACE && !starts_line(1);
  const bool changes = within({Parser::RuleEventHandler, Parser::RuleRowHandler}) && expects(Parser::PLUS_ASSIGN);
  if (adds && operand && changes && begins(-1)) {
    const std::string sign = type(0) == Parser::PLUS ? "+=" : "-=";
    expected("`+=`, `-=` or `=`").help("write `" + sign + "`", span(0), sign);
    return true;
  }
  // require state.status = open
  if (type(0) == Parser::ASSIGN && after_condition()) {
    if (type(-1) == Parser::SLASH && touches(0)) {
      reporter_.report(kForeignOperator, span(-1).to(span(0)), "/=").help("write `!=`", span(-1).to(span(0)), "!=");
      return true;
    }
    const int last = last_assign_of_condition();
    std::string all = "==";
    for (int i = 1; i <= last; ++i) {
      if (type(i) == Parser::ASSIGN)
        all += touches(i) ? "==" : " ==";
      else
        all += (touches(i) ? "" : " ") + text(i);
    }
    reporter_.report(kAssignInCondition, span(0)).help("write `==`", span(0).to(span(last)), all);
    return true;
  }
  return range_slip() || rejection_slip() || require_slip() || arrow_slip() || number_slip() || condition_slip() ||
         foreign_operator();
}

// line -> line.price, Card as c -> …, OnSite: …
bool SlipFinder::arrow_slip() const {
  if (type(0) == Parser::ARROW && (expects(Parser::FAT_ARROW) || is_name(-1))) {
    reporter_.report(kOperatorInWords, span(0), text(0), "=>").help("write `=>`", span(0), "=>");
    return true;
  }
  if (type(0) != Parser::COLON || !expects(Parser::FAT_ARROW)) return false;
  expected("`=>`").help("write `=>`", span(0), touches(0) ? " =>" : "=>");
  return true;
}

// in 1 to 200, between 1 and 6
bool SlipFinder::range_slip() const {
  // Either word may have been taken for the name of a field, so that what does not fit comes after it.
  for (const int word : {0, -1}) {
    if (!has(word) || starts_line(word)) continue;
    if (type(word) == Parser::TO && type(word - 2) == Parser::IN && has(word + 1)) {
      const std::string range = text(word - 1) + ".." + text(word + 1);
      reporter_.report(kExpected, span(word), "`..`", "`to`")
          .help("a range is written with two dots", span(word - 1).to(span(word + 1)), range);
      return true;
    }
    if (type(word) != Parser::IDENTIFIER || in_lower_case(text(word)) != "between") continue;
    auto& report = reporter_.report(kForeignWord, span(word), text(word));
    if (type(word + 2) == Parser::AND && has(word + 3)) {
      const std::string range = "in " + text(word + 1) + ".." + text(word + 3);
      report.help("a range holds both of its ends", span(word).to(span(word + 3)), range);
    } else {
      report.help("write `in low..high`; both ends belong to it");
    }
    return true;
  }
  return false;
}

bool SlipFinder::compares(int offset) const {
  switch (type(offset)) {
    case Parser::EQUAL:
    case Parser::NOT_EQUAL:
    case Parser::LESS:
    case Parser::LESS_EQUAL:
    case Parser::GREATER:
    case Parser::GREATER_EQUAL: return true;
    default: return false;
  }
}

// 1 <= beds <= 6; a == b c == d
bool SlipFinder::condition_slip() const {
  if (compares(0) && !starts_line(0)) {
    int first = -1;
    while (has(first) && is_part_of_value(first)) --first;
    if (!compares(first)) return false;
    reporter_.report(kExpected, span(0), "`and`", "`" + text(0) + "`")
        .help("a comparison has two sides: write two of them, joined by `and`, or a range: `x in low..high`");
    return true;
  }
  // What an operator lacks on its right.
  const bool sign = compares(-1) || type(-1) == Parser::PLUS || type(-1) == Parser::MINUS || type(-1) == Parser::STAR ||
                    type(-1) == Parser::SLASH || type(-1) == Parser::AND || type(-1) == Parser::OR;
  if (sign && expects(Parser::DECIMAL_NUMBER) && !is_part_of_value(0) && type(0) != Parser::LBRACE) {
    reporter_
        .report(kExpected, span(-1).after(), "an expression",
                starts_line(0) ? "the end of the line" : "`" + text(0) + "`")
        .help("write what stands on the right of `" + text(-1) + "`");
    return true;
  }
  // The second condition may have been taken for a field behind the first.
  const int word = expects(Parser::COLON) && !expects(Parser::AND) ? -1 : 0;
  const bool next = is_name(word) && !starts_line(word) && (type(word + 1) == Parser::DOT || compares(word + 1));
  if (!next || !(word == -1 || expects(Parser::AND) || expects(Parser::RPAREN)) || !is_part_of_value(word - 1))
    return false;
  reporter_.report(kExpected, span(word), "`and` or `or`", "`" + text(word) + "`")
      .help("where both have to hold, write `and`", span(word).before(), "and ");
  return true;
}

bool SlipFinder::is_part_of_value(int offset) const {
  switch (type(offset)) {
    case Parser::DOT:
    case Parser::IDENTIFIER:
    case Parser::INTEGER:
    case Parser::DECIMAL_NUMBER:
    case Parser::STATE:
    case Parser::ROW:
    case Parser::VALUE:
    case Parser::LPAREN:
    case Parser::RPAREN: return true;
    default: return false;
  }
}

// require a, Error; else "it is done"; else throw Error; else not; require a not else
bool SlipFinder::rejection_slip() const {
  // Card(c) => …
  if (type(0) == Parser::LPAREN && type(-1) == Parser::IDENTIFIER && expects(Parser::FAT_ARROW)) {
    const bool simple = is_word(1) && type(2) == Parser::RPAREN;
    auto& report = expected("`=>`");
    if (simple) report.help("an alternative is named with `as`", span(0).to(span(2)), " as " + text(1));
    return true;
  }
  if ((type(-1) == Parser::ELSE || type(-1) == Parser::REJECTED) && type(0) == Parser::STRING &&
      expects(Parser::IDENTIFIER)) {
    expected("an error").help("declare it with its message, `error SomeError " + text(0) + "`, and name it here");
    return true;
  }
  if (type(-1) == Parser::IDENTIFIER && type(-2) == Parser::ELSE && is_capital(0) && !starts_line(0)) {
    reporter_.report(kForeignWord, span(-1), text(-1)).help("name the error alone", span(-1).to(span(0)), text(0));
    return true;
  }
  // require state.lent not else NotLent
  if (type(0) == Parser::NOT && type(1) == Parser::IN && is_part_of_value(-1) && !starts_line(0)) {
    int first = -1;
    while (has(first - 1) && is_part_of_value(first - 1) && !starts_line(first)) --first;
    int last = 2;
    while (has(last + 1) && (is_part_of_value(last + 1) || type(last + 1) == Parser::DOTDOT) && !ends_line(last))
      ++last;
    auto& report = expected("`in`").note("`not` stands before what it denies");
    if (is_whole(first, last) && has(2))
      report.help("write it so", span(first).to(span(last)), "not (" + text(first, -1) + " in " + text(2, last) + ")");
    return true;
  }
  if (type(0) == Parser::NOT && within({Parser::RuleRequireStatement}) && expects(Parser::ELSE)) {
    expected("`else`").help("`not` stands before what it denies: `require not …`");
    return true;
  }
  // require a otherwise reject Error
  if (has(0) && in_lower_case(text(0)) == "otherwise" && expects(Parser::ELSE)) {
    const bool again = has(1) && in_lower_case(text(1)) == "reject";
    expected("`else`").help("write `else`", span(0).to(span(again ? 1 : 0)), "else");
    return true;
  }
  if (type(0) == Parser::COMMA && within({Parser::RuleRequireStatement}) && expects(Parser::ELSE)) {
    expected("`else`").help("write `else` before the error", span(0), " else");
    return true;
  }
  return false;
}

// 1,50; .5; 5.; 5 minutes; 10 EUR
bool SlipFinder::number_slip() const {
  const bool number = type(0) == Parser::INTEGER || type(0) == Parser::DECIMAL_NUMBER;
  if (number && type(-1) == Parser::COMMA && type(-2) == Parser::INTEGER && touches(0) && touches(-1)) {
    const bool groups = type(0) == Parser::DECIMAL_NUMBER || text(0).size() == 3;
    auto& report = reporter_.report(kBadNumber, span(-2).to(span(0)), text(-2, 0));
    const std::string plain = text(-2) + text(0);
    const std::string decimal = text(-2) + "." + text(0);
    report.help(groups ? "write the digits without separators" : "digits after the point stand behind a point",
                span(-2).to(span(0)), groups ? plain : decimal);
    return true;
  }
  if (type(0) == Parser::DOT && type(1) == Parser::INTEGER && touches(1) && expects(Parser::DECIMAL_NUMBER)) {
    reporter_.report(kBadNumber, span(0).to(span(1)), text(0, 1))
        .help("write the digit before the point", span(0).to(span(1)), "0" + text(0, 1));
    return true;
  }
  // What stands on the next line may have been taken for a part of it.
  const int point = type(-2) == Parser::DOT && starts_line(-1) ? -2 : -1;
  const bool ends = point == -2 || begins(0) || !is_word(0);
  if (type(point) == Parser::DOT && type(point - 1) == Parser::INTEGER && touches(point) && ends) {
    reporter_.report(kBadNumber, span(point - 1).to(span(point)), text(point - 1, point))
        .help("write a digit behind the point", span(point - 1).to(span(point)), text(point - 1, point) + "0");
    return true;
  }
  // The word may have been taken for a field.
  const int word = type(0) == Parser::IDENTIFIER && type(-1) == Parser::INTEGER ? 0 : -1;
  const bool amount = type(word - 1) == Parser::INTEGER || type(word - 1) == Parser::DECIMAL_NUMBER;
  if (type(word) != Parser::IDENTIFIER || !amount || starts_line(word)) return false;
  if (type(word + 1) == Parser::DOT || compares(word + 1)) return false;  // 1..6 line.price > 0
  // none => 0  some => 1
  if (type(word + 1) == Parser::FAT_ARROW || (is_word(word + 1) && type(word + 2) == Parser::FAT_ARROW)) return false;
  const std::string unit = in_lower_case(text(word));
  if (unit == "where") return false;  // not a unit, however it is written
  if ((unit == "week" || unit == "weeks") && type(word - 1) == Parser::INTEGER && text(word - 1).size() < 6) {
    const std::string meant = std::to_string(std::stoi(text(word - 1)) * 7) + "d";
    reporter_.report(kBadNumber, span(word - 1).to(span(word)), text(word - 1, word))
        .help("a duration is written so", span(word - 1).to(span(word)), meant);
    return true;
  }
  for (const char* one : {"second", "minute", "hour", "day"}) {
    if (unit != one && unit != one + std::string("s")) continue;
    const std::string meant = text(word - 1) + std::string(1, *one);
    reporter_.report(kBadNumber, span(word - 1).to(span(word)), text(word - 1, word))
        .help("a duration is written so", span(word - 1).to(span(word)), meant);
    return true;
  }
  reporter_.report(kBadNumber, span(word - 1).to(span(word)), text(word - 1, word))
      .help("write the number alone, and what it counts in a field of its own", span(word - 1).to(span(word)),
            text(word - 1));
  return true;
}

// let mut x = 1, let x: int32 = 1
bool SlipFinder::let_slip() const {
  // let next = x => x + 1
  if (type(0) == Parser::FAT_ARROW && is_name(-1) && type(-2) == Parser::ASSIGN && expects_item()) {
    reporter_.report(kLambda, span(0), "=>", "to be an argument of a function like `any` or `map`")
        .help("write it where it is needed: `any(lines, " + text(-1) + " => …)`");
    return true;
  }
  if (type(-2) == Parser::LET && is_word(0) && !starts_line(0) && expects(Parser::ASSIGN)) {
    reporter_.report(kForeignWord, span(-1), text(-1)).help("leave it out", span(-1).to(span(0)), text(0));
    return true;
  }
  if (type(-2) != Parser::LET || type(0) != Parser::COLON || type(1) == Parser::ASSIGN) return false;
  int sign = 1;
  while (has(sign) && type(sign) != Parser::ASSIGN && !starts_line(sign)) ++sign;
  auto& report = expected("`=`").note("a name has the type of its value");
  if (type(sign) == Parser::ASSIGN) report.help("leave the type out", span(-1).after().to(span(sign)), " =");
  return true;
}

// emit new TaskAdded(title), publish(x)
bool SlipFinder::made_as_elsewhere() const {
  // emit TaskAdded [title = title]
  if (type(0) == Parser::LBRACKET && type(-1) == Parser::IDENTIFIER && type(-2) == Parser::EMIT) {
    made_with_brackets(0);
    return true;
  }
  // when (status) {, as `switch` is written elsewhere
  if (type(-1) == Parser::WHEN && begins(-1) && type(0) == Parser::LPAREN) {
    reporter_.report(kForeignWord, span(-1), text(-1)).help(std::string(advice_for("case")));
    return true;
  }
  // require a else throw Error, where the error was taken for a field behind the statement
  if (type(-2) == Parser::IDENTIFIER && type(-3) == Parser::ELSE && is_capital(-1) && !starts_line(-1)) {
    int last = -1;
    if (type(-2) == Parser::IDENTIFIER && type(0) == Parser::LPAREN && type(1) == Parser::RPAREN) last = 1;
    reporter_.report(kForeignWord, span(-2), text(-2)).help("name the error alone", span(-2).to(span(last)), text(-1));
    return true;
  }
  for (const int word : {-1, -2}) {
    const bool made = type(word - 1) == Parser::EMIT || type(word - 1) == Parser::ELSE;
    if (!made || type(word) != Parser::IDENTIFIER || text(word) != "new") continue;
    if (type(word + 1) != Parser::IDENTIFIER) continue;
    const std::string name = text(word + 1);
    reporter_.report(kForeignWord, span(word), "new")
        .help("leave it out, and give the fields in braces: `" + name + " { field = value }`");
    return true;
  }
  return false;
}

// room = "a" or room = "b": who writes one so writes all so.
int SlipFinder::last_assign_of_condition() const {
  int last = 0;
  bool another = false;
  for (int i = 1; has(i) && !starts_line(i) && type(i) != Parser::ELSE && type(i) != Parser::LBRACE; ++i) {
    if (type(i) == Parser::AND || type(i) == Parser::OR) another = true;
    if (type(i) != Parser::ASSIGN) continue;
    if (!another) break;
    last = i;
    another = false;
  }
  return last;
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
    // A query has no braces: its condition may go on for lines.
    if (starts_line(i) && !(within({Parser::RuleQueryDeclaration}) && type(i) != Parser::QUERY)) return false;
  }
  return false;
}

bool SlipFinder::require_slip() const {
  if (error_.rule == nullptr || error_.rule->getRuleIndex() != Parser::RuleRequireStatement) return false;
  // What goes on with the line is no missing `else`.
  const bool over = starts_line(0) || type(0) == Parser::RBRACE || type(0) <= Parser::WHERE;
  if (!expects(Parser::ELSE) || !over || type(0) == Parser::NOT) return false;
  int word = -1;
  while (has(word) && type(word) != Parser::REQUIRE) --word;
  if (!has(word)) return false;
  reporter_.report(kRequireWithoutElse, span(word))
      .note("a rejection is an error with a name, declared with `error`")
      .help("write, with the error that fits", span(-1).after(), " else SomeError");
  return true;
}

bool SlipFinder::foreign_operator() const {
  // c?.last4
  if (type(0) == Parser::QUESTION && type(1) == Parser::DOT && touches(1)) {
    reporter_.report(kForeignOperator, span(0).to(span(1)), "?.")
        .help("what may be `none` is tested first, `if x != none { … }`, or gets another value: `x ?? …`");
    return true;
  }
  // a ? b : c
  if (type(0) == Parser::QUESTION && !within({Parser::RuleType})) return choice_of_two();
  // count++, total *= 2, a === b
  const bool doubled = (type(0) == Parser::PLUS || type(0) == Parser::MINUS) && type(1) == type(0) && touches(1);
  if (doubled) {
    const std::string sign = text(0);
    auto& report = reporter_.report(kForeignOperator, span(0).to(span(1)), sign + sign);
    int last = 2;
    while (type(last + 1) == Parser::DOT && is_word(last + 2)) last += 2;
    if (begins(0) && is_word(2) && touches(2))
      report.help("write `" + text(2, last) + " " + sign + "= 1`", span(0).to(span(last)),
                  text(2, last) + " " + sign + "= 1");
    else
      report.help("write `" + sign + "= 1`", span(0).to(span(1)), " " + sign + "= 1");
    return true;
  }
  const bool scaled = type(0) == Parser::STAR || type(0) == Parser::SLASH || type(0) == Parser::PERCENT;
  if (scaled && type(1) == Parser::ASSIGN && touches(1)) {
    const std::string sign = text(0);
    auto& report = reporter_.report(kForeignOperator, span(0).to(span(1)), sign + "=");
    report.note("only `+=` and `-=` are short for that");
    int first = -1;
    while (is_word(first) && type(first - 1) == Parser::DOT) first -= 2;
    if (!is_word(first)) return true;
    const std::string there = within({Parser::RuleRowHandler}) ? "row." : "state.";
    report.help("write it out", span(0).to(span(1)), "= " + there + text(first, -1) + " " + sign);
    return true;
  }
  // tags @ ["done"]
  if (type(0) == Parser::AT_SIGN && is_part_of_value(-1) && !starts_line(0) && !is_word(1)) {
    reporter_.report(kForeignOperator, span(0), "@").help("a list gets one more by `tags += tag`, in a loop many");
    return true;
  }
  // a := 1
  if (type(0) == Parser::COLON && type(1) == Parser::ASSIGN && touches(1)) {
    reporter_.report(kForeignOperator, span(0).to(span(1)), ":=").help("write `=`", span(0).to(span(1)), "=");
    return true;
  }
  // owner.length()
  if (type(0) == Parser::LPAREN && is_word(-1) && type(-2) == Parser::DOT) return method_call();
  // emit Deposited(amount = 1)
  const bool made = type(0) == Parser::LPAREN && type(-1) == Parser::IDENTIFIER &&
                    (type(-2) == Parser::EMIT || type(-2) == Parser::ELSE || type(-2) == Parser::PUBLISH ||
                     type(-2) == Parser::BECOMES);
  // when Open(owner = "Ada")
  const bool step = type(0) == Parser::ASSIGN && type(-2) == Parser::LPAREN && is_capital(-3) &&
                    within({Parser::RuleGivenClause, Parser::RuleWhenClause, Parser::RuleThenClause});
  const bool named = step || (type(0) == Parser::ASSIGN && within({Parser::RuleCall, Parser::RuleArguments}));
  if (made || named) {
    int open = 0;
    while (has(open) && type(open) != Parser::LPAREN) --open;
    made_with_brackets(open);
    return true;
  }
  return false;
}

// late ? 1 : 2
bool SlipFinder::choice_of_two() const {
  // state.limit ?: 0
  if (type(1) == Parser::COLON && touches(1)) {
    const bool rejects = within({Parser::RuleRequireStatement}) && expects(Parser::ELSE);
    reporter_.report(kForeignOperator, span(0).to(span(1)), "?:")
        .help(rejects ? "write `else` before the error" : "another value in the place of `none` is given by `??`",
              span(0).to(span(1)), rejects ? "else" : "??");
    return true;
  }
  auto& report = reporter_.report(kForeignOperator, span(0), "?");
  int first = -1;
  while (has(first - 1) && !starts_line(first) && type(first - 1) != Parser::ASSIGN &&
         type(first - 1) != Parser::PLUS_ASSIGN && type(first - 1) != Parser::MINUS_ASSIGN &&
         type(first - 1) != Parser::LPAREN && type(first - 1) != Parser::COMMA && type(first - 1) != Parser::LBRACE &&
         type(first - 1) != Parser::FAT_ARROW)
    --first;
  const int last = statement_end(first);
  int colon = 1;
  while (colon < last && type(colon) != Parser::COLON && type(colon) != Parser::QUESTION) ++colon;
  int end = colon;
  while (end < last && type(end + 1) != Parser::RPAREN && type(end + 1) != Parser::COMMA) ++end;
  const bool simple = type(colon) == Parser::COLON && colon > 1 && end > colon && is_whole(first, end);
  if (!simple || starts_line(first)) {
    report.help("a choice is written `if a then b else c`");
    return true;
  }
  const bool within_sum = type(first - 1) == Parser::LPAREN && type(end + 1) != Parser::RPAREN;
  const std::string meant = "if " + text(first, -1) + " then " + text(1, colon - 1) + " else " + text(colon + 1, end);
  if (within_sum)
    report.help("a choice is written `if a then b else c`");
  else
    report.help("write it so", span(first).to(span(end)), meant);
  return true;
}

// emit TaskAdded(title), emit TaskAdded(title: "x"), emit TaskAdded [title = title]
void SlipFinder::made_with_brackets(int open) const {
  auto& report = reporter_.report(kMadeWithParentheses, span(open - 1), text(open - 1));
  const size_t closing = type(open) == Parser::LPAREN ? Parser::RPAREN : Parser::RBRACKET;
  std::string fields;
  int last = open + 1;
  for (bool begins_argument = true; has(last) && type(last) != closing; ++last) {
    const bool named = type(last + 1) == Parser::ASSIGN || type(last + 1) == Parser::COLON;
    const bool alone = type(last + 1) == Parser::COMMA || type(last + 1) == closing;
    if (starts_line(last) || (begins_argument && !(is_word(last) && (named || (alone && is_name(last))))))
      return guess_fields(report, open);
    if (begins_argument) fields += " " + text(last) + " =" + (alone ? " " + text(last) : "");
    const bool sign = type(last) == Parser::ASSIGN || type(last) == Parser::COLON;
    const bool nested = type(last) == Parser::LPAREN || type(last) == Parser::LBRACKET || type(last) == Parser::LBRACE;
    if (nested) return guess_fields(report, open);
    if (!begins_argument && !sign && type(last) != Parser::COMMA) {
      const bool value = type(last - 1) == Parser::ASSIGN || type(last - 1) == Parser::COLON;
      fields += (touches(last) && !value ? "" : " ") + text(last);
    }
    if (type(last) == Parser::COMMA) fields += " ";
    begins_argument = type(last) == Parser::COMMA;
  }
  if (!has(last) || names_others(open, last)) return guess_fields(report, open);
  const std::string meant = text(open - 1) + " {" + fields + " }";
  report.help("write the fields in braces", span(open - 1).to(span(last)), meant);
}

// Whether bare names between brackets are other ones than those of the fields.
bool SlipFinder::names_others(int open, int close) const {
  const auto fields = fields_of(text(open - 1));
  if (!fields) return false;
  for (int i = open + 1; i < close; ++i) {
    const bool alone = type(i + 1) == Parser::COMMA || i + 1 == close;
    const bool bare = is_name(i) && alone && (i == open + 1 || type(i - 1) == Parser::COMMA);
    if (bare && std::ranges::find(*fields, text(i)) == fields->end()) return true;
  }
  return false;
}

void SlipFinder::guess_fields(Diagnostic& report, int open) const {
  const std::string meant = type(open) == Parser::LPAREN ? made_by_place(open) : "";
  if (meant.empty())
    report.help("write `" + text(open - 1) + " { field = value }`");
  else
    report.help("write the fields in braces", span(open - 1).to(span(matching(open))), meant);
}

bool SlipFinder::in_scenarios() const {
  const bool step = type(-1) == Parser::GIVEN || type(-1) == Parser::WHEN || type(-1) == Parser::THEN;
  if (step && type(0) == Parser::COLON) {
    reporter_.report(kUnexpected, span(0), "`:`").help("leave it out", span(0), "");
    return true;
  }
  // when Lend { }  TakeBack { }
  if (enclosing() == Parser::RuleScenarioDeclaration && expects_item() && is_capital(0) && type(1) == Parser::LBRACE) {
    expected("`then`").note("a scenario is about one command; what was before is told by its events, after `given`");
    return true;
  }
  // then state, then row "TEA"
  if (within({Parser::RuleExpectation}) && expects(Parser::LBRACE)) {
    int word = -1;
    while (has(word) && !starts_line(word) && type(word) != Parser::STATE && type(word) != Parser::ROW &&
           type(word) != Parser::THEN && type(word) != Parser::AND)
      --word;
    if (type(word) == Parser::STATE || type(word) == Parser::ROW) {
      reporter_.report(kHappeningWithoutBraces, span(word), text(word)).help("write them", span(-1).after(), " { }");
      return true;
    }
  }
  if (rejection_of_elsewhere() || field_expected() || asked_by_place()) return true;
  const bool steps = within({Parser::RuleGivenClause, Parser::RuleWhenClause, Parser::RuleThenClause});
  if (steps && type(-1) == Parser::IDENTIFIER && expects(Parser::LBRACE) && type(0) != Parser::COLON) {
    reporter_.report(kHappeningWithoutBraces, span(-1), text(-1)).help("write them", span(-1).after(), " { }");
    return true;
  }
  return bare_construction();
}

// and owed = -20.00
bool SlipFinder::field_expected() const {
  if (!within({Parser::RuleThenClause}) || !is_word(-1) || is_capital(-1)) return false;
  if ((type(0) != Parser::EQUAL && type(0) != Parser::ASSIGN) || starts_line(0)) return false;
  int last = 0;
  while (!ends_line(last) && type(last + 1) != Parser::AND) ++last;
  auto& report = reporter_.report(kExpected, span(-1).to(span(0)), "fields in braces", "`" + text(-1, 0) + "`");
  int header = -1;
  while (has(header) && type(header) != Parser::SCENARIO) --header;
  const bool of_rows = type(header + 2) == Parser::FOR && is_word(header + 3) &&
                       declaration({Parser::PROJECTION, Parser::QUERY}, text(header + 3));
  report.note(of_rows ? "the fields of a row are expected as `row … { field = value }`"
                      : "the fields of the state are expected as `state { field = value }`");
  if (!of_rows && last > 0 && is_whole(-1, last))
    report.help("write it so", span(-1).to(span(last)), "state { " + text(-1) + " = " + text(1, last) + " }");
  return true;
}

// when Heavy(5)
bool SlipFinder::asked_by_place() const {
  if (!within({Parser::RuleWhenClause})) return false;
  int open = type(-1) == Parser::LPAREN ? -1 : unclosed(Parser::LPAREN, Parser::RPAREN);
  if (type(-1) == Parser::RPAREN)
    for (open = -2; has(open) && (type(open) != Parser::LPAREN || end_of(open) != -1) && !starts_line(open);) --open;
  if (open >= 0 || type(open) != Parser::LPAREN || !is_word(open - 1) || type(open - 2) != Parser::WHEN) return false;
  const auto parameters = parameters_of(text(open - 1));
  if (!parameters || end_of(open) == open) return false;
  const int close = end_of(open);
  auto& report = reporter_.report(kExpected, span(open), "`{`", "`(`");
  report.note(declaration({Parser::QUERY}, text(open - 1)) ? "a query is asked with its parameters by name, in braces"
                                                           : "a command is given its fields by name, in braces");
  std::string meant = made_by_place(open);
  if (meant == text(open - 1)) meant += " { }";
  std::string each;
  for (const std::string& one : *parameters) each += " " + one + " = … ";
  if (meant.empty() || type(close + 1) == Parser::LBRACE)
    report.help("write `" + text(open - 1) + " {" + each + "}`");
  else
    report.help("write them so", span(open - 1).to(span(close)), meant);
  return true;
}

// then Error NotFound, then fails with NotFound
bool SlipFinder::rejection_of_elsewhere() const {
  if (!within({Parser::RuleThenClause, Parser::RuleExpectation})) return false;
  for (const int last : {0, -1}) {
    if (!is_capital(last) || !is_word(last - 1) || starts_line(last)) continue;
    int word = last - 1;
    if (in_lower_case(text(word)) == "with" || in_lower_case(text(word)) == "by") --word;
    static constexpr auto kWords = std::to_array<std::string_view>(
        {"error", "fails", "fail", "throws", "throw", "rejects", "reject", "raises", "exception", "failure", "expect"});
    const bool known = is_word(word) && std::ranges::find(kWords, in_lower_case(text(word))) != kWords.end();
    if (!known || (type(word - 1) != Parser::THEN && type(word - 1) != Parser::AND)) continue;
    reporter_.report(kForeignWord, span(word), text(word))
        .help("a rejection is expected so", span(word).to(span(last)), "rejected " + text(last));
    return true;
  }
  return false;
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
