// Conditions that say less than they have to, because elsewhere it would be enough.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "parse/slip_finder.hpp"

namespace cqrsc::parsing {

bool SlipFinder::of_conditions() const {
  return comparison_without_left() || comparison_without_where() || require_with_text() || exists_test();
}

// nights > 0 and < 30
bool SlipFinder::comparison_without_left() const {
  const int joined = type(0) == Parser::AND || type(0) == Parser::OR ? 0 : -1;
  if ((type(joined) != Parser::AND && type(joined) != Parser::OR) || !compares(joined + 1)) return false;
  int sign = joined - 1;
  while (has(sign) && !compares(sign) && !starts_line(sign)) --sign;
  if (!compares(sign)) return false;
  int first = sign - 1;
  while (type(first - 1) == Parser::DOT) first -= 2;
  reporter_.report(kExpected, span(joined + 1), "an expression", "`" + text(joined + 1) + "`")
      .help("say again what is compared", span(joined + 1).before(), text(first, sign - 1) + " ");
  return true;
}

// count: int32 > 0
bool SlipFinder::comparison_without_where() const {
  const int field = has(0) ? line_begin(0) : 0;
  const bool typed = field < -1 && is_word(field) && type(field + 1) == Parser::COLON;
  if (!typed || !compares(0) || touches(0) || !is_word(-1)) return false;
  for (int i = field + 2; i < 0; ++i)
    if (type(i) == Parser::WHERE || type(i) == Parser::ASSIGN) return false;
  expected("`where`").help("write `where` and the name", span(-1).after(), " where " + text(field));
  return true;
}

// require left > 0 "nothing is left"
bool SlipFinder::require_with_text() const {
  if (type(0) != Parser::STRING || !expects(Parser::ELSE) || !within({Parser::RuleRequireStatement})) return false;
  int word = -1;
  while (has(word) && type(word) != Parser::REQUIRE) --word;
  if (!has(word)) return false;
  reporter_.report(kRequireWithoutElse, span(word))
      .note("a rejection is an error with a name, declared with its text: `error SomeError " + text(0) + "`")
      .help("write, with the error that fits", span(0), "else SomeError");
  return true;
}

// require old exists else …
bool SlipFinder::exists_test() const {
  static constexpr auto kThere = std::to_array<std::string_view>({"exists", "defined", "present", "isSome"});
  static constexpr auto kMissing = std::to_array<std::string_view>({"missing", "undefined", "absent", "isNone"});
  if (type(0) != Parser::IDENTIFIER || !is_word(-1) || starts_line(0)) return false;
  if (!expects(Parser::NOT_EQUAL) && !expects(Parser::ELSE) && !expects(Parser::LBRACE)) return false;
  const bool there = std::ranges::find(kThere, text(0)) != kThere.end();
  if (!there && std::ranges::find(kMissing, text(0)) == kMissing.end()) return false;
  const std::string own = there ? "!= none" : "== none";
  reporter_.report(kForeignWord, span(0), text(0)).help("write `" + own + "`", span(0), own);
  return true;
}

}  // namespace cqrsc::parsing
