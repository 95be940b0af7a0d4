#include "parse/expected_help.hpp"

#include <array>

#include "parse/expected_words.hpp"
#include "parse/trial.hpp"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsParser;

constexpr size_t kAnywhere = 0xFFFF;

struct Beginning {
  size_t before;      // the word or sign before the error
  size_t rule;        // around it, at whatever distance; kAnywhere if that is no matter
  const char* words;  // what may be written
};

// The first that fits is said: narrower rules stand before wider ones.
constexpr auto kNames = std::to_array<Beginning>({
    {CqrsParser::CONTEXT, kAnywhere, "name it: `context bank`"},
    {CqrsParser::IMPORT, kAnywhere, "name the context whose words are used here: `import payments`"},
    {CqrsParser::ID, CqrsParser::RuleIdDeclaration, "name it: `id TaskId`"},
    {CqrsParser::ENUM, kAnywhere, "name it: `enum Status { open = 1  closed = 2 }`"},
    {CqrsParser::VALUE, CqrsParser::RuleValueDeclaration, "name it: `value Money { amount: decimal(18, 2) }`"},
    {CqrsParser::UNION, kAnywhere, "name it: `union Payment { Cash = 1 { }  Card = 2 { number: string } }`"},
    {CqrsParser::ERROR, kAnywhere, "name it: `error AlreadyDone \"this is done already\"`"},
    {CqrsParser::AGGREGATE, kAnywhere, "name it, and the id that it is found by: `aggregate Task by TaskId { … }`"},
    {CqrsParser::COMMAND, kAnywhere, "name it by what is asked for: `command Rename { … }`"},
    {CqrsParser::EVENT, kAnywhere, "name it by what has happened, with its version: `event Renamed v1 { … }`"},
    {CqrsParser::PROJECTION, kAnywhere, "name it, and the key of its rows: `projection Tasks by task: TaskId { … }`"},
    {CqrsParser::QUERY, kAnywhere, "name it, its parameters and the projection: `query Open(first: int32) from Tasks`"},
    {CqrsParser::BY, CqrsParser::RuleAggregateHeader, "name the id that it is found by: `by TaskId`"},
    {CqrsParser::BY, CqrsParser::RuleProjectionHeader, "name the key of its rows and its type: `by task: TaskId`"},
    {CqrsParser::EMIT, kAnywhere, "name the event: `emit Renamed`, with fields `emit Renamed { title = title }`"},
    {CqrsParser::EMITS, kAnywhere, "name the event: `emits Renamed`, or several: `emits Renamed | Closed | nothing`"},
    {CqrsParser::IGNORE, kAnywhere, "name the event that changes nothing here: `ignore Renamed`"},
    {CqrsParser::ON, CqrsParser::RuleProjectionDeclaration,
     "name an event and its aggregate: `on Task.Renamed { title = title }`"},
    {CqrsParser::ON, CqrsParser::RuleAggregateDeclaration, "name the event: `on Renamed { title = title }`"},
    {CqrsParser::BECOMES, kAnywhere,
     "say what it counts as now: `becomes Renamed { title = text }`, `becomes nothing`"},
    {CqrsParser::ELSE, CqrsParser::RuleExistence, "name the error that it is rejected with: `else NotFound`"},
    {CqrsParser::ELSE, CqrsParser::RuleRequireStatement, "name the error that it is rejected with: `else NotFound`"},
    {CqrsParser::REJECTS, kAnywhere, "name an error: `rejects NotFound`"},
    {CqrsParser::REJECTED, CqrsParser::RuleScenarioDeclaration, "name the error: `rejected NotFound`"},
    {CqrsParser::GIVEN, kAnywhere, "say what has happened before: `given Renamed { title = \"…\" }`"},
    {CqrsParser::WHEN, CqrsParser::RuleScenarioDeclaration, "say what is asked for: `when Rename { title = \"…\" }`"},
    {CqrsParser::THEN, CqrsParser::RuleScenarioDeclaration,
     "say what comes of it: `then Renamed { … }`, `then rejected NotFound`, `then nothing`"},
    {CqrsParser::AND, CqrsParser::RuleScenarioItem, "say what else: `and state { … }`"},
    {CqrsParser::FOR, CqrsParser::RuleScenarioHeader, "say what it is about: `for Task`"},
    {CqrsParser::FOR, CqrsParser::RuleForLoop, "name the element and the list: `for line in lines`"},
    {CqrsParser::FROM, CqrsParser::RuleQueryDeclaration, "name the projection whose rows are asked for: `from Tasks`"},
    {CqrsParser::LET, kAnywhere, "name what is computed: `let rest = total - paid`"},
    {CqrsParser::AS, CqrsParser::RulePattern, "name what is matched, to ask for its fields: `Card as c => … c.number`"},
    {CqrsParser::AT_SIGN, kAnywhere, "write `@personal`, `@tag` or `@deprecated(\"…\")`"},
    {CqrsParser::DOT, CqrsParser::RuleQualifiedName, "write the rest of its name, or leave the point out"},
    {CqrsParser::DOT, CqrsParser::RuleQueryDeclaration, "name the field of it that is meant: `row.title`"},
    {CqrsParser::DOT, CqrsParser::RuleSuffix, "name the field of it that is meant: `state.title`"},
    {CqrsParser::DOT, kAnywhere, "write the rest of its name, or leave the point out"},
});

