// What is written beside the name of a member elsewhere, and stands somewhere else here.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "parse/expected_words.hpp"
#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {

bool SlipFinder::of_members() const {
  return declare() || handler_with_parameter() || id_as_field() || key_as_field() || primary_key() ||
         query_in_braces() || emit_with() || emit_with_arrow() || range_alone() || unit_in_words() || given_nothing() ||
         error_with_parentheses();
}

// declare days int := 0
bool SlipFinder::declare() const {
  if (has(-2) && !begins(-1) && in_lower_case(text(line_begin(-1))) == "declare" && type(0) == Parser::ASSIGN)
    return true;  // that is said
  if (!has(-1) || in_lower_case(text(-1)) != "declare" || !begins(-1) || !is_word(0) || starts_line(0)) return false;
  int sign = 1;
  while (has(sign) && type(sign) != Parser::ASSIGN && !starts_line(sign)) ++sign;
  auto& report = reporter_.report(kForeignWord, span(-1), text(-1));
  if (type(sign) == Parser::ASSIGN && !starts_line(sign))
    report.help("a name for a value is given with `let`", span(-1).to(span(sign)), "let " + text(0) + " =");
  else
    report.help("a name for a value is given with `let`: `let " + text(0) + " = …`");
  return true;
}

// on Opened(e) { … }, on(Opened e) { … }
bool SlipFinder::handler_with_parameter() const {
  if (type(0) != Parser::LPAREN) return false;
  const int close = matching(0);
  const bool behind = type(-1) == Parser::IDENTIFIER && type(-2) == Parser::ON && expects(Parser::LBRACE);
  const bool inside = type(-1) == Parser::ON && type(1) == Parser::IDENTIFIER && is_capital(1);
  if (close == 0 || (!behind && !inside)) return false;
  expected(behind ? "`{`" : "an event")
      .note("bare names in a handler are the fields of the event")
      .help(behind ? "leave it out" : "name the event alone", span(-1).after().to(span(close)),
            behind ? "" : " " + text(1));
  return true;
}

// The name of the declaration around the error that begins with a word.
std::string SlipFinder::declared_name(size_t word) const {
  int at = -1;
  while (has(at) && type(at) != word) --at;
  return has(at) && is_word(at + 1) ? text(at + 1) : "Name";
}

// aggregate Account { id: AccountId
bool SlipFinder::id_as_field() const {
  const bool field = type(0) == Parser::ID && type(1) == Parser::COLON;
  if (!field || !expects_item() || enclosing() != Parser::RuleAggregateDeclaration) return false;
  auto& report = expected(expected_words(error_).c_str());
  report.help("the id stands in the first line: `aggregate " + declared_name(Parser::AGGREGATE) + " by " +
              (is_word(2) && is_capital(2) ? text(2) : "SomeId") + " {`");
  return true;
}

// projection Carts { key cart: CartId
bool SlipFinder::key_as_field() const {
  if (enclosing() != Parser::RuleProjectionDeclaration || !has(-1) || text(-1) != "key" || !is_word(0) ||
      type(1) != Parser::COLON || !is_word(2))
    return false;
  reporter_.report(kForeignWord, span(-1), "key")
      .help("the key stands in the first line: `projection " + declared_name(Parser::PROJECTION) + " by " + text(0, 2) +
            " {`");
  return true;
}

// projection Carts by cart: CartId { primary key cart
bool SlipFinder::primary_key() const {
  const bool key = has(-1) && in_lower_case(text(-1)) == "primary" && begins(-1) && in_lower_case(text(0)) == "key";
  if (!key || enclosing() != Parser::RuleProjectionDeclaration) return false;
  reporter_.report(kForeignWord, span(-1).to(span(0)), text(-1, 0))
      .help("leave this line out: the key stands in the first line, behind `by`");
  return true;
}

// query Big(min: int32) { … }, query Big(min: int32) returns Carts
bool SlipFinder::query_in_braces() const {
  if (!expects(Parser::FROM) || type(-1) != Parser::RPAREN) return false;
  if (type(0) == Parser::LBRACE) {
    expected("`from`").help(
        "the clauses of a query stand behind it without braces, first the projection: `from SomeProjection`");
    return true;
  }
  if (!names_result(0)) return false;
  // : list<Carts>, -> [Carts]
  int name = 1;
  if (type(1) == Parser::LBRACKET) name = 2;
  if (type(2) == Parser::LESS) name = 3;
  const int last = name == 1 ? 0 : name + 1;
  if (type((name > 1 ? last : 1) + 1) == Parser::FROM)
    reporter_.report(kUnexpected, span(0).to(span(name > 1 ? last : 1)), "`" + text(0, name > 1 ? last : 1) + "`")
        .note("a query gives rows of its projection, or what `select` says")
        .help("leave it out", span(-1).after().to(span((name > 1 ? last : 1) + 1)), " from");
  else if (name > 1 && is_capital(name))
    expected("`from`").help("write `from`", span(-1).after().to(span(last)), " from " + text(name));
  else
    expected("`from`").help("write `from`", span(-1).after().to(span(0)), " from");
  return true;
}

