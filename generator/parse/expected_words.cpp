#include "parse/expected_words.hpp"

#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace cqrsc::parsing {
namespace {

using grammar::CqrsParser;

struct Surrounding {
  size_t rule;
  const char* item;     // what is missing where an item is expected
  const char* members;  // what may stand in it
};

constexpr auto kSurroundings = std::to_array<Surrounding>({
    {CqrsParser::RuleFile, "a declaration",
     "a file holds `context` and `import` lines, then `id`, `enum`, `value`, `union`, `error`, `extern function`, "
     "`event`, "
     "`aggregate`, `projection`, `query`, `process` and `scenario`"},
    {CqrsParser::RuleAggregateDeclaration, "a member of the aggregate",
     "an aggregate holds `state`, `event`, `command`, `on`, `ignore` and `snapshot`"},
    {CqrsParser::RuleStateBlock, "a field", "`state` holds fields (`name: Type`) and `invariant \"…\": condition`"},
    {CqrsParser::RuleEventDeclaration, "a field", "an event holds fields (`name: Type`) and `from v1 { … }`"},
    {CqrsParser::RuleErrorDeclaration, "a field", "an error holds fields (`name: Type`)"},
    {CqrsParser::RuleAlternative, "a field", "an alternative of a union holds fields (`name: Type`)"},
    {CqrsParser::RuleValueDeclaration, "a field",
     "a value holds fields (`name: Type`), `invariant \"…\": condition` and `from v1 { … }`"},
    {CqrsParser::RuleUnionDeclaration, "an alternative", "a union holds alternatives (`Name = 1 { … }`)"},
    {CqrsParser::RuleEnumDeclaration, "a member", "an enum holds members with their numbers (`name = 1`)"},
    {CqrsParser::RuleCommandDeclaration, "a field or statement",
     "a command holds fields (`name: Type`), then what it does: `allow`, `let`, `require`, `if`, `emit`"},
    {CqrsParser::RuleProjectionDeclaration, "a member of the projection",
     "a projection holds fields (`name: Type`), `on` and `ignore`"},
    {CqrsParser::RuleProcessDeclaration, "a member of the process",
     "a process holds `state`, `start on`, `on`, `end on` and `ignore`"},
    {CqrsParser::RuleScenarioDeclaration, "a step of the scenario",
     "a scenario holds `assuming`, `given`, `when`, `then` and `and`, in this order"},
    {CqrsParser::RuleInitializers, "a field with its value",
     "between these braces stand fields with their values (`name = value`)"},
    {CqrsParser::RuleBlock, "a statement", ""},
    {CqrsParser::RuleFromBlock, "a field with its value", "`from` gives the fields of the new version: `name = value`"},
    {CqrsParser::RuleMatchStatement, "an arm", "`match` holds arms: `Pattern => …`, at last `else => …`"},
    {CqrsParser::RuleMatchExpression, "an arm", "`match` holds arms: `Pattern => …`, at last `else => …`"},
    {CqrsParser::RuleStreamHistory, "an event", ""},
    {CqrsParser::RuleGivenClause, "an event", ""},
    {CqrsParser::RuleThenClause, "what is expected", ""},
});

const Surrounding* surrounding(const SyntaxError& error) {
  for (const antlr4::RuleContext* rule = error.rule; rule != nullptr;
       rule = dynamic_cast<const antlr4::RuleContext*>(rule->parent)) {
    for (const Surrounding& s : kSurroundings) {
      if (s.rule == rule->getRuleIndex()) return &s;
    }
  }
  return nullptr;
}

std::string listed(const std::vector<std::string>& words) {
  std::string result;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) result += i + 1 == words.size() ? " or " : ", ";
    result += words[i];
  }
  return result;
}

// The spelling of a word or sign; empty for a kind of token.
std::string spelling(size_t type, const antlr4::dfa::Vocabulary& vocabulary) {
  std::string literal = vocabulary.getLiteralName(type);
  if (literal.size() < 2) return "";
  return "`" + literal.substr(1, literal.size() - 2) + "`";
}

bool is_operator(size_t type) {
  switch (type) {
    case CqrsParser::AND:
    case CqrsParser::OR:
    case CqrsParser::IN:
    case CqrsParser::MATCHES:
    case CqrsParser::DOT:
    case CqrsParser::DOTDOT:
    case CqrsParser::LBRACKET:
    case CqrsParser::QUESTION_QUESTION:
    case CqrsParser::EQUAL:
    case CqrsParser::NOT_EQUAL:
    case CqrsParser::LESS:
    case CqrsParser::LESS_EQUAL:
    case CqrsParser::GREATER:
    case CqrsParser::GREATER_EQUAL:
    case CqrsParser::PLUS:
    case CqrsParser::MINUS:
    case CqrsParser::STAR:
    case CqrsParser::SLASH:
    case CqrsParser::PERCENT: return true;
    default: return false;
  }
}

}  // namespace

bool between_items(const SyntaxError& error) {
  const Surrounding* const s = surrounding(error);
  if (s == nullptr || error.rule == nullptr || error.rule->getRuleIndex() != s->rule) return false;
  switch (s->rule) {
    case CqrsParser::RuleFile:
    case CqrsParser::RuleGivenClause:
    case CqrsParser::RuleThenClause: return true;
    default: return error.expects(CqrsParser::RBRACE);
  }
}

size_t enclosing_rule(const SyntaxError& error) {
  const Surrounding* const s = surrounding(error);
  return s == nullptr ? size_t{CqrsParser::RuleFile} : s->rule;
}

