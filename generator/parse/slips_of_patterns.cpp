// Choices by value as other languages write them: patterns, `switch`, `is`.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

bool is_presence(std::string_view word) {
  return word == "some" || word == "just" || word == "present" || word == "ok";
}

}  // namespace

bool SlipFinder::of_patterns() const {
  return guarded_arm() || presence_pattern() || named_pattern() || switch_in_value();
}

// Bank as b if b.iban == "" => …
bool SlipFinder::guarded_arm() const {
  if (!expects(Parser::FAT_ARROW) || (type(0) != Parser::IF && text(0) != "when")) return false;
  expected("`=>`").help("an arm has no condition of its own: write `if` behind its `=>`");
  return true;
}

// match state.limit { none => 0  some limit => limit }, Some(limit) => limit
bool SlipFinder::presence_pattern() const {
  if (!expects(Parser::FAT_ARROW) || !has(-1) || !is_presence(in_lower_case(text(-1)))) return false;
  int last = 0;
  if (type(0) == Parser::LPAREN) last = matching(0);
  if (last == 0 && !is_word(0)) return false;
  reporter_.report(kExpected, span(-1).to(span(last)), "a pattern", "`" + text(-1, last) + "`")
      .note("`match` tells `none`, values of an enum and alternatives of a union apart")
      .help("what may be `none` is tested: `if state.x == none then … else state.x`");
  return true;
}

// match state.payment { Card c => c.last4 }
bool SlipFinder::named_pattern() const {
  const bool named = expects(Parser::FAT_ARROW) && is_capital(-1) && is_word(0) && !starts_line(0);
  if (!named || type(1) != Parser::FAT_ARROW) return false;
  expected("`=>`").help("an alternative is named with `as`", span(0).before(), "as ");
  return true;
}

// status = switch count { 1 => open  else => closed }
bool SlipFinder::switch_in_value() const {
  if (type(0) != Parser::LBRACE) return false;
  int word = -1;
  while (has(word) && is_part_of_value(word) && !starts_line(word) && text(word) != "switch" && text(word) != "case")
    --word;
  const bool known = has(word) && (text(word) == "switch" || text(word) == "case" || type(word) == Parser::WHEN);
  const bool in_value = type(word - 1) == Parser::ASSIGN || type(word - 1) == Parser::FAT_ARROW ||
                        type(word - 1) == Parser::ELSE || type(word - 1) == Parser::THEN;
  if (!known || !in_value || word == -1) return false;
  reporter_.report(kForeignWord, span(word), text(word)).help("write `match`", span(word), "match");
  return true;
}

}  // namespace cqrsc::parsing
