#include "domains.hpp"

#include <algorithm>
#include <cstddef>
#include <set>

#include "words.hpp"

namespace cqrsc::keywords {
namespace {

using Words = std::vector<std::string>;

/// A text for each word; `@` in the pattern is the word in backticks, `#` its number.
std::string each(const Words& words, const std::string& pattern, const char* between = "\n") {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += between;
    for (const char c : pattern) {
      if (c == '@') {
        out += quoted(words[i]);
      } else if (c == '#') {
        out += std::to_string(i + 1);
      } else {
        out += c;
      }
    }
  }
  return out + "\n";
}

Words without(const Words& words, const std::set<std::string>& some) {
  Words kept;
  for (const std::string& word : words)
    if (!some.contains(word)) kept.push_back(word);
  return kept;
}

/// Begins a context with an aggregate that no word is called like.
std::string with_aggregate(const std::string& text) {
  return "context zz\nid ZzId = int64\n"
         "aggregate ZzThing by ZzId {\n"
         "  event ZzDone v1 { zzn: int32 }\n"
         "  command ZzDo may create { zzn: int32  emit ZzDone }\n"
         "  ignore ZzDone\n"
         "}\n" +
         text;
}

std::string ids(const Words& words) {
  return with_aggregate(each(words, "id @ = int64") + "value ZzAll {\n" + each(words, "  f#: @") + "}\n");
}
std::string enums(const Words& words) {
  return with_aggregate(each(words, "enum @ { one = 1 }") + "value ZzAll {\n" + each(words, "  f#: @") + "}\n");
}
std::string members(const Words& words) {
  return with_aggregate("enum ZzAll {\n" + each(words, "  @ = #") + "}\nvalue ZzUse { all: ZzAll }\n");
}
std::string values(const Words& words) {
  return with_aggregate(each(words, "value @ { one: int32 }") + "value ZzAll {\n" + each(words, "  f#: @") + "}\n");
}
std::string refined(const Words& words) {
  return with_aggregate(each(words, "value @ = int32 where it in 0..100") + "value ZzAll {\n" + each(words, "  f#: @") +
                        "}\n");
}
std::string unions(const Words& words) {
  return with_aggregate(each(words, "union @ { One = 1 { f: int32 } Two = 2 { } }") + "value ZzAll {\n" +
                        each(words, "  f#: @?") + "}\n");
}
std::string alternatives(const Words& words) {
  // In JSON, `type` says which alternative it is.
  const Words fields = without(words, {"type"});
  return with_aggregate("union ZzAll {\n" + each(fields, "  @ = # { @: int32 }") + "}\nvalue ZzUse { all: ZzAll? }\n");
}
std::string errors(const Words& words) {
  std::string text = "context zz\nid ZzId = int64\n";
  for (const std::string& word : words)
    text += "error " + quoted(word) + " { " + quoted(word) + ": int32 } \"it is {" + word + "}\"\n";
  text += "aggregate ZzThing by ZzId {\n  event ZzDone v1 { }\n  ignore ZzDone\n";
  // A command has 256 rejections at most.
  constexpr std::ptrdiff_t kOfACommand = 200;
  for (auto first = words.begin(); first != words.end();) {
    const auto end = first + std::min(kOfACommand, words.end() - first);
    text += "  command ZzDo" + std::to_string(end - words.begin()) + " may create {\n    zzn: int32\n" +
            each(Words(first, end), "    require zzn != # else @ { @ = zzn }") + "    emit ZzDone\n  }\n";
    first = end;
  }
  return text + "}\n";
}
std::string events(const Words& words) {
  return "context zz\nid ZzId = int64\naggregate ZzThing by ZzId {\n  state { zzn: int32 }\n" +
         each(words, "  event @ v2 { @: int32  from v1 { @ = 1 } }\n  event @ v1 { }\n  on @ { zzn = @ }") +
         "  command ZzDo may create {\n    zzn: int32\n" + each(words, "    if zzn == # { emit @ { @ = zzn } }") +
         "  }\n}\n";
}
std::string commands(const Words& words) {
  return "context zz\nid ZzId = int64\naggregate ZzThing by ZzId {\n  event ZzDone v1 { zzn: int32 }\n"
         "  ignore ZzDone\n" +
         each(words, "  command @ may create { @: int32  emit ZzDone { zzn = @ } }") + "}\n";
}
std::string extern_commands(const Words& words) {
  return "context zz\nid ZzId = int64\naggregate ZzThing by ZzId {\n  event ZzDone v1 { zzn: int32 }\n"
         "  ignore ZzDone\n" +
         each(words, "  command @ may create extern { @: int32  emits ZzDone }") + "}\n";
}
std::string aggregates(const Words& words) {
  return "context zz\nid ZzId = int64\n" +
         each(apart(words),
              "aggregate @ by ZzId {\n  state { zzn: int32 }\n  event ZzDone v1 { zzn: int32 }\n"
              "  command ZzDo may create { zzn: int32  emit ZzDone }\n  on ZzDone { zzn = zzn }\n}");
}

/// Every kind of field: of a value, a state, an event and its older version, a command; and what `let` names.
std::string fields(const Words& words) {
  const std::string all = each(words, "    @: int32");
  return "context zz\nid ZzId = int64\nvalue ZzAll {\n" + all + "}\naggregate ZzThing by ZzId {\n  state {\n" + all +
         each({"zzz"}, "    @: ZzAll") + "  }\n  event ZzDone v2 {\n" + all + "    from v1 { }\n  }\n" +
         "  event ZzDone v1 {\n" + all + "  }\n  command ZzDo may create {\n" + all + "    emit ZzDone\n  }\n" +
         "  command ZzLet may create {\n    zzn: int32\n" + each(words, "    let @ = zzn + #") + "    emit ZzDone {\n" +
         each(words, "      @ = @") + "    }\n  }\n  on ZzDone {\n" + each(words, "    @ = @") + "    zzz = ZzAll {\n" +
         each(words, "      @ = @") + "    }\n  }\n}\n";
}

/// Extern functions, and parameters of one.
std::string functions(const Words& words) {
  // A function of the language cannot be declared.
  const Words free = without(words, {"length", "isEmpty", "contains", "startsWith", "endsWith", "lower",    "upper",
                                     "trim",   "matches", "first",    "last",       "sum",      "min",      "max",
                                     "count",  "any",     "all",      "map",        "filter",   "keys",     "values",
                                     "sort",   "abs",     "round",    "date",       "distinct", "duration", "ceil"});
  return "context zz\nid ZzId = int64\n" + each(free, "extern function @(@: int32) -> int32") +
         "extern function zzAll(" + each(words, "@: int32", ", ") +
         ") -> int32\naggregate ZzThing by ZzId {\n  event ZzDone v1 { zzn: int32 }\n  ignore ZzDone\n"
         "  command ZzDo may create {\n    zzn: int32\n" +
         each(free, "    if zzn == # { emit ZzDone { zzn = @(zzn) } }") + "  }\n}\n";
}

std::string projections(const Words& words) {
  return with_aggregate(each(apart(words),
                             "projection @ by zzkey: ZzId {\n  zzn: int32\n"
                             "  on ZzThing.ZzDone { zzn = zzn }\n}"));
}

/// Fifty at a time: a row has room for a hundred.
std::string keys_and_columns(const Words& words) {
  const Words names = apart(words);
  std::string text;
  for (std::size_t begin = 0; begin < names.size(); begin += 40) {
    const Words some(names.begin() + static_cast<std::ptrdiff_t>(begin),
                     names.begin() + static_cast<std::ptrdiff_t>(std::min(begin + 40, names.size())));
    const std::string number = std::to_string(begin);
    text += "projection ZzKeys" + number + " by " + each(some, "@: int32", ", ") + "{\n  zzn: int32\n" +
            "  on ZzThing.ZzDone at " + each(some, "zzn", ", ") + " { zzn = zzn }\n}\n";
    text += "projection ZzColumns" + number + " by zzkey: ZzId {\n" + each(some, "  @: int32") +
            "  on ZzThing.ZzDone {\n" + each(some, "    @ = zzn") + "  }\n}\n";
    text +=
        "query ZzSelected" + number + "() select " + each(some, "@ = row.@", ", ") + "from ZzColumns" + number + "\n";
  }
  return with_aggregate(text);
}

std::string queries(const Words& words) {
  return with_aggregate("projection ZzAll by zzkey: ZzId {\n  zzn: int32\n  on ZzThing.ZzDone { zzn = zzn }\n}\n" +
                        each(words, "query @(@: int32) from ZzAll where row.zzn == @ order by row.zzn"));
}

}  // namespace

