// Values as functional languages write them, and what else stands in the place of a value or of an event.
#include <string>
#include <string_view>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

std::string in_one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

}  // namespace

bool SlipFinder::of_values() const {
  return present_in_words() || joined_lists() || state_compared() || require_else_nothing() || row_deleted() ||
         all_ignored() || event_named() || rejected_in_parentheses() || select_behind() || nothing_as_statement() ||
         value_with_sign() || alternative_of() || destructured() || unit_value() || invariant_without_sign() ||
         braces_behind_no_row() || default_behind_index() || condition_behind_key() || else_return() ||
         turned_comparison();
}

// last = Just day
bool SlipFinder::present_in_words() const {
  for (const int word : {-2, -1}) {
    const std::string name = has(word) ? text(word) : "";
    if ((name != "Just" && name != "Some" && name != "Ok") || starts_line(word) || starts_line(word + 1)) continue;
    const size_t next = type(word + 1);
    const bool value = is_word(word + 1) || next == Parser::INTEGER || next == Parser::STRING;
    if (!value || (type(word - 1) != Parser::ASSIGN && type(word - 1) != Parser::FAT_ARROW)) continue;
    reporter_.report(kForeignWord, span(word), name)
        .help("what is there is written by itself", span(word).to(span(word + 1)), text(word + 1));
    return true;
  }
  return false;
}

// readings = readings ++ [reading]
bool SlipFinder::joined_lists() const {
  if (type(0) != Parser::PLUS || type(-1) != Parser::PLUS || !touches(0)) return false;
  auto& report = reporter_.report(kForeignOperator, span(-1).to(span(0)), "++");
  const bool own = is_word(-2) && type(-3) == Parser::ASSIGN && is_word(-4) && text(-4) == text(-2) && begins(-4);
  const int close = type(1) == Parser::LBRACKET ? matching(1) : 0;
  if (own && close == 3)
    report.help("a list gets one more by `+=`", span(-3).to(span(close)), "+= " + text(2));
  else
    report.help("a list gets one more in `on`, by `+=`; many, in a loop: `for x in xs { tags += x }`");
  return true;
}

// and state.total == 0
bool SlipFinder::state_compared() const {
  if (!within({Parser::RuleThenClause}) || (type(-1) != Parser::STATE && type(-1) != Parser::ROW)) return false;
  if (type(0) != Parser::DOT || !is_word(1) || (type(2) != Parser::EQUAL && type(2) != Parser::ASSIGN)) return false;
  const int last = line_end(0);
  if (last < 3) return false;
  auto& report = reporter_.report(kExpected, span(0).to(span(2)), "fields in braces", "`" + text(0, 2) + "`");
  report.help("what is expected stands in braces", span(-1).to(span(last)),
              text(-1) + " { " + text(1) + " = " + text(3, last) + " }");
  return true;
}

// require any(rooms, r => r.open) else nothing
bool SlipFinder::require_else_nothing() const {
  if (type(0) != Parser::NOTHING || type(-1) != Parser::ELSE || !within({Parser::RuleRequireStatement})) return false;
  const int first = line_begin(0);
  auto& report = expected("an error").note("a `require` rejects the command where its condition does not hold");
  if (type(first) == Parser::REQUIRE && first < -2)
    report.help("where nothing is to happen then, it is an `if`: `if " + text(first + 1, -2) + " { … }`");
  else
    report.help("where nothing is to happen then, it is an `if`: `if … { … }`");
  return true;
}

// on Task.Closed { delete row }
bool SlipFinder::row_deleted() const {
  if (type(-1) != Parser::ROW || type(-2) != Parser::DELETE || starts_line(-1)) return false;
  reporter_.report(kUnexpected, span(-1), "`row`").help("leave it out", span(-2).to(span(-1)), text(-2));
  return true;
}

// ignore Task.*, ignore _
bool SlipFinder::all_ignored() const {
  const bool star = type(0) == Parser::STAR && (type(-1) == Parser::IGNORE || type(-1) == Parser::DOT);
  const bool rest = type(-1) == Parser::IGNORE && (text(0) == "_" || text(0) == "others" || text(0) == "all");
  const int first = line_begin(0);
  if ((!star && !rest) || type(first) != Parser::IGNORE) return false;
  expected("an event").help("name each of them: a new event is then not left out without a word");
  return true;
}

