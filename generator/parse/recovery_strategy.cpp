#include "parse/recovery_strategy.hpp"

#include <algorithm>
#include <array>

#include "parse/explain.hpp"
#include "parse/parse.hpp"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsParser;

// The items of blocks: what one mistake costs at most.
constexpr auto kItems = std::to_array<size_t>({
    CqrsParser::RuleContextDeclaration,
    CqrsParser::RuleImportDeclaration,
    CqrsParser::RuleDeclaration,
    CqrsParser::RuleEnumItem,
    CqrsParser::RuleValueItem,
    CqrsParser::RuleUnionItem,
    CqrsParser::RuleFieldItem,
    CqrsParser::RuleEventItem,
    CqrsParser::RuleFromItem,
    CqrsParser::RuleInitializerItem,
    CqrsParser::RuleAggregateItem,
    CqrsParser::RuleStateItem,
    CqrsParser::RuleCommandItem,
    CqrsParser::RuleProjectionItem,
    CqrsParser::RuleQueryClause,
    CqrsParser::RuleProcessItem,
    CqrsParser::RuleStatement,
    CqrsParser::RuleMatchItem,
    CqrsParser::RuleMatchExpressionItem,
    CqrsParser::RuleScenarioItem,
    CqrsParser::RuleGivenItem,
    CqrsParser::RuleHistoryItem,
    CqrsParser::RuleExpectation,
});

// What stands before a block: a mistake in it does not cost the block.
constexpr auto kHeaders = std::to_array<size_t>({
    CqrsParser::RuleEventHeader,
    CqrsParser::RuleAggregateHeader,
    CqrsParser::RuleCommandHeader,
    CqrsParser::RuleProjectionHeader,
    CqrsParser::RuleProcessHeader,
    CqrsParser::RuleScenarioHeader,
});

// The rules that are a loop over items.
constexpr auto kBlocks = std::to_array<size_t>({
    CqrsParser::RuleFile,
    CqrsParser::RuleEnumDeclaration,
    CqrsParser::RuleValueDeclaration,
    CqrsParser::RuleUnionDeclaration,
    CqrsParser::RuleAlternative,
    CqrsParser::RuleErrorDeclaration,
    CqrsParser::RuleEventDeclaration,
    CqrsParser::RuleFromBlock,
    CqrsParser::RuleInitializers,
    CqrsParser::RuleAggregateDeclaration,
    CqrsParser::RuleStateBlock,
    CqrsParser::RuleCommandDeclaration,
    CqrsParser::RuleProjectionDeclaration,
    CqrsParser::RuleProcessDeclaration,
    CqrsParser::RuleBlock,
    CqrsParser::RuleMatchStatement,
    CqrsParser::RuleMatchExpression,
    CqrsParser::RuleScenarioDeclaration,
    CqrsParser::RuleGivenClause,
    CqrsParser::RuleThenClause,
    CqrsParser::RuleStreamHistory,
});

bool holds(const auto& rules, size_t rule) { return std::ranges::find(rules, rule) != rules.end(); }

// Words that begin a statement or clause wherever they stand before a name or a text.
constexpr auto kClauseWords = std::to_array<size_t>({
    CqrsParser::LET,
    CqrsParser::ALLOW,
    CqrsParser::REQUIRE,
    CqrsParser::EMIT,
    CqrsParser::EMITS,
    CqrsParser::REJECTS,
    CqrsParser::SEND,
    CqrsParser::PUBLISH,
    CqrsParser::CANCEL,

    CqrsParser::ON,
    CqrsParser::IGNORE,
    CqrsParser::COMMAND,
    CqrsParser::EVENT,
    CqrsParser::INVARIANT,
    CqrsParser::TIMEOUT,
    CqrsParser::RETIRED,
});

bool is_word(size_t type) {
  return type <= CqrsParser::WHERE || type == CqrsParser::IDENTIFIER || type == CqrsParser::VERSION;
}

bool is_name_or_text(size_t type) {
  return type == CqrsParser::IDENTIFIER || type == CqrsParser::STRING || type == CqrsParser::VERSION;
}

