// What people write who come from another language, or from none: more than single words.
#include <algorithm>
#include <array>
#include <utility>

#include "parse/expected_words.hpp"
#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

std::string capitalized(std::string word) {
  if (!word.empty() && word.front() >= 'a' && word.front() <= 'z') word.front() -= 'a' - 'A';
  return word;
}

// "7 days": 7d; empty if it is no duration.
std::string as_duration(std::string_view words) {
  constexpr auto kUnits = std::to_array<std::string_view>({"second", "minute", "hour", "day"});
  const size_t digits = words.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || words[digits] != ' ') return "";
  std::string_view unit = words.substr(digits + 1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  if (std::ranges::find(kUnits, unit) == kUnits.end()) return "";
  return std::string(words.substr(0, digits)) + unit.front();
}

}  // namespace

bool SlipFinder::from_elsewhere() const {
  return sql_in_query() || for_slip() || cast_slip() || lambda_slip() || is_slip() || match_with() ||
         call_without_parentheses() || made_of_number() || initializer_slip() || type_in_words() ||
         sql_behind_field() || sql_delete() || remark_slip() || choice_slip();
}

// for (String tag : tags) {, for (int i = 0; i < n; ++i) {
bool SlipFinder::for_slip() const {
  if (type(-1) != Parser::FOR || type(0) != Parser::LPAREN) return false;
  const int close = matching(0);
  int sign = 1;
  while (sign < close && type(sign) != Parser::COLON && type(sign) != Parser::IN && text(sign) != "of") ++sign;
  auto& report = expected("a name");
  // for ([key, amount] of amounts)
  const bool pair = sign > 4 && type(sign - 3) == Parser::COMMA;
  if (pair && is_word(sign - 4) && is_word(sign - 2) && !is_word(sign - 1) && sign + 1 < close) {
    report.help("a loop over a map names both", span(0).to(span(close)),
                text(sign - 4) + ", " + text(sign - 2) + " in " + text(sign + 1, close - 1));
    return true;
  }
  if (is_word(sign - 1) && sign + 1 < close)
    report.help("write it so", span(0).to(span(close)), text(sign - 1) + " in " + text(sign + 1, close - 1));
  else
    report.help("a loop goes over a list, a set or a map: `for line in lines { … }`");
  return true;
}

// static_cast<int32>(x), get<Card>(payment)
bool SlipFinder::cast_slip() const {
  if (type(0) != Parser::GREATER || type(1) != Parser::LPAREN || type(-2) != Parser::LESS || !is_name(-3)) return false;
  reporter_.report(kForeignWord, span(-3), text(-3))
      .note("smaller numbers widen by themselves, and digits are dropped by `round(x, 2)`")
      .help("which alternative of a union it is, is asked with `match`; whether it is there, with `!= none`");
  return true;
}

// fun t -> …, lambda t: …, [](auto t) { return …; }
bool SlipFinder::lambda_slip() const {
  const std::string word = has(-1) ? text(-1) : "";
  if ((word == "fun" || word == "fn" || word == "lambda") && is_word(0) && !starts_line(0) && !begins(-1)) {
    const bool arrow = type(1) == Parser::ARROW || type(1) == Parser::FAT_ARROW || type(1) == Parser::COLON;
    auto& report = reporter_.report(kForeignWord, span(-1), word);
    if (arrow)
      report.help("write `" + text(0) + " => …`", span(-1).to(span(1)), text(0) + " =>");
    else
      report.help("write `x => …`");
    return true;
  }
  if (type(0) != Parser::LPAREN || type(-1) != Parser::RBRACKET || type(-2) != Parser::LBRACKET) return false;
  auto& report = reporter_.report(kForeignWord, span(-2).to(span(-1)), "[]");
  const int open = matching(0) + 1;
  const bool simple = open > 2 && is_word(open - 2) && type(open) == Parser::LBRACE && text(open + 1) == "return";
  const int close = simple ? matching(open) : 0;
  if (close > open + 2)
    report.help("a lambda is written with `=>`", span(-2).to(span(close)),
                text(open - 2) + " => " + text(open + 2, close - 1));
  else
    report.help("a lambda is written `x => …`");
  return true;
}

