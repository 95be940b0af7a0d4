#include <algorithm>
#include <array>
#include <vector>

#include "parse/expected_words.hpp"
#include "parse/slip_finder.hpp"

namespace cqrsc::parsing {
namespace {

struct Advice {
  std::string_view word;
  std::string_view help;
};

constexpr auto kForeign = std::to_array<Advice>({
    {"class", "a record is a `value`; what has a history is an `aggregate`"},
    {"struct", "a record is a `value`: `value Money { … }`"},
    {"record", "a record is a `value`: `value Money { … }`"},
    {"type", "a record is a `value`; a name for another type is `value Percent = int32 where …` or an `id`"},
    {"typedef", "a name for another type is `value Percent = int32 where …` or an `id`"},
    {"entity", "what has a history is an `aggregate`"},
    {"interface", "there are no interfaces: a choice between records is a `union`"},
    {"table", "what is read is a `projection`"},
    {"view", "what is read is a `projection`"},
    {"readmodel", "what is read is a `projection`"},
    {"saga", "a workflow is a `process`"},
    {"workflow", "a workflow is a `process`"},
    {"test", "an example that runs is a `scenario`"},
    {"exception", "what a command can be rejected with is an `error`"},
    {"rejection", "what a command can be rejected with is an `error`"},
    {"message", "what happened is an `event`; what is asked for is a `command`"},
    {"handler", "a block of `on Event { … }` applies an event"},
    {"apply", "a block of `on Event { … }` applies an event"},
    {"handle", "a block of `on Event { … }` applies an event"},
    {"namespace", "a domain is a `context`"},
    {"package", "a domain is a `context`"},
    {"module", "a domain is a `context`"},
    {"domain", "a domain is a `context`"},
    {"using", "other contexts are brought in with `import`"},
    {"include", "other contexts are brought in with `import`"},
    {"require", "`require` stands in a command"},
    {"function", "a function is written in C++ and declared: `extern function f(x: int32) -> int32`"},
    {"func", "a function is written in C++ and declared: `extern function f(x: int32) -> int32`"},
    {"fn", "a function is written in C++ and declared: `extern function f(x: int32) -> int32`"},
    {"def", "a function is written in C++ and declared: `extern function f(x: int32) -> int32`"},
    {"var", "a name for a value is given with `let`"},
    {"val", "a name for a value is given with `let`"},
    {"const", "a name for a value is given with `let`"},
    {"auto", "a name for a value is given with `let`"},
    {"throw", "a command is rejected by `require condition else SomeError`"},
    {"raise", "an event is recorded with `emit`; a command is rejected by `require condition else SomeError`"},
    {"reject", "a command is rejected by `require condition else SomeError`"},
    {"assert", "a condition is demanded with `require condition else SomeError`"},
    {"ensure", "a condition is demanded with `require condition else SomeError`"},
    {"check", "a condition is demanded with `require condition else SomeError`"},
    {"unless", "write `if not …`"},
    {"private", "fields and members have no such modifier; an event that other contexts may see is `public event`"},
    {"protected", "fields and members have no such modifier; an event that other contexts may see is `public event`"},
    {"internal", "fields and members have no such modifier; an event that other contexts may see is `public event`"},
    {"static", "fields and members have no such modifier"},
    {"final", "fields and members have no such modifier"},
    {"readonly", "fields and members have no such modifier"},
    {"mutable", "fields and members have no such modifier"},
    {"personal", "personal data is marked after the type: `name: string @personal`"},
    {"default", "the default of a field is written `name: Type = value`, the last arm of a `match` `else => …`"},
    {"return", "a command ends with its last statement; what happened is recorded with `emit`"},
    {"switch", "a choice by value is a `match`"},
    {"case", "a choice by value is a `match`, its arms `Pattern => …`"},
    {"elif", "write `else if`"},
    {"elsif", "write `else if`"},
    {"while", "there is only `for x in xs`"},
    {"foreach", "write `for x in xs`"},
    {"publishes", "write `publish`"},
    {"insert", "what a handler assigns is its row, and it creates the row by giving it all it needs: `owner = …`"},
    {"update", "what a handler assigns is its row: `owner = …`"},
    {"upsert", "what a handler assigns is its row: `owner = …`"},
    {"remove", "a row is removed with `delete`, an element of a list with `-=`"},
});

constexpr auto kOwn = std::to_array<std::string_view>(
    {"context", "import",   "id",        "enum",       "value",  "union",   "error",    "extern",  "event",
     "public",  "retired",  "aggregate", "projection", "query",  "process", "scenario", "state",   "command",
     "on",      "ignore",   "snapshot",  "invariant",  "from",   "let",     "allow",    "require", "emit",
     "emits",   "rejects",  "if",        "for",        "match",  "send",    "timeout",  "cancel",  "publish",
     "stop",    "end",      "start",     "given",      "when",   "then",    "assuming", "and",     "where",
     "creates", "existing", "delete",    "else",       "becomes"});

// The number of letters to change, add, leave out or swap with a neighbour.
size_t distance(std::string_view a, std::string_view b) {
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

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace

// `return` and the like, which would else be taken for names of fields.
bool SlipFinder::in_statements() const {
  const size_t block = enclosing();
  return (block == Parser::RuleCommandDeclaration || block == Parser::RuleBlock) && foreign_word();
}

bool SlipFinder::in_words() const { return plural_word() || word_as_name() || foreign_word() || misspelled_word(); }

// events Opened v1 { }
bool SlipFinder::plural_word() const {
  if (type(0) != Parser::EVENTS || !expects_item()) return false;
  reporter_.report(kMisspelledWord, span(0), text(0)).help("write `event`, once for each of them", span(0), "event");
  return true;
}

// aggregate state by …: a word of the language where a name is declared
bool SlipFinder::word_as_name() const {
  const bool word = type(0) <= Parser::WHERE;
  const bool named_by_word = type(-1) <= Parser::WHERE;
  if (!word || !expects(Parser::IDENTIFIER)) return false;
  const bool any_word = expects(Parser::UNKNOWN);
  // match: string, where only words that begin no expression or statement can be names
  if (expects_item() && any_word && type(1) == Parser::COLON) {
    reporter_.report(kWordNotName, span(0), text(0)).help("choose another name");
    return true;
  }
  if (starts_line(0) || any_word || (!named_by_word && type(-1) != Parser::DOT)) return false;
  if (expects(Parser::DECIMAL_NUMBER) || expects_item()) return false;
  reporter_.report(kWordNotName, span(0), text(0))
      .help("choose another name, or write it in backticks", span(0), "`" + text(0) + "`");
  return true;
}

bool SlipFinder::begins(int offset) const {
  return (offset == 0 && expects_item()) || starts_line(offset) || type(offset - 1) == Parser::LBRACE;
}

bool SlipFinder::foreign_word() const {
  // The word itself does not fit, or, read as the name of a field, what comes after it.
  for (const int offset : {0, -1}) {
    if (!has(offset) || type(offset) != Parser::IDENTIFIER || !begins(offset)) continue;
    const std::string word = text(offset);
    for (const Advice& advice : kForeign) {
      if (advice.word != word) continue;
      reporter_.report(kForeignWord, span(offset), word).help(std::string(advice.help));
      return true;
    }
  }
  return false;
}

bool SlipFinder::misspelled_word() const {
  for (const int offset : {0, -1}) {
    if (!has(offset) || type(offset) != Parser::IDENTIFIER || !begins(offset)) continue;
    if (offset == -1 && !is_word(0) && type(0) != Parser::LBRACE && type(0) != Parser::STRING) continue;
    const std::string word = text(offset);
    if (word.size() < 3) continue;
    std::string_view best;
    size_t best_distance = word.size() < 5 ? 2 : 3;
    for (const std::string_view own : kOwn) {
      const size_t d = distance(lower(word), own);
      if (d < best_distance) {
        best_distance = d;
        best = own;
      }
    }
    if (best.empty()) continue;
    reporter_.report(kMisspelledWord, span(offset), word)
        .help("write `" + std::string(best) + "`", span(offset), std::string(best));
    return true;
  }
  return false;
}

}  // namespace cqrsc::parsing