constexpr auto kTypes = std::to_array<Beginning>({
    {CqrsParser::ASSIGN, CqrsParser::RuleIdDeclaration,
     "say what it is made of, `string`, `uuid` or an integer; without `=` it is a uuid"},
    {CqrsParser::ASSIGN, CqrsParser::RuleValueDeclaration,
     "say which type it is: `value Percent = int32 where it in 0..100`"},
    {CqrsParser::ARROW, kAnywhere, "say what it gives: `-> int32`"},
    {CqrsParser::LESS, kAnywhere, "say what it holds: `list<string>`, `set<string>`, `map<string, int32>`"},
    {CqrsParser::COLON, kAnywhere, "write its type: `string`, `int32`, `decimal(18, 2)`, `date`, one that is declared"},
});

constexpr auto kValues = std::to_array<Beginning>({
    {CqrsParser::LIMIT, kAnywhere, "say how many at most: `limit 10`, or a parameter"},
    {CqrsParser::ASSIGN, CqrsParser::RuleFromBlock, "say what it is made of: a field of the older version, or a value"},
    {CqrsParser::ASSIGN, CqrsParser::RuleField, "write the value that it has by itself, or leave `=` out"},
    {CqrsParser::ASSIGN, CqrsParser::RuleAssignStatement, "write what it becomes: a field of the event, or a value"},
    {CqrsParser::ASSIGN, kAnywhere, "write its value"},
    {CqrsParser::FAT_ARROW, kAnywhere, "write what it is in this case"},
});

constexpr auto kTexts = std::to_array<Beginning>({
    {CqrsParser::AT, CqrsParser::RuleStamp, "say when: `at \"2026-01-31T09:00:00Z\"`"},
    {CqrsParser::BY, CqrsParser::RuleStamp, "say who: `by \"ada\"`"},
    {CqrsParser::ROLE, kAnywhere, "name the role: `role \"teller\"`"},
    {CqrsParser::SCENARIO, kAnywhere, "say in words what it shows: `scenario \"a task is done once\" for Task { … }`"},
    {CqrsParser::INVARIANT, kAnywhere, "say in words what always holds: `invariant \"never negative\": total >= 0`"},
    {CqrsParser::MATCHES, kAnywhere, "write the pattern: `matches \"[A-Z]{2}[0-9]+\"`"},
});

constexpr auto kNumbers = std::to_array<Beginning>({
    {CqrsParser::ASSIGN, CqrsParser::RuleAlternative, "write its number, which no other alternative has: `= 1 { … }`"},
    {CqrsParser::ASSIGN, CqrsParser::RuleEnumItem, "write its number, which no other member has: `= 1`"},
    {CqrsParser::REVISION, kAnywhere, "number it, from 1: `revision 1`"},
    {CqrsParser::EVERY, kAnywhere, "say after how many events: `snapshot every 200 events`"},
});

std::string find(const auto& table, size_t before, const SyntaxError& error) {
  const auto within = [&](size_t wanted) {
    for (const antlr4::RuleContext* rule = error.rule; rule != nullptr;
         rule = dynamic_cast<const antlr4::RuleContext*>(rule->parent))
      if (rule->getRuleIndex() == wanted) return true;
    return false;
  };
  for (const Beginning& one : table)
    if (one.before == before && (one.rule == kAnywhere || within(one.rule))) return one.words;
  return "";
}

