#include <algorithm>
#include <charconv>

#include "parse/expected_words.hpp"
#include "parse/slip_finder.hpp"

namespace cqrsc::parsing {

bool SlipFinder::is_word(int offset) const {
  return type(offset) <= Parser::WHERE || type(offset) == Parser::IDENTIFIER || type(offset) == Parser::VERSION;
}

size_t SlipFinder::enclosing() const { return enclosing_rule(error_); }

bool SlipFinder::expects_item() const { return between_items(error_); }

bool SlipFinder::within(std::initializer_list<size_t> rules) const {
  for (const antlr4::RuleContext* rule = error_.rule; rule != nullptr;
       rule = dynamic_cast<const antlr4::RuleContext*>(rule->parent)) {
    for (const size_t one : rules) {
      if (rule->getRuleIndex() == one) return true;
    }
  }
  return false;
}

bool SlipFinder::in_declarations() const {
  return context_slip() || misplaced_member() || event_slip() || header_slip() || names_without_comma() || enum_slip();
}

bool SlipFinder::context_slip() const {
  if (type(0) == Parser::STRING && (type(-1) == Parser::CONTEXT || type(-1) == Parser::IMPORT)) {
    const std::string words = text(0);
    reporter_.report(kContextInQuotes, span(0))
        .help("write the name alone", span(0), words.substr(1, words.size() - 2))
        .note("a context is found by its name; the files that hold it are given to the compiler");
    return true;
  }
  // import shared.money.*
  if (type(0) == Parser::STAR && type(-1) == Parser::DOT && within({Parser::RuleImportDeclaration})) {
    reporter_.report(kExpected, span(0), "a name", "`*`")
        .note("an import brings all that others may see of a context")
        .help("leave it out", span(-1).to(span(0)), "");
    return true;
  }
  // import { Money } from shared.money
  if (type(0) == Parser::LBRACE && type(-1) == Parser::IMPORT) {
    auto& report = expected("a name");
    report.note("an import brings all that others may see of a context");
    const int from = matching(0) + 1;
    int last = from + 1;
    while (type(last + 1) == Parser::DOT && is_word(last + 2)) last += 2;
    if (type(from) == Parser::FROM && is_word(last))
      report.help("name the context alone", span(0).to(span(last)), text(from + 1, last));
    return true;
  }
  const bool late = type(0) == Parser::CONTEXT || type(0) == Parser::IMPORT;
  if (late && enclosing() == Parser::RuleFile && expects_item() && (is_name(1) || type(1) == Parser::STRING)) {
    reporter_.report(kContextTooLate, span(0), text(0))
        .note("first `context` once, then the `import` lines, then what is declared")
        .help("move this line up");
    return true;
  }
  return false;
}

// A member of a block that stands outside of it, or a declaration within one.
bool SlipFinder::misplaced_member() const {
  const bool aggregate = expects_item() && enclosing() == Parser::RuleAggregateDeclaration;
  if (aggregate && is_name(0) && type(1) == Parser::COLON) {
    reporter_.report(kMisplaced, span(0), text(0) + ":", "in the `state`, in an event or in a command")
        .help("an aggregate itself has no fields: move it to where it belongs");
    return true;
  }
  if (!expects_item() || !(is_name(1) || type(1) == Parser::STRING || type(1) == Parser::LBRACE)) return false;
  const auto report = [&](const char* where) {
    auto& said = reporter_.report(kMisplaced, span(0), text(0), where).note(surrounding_words(error_));
    if (type(0) == Parser::LET)
      said.help("a function of your own is written in C++: `extern function f(x: int32) -> int32`");
    else
      said.help(std::string_view(where).starts_with("by itself") ? "move it out of this block" : "move it there");
    return true;
  };
  if (enclosing() == Parser::RuleFile) {
    switch (type(0)) {
      case Parser::COMMAND:
      case Parser::SNAPSHOT: return report("in an aggregate");
      case Parser::STATE: return report("in an aggregate or a process");
      case Parser::ON:
      case Parser::IGNORE: return report("in an aggregate, a projection or a process");
      case Parser::INVARIANT: return report("in a `state` or a value");
      case Parser::REQUIRE:
      case Parser::ALLOW:
      case Parser::EMIT: return report("in a command");
      case Parser::LET: return report("in a command or another block that computes");
      default: return false;
    }
  }
  if (enclosing() == Parser::RuleAggregateDeclaration) {
    switch (type(0)) {
      case Parser::INVARIANT: return report("in the `state`");
      case Parser::REQUIRE:
      case Parser::ALLOW:
      case Parser::EMIT:
      case Parser::LET: return report("in a command");
      case Parser::WHEN:
        reporter_.report(kMisplaced, span(0), text(0), "in a scenario").help("write `on`", span(0), "on");
        return true;
      default: break;
    }
  }
  switch (type(0)) {
    case Parser::AGGREGATE:
    case Parser::PROJECTION:
    case Parser::PROCESS:
    case Parser::QUERY:
    case Parser::SCENARIO:
    case Parser::ENUM:
    case Parser::UNION:
    case Parser::VALUE:
    case Parser::ERROR:
    case Parser::ID: return report("by itself, in no block");
    default: return false;
  }
}

bool SlipFinder::event_slip() const {
  // event v1 Opened
  if (type(0) == Parser::VERSION && type(-1) == Parser::EVENT && expects(Parser::IDENTIFIER)) {
    auto& report = reporter_.report(kVersionBeforeName, span(0));
    if (type(1) == Parser::IDENTIFIER) {
      report.help("write the name first", span(0).to(span(1)), text(1) + " " + text(0));
    }
    return true;
  }
  return false;
}

bool SlipFinder::newest_slip() const {
  // enum Status v2 { }
  if (type(0) == Parser::VERSION && type(-1) == Parser::IDENTIFIER && type(-2) == Parser::ENUM) {
    reporter_.report(kEnumWithVersion, span(0), text(-1))
        .note("its numbers are what is stored, and they never change; members are added, renamed or deprecated")
        .help("remove the version", span(-1).after().to(span(0)), "");
    return true;
  }
  // emit Opened v1 { }, where `v1` was taken for the field of a command, and ignore Opened v1
  const int version = type(-1) == Parser::VERSION ? -1 : 0;
  int before = version - 1;
  while (type(before) == Parser::IDENTIFIER || type(before) == Parser::DOT || type(before) == Parser::COMMA) --before;
  const int word = version == -1 ? Parser::EMIT : Parser::IGNORE;
  if (type(version) != Parser::VERSION || before == version - 1 || static_cast<int>(type(before)) != word) return false;
  reporter_.report(kNewestOnly, span(version), text(version - 1))
      .note("what is emitted, applied or ignored is always the newest version; older ones lead to it by `from`")
      .help("remove the version", span(version - 1).after().to(span(version)), "");
  return true;
}

bool SlipFinder::header_slip() const {
  // id Number int64, id Code(string)
  const bool base = is_word(0) || (type(0) == Parser::LPAREN && is_word(1));
  if (type(-1) == Parser::IDENTIFIER && type(-2) == Parser::ID && enclosing() == Parser::RuleFile && base &&
      !starts_line(0)) {
    const bool paren = type(0) == Parser::LPAREN;
    const int last = paren && type(2) == Parser::RPAREN ? 2 : 0;
    expected("`=`").help("what it is made of stands behind `=`", span(-1).after().to(span(last)),
                         " = " + (own_type(text(paren ? 1 : 0)).empty() ? text(paren ? 1 : 0)
                                                                        : std::string(own_type(text(paren ? 1 : 0)))));
    return true;
  }
  if (error_.rule == nullptr) return false;
  const size_t rule = error_.rule->getRuleIndex();
  if (rule == Parser::RuleAggregateHeader && expects(Parser::BY) && type(-1) == Parser::IDENTIFIER) {
    auto& report = reporter_.report(kAggregateWithoutId, span(0), text(-1));
    report.note("an aggregate's stream is named by an id: `id " + text(-1) + "Id` declares one");
    int block = 0;
    while (has(block) && type(block) != Parser::LBRACE && !starts_line(block)) ++block;
    if (type(block) != Parser::LBRACE) return true;
    const bool in_parentheses = type(0) == Parser::LPAREN && is_capital(1) && type(2) == Parser::RPAREN;
    const std::string id = in_parentheses ? text(1) : text(-1) + "Id";
    report.help("say it", span(-1).after().to(span(block).before()), " by " + id + " ");
    return true;
  }
  // on Opened v1 { }
  if (type(0) == Parser::VERSION && expects(Parser::LBRACE) &&
      within({Parser::RuleEventHandler, Parser::RuleRowHandler})) {
    reporter_.report(kHandlerWithVersion, span(0), text(-1))
        .note("older versions never get here: what is stored is brought up to date with `from` first")
        .help("remove the version", span(-1).after().to(span(0)), "");
    return true;
  }
  if (newest_slip()) return true;
  const bool existence =
      type(0) == Parser::CREATES || type(0) == Parser::EXISTING || type(0) == Parser::MAY || type(0) == Parser::EXTERN;
  if (existence && within({Parser::RuleCommandDeclaration}) &&
      (expects(Parser::LBRACE) || type(-1) == Parser::COMMAND)) {
    int word = 0;
    while (type(word) == Parser::MAY || type(word) == Parser::CREATE || type(word) == type(0)) ++word;
    if (type(-1) == Parser::COMMAND && type(word) != Parser::IDENTIFIER) {
      expected("the name of the command").help("write it before this: `command Name " + text(0) + "`");
      return true;
    }
    reporter_.report(kModifierOrder, span(0), text(0))
        .help(
            "the order is `command Name creates else SomeError extern { … }`; `existing` and `may create` stand in the "
            "place of `creates`");
    return true;
  }
  return false;
}

// ignore A B
bool SlipFinder::names_without_comma() const {
  // becomes Renamed { to = text } Closed { }
  if (type(-1) == Parser::RBRACE && is_capital(0) && !starts_line(0) && type(1) == Parser::LBRACE) {
    int open = -1;
    for (int depth = 0; has(open); --open) {
      if (type(open) == Parser::RBRACE) ++depth;
      if (type(open) == Parser::LBRACE && --depth == 0) break;
    }
    if (type(open - 1) != Parser::IDENTIFIER || type(open - 2) != Parser::BECOMES) return false;
    reporter_.report(kNamesWithoutComma, span(0)).help("write a comma", span(-1).after(), ",");
    return true;
  }
  // ignore A.B C.D, where `C` was taken for the name of a field
  const bool dotted = type(0) == Parser::DOT && type(-1) == Parser::IDENTIFIER && !starts_line(-1);
  const bool plain = type(0) == Parser::IDENTIFIER && !starts_line(0) && expects_item();
  const int second = dotted ? -1 : 0;
  if ((!dotted && !plain) || type(second - 1) != Parser::IDENTIFIER) return false;
  int word = second - 1;
  while (has(word) && (type(word) == Parser::IDENTIFIER || type(word) == Parser::DOT || type(word) == Parser::COMMA))
    --word;
  const bool list = type(word) == Parser::IGNORE || type(word) == Parser::BECOMES ||
                    (type(word) == Parser::ON && type(word - 1) == Parser::END);
  if (!list) return false;
  reporter_.report(kNamesWithoutComma, span(second)).help("write a comma", span(second - 1).after(), ",");
  return true;
}

// enum Currency { EUR, USD }
bool SlipFinder::enum_slip() const {
  if (within({Parser::RuleEnumItem}) && type(0) == Parser::COLON && type(1) == Parser::INTEGER) {
    expected("`=`").help("write `=`", span(0), " =");
    return true;
  }
  if (within({Parser::RuleEnumItem}) && type(0) == Parser::STRING && expects(Parser::INTEGER)) {
    expected("a whole number").note("the number is what is stored; the name is what is written and shown");
    return true;
  }
  const bool member = within({Parser::RuleEnumItem, Parser::RuleAlternative});
  if (!member || !expects(Parser::ASSIGN) || !is_word(-1)) return false;
  if ((type(0) == Parser::INTEGER || type(0) == Parser::IDENTIFIER) && foreign_word()) return true;
  if (!follows_bare_member()) member_without_number();
  return true;
}

// Whether the member before has no number either, so that this was said of it, too.
bool SlipFinder::follows_bare_member() const {
  const int end = type(-2) == Parser::COMMA ? -3 : -2;
  int name = end;
  if (type(end) == Parser::RBRACE) {
    while (has(name) && type(name) != Parser::LBRACE) --name;
    --name;
  }
  return has(name) && type(name) == Parser::IDENTIFIER && type(name - 1) != Parser::AT_SIGN &&
         type(name - 1) != Parser::ENUM && type(name - 1) != Parser::UNION;
}

// Bank(string) = 1
bool SlipFinder::number_behind_fields() const {
  const int close = type(0) == Parser::LPAREN ? matching(0) : 0;
  if (close < 2 || type(close + 1) != Parser::ASSIGN || type(close + 2) != Parser::INTEGER) return false;
  const bool bare = close == 2 && is_word(1);
  const std::string_view own = bare ? own_type(text(1)) : std::string_view();
  const std::string fields = bare ? "value: " + (own.empty() ? text(1) : std::string(own)) : text(1, close - 1);
  reporter_.report(kHappeningWithoutBraces, span(0), text(-1))
      .help("its number comes first, then its fields in braces", span(-1).to(span(close + 2)),
            text(-1) + " = " + text(close + 2) + " { " + fields + " }");
  return true;
}

void SlipFinder::member_without_number() const {
  if (within({Parser::RuleAlternative}) && number_behind_fields()) return;
  auto& report = reporter_.report(kMemberWithoutNumber, span(-1), text(-1));
  report.note("the number is what is stored; it never changes and is never given to another member");
  const std::string number = std::to_string(free_number());
  const bool alternative = within({Parser::RuleAlternative});
  // Card { last4: string } = 1
  const int close = type(0) == Parser::LBRACE ? matching(0) : 0;
  if (close != 0 && type(close + 1) == Parser::ASSIGN && type(close + 2) == Parser::INTEGER) {
    report.help("the number stands before the fields", span(-1).after().to(span(close + 2)),
                " = " + text(close + 2) + " " + text(0, close));
    return;
  }
  // Card(last4: string) | …
  if (alternative && type(0) == Parser::LPAREN && matching(0) > 1) {
    const int last = matching(0);
    report.help("its fields stand in braces", span(-1).to(span(last)),
                text(-1) + " = " + number + " { " + text(1, last - 1) + " }");
    return;
  }
  if (alternative) {
    report.help("write its number", span(-1).after(), " = " + number + (type(0) == Parser::LBRACE ? "" : " { }"));
    return;
  }
  // All that have none on the line: `low, middle` is `low = 1, middle = 2`.
  std::string all = text(-1) + " = " + number;
  int last = -1;
  for (size_t next = free_number() + 1; has(last + 1) && !starts_line(last + 1); ++next) {
    const bool apart = type(last + 1) == Parser::COMMA || type(last + 1) == Parser::BAR;
    const int name = apart ? last + 2 : last + 1;
    if (!is_name(name) || starts_line(name) || type(name + 1) == Parser::ASSIGN) break;
    all += (type(last + 1) == Parser::COMMA ? ", " : "  ") + text(name) + " = " + std::to_string(next);
    last = name;
  }
  report.help(last == -1 ? "write its number" : "write their numbers", span(-1).to(span(last)), all);
}

// The first number that no member of the block around the error has, nor one before it.
size_t SlipFinder::free_number() const {
  int open = -1;
  for (int depth = 1; has(open); --open) {
    if (type(open) == Parser::RBRACE) ++depth;
    if (type(open) == Parser::LBRACE && --depth == 0) break;
  }
  size_t highest = 0;
  const int close = has(open) ? matching(open) : 0;
  for (int i = open + 1, depth = 0; i < close; ++i) {
    if (type(i) == Parser::LBRACE) ++depth;
    if (type(i) == Parser::RBRACE) --depth;
    if (depth != 0 || type(i) != Parser::INTEGER || type(i - 1) != Parser::ASSIGN) continue;
    const std::string digits = text(i);
    size_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    highest = std::max(highest, value);
  }
  return highest + 1;
}

}  // namespace cqrsc::parsing