// title is not empty, rank is greater than 5
bool SlipFinder::is_slip() const {
  // Behind a condition it may have been taken for the name of the next field.
  const bool taken = type(-1) == Parser::IDENTIFIER && !starts_line(-1) && expects(Parser::COLON);
  const int at = taken && in_lower_case(text(-1)) == "is" ? -1 : 0;
  if (type(at) != Parser::IDENTIFIER || in_lower_case(text(at)) != "is" || starts_line(at) ||
      !is_part_of_value(at - 1) || in_query())
    return false;
  const bool denied = type(at + 1) == Parser::NOT;
  const int next = at + (denied ? 2 : 1);
  const std::string word = has(next) ? in_lower_case(text(next)) : "";
  auto& report = reporter_.report(kForeignWord, span(at), text(at));
  if (word == "empty") {
    int first = at - 1;
    while (has(first - 1) && is_part_of_value(first - 1) && !starts_line(first)) --first;
    report.help("write it so", span(first).to(span(next)),
                std::string(denied ? "not " : "") + "isEmpty(" + text(first, at - 1) + ")");
    return true;
  }
  using Entry = std::pair<std::string_view, const char*>;
  constexpr auto kComparisons = std::to_array<Entry>({{"greater than", ">"},
                                                      {"more than", ">"},
                                                      {"bigger than", ">"},
                                                      {"later than", ">"},
                                                      {"less than", "<"},
                                                      {"smaller than", "<"},
                                                      {"lower than", "<"},
                                                      {"earlier than", "<"},
                                                      {"at least", ">="},
                                                      {"at most", "<="},
                                                      {"equal to", "=="}});
  const std::string two = has(next + 1) ? word + " " + in_lower_case(text(next + 1)) : "";
  const auto* const found = std::ranges::find(kComparisons, std::string_view(two), &Entry::first);
  if (!denied && found != kComparisons.end()) {
    report.help("write `" + std::string(found->second) + "`", span(at).to(span(next + 1)), found->second);
    return true;
  }
  if (!denied && (word == "after" || word == "before")) {
    const std::string sign = word == "after" ? ">" : "<";
    report.help("write `" + sign + "`", span(at).to(span(next)), sign);
    return true;
  }
  // author is Customer, an alternative of a union
  if (has(next) && is_alternative(text(next))) {
    int first = at - 1;
    while (has(first - 1) && is_part_of_value(first - 1) && !starts_line(first)) --first;
    report.help("which alternative it is, is told by `match`: `match " + text(first, at - 1) + " { " + text(next) +
                " => { … }  else => { } }`");
    return true;
  }
  report.help(denied ? "write `!=`" : "write `==`", denied ? span(at).to(span(at + 1)) : span(at),
              denied ? "!=" : "==");
  return true;
}

// match note with | …, { state with done = true }, tags |> List.length
bool SlipFinder::match_with() const {
  // "done" :: tags
  if (type(0) == Parser::BAR && text(0) == "::") {
    auto& report = reporter_.report(kForeignOperator, span(0), "::");
    // tags = tag :: state.tags
    const bool own = type(-2) == Parser::ASSIGN && is_word(-3) && begins(-3) && type(2) == Parser::DOT && has(3) &&
                     text(3) == text(-3);
    if (own)
      report.help("a list gets one more by `+=`", span(-3).to(span(3)), text(-3) + " += " + text(-1));
    else
      report.help("a list gets one more by `+=`: `tags += tag`");
    return true;
  }
  if (type(0) == Parser::BAR && type(1) == Parser::GREATER && touches(1)) {
    auto& report = reporter_.report(kForeignOperator, span(0).to(span(1)), "|>");
    int first = -1;
    while (type(first - 1) == Parser::DOT && is_word(first - 2)) first -= 2;
    const std::string function = in_lower_case(text(2));
    if (function == "isjust" || function == "issome" || function == "isnothing" || function == "isnone")
      report.help("whether it is there is asked so", span(first).to(span(2)),
                  text(first, -1) + (function == "isjust" || function == "issome" ? " != none" : " == none"));
    else if (is_word(first) && is_function(text(2)) && type(3) != Parser::LPAREN)
      report.help("a function takes what it is about as its argument", span(first).to(span(2)),
                  text(2) + "(" + text(first, -1) + ")");
    else
      report.help("a function takes what it is about as its argument: `any(lines, line => …)`");
    return true;
  }
  if (type(0) != Parser::IDENTIFIER || text(0) != "with" || starts_line(0)) return false;
  if (type(-1) == Parser::STATE && within({Parser::RuleBlock})) {
    reporter_.report(kForeignWord, span(-1).to(span(0)), "state with")
        .help("only what changes is written", span(-1).to(span(0)), "");
    return true;
  }
  if (!expects(Parser::LBRACE) || !within({Parser::RuleMatchStatement, Parser::RuleMatchExpression})) return false;
  reporter_.report(kForeignWord, span(0), "with")
      .help("its arms stand in braces: `match x { Pattern => …  else => … }`");
  return true;
}