// A word at the beginning of a line that goes on with the line before it.
bool continues(size_t type) {
  switch (type) {
    case CqrsParser::AND:
    case CqrsParser::OR:
    case CqrsParser::NOT:
    case CqrsParser::ELSE:
    case CqrsParser::IN:
    case CqrsParser::BECOMES:
    case CqrsParser::MATCHES: return true;
    default: return false;
  }
}

void count_brackets(size_t type, size_t& open) {
  if (type == CqrsParser::LPAREN || type == CqrsParser::LBRACKET) ++open;
  if ((type == CqrsParser::RPAREN || type == CqrsParser::RBRACKET) && open > 0) --open;
}

// What could have stood where a prediction found no way on.
antlr4::misc::IntervalSet viable_tokens(const antlr4::NoViableAltException& error) {
  antlr4::misc::IntervalSet result;
  const antlr4::atn::ATNConfigSet* const configs = error.getDeadEndConfigs();
  if (configs == nullptr) return result;
  for (const auto& config : configs->configs) {
    for (size_t i = 0; i < config->state->transitions.size(); ++i) {
      const auto* transition = config->state->transitions[i];
      if (!transition->isEpsilon()) result.addAll(transition->label());
    }
  }
  return result;
}

}  // namespace

void RecoveryStrategy::reset(antlr4::Parser* /*parser*/) { recovering_ = false; }
bool RecoveryStrategy::inErrorRecoveryMode(antlr4::Parser* /*parser*/) { return recovering_; }
void RecoveryStrategy::reportMatch(antlr4::Parser* /*parser*/) { recovering_ = false; }

antlr4::Token* RecoveryStrategy::recoverInline(antlr4::Parser* parser) { throw antlr4::InputMismatchException(parser); }

void RecoveryStrategy::reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) {
  if (recovering_) return;
  recovering_ = true;
  const antlr4::Token* token = error.getOffendingToken();
  offending_ = token == nullptr ? parser->getCurrentToken()->getTokenIndex() : token->getTokenIndex();
  if (stopped_) return;
  SyntaxError found{dynamic_cast<antlr4::ParserRuleContext*>(error.getCtx()), offending_, {}, &parser->getVocabulary()};
  if (const auto* no_way = dynamic_cast<const antlr4::NoViableAltException*>(&error)) {
    found.expected = viable_tokens(*no_way);
    if (found.expected.isEmpty()) found.expected = parser->getExpectedTokens();
  } else {
    found.expected = error.getExpectedTokens();
  }
  explain(found, reading_, reporter_);
  if (++errors_ == kMaxMistakes) {
    stopped_ = true;
    reporter_.report(kTooManyErrors, reading_.span(reading_.seen(offending_)));
  }
}

void RecoveryStrategy::recover(antlr4::Parser* parser, std::exception_ptr error) {
  const auto* rule = parser->getContext();
  const size_t index = rule->getRuleIndex();
  if (holds(kHeaders, index)) return skip_header(parser);
  if (rule->parent == nullptr) return skip_item(parser, parser->getCurrentToken()->getTokenIndex());
  if (!holds(kItems, index)) std::rethrow_exception(error);
  skip_item(parser, rule->start->getTokenIndex());
  recovering_ = false;
}