// Whether a word or sign stands where other languages say what a query returns.
bool SlipFinder::names_result(int word) const {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"returns", "return", "of", "over", "reads", "using", "in"});
  const bool sign = type(word) == Parser::COLON || type(word) == Parser::ARROW;
  const bool known = is_word(word) && std::ranges::find(kWords, text(word)) != kWords.end();
  if (!has(word + 1) || starts_line(word)) return false;
  const bool listed =
      type(word + 1) == Parser::LBRACKET || type(word + 1) == Parser::LIST || in_lower_case(text(word + 1)) == "array";
  return (known && is_capital(word + 1)) || (sign && (is_capital(word + 1) || listed));
}

// emit Paid with amount = amount
bool SlipFinder::emit_with() const {
  if (!has(-1) || text(-1) != "with" || type(-2) != Parser::IDENTIFIER || type(-3) != Parser::EMIT) return false;
  const int last = line_end(0);
  reporter_.report(kForeignWord, span(-1), "with")
      .help("the fields stand in braces", span(-1).to(span(last)), "{ " + text(0, last) + " }");
  return true;
}

// -> TaskCreated
bool SlipFinder::emit_with_arrow() const {
  if (type(0) != Parser::ARROW || !starts_line(0) || !has(1) || !is_capital(1) ||
      !within({Parser::RuleCommandDeclaration}))
    return false;
  expected("a statement").help("an event is recorded with `emit`", span(0), "emit");
  return true;
}

// quantity: int32 where 1..99
bool SlipFinder::range_alone() const {
  if (type(0) != Parser::DOTDOT || type(-1) != Parser::INTEGER || type(-2) != Parser::WHERE) return false;
  auto& report = expected("a condition");
  const int field = line_begin(-2);
  if (is_word(field) && type(field + 1) == Parser::COLON)
    report.help("say what lies between", span(-1).before(), text(field) + " in ");
  else
    report.help("say what lies between: `it in 1..99`");
  return true;
}

// given nothing
bool SlipFinder::given_nothing() const {
  if (type(0) != Parser::NOTHING || type(-1) != Parser::GIVEN) return false;
  expected("an event").help("leave it out: a scenario without `given` begins with nothing", span(-1).to(span(0)), "");
  return true;
}

// error NotOpen(status: Status), where what belongs to an error may be left out
bool SlipFinder::error_with_parentheses() const {
  if (type(0) != Parser::LPAREN || starts_line(0) || type(-2) != Parser::ERROR || expects(Parser::LBRACE)) return false;
  const int close = matching(0);
  if (close < 2 || text(0, close).find('\n') != std::string::npos) return false;
  reporter_.report(kHappeningWithoutBraces, span(0), text(-1))
      .help("write them in braces", span(-1).after().to(span(close)), " { " + text(1, close - 1) + " }");
  return true;
}

// now + 14 days, where the word was taken for the name of the next field.
bool SlipFinder::unit_in_words() const {
  struct Unit {
    std::string_view word;
    char letter;
  };
  static constexpr auto kUnits = std::to_array<Unit>({{"day", 'd'}, {"hour", 'h'}, {"minute", 'm'}, {"second", 's'}});
  if (type(-1) != Parser::IDENTIFIER || type(-2) != Parser::INTEGER || starts_line(-1)) return false;
  const std::string word = text(-1);
  if ((word == "week" || word == "weeks") && text(-2).size() < 6) {
    reporter_.report(kBadNumber, span(-2).to(span(-1)), text(-2, -1))
        .help("a duration is written so", span(-2).to(span(-1)), std::to_string(std::stoi(text(-2)) * 7) + "d");
    return true;
  }
  for (const Unit& unit : kUnits) {
    if (word != unit.word && word != std::string(unit.word) + "s") continue;
    reporter_.report(kBadNumber, span(-2).to(span(-1)), text(-2, -1))
        .help("a duration is written so", span(-2).to(span(-1)), text(-2) + unit.letter);
    return true;
  }
  return false;
}

}  // namespace cqrsc::parsing