// length title > 0
bool SlipFinder::call_without_parentheses() const {
  // where length title > 0: the argument was taken for the next field
  if (expects(Parser::COLON) && is_name(-1) && type(-2) == Parser::IDENTIFIER && is_function(text(-2)) &&
      !starts_line(-1) && !starts_line(-2) && type(-3) != Parser::DOT && compares(0)) {
    reporter_.report(kExpected, span(-1), "`(`", "`" + text(-1) + "`")
        .help("what a function is about stands in parentheses", span(-2).after().to(span(-1)), "(" + text(-1) + ")");
    return true;
  }
  const bool value = is_name(0) || type(0) == Parser::STATE || type(0) == Parser::ROW;
  const bool function = type(-1) == Parser::IDENTIFIER && is_function(text(-1)) && !starts_line(-1);
  if (!function || !value || in_query() || starts_line(0) || type(-2) == Parser::DOT || expects(Parser::COLON))
    return false;
  int last = 0;
  while (type(last + 1) == Parser::DOT && is_word(last + 2)) last += 2;
  expected("`(`").help("what a function is about stands in parentheses", span(-1).after().to(span(last)),
                       "(" + text(0, last) + ")");
  return true;
}

// price: decimal(9, 2) = new BigDecimal("10.00"), note instanceof Text
bool SlipFinder::made_of_number() const {
  if (type(0) == Parser::IDENTIFIER && text(0) == "instanceof") {
    reporter_.report(kForeignWord, span(0), text(0))
        .help("which alternative of a union it is, is asked with `match`; whether it is there, with `!= none`");
    return true;
  }
  const bool makes = type(0) == Parser::LPAREN && type(-1) == Parser::IDENTIFIER && has(-2) && text(-2) == "new";
  if (!makes || type(-3) == Parser::EMIT || type(-3) == Parser::ELSE) return false;
  auto& report = reporter_.report(kForeignWord, span(-2), "new");
  const std::string inside = type(1) == Parser::STRING && type(2) == Parser::RPAREN ? text(1) : "";
  const bool number = inside.size() > 2 && inside.find_first_not_of("0123456789.-", 1) == inside.size() - 1;
  const std::string made = in_lower_case(text(-1));
  const bool collection = made.ends_with("set") || made.ends_with("map") || made.ends_with("list") || made == "array";
  if (collection && type(1) == Parser::RPAREN)
    report.help("an empty list, set or map is written in brackets", span(-2).to(span(1)), "[]");
  else if (number)
    report.help("a number is written without quotes", span(-2).to(span(2)), inside.substr(1, inside.size() - 2));
  else
    report.help("leave it out, and give the fields in braces: `" + text(-1) + " { field = value }`");
  return true;
}

// { .due = none }, { title, rank }
bool SlipFinder::initializer_slip() const {
  if (!within({Parser::RuleInitializers})) return false;
  if (type(0) == Parser::DOT && is_word(1) && type(2) == Parser::ASSIGN && expects_item()) {
    expected("a field with its value").help("leave the point out", span(0), "");
    return true;
  }
  return bare_initializer();
}