// on Task.Closed as e {
bool SlipFinder::event_named() const {
  if (!within({Parser::RuleEventHandler, Parser::RuleRowHandler}) || type(0) != Parser::AS || !is_word(1)) return false;
  if (type(2) != Parser::LBRACE) return false;
  expected("`{`")
      .note("its fields are called by their own names, or `event." + std::string("…`"))
      .help("leave the name out", span(-1).after().to(span(1)), "");
  return true;
}

// then rejected (Late { days = 3 })
bool SlipFinder::rejected_in_parentheses() const {
  if (type(-1) != Parser::REJECTED || type(0) != Parser::LPAREN) return false;
  const int close = matching(0);
  auto& report = expected("an error");
  if (close > 1) report.help("leave the parentheses out", span(0).to(span(close)), text(1, close - 1));
  return true;
}

// query Open() from Tasks select title = row.title
bool SlipFinder::select_behind() const {
  if (type(0) != Parser::SELECT || !within({Parser::RuleQueryDeclaration})) return false;
  int from = -1;
  while (has(from) && type(from) != Parser::FROM && type(from) != Parser::QUERY) --from;
  int last = 0;
  while (has(last + 1) && type(last + 1) != Parser::WHERE && type(last + 1) != Parser::ORDER &&
         type(last + 1) != Parser::LIMIT && type(last + 1) != Parser::GROUP && type(last + 1) != antlr4::Token::EOF &&
         !(starts_line(last + 1) && column(last + 1) == 1))
    ++last;
  if (type(from) != Parser::FROM || last == 0) return false;
  std::string selected;
  for (int i = 0; i <= last; ++i) {
    const bool begins_next = i > 1 && is_word(i) && type(i + 1) == Parser::ASSIGN && type(i - 1) != Parser::COMMA;
    const bool touching = i == 0 || (token(i - 1).end == token(i).begin && !begins_next);
    selected += (begins_next ? "," : "") + std::string(touching ? "" : " ") + text(i);
  }
  reporter_.report(kUnexpected, span(0), "`select`")
      .help("what is selected stands before `from`: `" + selected + " " + in_one_line(text(from, -1)) + "`");
  return true;
}

// if closed { nothing }
bool SlipFinder::nothing_as_statement() const {
  if (type(0) != Parser::NOTHING || !within({Parser::RuleBlock}) || !expects(Parser::EMIT)) return false;
  reporter_.report(kUnexpected, span(0), "`nothing`")
      .help("leave it out: where nothing stands, nothing is done", span(0), "");
  return true;
}

// value Honey = { weight: int32 }
bool SlipFinder::value_with_sign() const {
  if (type(0) != Parser::LBRACE || type(-1) != Parser::ASSIGN || type(-3) != Parser::VALUE) return false;
  reporter_.report(kUnexpected, span(-1), "`=`").help("leave it out", span(-2).after().to(span(-1)), "");
  return true;
}

// reading = Reading.Measured 100
bool SlipFinder::alternative_of() const {
  const size_t found = type(0);
  const bool literal = found == Parser::INTEGER || found == Parser::DECIMAL_NUMBER || found == Parser::STRING;
  if (!literal || starts_line(0) || !is_word(-1) || !is_alternative(text(-1))) return false;
  const auto fields = fields_of(text(-1));
  auto& report = reporter_.report(kExpected, span(0), "the fields of `" + text(-1) + "`", "`" + text(0) + "`");
  int first = -1;
  while (type(first - 1) == Parser::DOT && is_word(first - 2)) first -= 2;
  if (fields && fields->size() == 1)
    report.help("an alternative is made with braces", span(first).to(span(0)),
                text(-1) + " { " + fields->front() + " = " + text(0) + " }");
  else
    report.help("an alternative is made with braces: `" + text(-1) + " { … }`");
  return true;
}

// Hammered { price } => total = price
bool SlipFinder::destructured() const {
  if (type(0) != Parser::LBRACE || !is_word(-1) || !expects(Parser::FAT_ARROW)) return false;
  const int close = matching(0);
  if (close < 2 || type(close + 1) != Parser::FAT_ARROW || !is_word(1)) return false;
  const std::string name(1, static_cast<char>(text(-1).front() | 0x20));
  expected("`=>`")
      .note("its fields are then `" + name + "." + text(1) + "`")
      .help("give it a name", span(0).to(span(close)), "as " + name);
  return true;
}

