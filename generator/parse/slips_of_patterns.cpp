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
  return case_in_match() || guarded_arm() || presence_pattern() || named_pattern() || switch_in_value();
}

// Bank as b if b.iban == "" => …
bool SlipFinder::guarded_arm() const {
  if (!expects(Parser::FAT_ARROW) || (type(0) != Parser::IF && text(0) != "when")) return false;
  expected("`=>`").help("an arm has no condition of its own: write `if` behind its `=>`");
  doubt_rest_of_block();
  return true;
}

// The arms behind one that cannot be read are not read well.
void SlipFinder::doubt_rest_of_block() const {
  const int open = open_brace();
  const int close = open == 0 ? 0 : matching(open);
  if (close > 1) reporter_.doubt(span(1).to(span(close)));
}

// match state.limit { none => 0  some limit => limit }, Some(limit) => limit
bool SlipFinder::presence_pattern() const {
  if (!expects(Parser::FAT_ARROW) || !has(-1) || !is_presence(in_lower_case(text(-1)))) return false;
  int last = 0;
  if (type(0) == Parser::LPAREN) last = matching(0);
  if (last == 0 && !is_word(0)) return false;
  reporter_.report(kExpected, span(-1).to(span(last)), "a pattern", "`" + text(-1, last) + "`")
      .note("`match` tells `none`, values of an enum and alternatives of a union apart")
      .help(within({Parser::RuleMatchStatement})
                ? "what may be `none` is tested: `if state.x == none { … } else { … state.x … }`"
                : "what may be `none` is tested: `if state.x == none then … else state.x`");
  doubt_rest_of_block();
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

// match state.phase { case ready => … }
bool SlipFinder::case_in_match() const {
  for (const int word : {0, -1}) {
    if (in_lower_case(text(word)) != "case" || !is_word(word + 1) || !begins(word)) continue;
    const size_t sign = type(word + 2);
    if (sign != Parser::FAT_ARROW && sign != Parser::ARROW && sign != Parser::COLON && sign != Parser::AS) continue;
    const std::string pattern = text(word + 1) == "_" ? "else" : text(word + 1);
    auto& report = reporter_.report(kForeignWord, span(word), text(word));
    if (sign == Parser::ARROW || sign == Parser::COLON)
      report.help("an arm begins with its pattern", span(word).to(span(word + 2)), pattern + " =>");
    else
      report.help("an arm begins with its pattern", span(word).to(span(word + 1)), pattern);
    return true;
  }
  return false;
}

}  // namespace cqrsc::parsing
