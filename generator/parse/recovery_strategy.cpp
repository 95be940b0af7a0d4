#include "parse/recovery_strategy.hpp"

#include <algorithm>
#include <array>

#include "parse/explain.hpp"
#include "parse/parse.hpp"
#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

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
    CqrsParser::RuleQueryDeclaration,
    CqrsParser::RuleProcessDeclaration,
    CqrsParser::RuleBlock,
    CqrsParser::RuleMatchStatement,
    CqrsParser::RuleMatchExpression,
    CqrsParser::RuleScenarioDeclaration,
    CqrsParser::RuleGivenClause,
    CqrsParser::RuleThenClause,
    CqrsParser::RuleStreamHistory,
});

// Of these, the ones whose items may begin in the middle of a line, as `name: Type` and as `name = value`.
constexpr auto kBlocksOfFields = std::to_array<size_t>({
    CqrsParser::RuleValueDeclaration,
    CqrsParser::RuleAlternative,
    CqrsParser::RuleErrorDeclaration,
    CqrsParser::RuleEventDeclaration,
    CqrsParser::RuleStateBlock,
    CqrsParser::RuleCommandDeclaration,
    CqrsParser::RuleProjectionDeclaration,
});
constexpr auto kBlocksOfValues = std::to_array<size_t>({
    CqrsParser::RuleEnumDeclaration,
    CqrsParser::RuleUnionDeclaration,
    CqrsParser::RuleFromBlock,
    CqrsParser::RuleInitializers,
    CqrsParser::RuleBlock,
    CqrsParser::RuleCommandDeclaration,
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

// What a type, a value or an item ends with.
bool ends_value(size_t type) {
  switch (type) {
    case CqrsParser::IDENTIFIER:
    case CqrsParser::VERSION:
    case CqrsParser::INTEGER:
    case CqrsParser::DECIMAL_NUMBER:
    case CqrsParser::DURATION:
    case CqrsParser::STRING:
    case CqrsParser::INTERPOLATED:
    case CqrsParser::NONE:
    case CqrsParser::TRUE:
    case CqrsParser::FALSE:
    case CqrsParser::RPAREN:
    case CqrsParser::RBRACKET:
    case CqrsParser::RBRACE:
    case CqrsParser::GREATER:
    case CqrsParser::QUESTION:
    case CqrsParser::COMMA: return true;
    default: return false;
  }
}

void count_brackets(size_t type, size_t& open) {
  if (type == CqrsParser::LPAREN || type == CqrsParser::LBRACKET) ++open;
  if ((type == CqrsParser::RPAREN || type == CqrsParser::RBRACKET) && open > 0) --open;
}

// The block that a rule is an item of, or within one.
size_t block_around(const antlr4::RuleContext* rule) {
  for (; rule != nullptr; rule = dynamic_cast<const antlr4::RuleContext*>(rule->parent)) {
    if (holds(kBlocks, rule->getRuleIndex())) return rule->getRuleIndex();
  }
  return CqrsParser::RuleFile;
}

// What begins a clause of a query, which follows no braces.
bool begins_clause(size_t type, size_t next) {
  switch (type) {
    case CqrsParser::FROM:
    case CqrsParser::SELECT:
    case CqrsParser::WHERE:
    case CqrsParser::ORDER:
    case CqrsParser::GROUP:
    case CqrsParser::LIMIT: return next != CqrsParser::COLON && next != CqrsParser::VERSION;
    default: return false;
  }
}

// Whether a sign is known to be written for another; `next` is what stands behind it.
bool stands_for(size_t found, const antlr4::misc::IntervalSet& wanted, size_t next) {
  constexpr size_t kMost = 3;  // `=`, `+=` or `-=`
  if (wanted.size() > kMost) return false;
  switch (found) {
    case CqrsParser::ARROW: return wanted.contains(size_t{CqrsParser::FAT_ARROW});
    case CqrsParser::FAT_ARROW: return wanted.contains(size_t{CqrsParser::ARROW});
    case CqrsParser::COLON:
      return wanted.contains(size_t{CqrsParser::FAT_ARROW}) || wanted.contains(size_t{CqrsParser::ARROW}) ||
             (wanted.contains(size_t{CqrsParser::ASSIGN}) && next != CqrsParser::ASSIGN);
    default: return false;
  }
}

bool is_stray(size_t type) {
  return type == CqrsParser::COLON || type == CqrsParser::ASSIGN || type == CqrsParser::FAT_ARROW ||
         type == CqrsParser::ARROW || type == CqrsParser::COMMA || type == CqrsParser::RPAREN;
}

// Words and signs behind which stands what is computed.
bool computes_from(size_t type) {
  switch (type) {
    case CqrsParser::ASSIGN:
    case CqrsParser::PLUS_ASSIGN:
    case CqrsParser::MINUS_ASSIGN:
    case CqrsParser::WHERE:
    case CqrsParser::REQUIRE:
    case CqrsParser::ALLOW:
    case CqrsParser::INVARIANT:
    case CqrsParser::EMIT:
    case CqrsParser::ELSE: return true;
    default: return false;
  }
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

// One sign that stands in the place of another, or is too many, is passed over once it is reported; so nothing around
// it is lost. All else gives up the item.
antlr4::Token* RecoveryStrategy::recoverInline(antlr4::Parser* parser) {
  const antlr4::InputMismatchException error(parser);
  antlr4::Token* const found = parser->getCurrentToken();
  const auto expected = parser->getExpectedTokens();
  const auto next = static_cast<size_t>(parser->getTokenStream()->LA(2));
  const bool single = expected.size() == 1;
  const bool instead = stands_for(found->getType(), expected, next) ||
                       (single && is_near(*found, parser->getVocabulary().getLiteralName(expected.getMinElement())));
  // decimal(, 2): the number is missing, not the comma too many.
  const bool lacks_number = expected.contains(size_t{CqrsParser::INTEGER}) && found->getType() == CqrsParser::COMMA;
  const bool stray = single && is_stray(found->getType()) && expected.contains(next) && !lacks_number;
  const bool in_let = parser->getContext()->getRuleIndex() == CqrsParser::RuleLetStatement;
  const size_t value = in_let ? behind_type(found->getTokenIndex()) : 0;
  if (recovering_ || stopped_ || (value == 0 && (in_let || !(instead || stray)))) throw error;
  reportError(parser, error);
  recovering_ = false;
  // let x: int32 = 1: the value is read all the same.
  while (parser->getCurrentToken()->getTokenIndex() < value) parser->consume();
  antlr4::Token* const passed = parser->consume();
  return instead || value != 0 ? passed : parser->consume();
}

// The `=` behind `: Type` in a `let`; 0 if none stands there.
size_t RecoveryStrategy::behind_type(size_t colon) const {
  if (reading_.seen(colon).type != CqrsParser::COLON) return 0;
  for (size_t i = colon + 1; i < reading_.visible.size() && !reading_.seen(i).first_on_line; ++i) {
    switch (reading_.seen(i).type) {
      case CqrsParser::ASSIGN: return i > colon + 1 ? i : 0;
      case CqrsParser::IDENTIFIER:
      case CqrsParser::VERSION:
      case CqrsParser::LIST:
      case CqrsParser::SET:
      case CqrsParser::MAP:
      case CqrsParser::DECIMAL:
      case CqrsParser::INTEGER:
      case CqrsParser::LESS:
      case CqrsParser::GREATER:
      case CqrsParser::LPAREN:
      case CqrsParser::RPAREN:
      case CqrsParser::COMMA:
      case CqrsParser::DOT:
      case CqrsParser::QUESTION: break;
      default: return 0;
    }
  }
  return 0;
}

// Whether a word is only misspelled; `wanted` is in the quotes of ANTLR.
bool RecoveryStrategy::is_near(const antlr4::Token& found, std::string_view wanted) const {
  if (found.getType() != CqrsParser::IDENTIFIER || wanted.size() < 2) return false;
  const std::string word = in_lower_case(reading_.source.text(reading_.span(reading_.seen(found.getTokenIndex()))));
  return edit_distance(word, wanted.substr(1, wanted.size() - 2)) <= tolerance(word);
}

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
  say(found);
}

// Whether what does not fit only goes on with what was reported: arms behind `match x with`, lines of a block that was
// not opened, and prose.
bool RecoveryStrategy::is_echo(const antlr4::ParserRuleContext& rule, size_t index) const {
  if (last_ == nullptr) return false;
  const Token& token = reading_.seen(index);
  if (token.type == CqrsParser::BAR) return last_ == &kForeignWord || last_ == &kMisplaced;
  if (rule.getRuleIndex() != CqrsParser::RuleFile || !token.first_on_line) return false;
  const auto* const before =
      rule.children.empty() ? nullptr : dynamic_cast<antlr4::ParserRuleContext*>(rule.children.back());
  if (before != nullptr && before->start->getTokenIndex() > said_at_) return false;
  if (reading_.source.location(token.begin).column > 1) return true;
  size_t words = 0;
  for (size_t i = index; i == index || (i < reading_.visible.size() && !reading_.seen(i).first_on_line); ++i)
    words += is_word(reading_.seen(i).type) ? 1 : 0;
  constexpr size_t kSentence = 4;
  if (token.type != CqrsParser::IDENTIFIER || words < kSentence) return false;
  for (size_t i = said_at_; i < reading_.visible.size() && (i <= index || !reading_.seen(i).first_on_line); ++i)
    if (reading_.seen(i).type == CqrsParser::LBRACE) return false;
  return true;
}

void RecoveryStrategy::say(const SyntaxError& error) {
  said_at_ = error.offending;
  const size_t said = reporter_.diagnostics().size();
  explain(error, reading_, reporter_);
  last_ = reporter_.diagnostics().size() == said ? nullptr : reporter_.diagnostics().back().info;
  if (++errors_ != kMaxMistakes) return;
  stopped_ = true;
  reporter_.report(kTooManyErrors, reading_.span(reading_.seen(offending_)));
}

void RecoveryStrategy::recover(antlr4::Parser* parser, std::exception_ptr error) {
  auto* rule = parser->getContext();
  const size_t index = rule->getRuleIndex();
  // `public class X {` declares no event: its block is not one of an event either.
  const bool no_event = index == CqrsParser::RuleEventHeader && rule->getTokens(CqrsParser::EVENT).empty();
  if (holds(kHeaders, index) && !no_event) return skip_header(parser);
  if (rule->parent == nullptr) return skip_item(parser, parser->getCurrentToken()->getTokenIndex());
  if (!holds(kItems, index)) std::rethrow_exception(error);
  give_up_before(rule);
  skip_item(parser, rule->start->getTokenIndex());
  recovering_ = false;
}

// where beds between 1 and 6: the mistake is in the item before, of which the rest was taken for another.
void RecoveryStrategy::give_up_before(antlr4::ParserRuleContext* item) {
  auto* const block = dynamic_cast<antlr4::ParserRuleContext*>(item->parent);
  const size_t first = item->start->getTokenIndex();
  if (block == nullptr || block->children.size() < 2 || reading_.seen(first).first_on_line) return;
  give_up(block->children[block->children.size() - 2], first);
}

// Gives up an item that ends where another begins on the same line, if it computes something: only then can it have
// ended too early.
void RecoveryStrategy::give_up(antlr4::tree::ParseTree* item, size_t next) {
  auto* const rule = dynamic_cast<antlr4::ParserRuleContext*>(item);
  if (rule == nullptr || rule->start == nullptr || next == 0) return;
  if (reading_.seen(next - 1).type == CqrsParser::RBRACE || reading_.seen(next - 1).type == CqrsParser::COMMA) return;
  bool computes = false;
  for (size_t i = rule->start->getTokenIndex(); i < next; ++i)
    computes = computes || computes_from(reading_.seen(i).type);
  // A type in two words: the first was taken for all of it.
  if (!computes && last_ != &kForeignType) return;
  const auto lost = std::make_exception_ptr(antlr4::ParseCancellationException());
  rule->exception = lost;
  if (rule->children.empty()) return;
  if (auto* chosen = dynamic_cast<antlr4::ParserRuleContext*>(rule->children.front())) chosen->exception = lost;
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
    // A query without its `from` ends where the next declaration begins.
    if (rule->getRuleIndex() == CqrsParser::RuleQueryDeclaration && !in_query(*rule, token->getTokenIndex())) {
      recovering_ = recovering_ || said_at_ > rule->start->getTokenIndex();
      return;
    }
    const auto within = atn.nextTokens(state);
    if (within.contains(token->getType()) || token->getType() == antlr4::Token::EOF) return;
    auto expected = parser->getExpectedTokens();
    if (expected.contains(token->getType())) return;
    // Else the block that holds this one says what it thinks of it.
    if (within.contains(antlr4::Token::EPSILON) && !in_query(*rule, token->getTokenIndex())) return;
    if (!recovering_) {
      recovering_ = true;
      offending_ = token->getTokenIndex();
      if (!stopped_ && !is_echo(*rule, offending_)) say({rule, offending_, expected, &parser->getVocabulary()});
      if (!reading_.seen(offending_).first_on_line && !rule->children.empty())
        give_up(rule->children.back(), offending_);
    }
    if (token->getType() == CqrsParser::RBRACE) {
      parser->consume();
    } else {
      skip_item(parser, token->getTokenIndex());
    }
    // Of a query that goes on in another language, the rest is passed over in silence.
    recovering_ = rule->getRuleIndex() == CqrsParser::RuleQueryDeclaration && last_ == &kForeignWord;
    if (recovering_) return;
  }
}

// Whether a token belongs to the query before it: it stands on its line, or further in than the query's own word.
bool RecoveryStrategy::in_query(const antlr4::ParserRuleContext& rule, size_t index) const {
  if (rule.getRuleIndex() != CqrsParser::RuleQueryDeclaration || rule.start == nullptr) return false;
  const Token& token = reading_.seen(index);
  const Token& query = reading_.seen(rule.start->getTokenIndex());
  const SourceFile& source = reading_.source;
  return !token.first_on_line || source.location(token.begin).column > source.location(query.begin).column;
}

bool RecoveryStrategy::begins_item(size_t index, size_t first, size_t block) const {
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
    const bool clause = block != CqrsParser::RuleQueryDeclaration && begins_clause(token.type, next);
    return (outdented || line_first != first) && !continues(token.type) && !clause;
  }
  // `private String owner = ""`: what stands behind a word of another language on its line is written in that, too.
  const bool misplaced_let = last_ == &kMisplaced && reading_.seen(offending_).type == CqrsParser::LET;
  if (misplaced_let && reading_.seen(index - 1).type != CqrsParser::RBRACE) return false;
  const bool foreign = last_ == &kForeignWord;
  if (next == CqrsParser::COLON && holds(kBlocksOfFields, block)) return true;
  if (repeats_slip(index, block)) return true;
  if (next == CqrsParser::ASSIGN && token.type == CqrsParser::IDENTIFIER) {
    // a = 1  b = 2, but not where the error is the sign itself
    return index > offending_ && !foreign && holds(kBlocksOfValues, block);
  }
  if (token.type == CqrsParser::FROM) return next == CqrsParser::VERSION;
  if (block == CqrsParser::RuleQueryDeclaration && foreign) return false;
  return holds(kClauseWords, token.type) && is_name_or_text(next);
}

