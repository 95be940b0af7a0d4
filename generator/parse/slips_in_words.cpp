#include <algorithm>
#include <array>

#include "parse/expected_words.hpp"
#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

// Whether a word begins an item of a block in which fields may stand, too.
bool stands_in(size_t word, size_t block) {
  using grammar::CqrsParser;
  switch (word) {
    case CqrsParser::ALLOW:
    case CqrsParser::REQUIRE:
    case CqrsParser::EMIT: return block == CqrsParser::RuleCommandDeclaration;
    case CqrsParser::INVARIANT: return block == CqrsParser::RuleStateBlock || block == CqrsParser::RuleValueDeclaration;
    case CqrsParser::FROM:
      return block == CqrsParser::RuleEventDeclaration || block == CqrsParser::RuleValueDeclaration;
    case CqrsParser::IGNORE: return block == CqrsParser::RuleProjectionDeclaration;
    default: return false;
  }
}

}  // namespace

// `return` and the like, which would else be taken for names of fields.
bool SlipFinder::in_statements() const {
  if (within({Parser::RuleLetStatement}) && let_slip()) return true;
  const size_t block = enclosing();
  if (block != Parser::RuleCommandDeclaration && block != Parser::RuleBlock) return false;
  // emit TaskDone v1
  return newest_slip() || let_slip() || made_as_elsewhere() || foreign_word();
}

bool SlipFinder::in_words() const { return plural_word() || word_as_name() || foreign_word() || misspelled_word(); }

// events Opened v1 { }
bool SlipFinder::plural_word() const {
  if (type(0) != Parser::EVENTS || !expects_item()) return false;
  auto& report = reporter_.report(kMisspelledWord, span(0), text(0));
  if (type(1) == Parser::LBRACE)
    report.help("each event stands by itself: `event Name v1 { … }`");
  else
    report.help("write `event`, once for each of them", span(0), "event");
  return true;
}

// aggregate state by …: a word of the language where a name is declared
bool SlipFinder::word_as_name() const {
  const bool word = type(0) <= Parser::WHERE;
  const bool named_by_word = type(-1) <= Parser::WHERE;
  if (!word || !expects(Parser::IDENTIFIER)) return false;
  // aggregate by TaskId: the name is missing
  const bool nameless = type(0) == Parser::BY && type(1) == Parser::IDENTIFIER;
  if (nameless && (type(-1) == Parser::AGGREGATE || type(-1) == Parser::PROJECTION)) return false;
  const bool any_word = expects(Parser::UNKNOWN);
  // match: string, where only words that begin no expression or statement can be names
  if (expects_item() && any_word && type(1) == Parser::COLON) {
    reporter_.report(kWordNotName, span(0), text(0)).help("choose another name");
    return true;
  }
  if (starts_line(0) || any_word || (!named_by_word && type(-1) != Parser::DOT)) return false;
  if (expects(Parser::DECIMAL_NUMBER) || expects_item()) return false;
  // require … else rejected NotOpen
  if (type(-1) == Parser::ELSE && is_capital(1) && !starts_line(1)) {
    reporter_.report(kUnexpected, span(0), "`" + text(0) + "`").help("leave it out", span(0).to(span(1)), text(1));
    return true;
  }
  if (type(-1) == Parser::BECOMES && type(0) == Parser::NONE) {
    expected("an event or `nothing`").help("write `nothing`", span(0), "nothing");
    return true;
  }
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
    if (!has(offset) || !begins(offset)) continue;
    const bool word = type(offset) == Parser::IDENTIFIER || (type(offset) == Parser::FUNCTION && offset == 0);
    if (!word || (offset == -1 && type(0) == Parser::COLON)) continue;
    // `Internal` names something of the modeler's; `internal` and `UPDATE` are words of other languages.
    const std::string word_text = text(offset);
    const bool shouted = std::ranges::none_of(word_text, [](char c) { return c >= 'a' && c <= 'z'; });
    const bool named = is_capital(offset) && !shouted;
    const std::string_view advice = named ? std::string_view() : advice_for(word_text);
    if (advice.empty()) continue;
    auto& report = reporter_.report(kForeignWord, span(offset), text(offset));
    if (enclosing() == Parser::RuleFile && type(offset + 2) == Parser::BY) {
      report.help("write `aggregate`", span(offset), "aggregate");
      return true;
    }
    if (!field_of_elsewhere(report, offset, advice) && !own_word(report, offset))
      report.help(advice_here(word_text, advice));
    return true;
  }
  return false;
}

