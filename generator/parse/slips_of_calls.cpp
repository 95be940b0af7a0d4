// What is called on a value in other languages.
#include <algorithm>
#include <array>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

struct Method {
  std::string_view name;   // in lower case
  std::string_view meant;  // `#` is what it is called on, `%` its arguments; advice where neither is in it
};

constexpr auto kMethods = std::to_array<Method>({
    {"size", "length(#)"},
    {"count", "length(#)"},
    {"len", "length(#)"},
    {"empty", "isEmpty(#)"},
    {"isblank", "isEmpty(#)"},
    {"nonempty", "not isEmpty(#)"},
    {"isnotempty", "not isEmpty(#)"},
    {"isdefined", "# != none"},
    {"touppercase", "upper(#)"},
    {"toupper", "upper(#)"},
    {"tolowercase", "lower(#)"},
    {"tolower", "lower(#)"},
    {"strip", "trim(#)"},
    {"includes", "contains(#, %)"},
    {"has", "contains(#, %)"},
    {"containskey", "contains(#, %)"},
    {"anymatch", "any(#, %)"},
    {"some", "any(#, %)"},
    {"allmatch", "all(#, %)"},
    {"every", "all(#, %)"},
    {"where", "filter(#, %)"},
    {"get", "#[%]"},
    {"at", "#[%]"},
    {"orelse", "(# ?? %)"},
    {"getorelse", "(# ?? %)"},
    {"valueor", "(# ?? %)"},
    {"value_or", "(# ?? %)"},
    {"unwrap_or", "(# ?? %)"},
    {"ispresent", "# != none"},
    {"has_value", "# != none"},
    {"hasvalue", "# != none"},
    {"issome", "# != none"},
    {"isnone", "# == none"},
    {"equals", "# == %"},
    {"days", "# / 1d"},
    {"hours", "# / 1h"},
    {"minutes", "# / 1m"},
    {"seconds", "# / 1s"},
    {"todays", "# / 1d"},
    {"tohours", "# / 1h"},
    {"tominutes", "# / 1m"},
    {"toseconds", "# / 1s"},
    {"totalseconds", "# / 1s"},
    {"total_seconds", "# / 1s"},
    {"copy", "a value is made whole, with each of its fields: `Name { field = value … }`"},
    {"with", "a value is made whole, with each of its fields: `Name { field = value … }`"},
    {"maxby", "`max(list, x => …)` gives the greatest of what is said of each"},
    {"minby", "`min(list, x => …)` gives the least of what is said of each"},
    {"getordefault", "an entry of a map is `m[key]`, and `m[key] ?? 0` where it may be missing"},
    {"compareto", "two values are compared by `==`, `<`, `<=` and so on"},
    {"compare", "two values are compared by `==`, `<`, `<=` and so on"},
    {"requirenonnull", "what may be missing has a `?` behind its type, and is tested by `x != none`"},
    {"stream", "leave it out: functions take the list itself, `any(lines, line => …)`"},
    {"iter", "leave it out: functions take the list itself, `any(lines, line => …)`"},
    {"add", "a list gets one more in `on`: `tags += tag`"},
    {"push", "a list gets one more in `on`: `tags += tag`"},
    {"push_back", "a list gets one more in `on`: `tags += tag`"},
    {"append", "a list gets one more in `on`: `tags += tag`"},
    {"put", "an entry of a map is written in `on`: `m[key] = value`"},
    {"extend", "what is in a list is added one by one: `for x in xs { tags += x }`"},
    {"addall", "what is in a list is added one by one: `for x in xs { tags += x }`"},
    {"concat", "what is in a list is added one by one: `for x in xs { tags += x }`"},
    {"remove", "an element is taken away in `on`: `tags -= tag`"},
});

// What is done to a collection, as a statement: `#` is the collection, `%` and `&` are the arguments.
struct Change {
  std::string_view name;  // in lower case
  std::string_view meant;
};