// emit Opened { owner  plan }
bool SlipFinder::fields_in_row() const {
  if (type(-2) != Parser::LBRACE || !is_word(-3)) return false;
  const int close = matching(-2);
  const auto fields = fields_of(text(-3));
  if (!fields || close < 1) return false;
  std::string meant;
  for (int i = -1; i < close; ++i) {
    if (!is_name(i) || starts_line(i) || std::ranges::find(*fields, text(i)) == fields->end()) return false;
    meant += " " + text(i) + " = " + text(i) + (i + 1 < close ? " " : "");
  }
  reporter_.report(kExpected, span(-1), "a field with its value", "`" + text(-1) + "`")
      .help("write both, the field and its value", span(-2).to(span(close)), "{" + meant + " }");
  return true;
}

// { title, rank }, { title, rank: 1 }, { rank = 1, title }
bool SlipFinder::bare_initializer() const {
  const bool bare = is_name(-1) && (type(-2) == Parser::LBRACE || type(-2) == Parser::COMMA);
  const bool computes = within({Parser::RuleEmitStatement, Parser::RuleRequireStatement, Parser::RuleBlock});
  const bool ends = type(0) == Parser::COMMA || (type(0) == Parser::RBRACE && computes);
  if (!expects(Parser::ASSIGN)) return false;
  if (bare && is_name(0) && fields_in_row()) return true;
  if (!bare || !ends) return false;
  auto& report = reporter_.report(kExpected, span(-1), "a field with its value", "`" + text(-1) + "`");
  report.note("between these braces stand fields with their values (`name = value`)");
  int open = -2;
  while (type(open) == Parser::COMMA || (has(open) && type(open) != Parser::LBRACE && !starts_line(open))) --open;
  const int close = type(open) == Parser::LBRACE ? matching(open) : 0;
  // WrongStage { new, state.stage }
  if (const std::string placed = close > open ? values_by_place(open, close) : ""; !placed.empty()) {
    report.help("write the fields, too", span(open).to(span(close)), placed);
    return true;
  }
  std::string meant = "{";
  bool simple = close > open && text(open, close).find('\n') == std::string::npos;
  for (int begin = open + 1, i = begin; simple && i <= close; ++i) {
    simple = i == close || (type(i) != Parser::LBRACE && type(i) != Parser::LPAREN && type(i) != Parser::LBRACKET);
    if (i != close && type(i) != Parser::COMMA) continue;
    const std::string name = text(begin);
    const bool named = i > begin + 2 && (type(begin + 1) == Parser::ASSIGN || type(begin + 1) == Parser::COLON);
    if (begin == i && i == close) break;
    simple = simple && is_word(begin) && (named || i == begin + 1);
    meant += (begin == open + 1 ? " " : "  ") + name + " = " + (named ? text(begin + 2, i - 1) : name);
    begin = i + 1;
  }
  if (simple)
    report.help("write both, the field and its value", span(open).to(span(close)), meant + " }");
  else
    report.help("name the field that it is the value of: `… = " + text(-1) + "`");
  return true;
}

// note: string option, total: long long, since: timestamp with time zone
bool SlipFinder::type_in_words() const {
  if (!expects(Parser::COLON) || !is_word(-1) || starts_line(-1) || !is_name(-2) || type(-3) != Parser::COLON)
    return false;
  const std::string first = in_lower_case(text(-2));
  const std::string second = in_lower_case(text(-1));
  const std::string_view known = own_type(text(-2));
  const std::string element = known.empty() ? text(-2) : std::string(known);
  std::string meant;
  int last = -1;
  if (second == "option" || second == "optional" || second == "nullable") {
    meant = element + "?";
  } else if (second == "list" || second == "array" || second == "seq") {
    meant = "list<" + element + ">";
  } else if (second == "set") {
    meant = "set<" + element + ">";
  } else if (first == "repeated") {
    meant = "list<" + (own_type(text(-1)).empty() ? text(-1) : std::string(own_type(text(-1)))) + ">";
  } else if (first == "timestamp" && (second == "with" || second == "without")) {
    meant = "instant";
    while (!ends_line(last)) ++last;
  } else if (first == "double" && second == "precision") {
    meant = "float64";
  } else if (first == "long" && (second == "long" || second == "int")) {
    meant = "int64";
  } else if (first == "unsigned" && !own_type(second).empty()) {
    meant = "u" + std::string(own_type(second));
  } else {
    return false;
  }
  reporter_.report(kForeignType, span(-2).to(span(last)), text(-2, last))
      .help("write `" + meant + "`", span(-2).to(span(last)), meant);
  return true;
}

