#include "sema/habits.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "sema/literals.hpp"

namespace cqrsc::sema {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr auto kLiterals = std::to_array<Entry>({{"null", "none"},
                                                 {"Null", "none"},
                                                 {"NULL", "none"},
                                                 {"nil", "none"},
                                                 {"None", "none"},
                                                 {"undefined", "none"},
                                                 {"nullptr", "none"},
                                                 {"nullopt", "none"},
                                                 {"Nothing", "none"},
                                                 {"True", "true"},
                                                 {"TRUE", "true"},
                                                 {"yes", "true"},
                                                 {"False", "false"},
                                                 {"FALSE", "false"},
                                                 {"no", "false"}});

constexpr auto kFunctions = std::to_array<Entry>(
    {{"len", "length"},        {"size", "length"},     {"strlen", "length"},     {"toUpper", "upper"},
     {"toUpperCase", "upper"}, {"uppercase", "upper"}, {"toLower", "lower"},     {"toLowerCase", "lower"},
     {"lowercase", "lower"},   {"strip", "trim"},      {"includes", "contains"}, {"has", "contains"},
     {"empty", "isEmpty"},     {"isBlank", "isEmpty"}, {"floor", "round"},       {"ceil", "round"},
     {"every", "all"},         {"some", "any"},        {"exists", "any"},        {"unique", "distinct"},
     {"uniq", "distinct"}});

constexpr auto kMeta = std::to_array<Entry>({{"timestamp", "time"},
                                             {"date", "time"},
                                             {"at", "time"},
                                             {"when", "time"},
                                             {"createdAt", "time"},
                                             {"occurredAt", "time"},
                                             {"recordedAt", "time"},
                                             {"streamId", "stream"},
                                             {"aggregateId", "stream"},
                                             {"eventId", "id"},
                                             {"user", "actor"},
                                             {"userId", "actor"},
                                             {"by", "actor"},
                                             {"actorId", "actor"},
                                             {"revision", "version"},
                                             {"sequence", "version"},
                                             {"position", "version"},
                                             {"tenantId", "tenant"},
                                             {"correlationId", "correlation"},
                                             {"causationId", "causation"}});

// Objects of other languages that know the time, or units of it; their members, in small letters.
constexpr auto kClocks = std::to_array<std::string_view>(
    {"Calendar", "ChronoUnit", "Clock", "Date", "DateTime", "DateTimeOffset", "Duration", "Instant", "LocalDate",
     "LocalDateTime", "System", "Time", "TimeSpan", "TimeUnit", "Timestamp", "clock", "datetime", "time"});
constexpr auto kOfClocks = std::to_array<Entry>({{"now", "now"},
                                                 {"utcnow", "now"},
                                                 {"current", "now"},
                                                 {"today", "date(now)"},
                                                 {"day", "1d"},
                                                 {"days", "1d"},
                                                 {"hour", "1h"},
                                                 {"hours", "1h"},
                                                 {"minute", "1m"},
                                                 {"minutes", "1m"},
                                                 {"second", "1s"},
                                                 {"seconds", "1s"}});

constexpr auto kNoneTests = std::to_array<Entry>({{"isDefined", " != none"},
                                                  {"isPresent", " != none"},
                                                  {"isSome", " != none"},
                                                  {"IsSome", " != none"},
                                                  {"hasValue", " != none"},
                                                  {"HasValue", " != none"},
                                                  {"isNone", " == none"},
                                                  {"IsNone", " == none"},
                                                  {"isEmpty", " == none"},
                                                  {"isNothing", " == none"}});

constexpr std::string_view kOrElse = "another value in the place of `none` is given by `??`: `a ?? b`";
constexpr std::string_view kTextOf = "text of anything is a hole in a text: f\"{x}\"";
constexpr std::string_view kNow = "the time of a command is `now`, that of an event `meta.time`";
constexpr std::string_view kQuotient = "select `sum(…)` and `count(…)`: who asks divides the one by the other";
constexpr std::string_view kChoice = "a choice is written `if a then b else c`";
constexpr std::string_view kEntry = "an entry of a map is written in `on`: `m[key] = value`";
constexpr auto kAdvice = std::to_array<Entry>({{"append", "a list gets one more in `on`: `tags += tag`"},
                                               {"push", "a list gets one more in `on`: `tags += tag`"},
                                               {"Some", "what is there is written by itself"},
                                               {"Ok", "what is there is written by itself"},
                                               {"insert", kEntry},
                                               {"put", kEntry},
                                               {"add", "a list gets one more in `on`: `tags += tag`"},
                                               {"cons", "a list gets one more in `on`: `tags += tag`"},
                                               {"remove", "an element is taken away in `on`: `tags -= tag`"},
                                               {"coalesce", kOrElse},
                                               {"nvl", kOrElse},
                                               {"ifnull", kOrElse},
                                               {"isnull", kOrElse},
                                               {"concat", kTextOf},
                                               {"format", kTextOf},
                                               {"str", kTextOf},
                                               {"toString", kTextOf},
                                               {"to_string", kTextOf},
                                               {"string", kTextOf},
                                               {"print", kTextOf},
                                               {"now", kNow},
                                               {"getdate", kNow},
                                               {"current_timestamp", kNow},
                                               {"today", kNow},
                                               {"avg", kQuotient},
                                               {"average", kQuotient},
                                               {"mean", kQuotient},
                                               {"iif", kChoice},
                                               {"decode", kChoice}});

template <std::size_t N>
std::string_view find(const std::array<Entry, N>& entries, std::string_view name) {
  const auto* const found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.first == name; });
  return found == entries.end() ? std::string_view() : found->second;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_number(std::string_view text, bool may_have_point) {
  const auto point = text.find('.');
  if (point == std::string_view::npos || !may_have_point) return is_digits(text);
  return is_digits(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

}  // namespace

std::string_view own_literal(std::string_view foreign) { return find(kLiterals, foreign); }
std::string_view own_function(std::string_view foreign) { return find(kFunctions, foreign); }
std::string_view own_meta(std::string_view foreign) { return find(kMeta, foreign); }

std::string_view own_none_test(std::string_view property) { return find(kNoneTests, property); }

std::string_view own_clock(std::string_view object, std::string_view member) {
  if (std::ranges::find(kClocks, object) == kClocks.end()) return {};
  std::string name(member);
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return find(kOfClocks, name);
}

std::string_view function_advice(std::string_view foreign) { return find(kAdvice, foreign); }

bool is_default_elsewhere(std::string_view name) {
  return name == "_" || name == "default" || name == "otherwise" || name == "other" || name == "others" ||
         name == "rest";
}

std::optional<std::string> without_quotes(const std::string& text, const model::Type& type) {
  const model::Type& wanted = type.kind == model::TypeKind::Optional ? *type.element : type;
  if (wanted.kind == model::TypeKind::Bool)
    return text == "true" || text == "false" ? std::optional(text) : std::nullopt;
  if (model::is_numeric(wanted))
    return is_number(text, !model::is_integer(wanted)) ? std::optional(text) : std::nullopt;
  if (wanted.kind != model::TypeKind::Duration) return std::nullopt;
  const auto unit = text.find_first_not_of("0123456789");
  if (unit == 0 || unit == std::string::npos || !parse_duration(text.substr(0, unit), text.substr(unit)))
    return std::nullopt;
  return text;
}

bool is_date_shaped(std::string_view text) {
  return text.size() == 10 && is_digits(text.substr(0, 4)) && text[4] == '-' && is_digits(text.substr(5, 2)) &&
         text[7] == '-' && is_digits(text.substr(8));
}

std::optional<std::string> as_date(std::string_view text) {
  // 1.3.2026: with points, the day stands first; with slashes it may be either, so nothing is said.
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto padded = [](std::string_view part) {
    return part.size() == 1 ? "0" + std::string(part) : std::string(part);
  };
  const std::string date = std::string(text.substr(second + 1)) + "-" +
                           padded(text.substr(first + 1, second - first - 1)) + "-" + padded(text.substr(0, first));
  return parse_date(date) ? std::optional(date) : std::nullopt;
}

std::optional<std::string> as_instant(std::string_view text) {
  std::string written(text);
  if (parse_date(written)) return written + "T00:00:00Z";
  if (const auto blank = written.find(' '); blank != std::string::npos) written[blank] = 'T';
  for (const char* rest : {"", "Z", ":00Z"})
    if (parse_instant(written + rest)) return written + rest;
  return std::nullopt;
}

}  // namespace cqrsc::sema
