// Conditions that say less than they have to, because elsewhere it would be enough.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {

bool SlipFinder::of_conditions() const {
  return choice_behind_value() || condition_behind_statement() || condition_without_left() || like() || article() ||
         roles_with_comma() || role_without_quotes() || comparison_with_not() || comparison_without_left() ||
         comparison_without_where() || require_with_text() || exists_test() || quantifier() || comprehension();
}

// points += 10 if late else 5, { points = points if points < half else half }
bool SlipFinder::choice_behind_value() const {
  if (starts_line(0) || (type(0) != Parser::IF && type(0) != Parser::ELSE)) return false;
  int word = type(0) == Parser::ELSE ? -1 : 0;
  while (has(word) && type(word) != Parser::IF && !starts_line(word)) --word;
  if (type(word) != Parser::IF || starts_line(word) || !ends_value(word - 1)) return false;
  const int first = value_begin(word - 1);
  const auto behind = else_behind(word);
  if (first == 0 || !behind) return false;
  const int otherwise = *behind;
  auto& report = reporter_.report(kUnexpected, span(word), "`if`");
  const int last = value_end(otherwise);
  bool simple = last > otherwise && otherwise > word + 1;
  for (int i = otherwise; i <= last; ++i)
    simple = simple && type(i) != Parser::IF && (i == otherwise || type(i) != Parser::ELSE);
  if (simple)
    report.help("the condition of a choice comes first", span(first).to(span(last)),
                "if " + text(word + 1, otherwise - 1) + " then " + text(first, word - 1) + " else " +
                    text(otherwise + 1, last));
  else
    report.help("a choice is written `if a then b else c`");
  return true;
}

// The first token of the value that ends here, on its line; 0: what stands there is no value that is given to
// something.
int SlipFinder::value_begin(int last) const {
  int open = 0;
  for (int i = last; has(i); --i) {
    switch (type(i)) {
      case Parser::RPAREN:
      case Parser::RBRACE:
      case Parser::RBRACKET: ++open; break;
      case Parser::LPAREN:
      case Parser::LBRACKET:
        if (open-- == 0) return i < last ? i + 1 : 0;
        break;
      case Parser::LBRACE:
        if (open-- == 0) return 0;
        break;
      case Parser::ASSIGN:
      case Parser::PLUS_ASSIGN:
      case Parser::MINUS_ASSIGN:
      case Parser::FAT_ARROW:
      case Parser::COMMA:
        if (open == 0) return i < last ? i + 1 : 0;
        break;
      default: break;
    }
    if (starts_line(i)) return 0;
  }
  return 0;
}

// The `else` of the `if`, on its line and outside of brackets; none, too, if it is a choice as it has to be.
std::optional<int> SlipFinder::else_behind(int word) const {
  int open = 0;
  for (int i = word + 1; has(i) && !starts_line(i); ++i) {
    const size_t one = type(i);
    if (one == Parser::LPAREN || one == Parser::LBRACE || one == Parser::LBRACKET) ++open;
    if ((one == Parser::RPAREN || one == Parser::RBRACE || one == Parser::RBRACKET) && open-- == 0) return std::nullopt;
    if (one == Parser::THEN || (one == Parser::RBRACE && open == 0)) return std::nullopt;
    if (one == Parser::ELSE && open == 0) return i;
  }
  return std::nullopt;
}

// The last token of the value behind this one: before what closes more than was opened, the next `name =` or statement.
int SlipFinder::value_end(int before) const {
  const auto assigns = [&](int i) {
    return type(i) == Parser::ASSIGN || type(i) == Parser::PLUS_ASSIGN || type(i) == Parser::MINUS_ASSIGN;
  };
  int open = 0;
  int last = before;
  while (has(last + 1) && !starts_line(last + 1)) {
    const size_t next = type(last + 1);
    if (next == Parser::LPAREN || next == Parser::LBRACE || next == Parser::LBRACKET) ++open;
    if ((next == Parser::RPAREN || next == Parser::RBRACE || next == Parser::RBRACKET) && open-- == 0) break;
    const bool statement = next == Parser::EMIT || next == Parser::REQUIRE || next == Parser::LET;
    const bool over = next == Parser::COMMA || next == antlr4::Token::EOF || statement;
    if (open == 0 && (over || (is_word(last + 1) && assigns(last + 2)))) break;
    ++last;
  }
  return last;
}

