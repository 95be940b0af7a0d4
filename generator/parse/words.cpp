#include "parse/words.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "CqrsLexer.h"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

constexpr auto kItemWords = std::to_array<OwnWord>({
    {"context", CqrsLexer::CONTEXT, Follows::name},
    {"import", CqrsLexer::IMPORT, Follows::name},
    {"enum", CqrsLexer::ENUM, Follows::name},
    {"value", CqrsLexer::VALUE, Follows::name},
    {"union", CqrsLexer::UNION, Follows::name},
    {"error", CqrsLexer::ERROR, Follows::name},
    {"event", CqrsLexer::EVENT, Follows::name},
    {"public", CqrsLexer::PUBLIC, Follows::event},
    {"retired", CqrsLexer::RETIRED, Follows::event},
    {"aggregate", CqrsLexer::AGGREGATE, Follows::name},
    {"projection", CqrsLexer::PROJECTION, Follows::name},
    {"query", CqrsLexer::QUERY, Follows::name},
    {"process", CqrsLexer::PROCESS, Follows::name},
    {"scenario", CqrsLexer::SCENARIO, Follows::text},
    {"state", CqrsLexer::STATE, Follows::block},
    {"command", CqrsLexer::COMMAND, Follows::name},
    {"ignore", CqrsLexer::IGNORE, Follows::name},
    {"invariant", CqrsLexer::INVARIANT, Follows::text},
    {"from", CqrsLexer::FROM, Follows::version},
    {"allow", CqrsLexer::ALLOW, Follows::expression},
    {"require", CqrsLexer::REQUIRE, Follows::expression},
    {"emit", CqrsLexer::EMIT, Follows::name},
    {"publish", CqrsLexer::PUBLISH, Follows::name},
    {"given", CqrsLexer::GIVEN, Follows::name},
    {"when", CqrsLexer::WHEN, Follows::name},
    {"then", CqrsLexer::THEN, Follows::name},
});

struct Advice {
  std::string_view word;
  std::string_view help;
};