// What is to be done about a word of another language, where this one depends on the place.
std::string SlipFinder::advice_here(std::string_view word, std::string_view advice) const {
  const bool computes = within({Parser::RuleCommandDeclaration, Parser::RuleBlock});
  if (advice.find("`let`") != std::string_view::npos && enclosing() == Parser::RuleFile)
    return "there are no constants: a fixed value is written where it is needed, or is the default of a field";
  if (advice.find("`let`") != std::string_view::npos && !computes)
    return "leave it out: a field is written `name: Type`";
  const bool names_constant = word == "static" || word == "final" || word == "const" || word == "constexpr";
  if (names_constant && enclosing() == Parser::RuleAggregateDeclaration)
    return "a fixed value is written where it is needed, or is the default of a field: `most: int32 = 10`";
  if (enclosing() == Parser::RuleAggregateDeclaration && word == "entity")
    return "a part of an aggregate is a `value`, declared by itself, of which the state holds one or a list";
  if (enclosing() == Parser::RuleAggregateDeclaration && (word == "record" || word == "struct" || word == "class"))
    return std::string(advice_for("message"));
  return std::string(advice);
}

// One word of this language that stands for just that one, in the same place.
bool SlipFinder::own_word(Diagnostic& report, int word) const {
  struct Own {
    std::string_view foreign;
    std::string_view own;
    size_t next;
  };
  constexpr auto kOwn = std::to_array<Own>({{"module", "context", Parser::IDENTIFIER},
                                            {"namespace", "context", Parser::IDENTIFIER},
                                            {"package", "context", Parser::IDENTIFIER},
                                            {"domain", "context", Parser::IDENTIFIER},
                                            {"using", "import", Parser::IDENTIFIER},
                                            {"include", "import", Parser::IDENTIFIER},
                                            {"expect", "then", Parser::IDENTIFIER},
                                            {"struct", "value", Parser::IDENTIFIER},
                                            {"record", "value", Parser::IDENTIFIER},
                                            {"var", "let", Parser::IDENTIFIER},
                                            {"val", "let", Parser::IDENTIFIER},
                                            {"const", "let", Parser::IDENTIFIER},
                                            {"auto", "let", Parser::IDENTIFIER}});
  // const auto rest = …, final var rest = …
  const bool computes = within({Parser::RuleCommandDeclaration, Parser::RuleBlock});
  int sign = word + 1;
  while (is_word(sign) && !starts_line(sign)) ++sign;
  const std::string_view modifiers = " const constexpr final static readonly auto var val ";
  const bool modifies = modifiers.find(" " + text(word) + " ") != std::string_view::npos;
  if (computes && modifies && type(sign) == Parser::ASSIGN && !starts_line(sign) && sign > word + 2) {
    report.help("write `let " + text(sign - 1) + " =`", span(word).to(span(sign - 1)), "let " + text(sign - 1));
    return true;
  }
  // using namespace std
  if (text(word) == "using" && has(word + 1) && text(word + 1) == "namespace") {
    report.help("leave it out: other contexts are brought in with `import`");
    return true;
  }
  const std::string foreign = text(word);
  for (const Own& one : kOwn) {
    if (one.foreign != foreign || type(word + 1) != one.next || starts_line(word + 1)) continue;
    if (one.own == "let" && type(word + 2) != Parser::ASSIGN) return false;
    if (one.own == "value" && (enclosing() != Parser::RuleFile || type(word + 2) != Parser::LBRACE)) return false;
    report.help("write `" + std::string(one.own) + "`", span(word), std::string(one.own));
    return true;
  }
  return false;
}