std::string found_words(const Token& token, const Reading& reading) {
  constexpr size_t kLongest = 40;
  if (token.type == antlr4::Token::EOF) {
    return token.end == reading.source.text().size() ? "the end of the file" : "the end of the hole";
  }
  if (token.type == CqrsParser::SEMICOLON) return "the end of the line";
  if (token.inserted) return "the end of the block";
  std::string_view words = reading.source.text(reading.span(token));
  if (token.type == CqrsParser::STRING || token.type == CqrsParser::INTERPOLATED) {
    return words.size() <= kLongest ? fmt::format("the text {}", words) : "a text";
  }
  if (words.size() <= kLongest) return fmt::format("`{}`", words);
  size_t end = kLongest;
  while ((static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("`{}…`", words.substr(0, end));
}

std::string surrounding_words(const SyntaxError& error) {
  if (!between_items(error)) return "";
  return surrounding(error)->members;
}

std::string wanted_name(const SyntaxError& error, const Reading& reading) {
  if (!error.expects(CqrsParser::IDENTIFIER) || error.expects(CqrsParser::DECIMAL_NUMBER) || error.offending == 0)
    return "";
  const auto within = [&](size_t wanted) {
    for (const antlr4::RuleContext* rule = error.rule; rule != nullptr;
         rule = dynamic_cast<const antlr4::RuleContext*>(rule->parent))
      if (rule->getRuleIndex() == wanted) return true;
    return false;
  };
  const auto type = [&](size_t index) { return reading.seen(index).type; };
  size_t before = error.offending - 1;
  if (type(before) == CqrsParser::DOT || type(before) == CqrsParser::COMMA) {
    const auto in_names = [&](size_t one) {
      return one == CqrsParser::DOT || one == CqrsParser::COMMA || one == CqrsParser::IDENTIFIER;
    };
    while (before > 0 && in_names(type(before))) --before;
  }
  switch (type(before)) {
    case CqrsParser::EMIT:
    case CqrsParser::EMITS:
    case CqrsParser::IGNORE:
    case CqrsParser::GIVEN: return "an event";
    case CqrsParser::BECOMES: return "an event or `nothing`";
    case CqrsParser::ON: return within(CqrsParser::RuleFile) && !within(CqrsParser::RuleBlock) ? "an event" : "";
    case CqrsParser::REJECTS:
    case CqrsParser::REJECTED: return "an error";
    case CqrsParser::ELSE: return "an error";
    case CqrsParser::WHEN: return within(CqrsParser::RuleScenarioDeclaration) ? "a command" : "";
    case CqrsParser::THEN:
    case CqrsParser::AND:
      return within(CqrsParser::RuleScenarioDeclaration) ? "an event, `rejected`, `nothing`, `state` or `row`" : "";
    case CqrsParser::FROM: return within(CqrsParser::RuleQueryDeclaration) ? "a projection" : "";
    case CqrsParser::FOR: return within(CqrsParser::RuleScenarioHeader) ? "an aggregate, a projection or a query" : "";
    case CqrsParser::BY:
      if (within(CqrsParser::RuleAggregateHeader)) return "an id";
      return within(CqrsParser::RuleProjectionHeader) ? "a key with its type" : "";
    default: return "";
  }
}

std::string expected_words(const SyntaxError& error) {
  const auto& expected = error.expected;
  if (between_items(error)) {
    const bool closes = error.expects(CqrsParser::RBRACE);
    return std::string(surrounding(error)->item) + (closes ? " or `}`" : "");
  }
  const bool expression = error.expects(CqrsParser::DECIMAL_NUMBER);
  const bool type = !expression && error.expects(CqrsParser::DECIMAL) && error.expects(CqrsParser::LIST) &&
                    !error.expects(CqrsParser::VERSION);
  // Words of the language are names where a version is: where fields, parameters and labels are named.
  const bool name = !expression && !type && error.expects(CqrsParser::IDENTIFIER);
  const bool any_word = name && error.expects(CqrsParser::UNKNOWN);
  std::vector<std::string> words;
  if (expression) words.emplace_back("an expression");
  if (type) words.emplace_back("a type");
  if (name) words.emplace_back("a name");
  std::vector<std::string> signs;
  for (const ssize_t wanted : expected.toList()) {
    if (wanted <= 0) continue;
    const auto one = static_cast<size_t>(wanted);
    if (is_operator(one) && expected.size() > 3) continue;
    const bool word = one <= CqrsParser::WHERE;
    if ((expression && (word || one == CqrsParser::LPAREN)) || (type && word) || (any_word && word)) continue;
    switch (one) {
      case CqrsParser::STRING:
        if (!expression) words.emplace_back("a text in quotes");
        break;
      case CqrsParser::INTEGER:
        if (!expression) words.emplace_back("a whole number");
        break;
      case CqrsParser::VERSION:
        if (!any_word && !expression) words.emplace_back("a version (`v1`)");
        break;
      default: {
        const std::string sign = spelling(one, *error.vocabulary);
        if (!sign.empty()) signs.push_back(sign);
      }
    }
  }
  constexpr size_t kMost = 5;
  if (words.size() + signs.size() > kMost && !words.empty()) signs.clear();
  words.insert(words.end(), signs.begin(), signs.end());
  if (words.empty() || words.size() > 2 * kMost) return "";
  return listed(words);
}

}  // namespace cqrsc::parsing