constexpr auto kChanges = std::to_array<Change>({
    {"add", "# += %"},
    {"push", "# += %"},
    {"push_back", "# += %"},
    {"append", "# += %"},
    {"insert", "# += %"},
    {"remove", "# -= %"},
    {"delete", "# -= %"},
    {"erase", "# -= %"},
    {"put", "#[%] = &"},
    {"set", "#[%] = &"},
});

}  // namespace

// title.length(), title.equals(""), stock.get(sku)
bool SlipFinder::method_call() const {
  int first = -3;
  while (is_word(first) && type(first - 1) == Parser::DOT && is_word(first - 2)) first -= 2;
  const int close = matching(0);
  const bool simple = is_word(first) && close != 0 && text(first, close).find('\n') == std::string::npos;
  std::string object = simple ? text(first, -3) : "";
  // stock.values.filter(…)
  if (const size_t point = object.rfind('.'); point != std::string::npos)
    if (const std::string of_map = object.substr(point + 1); of_map == "values" || of_map == "keys")
      object = of_map + "(" + object.substr(0, point) + ")";
  std::string arguments = close > 1 ? text(1, close - 1) : "";
  // price.map(p -> p * 2)
  if (const size_t arrow = arguments.find(" -> "); arrow != std::string::npos) arguments.replace(arrow, 4, " => ");
  std::string name = text(-1);
  name.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
  if (!is_function(name)) {
    unknown_method(first, close, object, arguments);
    return true;
  }
  auto& report = reporter_.report(kMethodCall, span(-1), name);
  if (!simple) return true;
  const std::string call = name + "(" + object + (arguments.empty() ? "" : ", " + arguments) + ")";
  report.help("write `" + call + "`", span(first).to(span(close)), call);
  return true;
}

// tags.add(tag), items.put(key, 1)
bool SlipFinder::change_by_method(Diagnostic& report, int first, int close) const {
  if (!within({Parser::RuleEventHandler, Parser::RuleRowHandler}) || !begins(first) || close < 2) return false;
  const std::string name = in_lower_case(text(-1));
  int comma = 0;
  int depth = 0;
  for (int i = 1; i < close; ++i) {
    if (type(i) == Parser::LPAREN || type(i) == Parser::LBRACE || type(i) == Parser::LBRACKET) ++depth;
    if (type(i) == Parser::RPAREN || type(i) == Parser::RBRACE || type(i) == Parser::RBRACKET) --depth;
    if (depth == 0 && type(i) == Parser::COMMA) {
      if (comma != 0) return false;
      comma = i;
    }
  }
  for (const Change& change : kChanges) {
    const bool two = change.meant.find('&') != std::string_view::npos;
    if (change.name != name || two != (comma != 0)) continue;
    std::string meant = filled(change.meant, text(first, -3), text(1, two ? comma - 1 : close - 1));
    if (two) meant.replace(meant.rfind('&'), 1, text(comma + 1, close - 1));
    report.help("write `" + meant + "`", span(first).to(span(close)), meant);
    return true;
  }
  return false;
}

// m = Map.remove(key, m), tags = Set.add(tag, tags)
bool SlipFinder::change_by_function(Diagnostic& report, const std::string& object, int first, int close) const {
  const bool module = object == "Map" || object == "Set" || object == "List" || object == "MapSet";
  if (!module || type(first - 1) != Parser::ASSIGN || !is_word(first - 2) || !begins(first - 2) || close < 4)
    return false;
  const std::string target = text(first - 2);
  int comma = 1;
  while (comma < close && type(comma) != Parser::COMMA) ++comma;
  const bool last = comma + 2 == close && text(comma + 1) == target;
  const bool leads = comma == 2 && text(1) == target;
  if (comma == close || (!last && !leads)) return false;
  const std::string argument = last ? text(1, comma - 1) : text(comma + 1, close - 1);
  const std::string name = in_lower_case(text(-1));
  const bool removes = name == "remove" || name == "delete" || name == "drop";
  if (!removes && name != "add" && name != "append" && name != "put") return false;
  if (argument.find(',') != std::string::npos) return false;
  const std::string meant = target + (removes ? " -= " : " += ") + argument;
  report.help("write `" + meant + "`", span(first - 2).to(span(close)), meant);
  return true;
}