// private String owner, repeated string tags = 3, readonly title: string
bool SlipFinder::field_of_elsewhere(Diagnostic& report, int word, std::string_view advice) const {
  if (!is_word(word + 1) || starts_line(word + 1) || !expects_field()) return false;
  const bool names_value = advice.find("`let`") != std::string_view::npos;
  if (names_value && within({Parser::RuleCommandDeclaration})) return false;
  if (type(word + 2) == Parser::COLON) {
    report.note(advice_here(text(word), advice));
    report.help("leave it out", span(word).to(span(word + 1)), text(word + 1));
    return true;
  }
  const bool typed =
      is_name(word + 1) && is_name(word + 2) && !starts_line(word + 2) && looks_like_type(text(word + 1));
  if (!typed || type(word + 3) == Parser::LPAREN || type(word + 3) == Parser::LBRACE) return false;
  const std::string_view own = own_type(text(word + 1));
  std::string meant = own.empty() ? text(word + 1) : std::string(own);
  const std::string modifier = in_lower_case(text(word));
  if (modifier == "optional") meant += "?";
  if (modifier == "repeated") meant = "list<" + meant + ">";
  const bool numbered = type(word + 3) == Parser::ASSIGN && type(word + 4) == Parser::INTEGER &&
                        (modifier == "optional" || modifier == "repeated" || modifier == "required");
  const int last = numbered ? word + 4 : word + 2;
  report.note(advice_here(text(word), advice));
  report.help("write it so", span(word).to(span(last)), text(word + 2) + ": " + meant);
  return true;
}

// Whether fields stand in the block around the error.
bool SlipFinder::expects_field() const {
  switch (enclosing()) {
    case Parser::RuleValueDeclaration:
    case Parser::RuleAlternative:
    case Parser::RuleErrorDeclaration:
    case Parser::RuleEventDeclaration:
    case Parser::RuleStateBlock:
    case Parser::RuleCommandDeclaration:
    case Parser::RuleProjectionDeclaration: return true;
    default: return false;
  }
}

// A word near to one that would fit: `form Summary` for `from Summary`.
bool SlipFinder::misspelled_word() const {
  for (const int offset : {0, -1}) {
    if (!has(offset) || type(offset) != Parser::IDENTIFIER) continue;
    if (offset == -1 && (!begins(-1) || (!is_word(0) && type(0) != Parser::LBRACE && type(0) != Parser::STRING)))
      continue;
    const std::string word = in_lower_case(text(offset));
    std::string best;
    size_t best_distance = tolerance(word) + 1;
    const auto see = [&](std::string_view own) {
      const size_t distance = edit_distance(word, own);
      if (distance >= best_distance) return;
      best_distance = distance;
      best = own;
    };
    if (offset == 0) {
      for (const ssize_t one : error_.expected.toList()) {
        if (one <= 0 || static_cast<size_t>(one) > Parser::WHERE) continue;
        const std::string quoted = error_.vocabulary->getLiteralName(static_cast<size_t>(one));
        if (quoted.size() > 2) see(std::string_view(quoted).substr(1, quoted.size() - 2));
      }
    } else {
      for (const OwnWord& own : item_words()) {
        if (stands_in(own.type, enclosing())) see(own.word);
      }
    }
    if (best.empty()) continue;
    if (best == "command" && type(offset + 1) == Parser::LBRACE) {
      reporter_.report(kMisspelledWord, span(offset), text(offset))
          .help("each command stands by itself: `command Name { … }`");
      return true;
    }
    reporter_.report(kMisspelledWord, span(offset), text(offset)).help("write `" + best + "`", span(offset), best);
    return true;
  }
  return false;
}

}  // namespace cqrsc::parsing