// n -= 1 if n > 0, emit Emptied where state.n == 0
bool SlipFinder::condition_behind_statement() const {
  if (!within({Parser::RuleBlock, Parser::RuleCommandDeclaration})) return false;
  const bool over = starts_line(0) || type(0) == Parser::RBRACE;
  int last = over ? -1 : 0;
  int word = last;
  const auto is_condition = [&](int i) { return type(i) == Parser::IF || in_lower_case(text(i)) == "where"; };
  while (has(word) && !is_condition(word) && !starts_line(word) && type(word) != Parser::LBRACE) --word;
  if (!has(word) || !is_condition(word) || starts_line(word) || !ends_value(word - 1)) return false;
  const int first = statement_before(word);
  if (first == 0) return false;
  while (!over && !ends_line(last) && type(last + 1) != Parser::RBRACE && type(last + 1) != Parser::LBRACE) ++last;
  if (last <= word || (!over && type(last + 1) == Parser::LBRACE)) return false;
  for (int i = word; i <= last; ++i)
    if (type(i) == Parser::THEN) return false;
  if (else_behind(word) || !is_whole(first, last)) {
    reporter_.report(kUnexpected, span(word), "`" + text(word) + "`").help("the condition comes first: `if … { … }`");
    return true;
  }
  reporter_.report(kUnexpected, span(word), "`" + text(word) + "`")
      .help("the condition comes first", span(first).to(span(last)),
            "if " + text(word + 1, last) + " { " + text(first, word - 1) + " }");
  return true;
}

bool SlipFinder::ends_value(int offset) const {
  switch (type(offset)) {
    case Parser::RPAREN:
    case Parser::RBRACE:
    case Parser::RBRACKET:
    case Parser::INTEGER:
    case Parser::DECIMAL_NUMBER:
    case Parser::STRING:
    case Parser::TRUE:
    case Parser::FALSE:
    case Parser::NONE: return true;
    default: return is_name(offset);
  }
}

// Where the `emit` or the assignment begins that ends before a word, on its line; 0: it is something else.
int SlipFinder::statement_before(int word) const {
  const auto changes = [&](int i) {
    return type(i) == Parser::ASSIGN || type(i) == Parser::PLUS_ASSIGN || type(i) == Parser::MINUS_ASSIGN;
  };
  int depth = 0;
  for (int i = word - 1; has(i); --i) {
    if (type(i) == Parser::RBRACE) ++depth;
    if (type(i) == Parser::LBRACE && --depth < 0) return 0;
    if (depth == 0 && (type(i) == Parser::EMIT || (changes(i + 1) && is_name(i))))
      return type(i - 1) == Parser::COLON || type(i - 1) == Parser::LET || type(i - 1) == Parser::DOT ? 0 : i;
    if (starts_line(i)) return 0;
  }
  return 0;
}

// forall s in sizes: s > 0, exists line in lines | line.open
bool SlipFinder::quantifier() const {
  constexpr auto kWords =
      std::to_array<std::string_view>({"forall", "foreach", "every", "each", "all", "exists", "any"});
  // Behind the name of a field, the word may have been taken for its type.
  const int at = type(0) == Parser::IN ? -2 : -1;
  const std::string word = has(at) ? in_lower_case(text(at)) : "";
  if (type(at - 1) == Parser::FOR || std::ranges::find(kWords, word) == kWords.end() || !is_word(at + 1) ||
      starts_line(at + 1) || type(at + 2) != Parser::IN)
    return false;
  const auto separates = [&](int sign) {
    return type(sign) == Parser::COLON || type(sign) == Parser::COMMA || type(sign) == Parser::FAT_ARROW ||
           type(sign) == Parser::BAR;
  };
  int sign = at + 3;
  while (has(sign) && !starts_line(sign) && !separates(sign)) ++sign;
  int last = sign;
  while (!ends_line(last) && type(last + 1) != Parser::ELSE && type(last + 1) != Parser::RBRACE) ++last;
  auto& report = reporter_.report(kForeignWord, span(at), text(at));
  const std::string function = word == "exists" || word == "any" ? "any" : "all";
  if (separates(sign) && sign > at + 3 && last > sign && !starts_line(sign + 1))
    report.help("what holds for the elements of a list is asked with `" + function + "`", span(at).to(span(last)),
                function + "(" + text(at + 3, sign - 1) + ", " + text(at + 1) + " => " + text(sign + 1, last) + ")");
  else
    report.help("what holds for the elements of a list is asked with `" + function + "(list, x => …)`");
  return true;
}