// The one word or sign that is expected; empty where there are several.
std::string only_expected(const SyntaxError& error) {
  if (error.expected.size() != 1 || between_items(error)) return "";
  const auto one = static_cast<size_t>(error.expected.getMinElement());
  const std::string quoted(error.vocabulary->getLiteralName(one));
  return quoted.size() > 2 ? quoted.substr(1, quoted.size() - 2) : "";
}

// Signs that can be put in without asking what is around them.
bool is_plain(const std::string& sign) { return sign == "=" || sign == ")" || sign == "," || sign.front() >= 'a'; }

bool follows_its_word(const std::string& sign) { return sign == ")" || sign == ","; }

Insertion missing_in_scenario(const Reading& reading, size_t at, Span before) {
  switch (reading.seen(at).type) {
    case CqrsParser::NOTHING:
    case CqrsParser::ROW:
    case CqrsParser::NO:
    case CqrsParser::REJECTED: return {before, "then ", "write `then`"};
    case CqrsParser::IDENTIFIER:
      return {
          before, "",
          "begin the line with `given` (what has happened), `when` (what is asked for) or `then` (what comes of it)"};
    default: return {};
  }
}

}  // namespace

Insertion missing_before(const SyntaxError& error, const Reading& reading) {
  const Token& token = reading.seen(error.offending);
  const Span before = reading.span(token).before();
  if (const std::string only = only_expected(error);
      !only.empty() && is_plain(only) && error.offending > 0 && !token.first_on_line &&
      goes_on_with(reading, error.offending, static_cast<size_t>(error.expected.getMinElement()))) {
    if (follows_its_word(only))
      return {reading.span(reading.seen(error.offending - 1)).after(), only, "write `" + only + "`"};
    return {before, only + " ", "write `" + only + "`"};
  }
  if (!between_items(error)) return {};
  const auto type = [&](size_t offset) {
    const size_t index = error.offending + offset;
    return index < reading.visible.size() ? reading.seen(index).type : antlr4::Token::EOF;
  };
  switch (enclosing_rule(error)) {
    case CqrsParser::RuleFile:
      if (token.type == CqrsParser::STRING) return {before, "scenario ", "write `scenario`"};
      if (token.type == CqrsParser::IDENTIFIER && type(1) == CqrsParser::BY)
        return {before, "aggregate ", "write `aggregate`"};
      if (token.type == CqrsParser::IDENTIFIER && type(1) == CqrsParser::LBRACE && type(3) == CqrsParser::COLON)
        return {before, "value ", "write `value`"};
      if (token.type == CqrsParser::IDENTIFIER && type(1) == CqrsParser::LBRACE && type(3) == CqrsParser::ASSIGN)
        return {before, "enum ", "write `enum`"};
      if (token.type == CqrsParser::IDENTIFIER && error.offending == 0) return {before, "context ", "write `context`"};
      return {};
    case CqrsParser::RuleScenarioDeclaration: return missing_in_scenario(reading, error.offending, before);
    default: break;
  }
  if (token.type == CqrsParser::ASSIGN) return {before, "", "write the name that belongs before it"};
  return {};
}

std::string how_it_goes_on(const SyntaxError& error, const Reading& reading) {
  if (error.offending == 0 || between_items(error)) return "";
  const size_t before = reading.seen(error.offending - 1).type;
  const auto wants = [&](size_t type) { return error.expects(type); };
  if (wants(CqrsParser::DECIMAL_NUMBER)) return find(kValues, before, error);
  if (wants(CqrsParser::LIST) && !wants(CqrsParser::VERSION)) return find(kTypes, before, error);
  if (wants(CqrsParser::IDENTIFIER)) return find(kNames, before, error);
  if (wants(CqrsParser::STRING)) return find(kTexts, before, error);
  if (wants(CqrsParser::INTEGER)) return find(kNumbers, before, error);
  if (before == CqrsParser::IDENTIFIER && wants(CqrsParser::PLUS_ASSIGN)) return "say what it becomes: `… = value`";
  return "";
}

}  // namespace cqrsc::parsing