// else => ()
bool SlipFinder::unit_value() const {
  if (type(0) != Parser::LPAREN && type(-1) != Parser::LPAREN) return false;
  const int open = type(0) == Parser::LPAREN ? 0 : -1;
  if (type(open + 1) != Parser::RPAREN || type(open - 1) != Parser::FAT_ARROW) return false;
  reporter_.report(kUnexpected, span(open).to(span(open + 1)), "`()`")
      .help("where nothing is done, the braces are empty", span(open).to(span(open + 1)), "{ }");
  return true;
}

// invariant "not below zero" total >= 0
bool SlipFinder::invariant_without_sign() const {
  if (type(-1) != Parser::STRING || type(-2) != Parser::INVARIANT || !expects(Parser::COLON)) return false;
  expected("`:`").help("write `:`", span(-1).after(), ":");
  return true;
}

// then no row "tea" { }
bool SlipFinder::braces_behind_no_row() const {
  if (type(0) != Parser::LBRACE || !within({Parser::RuleScenarioDeclaration})) return false;
  int first = -1;
  while (has(first) && !starts_line(first + 1) && type(first) != Parser::ROW) --first;
  const int close = matching(0);
  if (type(first) != Parser::ROW || type(first - 1) != Parser::NO || close == 0) return false;
  reporter_.report(kUnexpected, span(0), "`{`")
      .help("of a row that is not there, nothing more is said", span(-1).after().to(span(close)), "");
  return true;
}

// level: Level index = low
bool SlipFinder::default_behind_index() const {
  if (type(0) != Parser::ASSIGN || type(-1) != Parser::INDEX || !has(1)) return false;
  auto& report = reporter_.report(kUnexpected, span(0), "`=`");
  if (ends_line(1) || type(2) == Parser::RBRACE || type(3) == Parser::COLON)
    report.help("the default stands before `index`", span(-1).to(span(1)), "= " + text(1) + " index");
  else
    report.help("the default stands before `index`: `… = … index`");
  return true;
}

// on Course.Held at child if there { … }
bool SlipFinder::condition_behind_key() const {
  if (type(0) != Parser::IF || !expects(Parser::LBRACE) || !within({Parser::RuleRowHandler, Parser::RuleEventHandler}))
    return false;
  int open = 1;
  while (has(open) && type(open) != Parser::LBRACE && !starts_line(open)) ++open;
  const int close = type(open) == Parser::LBRACE ? matching(open) : 0;
  auto& report = expected("`{`");
  if (close > 0 && text(0, close).find('\n') == std::string::npos)
    report.help("a condition stands within the braces", span(0).to(span(close)), "{ " + text(0, close) + " }");
  else
    report.help("a condition stands within the braces: `{ if … { … } }`");
  return true;
}

// if solved { … } else return
bool SlipFinder::else_return() const {
  const int word = type(0) == Parser::ELSE ? 0 : -1;
  if (type(word) != Parser::ELSE || text(word + 1) != "return" || starts_line(word + 1)) return false;
  reporter_.report(kForeignWord, span(word + 1), "return")
      .help("leave it out: where nothing is to happen, nothing is said", span(word).to(span(word + 1)), "");
  return true;
}

// length(title) =< 120, battery => 0
bool SlipFinder::turned_comparison() const {
  if (type(0) == Parser::ASSIGN && type(1) == Parser::LESS && touches(1)) {
    reporter_.report(kForeignOperator, span(0).to(span(1)), "=<").help("write `<=`", span(0).to(span(1)), "<=");
    return true;
  }
  if (type(0) != Parser::FAT_ARROW || !after_condition() ||
      within({Parser::RuleMatchStatement, Parser::RuleMatchExpression}))
    return false;
  if (unclosed(Parser::LPAREN, Parser::RPAREN) != 0) return false;
  reporter_.report(kForeignOperator, span(0), "=>").help("write `>=`", span(0), ">=");
  return true;
}

}  // namespace cqrsc::parsing