std::string quoted(const std::string& word) {
  std::string out = "`";
  for (const char c : word) out += c == '.' ? std::string("`.`") : std::string(1, c);
  return out + "`";
}

const std::vector<Position>& positions() {
  static const std::vector<Position> kPositions{
      {"fields", fields},
      {"members", members},
      {"functions", functions},
      {"enums", enums, true},
      {"ids", ids, true},
      {"values", values, true},
      {"refined", refined, true},
      {"unions", unions, true},
      {"alternatives", alternatives, true},
      {"errors", errors, true},
      {"events", events, true},
      {"commands", commands, true},
      {"extern_commands", extern_commands, true},
      {"aggregates", aggregates, true},
      {"projections", projections, true},
      {"keys_and_columns", keys_and_columns, true},
      {"queries", queries, true},
  };
  return kPositions;
}

std::string domain_of_context(const std::string& context) {
  return "context " + quoted(context) +
         "\nid ZzId = int64\nenum Colour { red = 1 }\nvalue Point { x: int32  name: string }\n"
         "error Wrong { name: string }\n"
         "aggregate ZzThing by ZzId {\n"
         "  state { point: Point }\n"
         "  event ZzDone v2 { colour: Colour  point: Point\n"
         "    from v1 { colour = red  point = Point { x = 1  name = \"\" } } }\n"
         "  event ZzDone v1 { }\n"
         "  command ZzDo may create { colour: Colour  point: Point\n"
         "    require point.x > 1 else Wrong { name = point.name }\n    emit ZzDone }\n"
         "  on ZzDone { point = point }\n}\n";
}

}  // namespace cqrsc::keywords