// rank: int32 default 0, rank: int32 check (rank > 0)
bool SlipFinder::sql_behind_field() const {
  const bool place = within({Parser::RuleField, Parser::RuleCommandItem, Parser::RuleStateItem}) || expects_item();
  if (!place || !expects(Parser::COLON) || !has(-1) || starts_line(-1) || type(-1) != Parser::IDENTIFIER) return false;
  const std::string word = in_lower_case(text(-1));
  if (word == "default" && !starts_line(0)) {
    reporter_.report(kForeignWord, span(-1), text(-1)).help("write `=`", span(-1), "=");
    return true;
  }
  const char* const help = word == "check" ? "what always holds is an `invariant \"…\": …` of the state or value"
                           : word == "unique"
                               ? "one row for each is what a projection has whose key it is: `by title: string`"
                           : word == "references" ? "leave it out: the type of an id says what it refers to"
                                                  : nullptr;
  if (help == nullptr) return false;
  reporter_.report(kForeignWord, span(-1), text(-1)).help(help);
  return true;
}

// (what is said in passing), A task has a title, 1. title: string
bool SlipFinder::remark_slip() const {
  if (!expects_item() || !starts_line(0)) return false;
  if (type(0) == Parser::INTEGER && type(1) == Parser::DOT) {
    reporter_.report(kExpected, span(0), expected_words(error_), "`" + text(0) + "`")
        .help("leave it out", span(0).to(span(1)), "");
    return true;
  }
  int words = 0;
  for (int i = 0; i == 0 || (has(i) && !starts_line(i)); ++i) {
    if (type(i) == Parser::LBRACE || type(i) == Parser::COLON || type(i) == Parser::ASSIGN) return false;
    if (type(i) == Parser::PLUS_ASSIGN || type(i) == Parser::MINUS_ASSIGN) return false;
    if (is_word(i)) ++words;
  }
  const bool prose = type(0) == Parser::IDENTIFIER && words > 3 && advice_for(text(0)).empty();
  if (!prose && (type(0) != Parser::LPAREN || words < 2)) return false;
  auto& report = reporter_.report(kExpected, span(0), expected_words(error_), "`" + text(0) + "`");
  if (const std::string place = surrounding_words(error_); !place.empty()) report.note(place);
  report.help("what is only said for people stands behind `//`", span(0).before(), "// ");
  return true;
}

// status: open or done, urgent: yes/no
bool SlipFinder::choice_slip() const {
  if (type(-2) != Parser::COLON || !is_word(-1) || !is_word(1) || starts_line(0) || starts_line(1)) return false;
  // date and time
  if (type(0) == Parser::AND && in_lower_case(text(-1)) == "date" && in_lower_case(text(1)) == "time") {
    reporter_.report(kForeignType, span(-1).to(span(1)), text(-1, 1))
        .help("write `instant`", span(-1).to(span(1)), "instant");
    return true;
  }
  if (type(0) != Parser::OR && type(0) != Parser::SLASH) return false;
  auto& report = reporter_.report(kForeignType, span(-1).to(span(1)), text(-1, 1));
  const std::string other = in_lower_case(text(1));
  if (other == "nothing" || other == "none" || other == "null" || other == "undefined" || other == "nil")
    report.help("what may be missing is written with `?`", span(-1).to(span(1)), text(-1) + "?");
  else if (in_lower_case(text(-1)) == "yes" || in_lower_case(text(-1)) == "true")
    report.help("write `bool`", span(-1).to(span(1)), "bool");
  else
    report.help("a choice of names is declared: `enum " + capitalized(text(-3)) + " { " + text(-1) + " = 1  " +
                text(1) + " = 2 }`");
  return true;
}