// Before each round of a loop over items: what begins no item is reported and skipped here, so that the block goes on.
void RecoveryStrategy::sync(antlr4::Parser* parser) {
  const auto* rule = parser->getContext();
  if (!holds(kBlocks, rule->getRuleIndex())) return;
  const auto& atn = parser->getATN();
  auto* state = atn.states[parser->getState()];
  const auto kind = state->getStateType();
  using antlr4::atn::ATNState;
  if (kind != ATNState::STAR_LOOP_ENTRY && kind != ATNState::STAR_LOOP_BACK && kind != ATNState::PLUS_LOOP_BACK) return;
  while (true) {
    const antlr4::Token* const token = parser->getCurrentToken();
    const auto within = atn.nextTokens(state);
    if (within.contains(token->getType()) || token->getType() == antlr4::Token::EOF) return;
    auto expected = parser->getExpectedTokens();
    if (expected.contains(token->getType())) return;
    if (within.contains(antlr4::Token::EPSILON)) return;  // the block that holds this one says what it thinks of it
    if (!recovering_) {
      recovering_ = true;
      offending_ = token->getTokenIndex();
      if (!stopped_) explain({rule, offending_, expected, &parser->getVocabulary()}, reading_, reporter_);
      if (++errors_ == kMaxMistakes) {
        stopped_ = true;
        reporter_.report(kTooManyErrors, reading_.span(reading_.seen(offending_)));
      }
    }
    if (token->getType() == CqrsParser::RBRACE) {
      parser->consume();
    } else {
      skip_item(parser, token->getTokenIndex());
    }
    recovering_ = false;
  }
}

bool RecoveryStrategy::begins_item(size_t index, size_t first) const {
  const Token& token = reading_.seen(index);
  if (!is_word(token.type)) return false;
  const size_t next = index + 1 < reading_.visible.size() ? reading_.seen(index + 1).type : antlr4::Token::EOF;
  if (token.first_on_line) {
    const SourceFile& source = reading_.source;
    // The beginning of the line on which the item began says how far its further lines are indented at least.
    size_t line_first = first;
    while (line_first > 0 && !reading_.seen(line_first).first_on_line) --line_first;
    const bool outdented =
        source.location(token.begin).column <= source.location(reading_.seen(line_first).begin).column;
    return (outdented || line_first != first) && !continues(token.type);
  }
  if (next == CqrsParser::COLON) return true;
  if (next == CqrsParser::ASSIGN && token.type == CqrsParser::IDENTIFIER) {
    // a = 1  b = 2, but not where the error is the sign itself
    return index > offending_;
  }
  if (token.type == CqrsParser::FROM) return next == CqrsParser::VERSION;
  return holds(kClauseWords, token.type) && is_name_or_text(next);
}

void RecoveryStrategy::skip_item(antlr4::Parser* parser, size_t first) {
  size_t depth = 0;
  size_t brackets = 0;
  const size_t current = parser->getCurrentToken()->getTokenIndex();
  for (size_t i = first; i < current; ++i) {
    const size_t type = reading_.seen(i).type;
    if (type == CqrsParser::LBRACE) ++depth;
    if (type == CqrsParser::RBRACE && depth > 0) --depth;
    count_brackets(type, brackets);
  }
  while (true) {
    const antlr4::Token* const token = parser->getCurrentToken();
    const size_t index = token->getTokenIndex();
    const size_t type = token->getType();
    if (type == antlr4::Token::EOF) return;
    if (stopped_) {
      parser->consume();
      continue;
    }
    if (type == CqrsParser::RBRACE) {
      if (depth == 0) return;
      parser->consume();
      const size_t next = parser->getCurrentToken()->getType();
      if (--depth != 0 || index < offending_ || next == CqrsParser::ELSE || next == CqrsParser::BECOMES) continue;
      const size_t after = parser->getCurrentToken()->getTokenIndex();
      const bool over = next == CqrsParser::RBRACE || reading_.seen(after).first_on_line || begins_item(after, first);
      if (over) return;
      continue;
    }
    if (type == CqrsParser::LBRACE) {
      ++depth;
    } else if (depth == 0 && index > first && index >= offending_ &&
               (brackets == 0 || reading_.seen(index).first_on_line) && begins_item(index, first)) {
      return;
    }
    count_brackets(type, brackets);
    parser->consume();
  }
}

void RecoveryStrategy::skip_header(antlr4::Parser* parser) {
  while (true) {
    const size_t type = parser->getCurrentToken()->getType();
    if (type == antlr4::Token::EOF || type == CqrsParser::RBRACE) return;
    if (type == CqrsParser::LBRACE && !stopped_) return;
    parser->consume();
  }
}

}  // namespace cqrsc::parsing