// stock.get(sku, 0)
bool SlipFinder::entry_or_other(Diagnostic& report, const std::string& object, int first, int close) const {
  const std::string name = in_lower_case(text(-1));
  if (name != "get" && name != "getordefault" && name != "get_or_default" && name != "getvalueordefault") return false;
  const auto arguments = arguments_in(0, close);
  if (!arguments || arguments->size() != 2) return false;
  const auto [key, key_end] = arguments->front();
  const auto [other, other_end] = arguments->back();
  const std::string meant = "(" + object + "[" + text(key, key_end) + "] ?? " + text(other, other_end) + ")";
  report.help("write `" + meant + "`", span(first).to(span(close)), meant);
  return true;
}

// Date.now(), LocalDate.now()
bool SlipFinder::clock_elsewhere(const std::string& object, const std::string& name, int first, int close) const {
  static constexpr auto kClocks =
      std::to_array<std::string_view>({"Date", "DateTime", "Instant", "LocalDate", "LocalDateTime", "Clock", "Time",
                                       "System", "OffsetDateTime", "ZonedDateTime", "datetime", "date", "timezone"});
  static constexpr auto kNow =
      std::to_array<std::string_view>({"now", "utcnow", "today", "utc_now", "currenttimemillis"});
  const std::string last_name = object.substr(object.rfind('.') + 1);  // datetime.datetime.now()
  const bool clock = std::ranges::find(kClocks, last_name) != kClocks.end();
  if (!clock || std::ranges::find(kNow, name) == kNow.end()) return false;
  const bool handles = within({Parser::RuleEventHandler, Parser::RuleRowHandler});
  std::string meant = handles ? "meta.time" : "now";
  if (last_name == "LocalDate" || name == "today") meant = "date(" + meant + ")";
  reporter_.report(kForeignWord, span(first).to(span(close)), text(first, close))
      .help(handles ? "the time of an event is" : "the time of a command is", span(first).to(span(close)), meant);
  return true;
}

void SlipFinder::unknown_method(int first, int close, const std::string& object, const std::string& arguments) const {
  const std::string name = in_lower_case(text(-1));
  if (!object.empty() && clock_elsewhere(object, name, first, close)) return;
  auto& report = reporter_.report(kForeignWord, span(-1), text(-1));
  if (!object.empty() && (entry_or_other(report, object, first, close) || change_by_method(report, first, close) ||
                          change_by_function(report, object, first, close)))
    return;
  // AId.new("…")
  const bool made = name == "new" || name == "parse" || name == "of" || name == "from" || name == "fromstring";
  if (made && !object.empty() && object.find('.') == std::string::npos && object.front() >= 'A' &&
      object.front() <= 'Z' && type(1) == Parser::STRING && close == 2) {
    report.help("a text is enough where an id, a date or a time is needed", span(first).to(span(close)), arguments);
    return;
  }
  const auto* const found = std::ranges::find(kMethods, std::string_view(name), &Method::name);
  if (found == kMethods.end()) {
    report.help("nothing is called on a value; a function takes it as its argument: `length(title)`");
    return;
  }
  const bool advice = found->meant.find('#') == std::string_view::npos;
  const bool takes = found->meant.find('%') != std::string_view::npos;
  // What stands in the arguments may itself be a slip, and is written again only where it is plain.
  const bool lambda = is_word(1) && type(2) == Parser::FAT_ARROW && arguments.find_first_of("{;") == std::string::npos;
  const bool plain = (lambda || arguments.find_first_of("(>;") == std::string::npos) && arguments.empty() != takes;
  if (advice) {
    report.help(std::string(found->meant));
  } else if (!object.empty() && plain) {
    const std::string meant = filled(found->meant, object, arguments);
    report.help("write `" + meant + "`", span(first).to(span(close)), meant);
  } else {
    report.help("write `" + filled(found->meant, object.empty() ? "…" : object, "…") + "`");
  }
}

}  // namespace cqrsc::parsing