// delete from Tasks where task = id
bool SlipFinder::sql_delete() const {
  if (type(-1) != Parser::FROM || type(-2) != Parser::DELETE || starts_line(-1)) return false;
  int last = 0;
  while (!ends_line(last) && type(last + 1) != Parser::RBRACE) ++last;
  reporter_.report(kForeignWord, span(-2).to(span(-1)), text(-2, -1))
      .note("a handler is about one row, which `at` tells; without it, that of the event's own stream")
      .help("write `delete`", span(-2).to(span(last)), "delete");
  return true;
}

bool SlipFinder::sql_in_query() const {
  if (!in_query()) return false;
  const std::string before = has(-1) ? in_lower_case(text(-1)) : "";
  const auto say = [&](Span place, const std::string& written) -> Diagnostic& {
    return reporter_.report(kForeignWord, place, written);
  };
  if (before == "case" && (type(0) == Parser::WHEN || is_name(0)) && !starts_line(0)) return sql_case();
  if (before == "top" && type(0) == Parser::INTEGER) {
    say(span(-1), text(-1)).help("how many at most is said at the end: `limit " + text(0) + "`");
    return true;
  }
  if (in_lower_case(text(0)) == "fetch") {
    int last = 0;
    while (!ends_line(last)) ++last;
    int count = 1;
    while (count < last && type(count) != Parser::INTEGER) ++count;
    say(span(0), text(0))
        .help("write `limit`", span(0).to(span(last)),
              "limit " + (type(count) == Parser::INTEGER ? text(count) : "10"));
    return true;
  }
  if (before == "all" && type(-2) == Parser::UNION) {
    say(span(-2).to(span(-1)), text(-2, -1)).help("a query asks one projection: let it follow both, or ask twice");
    return true;
  }
  if (type(-1) == Parser::SELECT && type(-2) == Parser::LPAREN) {
    say(span(-1), text(-1))
        .help("a query asks one projection; what it has to know beside is kept in its rows, by its handlers");
    return true;
  }
  if (before == "distinct" && type(-2) == Parser::LPAREN && is_word(0)) {
    say(span(-1), text(-1)).help("what differs is one row each in a projection by that key: count its rows");
    return true;
  }
  if (before == "interval" && type(0) == Parser::STRING) {
    const std::string meant = as_duration(text(0).substr(1, text(0).size() - 2));
    auto& report = say(span(-1).to(span(0)), text(-1, 0));
    if (meant.empty())
      report.help("a duration is written `30s`, `5m`, `1h` or `3d`");
    else
      report.help("write `" + meant + "`", span(-1).to(span(0)), meant);
    return true;
  }
  if (type(0) == Parser::COLON && is_word(1) && touches(1) && expects(Parser::DECIMAL_NUMBER)) {
    expected("an expression").help("a parameter is written by its name", span(0), "");
    return true;
  }
  return false;
}

// case when row.done then 1 else 0 end
bool SlipFinder::sql_case() const {
  auto& report = reporter_.report(kForeignWord, span(-1), text(-1));
  int then = 0;
  while (!ends_line(then) && type(then) != Parser::THEN) ++then;
  int otherwise = then;
  while (!ends_line(otherwise) && type(otherwise) != Parser::ELSE) ++otherwise;
  int end = otherwise;
  while (!ends_line(end) && type(end) != Parser::END) ++end;
  const bool one = type(0) == Parser::WHEN && then > 1 && otherwise > then + 1 && end > otherwise + 1;
  if (one && type(end) == Parser::END)
    report.help("write it so", span(-1).to(span(end)), "if " + text(1, end - 1));
  else
    report.help("write `if … then … else …`");
  return true;
}

}  // namespace cqrsc::parsing