constexpr auto kForeign = std::to_array<Advice>({
    {"class", "a record is a `value`; what has a history is an `aggregate`"},
    {"struct", "a record is a `value`: `value Money { … }`"},
    {"record", "a record is a `value`: `value Money { … }`"},
    {"data", "a record is a `value`: `value Money { … }`"},
    {"type",
     "a record is a `value`, a choice of records a `union`, a choice of names an `enum`; another name for a type is "
     "`value Percent = int32 where …` or an `id`"},
    {"typedef", "a name for another type is `value Percent = int32 where …` or an `id`"},
    {"enumeration", "a choice of names is an `enum`: `enum Currency { EUR = 1  USD = 2 }`"},
    {"entity", "what has a history is an `aggregate`"},
    {"interface", "there are no interfaces: a choice between records is a `union`"},
    {"table", "what is read is a `projection`"},
    {"view", "what is read is a `projection`"},
    {"create", "what is read is a `projection`; its rows are created by what it does `on` an event"},
    {"readmodel", "what is read is a `projection`"},
    {"policy",
     "what follows from an event is a `process`: `process Name by SomeId { start on Aggregate.Event { … } }`"},
    {"saga", "a workflow is a `process`"},
    {"workflow", "a workflow is a `process`"},
    {"test", "an example that runs is a `scenario`"},
    {"exception", "what a command can be rejected with is an `error`"},
    {"rejection", "what a command can be rejected with is an `error`"},
    {"message", "what happened is an `event`; what is asked for is a `command`"},
    {"handler", "a block of `on Event { … }` applies an event"},
    {"apply", "a block of `on Event { … }` applies an event; a command records one with `emit`"},
    {"handle", "a block of `on Event { … }` applies an event"},
    {"namespace", "a domain is a `context`"},
    {"package", "a domain is a `context`"},
    {"module", "a domain is a `context`"},
    {"domain", "a domain is a `context`"},
    {"syntax", "leave it out: a file begins with `context`"},
    {"export", "leave it out: importers see all declarations, and of the events those that are `public event`"},
    {"with", "each declaration stands by itself: what a query asks for is kept by a `projection`"},
    {"constexpr", "fields and members have no such modifier"},
    {"using", "other contexts are brought in with `import`"},
    {"include", "other contexts are brought in with `import`"},
    {"function", "a function is written in C++ and declared: `extern function f(x: int32) -> int32`"},
    {"func", "a function is written in C++ and declared: `extern function f(x: int32) -> int32`"},
    {"fun", "a function is written in C++ and declared: `extern function f(x: int32) -> int32`"},
    {"fn", "a function is written in C++ and declared: `extern function f(x: int32) -> int32`"},
    {"def", "a function is written in C++ and declared: `extern function f(x: int32) -> int32`"},
    {"void",
     "fields and events are all there is: what a command decides stands in `command`, what an event changes in `on`"},
    {"var", "a name for a value is given with `let`"},
    {"val", "a name for a value is given with `let`"},
    {"const", "a name for a value is given with `let`"},
    {"auto", "a name for a value is given with `let`"},
    {"throw", "a command is rejected by `require condition else SomeError`"},
    {"raise", "an event is recorded with `emit`; a command is rejected by `require condition else SomeError`"},
    {"reject", "a command is rejected by `require condition else SomeError`"},
    {"assert", "a condition is demanded with `require condition else SomeError`"},
    {"ensure", "a condition is demanded with `require condition else SomeError`"},
    {"validate", "a condition is demanded with `require condition else SomeError`"},
    {"verify", "a condition is demanded with `require condition else SomeError`"},
    {"precondition", "a condition is demanded with `require condition else SomeError`"},
    {"pre", "a condition is demanded with `require condition else SomeError`"},
    {"guard", "a condition is demanded with `require condition else SomeError`"},
    {"check", "a condition is demanded with `require condition else SomeError`"},
    {"expect", "what is expected stands behind `then`"},
    {"unless", "write `if not …`"},
    {"private", "fields and members have no such modifier; an event that other contexts may see is `public event`"},
    {"protected", "fields and members have no such modifier; an event that other contexts may see is `public event`"},
    {"internal", "fields and members have no such modifier; an event that other contexts may see is `public event`"},
    {"static", "fields and members have no such modifier"},
    {"final", "fields and members have no such modifier"},
    {"readonly", "leave it out: only `on` changes a state, and events never change"},
    {"mutable", "fields and members have no such modifier"},
    {"personal", "personal data is marked after the type: `name: string @personal`"},
    {"optional", "a field that may be missing has a `?` behind its type: `note: string?`"},
    {"repeated", "a field that holds several has a list: `tags: list<string>`"},
    {"required", "leave it out: a field has a value, unless its type is followed by `?`"},
    {"oneof", "the union itself is the choice; its alternatives have numbers: `Card = 1 { … }`"},
    {"reserved", "leave it out: the lock file keeps what was released, so that no number is given twice"},
    {"default", "the default of a field is written `name: Type = value`, the last arm of a `match` `else => …`"},
    {"return", "a command ends with its last statement; what happened is recorded with `emit`"},
    {"break", "leave it out: an arm of a `match` ends by itself"},
    {"switch", "a choice by value is a `match`"},
    {"case", "a choice by value is a `match`, its arms `Pattern => …`"},
    {"while", "there is only `for x in xs`"},
    {"foreach", "write `for x in xs`"},
    {"publishes", "write `publish`"},
    {"insert", "what a handler assigns is its row, and it creates the row by giving it all it needs: `owner = …`"},
    {"update", "what a handler assigns is its row: `owner = …`"},
    {"upsert", "what a handler assigns is its row: `owner = …`"},
    {"remove", "a row is removed with `delete`, an element of a list with `-=`"},
    {"pass", "leave it out: a block may be empty, `{ }`"},
});

}  // namespace

std::string in_lower_case(std::string_view word) {
  std::string result(word);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

size_t tolerance(std::string_view word) {
  constexpr size_t kShortest = 3;
  constexpr size_t kShort = 5;
  constexpr size_t kLongest = 20;  // longer than any word of the language
  if (word.size() < kShortest || word.size() > kLongest) return 0;
  return word.size() < kShort ? 1 : 2;
}

std::span<const OwnWord> item_words() { return kItemWords; }

bool is_function(std::string_view name) {
  constexpr auto kFunctions = std::to_array<std::string_view>(
      {"length", "isEmpty", "contains", "startsWith", "endsWith", "lower", "upper", "trim", "matches",
       "first",  "last",    "sum",      "min",        "max",      "count", "any",   "all",  "map",
       "filter", "sort",    "distinct", "keys",       "values",   "abs",   "round", "date"});
  return std::ranges::find(kFunctions, name) != kFunctions.end();
}

std::string_view advice_for(std::string_view foreign) {
  const std::string word = in_lower_case(foreign);
  const auto* const found = std::ranges::find(kForeign, word, &Advice::word);
  return found == kForeign.end() ? std::string_view() : found->help;
}

std::string filled(std::string_view meant, const std::string& first, const std::string& second) {
  std::string result;
  for (const char c : meant) {
    if (c == '#')
      result += first;
    else if (c == '%')
      result += second;
    else
      result += c;
  }
  return result;
}

}  // namespace cqrsc::parsing