// [trim(n) for n in ns if n != ""]
bool SlipFinder::comprehension() const {
  const int open = unclosed(Parser::LBRACKET, Parser::RBRACKET);
  if (type(0) != Parser::FOR || open == 0 || open > -2 || !is_word(1) || type(2) != Parser::IN) return false;
  const int close = matching(open);
  int condition = 3;
  while (condition < close && type(condition) != Parser::IF) ++condition;
  if (close <= 3 || condition <= 3) {
    expected("`]`").help("what is made of a list is `map(list, x => …)`, a part of it `filter(list, x => …)`");
    return true;
  }
  std::string list = text(3, condition - 1);
  if (condition < close) list = "filter(" + list + ", " + text(1) + " => " + text(condition + 1, close - 1) + ")";
  const bool same = text(open + 1, -1) == text(1);
  expected("`]`").help("what is made of a list is `map`, a part of it `filter`", span(open).to(span(close)),
                       same ? list : "map(" + list + ", " + text(1) + " => " + text(open + 1, -1) + ")");
  return true;
}

// allow role "clerk", role "manager"
bool SlipFinder::roles_with_comma() const {
  if (type(0) != Parser::COMMA || type(-1) != Parser::STRING || (type(1) != Parser::STRING && text(1) != "role"))
    return false;
  const int first = line_begin(0);
  if (type(first) != Parser::ALLOW && type(-2) != Parser::ROLE && text(-2) != "role") return false;
  expected("`or`").help("one of several is said with `or`", span(0), type(1) == Parser::STRING ? " or role" : " or");
  return true;
}

// allow role clerk, allow only role "clerk"
bool SlipFinder::role_without_quotes() const {
  if (!has(-2) || text(-1) != "role" || starts_line(0)) return false;
  const size_t before = type(-2);
  if (type(0) == Parser::STRING && type(-2) == Parser::IDENTIFIER && type(-3) == Parser::ALLOW) {
    reporter_.report(kForeignWord, span(-2), text(-2)).help("leave it out", span(-2).to(span(-1)), text(-1));
    return true;
  }
  const bool names = before == Parser::ALLOW || before == Parser::OR || before == Parser::AND || before == Parser::NOT;
  if (!names || type(0) != Parser::IDENTIFIER) return false;
  reporter_.report(kExpected, span(0), "a text in quotes", "`" + text(0) + "`")
      .help("the name of a role is a text", span(0), "\"" + text(0) + "\"");
  return true;
}

// require to not state.owner else …
bool SlipFinder::comparison_with_not() const {
  const bool value = (is_part_of_value(-1) || is_word(-1)) && type(-1) != Parser::REQUIRE && !starts_line(0) &&
                     is_part_of_value(1) && type(1) != Parser::RPAREN;
  if (type(0) != Parser::NOT || text(0) != "not" || !value || starts_line(1)) return false;
  if (!expects(Parser::NOT_EQUAL) && !expects(Parser::ELSE)) return false;
  expected("`!=`").help("what differs is said with `!=`", span(0), "!=");
  return true;
}

// quantity: int32 where > 0
bool SlipFinder::condition_without_left() const {
  if (!compares(0) || type(-1) != Parser::WHERE) return false;
  int field = -2;
  while (has(field) && !(is_word(field) && type(field + 1) == Parser::COLON) && !starts_line(field + 1)) --field;
  auto& report = reporter_.report(kExpected, span(0), "an expression", "`" + text(0) + "`");
  if (is_word(field) && type(field + 1) == Parser::COLON)
    report.help("say what is compared", span(0).before(), text(field) + " ");
  else
    report.help("say what is compared: `it > 0`");
  return true;
}

// where title like 'a%'
bool SlipFinder::like() const {
  const std::string word = has(-1) ? in_lower_case(text(-1)) : "";
  if (type(0) != Parser::STRING || (word != "like" && word != "ilike") || starts_line(-1) || !is_word(-2)) return false;
  reporter_.report(kForeignWord, span(-1), text(-1))
      .help("text is searched with `contains(" + text(-2) + ", …)`, `startsWith`, `endsWith`, or `" + text(-2) +
            " matches \"…\"`");
  return true;
}

// require the status is open else NotOpen
bool SlipFinder::article() const {
  if (!is_word(0) || starts_line(0) || !has(-2)) return false;
  const std::string word = in_lower_case(text(-1));
  const size_t before = type(-2);
  const bool begins_condition = before == Parser::REQUIRE || before == Parser::IF || before == Parser::WHERE ||
                                before == Parser::AND || before == Parser::OR || compares(-2);
  if (!begins_condition || (word != "the" && word != "that" && word != "a" && word != "an")) return false;
  reporter_.report(kForeignWord, span(-1), text(-1)).help("leave it out", span(-1).to(span(0)), text(0));
  return true;
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
  // invariant: fee >= 0
  if (type(field) == Parser::INVARIANT) {
    reporter_.report(kExpected, span(field + 1), "a text in quotes", "`:`")
        .help("say in words what always holds", span(field).after().to(span(field + 1)), " \"…\":");
    return true;
  }
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