// a int64  b int64, a = int64  b = int64, { a: 1  b: 2 }: who writes one item so writes those after it so, too.
bool RecoveryStrategy::repeats_slip(size_t index, size_t block) const {
  if (index <= offending_ || !ends_value(reading_.seen(index - 1).type)) return false;
  const Token& token = reading_.seen(index);
  const Token& next = reading_.seen(index + 1);
  if (last_ == &kValueWithColon) return next.type == CqrsParser::COLON && holds(kBlocksOfValues, block);
  if (last_ != &kFieldWithoutColon && last_ != &kTypeBeforeName) return false;
  if (!holds(kBlocksOfFields, block) || token.type != CqrsParser::IDENTIFIER || next.first_on_line) return false;
  switch (next.type) {
    case CqrsParser::ASSIGN: return reading_.seen(offending_).type == CqrsParser::ASSIGN;
    case CqrsParser::LIST:
    case CqrsParser::SET:
    case CqrsParser::MAP:
    case CqrsParser::DECIMAL: return true;
    case CqrsParser::IDENTIFIER: break;
    default: return false;
  }
  const auto is_type = [&](const Token& word) { return looks_like_type(reading_.source.text(reading_.span(word))); };
  return is_type(token) || is_type(next);
}

void RecoveryStrategy::skip_item(antlr4::Parser* parser, size_t first) {
  size_t depth = 0;
  size_t brackets = 0;
  const size_t block = block_around(parser->getContext());
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
      const bool over =
          next == CqrsParser::RBRACE || reading_.seen(after).first_on_line || begins_item(after, first, block);
      if (over) return;
      continue;
    }
    if (type == CqrsParser::LBRACE) {
      ++depth;
    } else if (depth == 0 && index > first && index >= offending_ &&
               (brackets == 0 || reading_.seen(index).first_on_line) && begins_item(index, first, block)) {
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
