#include <utility>

#include "parse/builder.hpp"
#include "parse/unquote.hpp"

namespace cqrsc::parsing {

using antlr4::tree::TerminalNode;
using syntax::BinaryOperator;
using syntax::ExpressionPtr;

namespace {

// Longer chains of one operator would make trees too deep for those who walk them.
constexpr size_t kMaxChain = 1000;

antlr4::ParserRuleContext* rule_at(const antlr4::ParserRuleContext* ctx, size_t child) {
  return dynamic_cast<antlr4::ParserRuleContext*>(ctx->children[child]);
}

// The token of an operator, whether it stands alone or as a rule of its own.
antlr4::Token* operator_at(const antlr4::ParserRuleContext* ctx, size_t child) {
  if (auto* node = dynamic_cast<TerminalNode*>(ctx->children[child])) return node->getSymbol();
  return rule_at(ctx, child)->start;
}

BinaryOperator binary_operator(size_t token_type) {
  switch (token_type) {
    case CqrsParser::OR: return BinaryOperator::logical_or;
    case CqrsParser::AND: return BinaryOperator::logical_and;
    case CqrsParser::QUESTION_QUESTION: return BinaryOperator::coalesce;
    case CqrsParser::PLUS: return BinaryOperator::add;
    case CqrsParser::MINUS: return BinaryOperator::subtract;
    case CqrsParser::STAR: return BinaryOperator::multiply;
    case CqrsParser::SLASH: return BinaryOperator::divide;
    case CqrsParser::PERCENT: return BinaryOperator::remainder;
    case CqrsParser::EQUAL: return BinaryOperator::equal;
    case CqrsParser::NOT_EQUAL: return BinaryOperator::not_equal;
    case CqrsParser::LESS: return BinaryOperator::less;
    case CqrsParser::LESS_EQUAL: return BinaryOperator::less_equal;
    case CqrsParser::GREATER: return BinaryOperator::greater;
    case CqrsParser::GREATER_EQUAL: return BinaryOperator::greater_equal;
    default: return BinaryOperator::in;
  }
}

}  // namespace

ExpressionPtr Builder::make(const Rule* ctx, syntax::Expression::Node node) const {
  return std::make_unique<syntax::Expression>(syntax::Expression{span(ctx), std::move(node), false});
}

ExpressionPtr Builder::error_expression(Span place) const {
  return std::make_unique<syntax::Expression>(syntax::Expression{place, syntax::ErrorExpression{}, false});
}

ExpressionPtr Builder::expression(Rule* ctx) {
  // Most levels of precedence hold nothing but the next one.
  while (!broken(ctx) && ctx->children.size() == 1 && ctx->getRuleIndex() != CqrsParser::RulePrimary &&
         ctx->getRuleIndex() != CqrsParser::RuleConstruction) {
    ctx = rule_at(ctx, 0);
  }
  if (broken(ctx)) {
    ++lost_;
    return error_expression(span(ctx));
  }
  switch (ctx->getRuleIndex()) {
    case CqrsParser::RuleExpression:
    case CqrsParser::RuleHead: return conditional(ctx);
    case CqrsParser::RuleNegation:
    case CqrsParser::RuleHeadNegation: return prefixed(ctx, syntax::UnaryOperator::logical_not);
    case CqrsParser::RuleUnary:
    case CqrsParser::RuleHeadUnary: return prefixed(ctx, syntax::UnaryOperator::negate);
    case CqrsParser::RuleComparison:
    case CqrsParser::RuleHeadComparison: return comparison(ctx);
    case CqrsParser::RulePostfix:
    case CqrsParser::RuleHeadPostfix: return postfix(ctx);
    case CqrsParser::RuleConstruction: return construction(static_cast<CqrsParser::ConstructionContext*>(ctx));
    case CqrsParser::RulePrimary: return primary(static_cast<CqrsParser::PrimaryContext*>(ctx));
    default: return binary(ctx);
  }
}

ExpressionPtr Builder::conditional(Rule* ctx) {
  auto condition = expression(rule_at(ctx, 1));
  auto then_value = expression(rule_at(ctx, 3));
  auto else_value = expression(rule_at(ctx, 5));
  return make(ctx, syntax::ConditionalExpression{std::move(condition), std::move(then_value), std::move(else_value)});
}

ExpressionPtr Builder::binary(Rule* ctx) {
  if (ctx->children.size() / 2 > kMaxChain) {
    reporter_.report(kExpressionTooLong, span(ctx), kMaxChain).help("give parts of it a name with `let`");
    ++lost_;
    return error_expression(span(ctx));
  }
  ExpressionPtr left = expression(rule_at(ctx, 0));
  for (size_t i = 1; i + 1 < ctx->children.size(); i += 2) {
    const antlr4::Token* sign = operator_at(ctx, i);
    ExpressionPtr right = expression(rule_at(ctx, i + 1));
    const Span place = left->span.to(right->span);
    syntax::BinaryExpression node{binary_operator(sign->getType()), span(sign), std::move(left), std::move(right)};
    left = std::make_unique<syntax::Expression>(syntax::Expression{place, std::move(node), false});
  }
  return left;
}

ExpressionPtr Builder::prefixed(Rule* ctx, syntax::UnaryOperator operation) {
  auto operand = expression(rule_at(ctx, 1));
  return make(ctx, syntax::UnaryExpression{operation, span(operator_at(ctx, 0)), std::move(operand)});
}

ExpressionPtr Builder::comparison(Rule* ctx) {
  auto left = expression(rule_at(ctx, 0));
  const antlr4::Token* sign = operator_at(ctx, 1);
  if (sign->getType() == CqrsParser::MATCHES) {
    return make(ctx, syntax::MatchesTest{std::move(left), string(static_cast<TerminalNode*>(ctx->children[2]))});
  }
  auto right = expression(rule_at(ctx, 2));
  if (ctx->children.size() == 5) {
    return make(ctx, syntax::RangeTest{std::move(left), std::move(right), expression(rule_at(ctx, 4))});
  }
  const auto operation = binary_operator(sign->getType());
  return make(ctx, syntax::BinaryExpression{operation, span(sign), std::move(left), std::move(right)});
}

ExpressionPtr Builder::postfix(Rule* ctx) {
  if (ctx->children.size() > kMaxChain) {
    reporter_.report(kExpressionTooLong, span(ctx), kMaxChain).help("give parts of it a name with `let`");
    ++lost_;
    return error_expression(span(ctx));
  }
  ExpressionPtr result = expression(rule_at(ctx, 0));
  for (size_t i = 1; i < ctx->children.size(); ++i) {
    result = with_suffix(std::move(result), dynamic_cast<CqrsParser::SuffixContext*>(ctx->children[i]));
  }
  return result;
}

ExpressionPtr Builder::path(CqrsParser::PathContext* ctx) {
  ExpressionPtr result = make(ctx->name(), syntax::NameExpression{name(ctx->name())});
  if (ctx->children.size() > kMaxChain) {
    reporter_.report(kExpressionTooLong, span(ctx), kMaxChain);
    ++lost_;
    return error_expression(span(ctx));
  }
  for (auto* suffix : ctx->suffix()) result = with_suffix(std::move(result), suffix);
  return result;
}

ExpressionPtr Builder::with_suffix(ExpressionPtr object, CqrsParser::SuffixContext* ctx) {
  const Span place = object->span.to(span(ctx));
  syntax::Expression::Node node;
  if (ctx->name() != nullptr) {
    node = syntax::MemberExpression{std::move(object), name(ctx->name())};
  } else {
    node = syntax::IndexExpression{std::move(object), expression(ctx->expression())};
  }
  return std::make_unique<syntax::Expression>(syntax::Expression{place, std::move(node), false});
}

// ------------------------------------------------------------------------------------------------------------- primary

ExpressionPtr Builder::primary(CqrsParser::PrimaryContext* ctx) {
  if (auto* node = dynamic_cast<TerminalNode*>(ctx->children.front())) return literal(node);
  auto* rule = chosen(ctx);
  switch (rule->getRuleIndex()) {
    case CqrsParser::RuleParenthesized: {
      auto result = expression(rule_at(rule, 1));
      result->parenthesized = true;
      result->span = span(rule);
      return result;
    }
    case CqrsParser::RuleCollection: return collection(static_cast<CqrsParser::CollectionContext*>(rule));
    case CqrsParser::RuleMatchExpression:
      return match_expression(static_cast<CqrsParser::MatchExpressionContext*>(rule));
    case CqrsParser::RuleRoleTest:
      return make(ctx, syntax::RoleTest{string(static_cast<CqrsParser::RoleTestContext*>(rule)->STRING())});
    case CqrsParser::RuleMatchesIt:
      return make(ctx,
                  syntax::MatchesTest{nullptr, string(static_cast<CqrsParser::MatchesItContext*>(rule)->STRING())});
    case CqrsParser::RuleCall: return call(static_cast<CqrsParser::CallContext*>(rule));
    default: return make(ctx, syntax::NameExpression{name_at(span(rule))});
  }
}

ExpressionPtr Builder::literal(TerminalNode* node) {
  const Span place = span(node);
  if (all_[visible_[node->getSymbol()->getTokenIndex()]].inserted) {
    ++lost_;
    return error_expression(place);
  }
  const std::string_view words = source_.text(place);
  syntax::Expression::Node result;
  switch (node->getSymbol()->getType()) {
    case CqrsParser::INTEGER:
      if (words.find_first_not_of("0123456789") != std::string_view::npos) return error_expression(place);
      result = syntax::IntegerLiteral{{std::string(words), place}};
      break;
    case CqrsParser::DECIMAL_NUMBER: result = syntax::DecimalLiteral{std::string(words)}; break;
    case CqrsParser::DURATION: {
      const size_t digits = words.find_first_not_of("0123456789");
      const Span amount{place.file, place.begin, place.begin + static_cast<uint32_t>(digits)};
      result =
          syntax::DurationLiteral{{std::string(words.substr(0, digits)), amount}, std::string(words.substr(digits))};
      break;
    }
    case CqrsParser::STRING: result = syntax::StringLiteral{string(node)}; break;
    case CqrsParser::TRUE: result = syntax::BoolLiteral{true}; break;
    case CqrsParser::FALSE: result = syntax::BoolLiteral{false}; break;
    case CqrsParser::INTERPOLATED: return interpolated(node);
    default: result = syntax::NoneLiteral{};
  }
  return std::make_unique<syntax::Expression>(syntax::Expression{place, std::move(result), false});
}

ExpressionPtr Builder::collection(CqrsParser::CollectionContext* ctx) {
  syntax::CollectionLiteral result;
  for (auto* item : ctx->collectionItem()) {
    auto first = expression(item->expression(0));
    if (item->COLON() == nullptr) {
      result.items.push_back({nullptr, std::move(first)});
    } else {
      result.items.push_back({std::move(first), expression(item->expression(1))});
    }
  }
  return make(ctx, std::move(result));
}

ExpressionPtr Builder::call(CqrsParser::CallContext* ctx) {
  return make(ctx, syntax::CallExpression{name(ctx->name()), arguments(ctx->arguments())});
}

std::vector<ExpressionPtr> Builder::arguments(CqrsParser::ArgumentsContext* ctx) {
  std::vector<ExpressionPtr> result;
  if (ctx == nullptr) return result;
  for (auto* argument : ctx->argument()) {
    auto value = expression(argument->expression());
    if (argument->name() != nullptr) {
      value = make(argument, syntax::LambdaExpression{name(argument->name()), std::move(value)});
    }
    result.push_back(std::move(value));
  }
  return result;
}

ExpressionPtr Builder::construction(CqrsParser::ConstructionContext* ctx) { return make(ctx, construct(ctx)); }

syntax::ConstructExpression Builder::construct(CqrsParser::ConstructionContext* ctx) {
  return {reference(ctx->reference()), optional_version(ctx->VERSION()), initializers(ctx->initializers()),
          span(ctx->initializers())};
}

syntax::Initializer Builder::initializer(CqrsParser::InitializerContext* ctx) {
  return {name(ctx->name()), expression(ctx->expression()), span(ctx)};
}

std::vector<syntax::Initializer> Builder::initializers(CqrsParser::InitializersContext* ctx) {
  std::vector<syntax::Initializer> result;
  if (broken(ctx)) {
    ++lost_;
    return result;
  }
  if (damaged(ctx)) ++lost_;
  for (auto* item : ctx->initializerItem()) {
    if (broken(item)) {
      ++lost_;
    } else {
      result.push_back(initializer(item->initializer()));
    }
  }
  return result;
}

syntax::Made Builder::made(CqrsParser::MadeContext* ctx) {
  syntax::Made result;
  result.type = reference(ctx->reference());
  result.span = span(ctx);
  if (auto* braces = ctx->initializers()) {
    result.initializers = initializers(braces);
    result.braces = span(braces);
  }
  return result;
}

std::vector<ExpressionPtr> Builder::keys(const std::vector<CqrsParser::HeadContext*>& contexts) {
  std::vector<ExpressionPtr> result;
  for (auto* ctx : contexts) result.push_back(expression(ctx));
  return result;
}

// --------------------------------------------------------------------------------------------------------------- match

ExpressionPtr Builder::match_expression(CqrsParser::MatchExpressionContext* ctx) {
  syntax::MatchExpression result;
  result.subject = expression(ctx->head());
  for (auto* arm : ctx->matchExpressionItem()) {
    if (broken(arm)) {
      ++lost_;
    } else {
      result.arms.push_back({pattern(arm->pattern()), expression(arm->expression()), span(arm)});
    }
  }
  return make(ctx, std::move(result));
}

syntax::Pattern Builder::pattern(CqrsParser::PatternContext* ctx) {
  syntax::Pattern result{span(ctx), syntax::ElsePattern{}};
  if (auto* named = ctx->patternName()) {
    syntax::NamePattern node;
    node.name.span = span(named);
    node.name.parts.push_back(name(named->name()));
    for (TerminalNode* part : named->IDENTIFIER()) node.name.parts.push_back(name(part));
    if (ctx->name() != nullptr) node.binding = name(ctx->name());
    result.node = std::move(node);
  } else if (ctx->MINUS() != nullptr) {
    const Span sign = span(ctx->MINUS());
    result.node = syntax::LiteralPattern{
        make(ctx, syntax::UnaryExpression{syntax::UnaryOperator::negate, sign, literal(ctx->INTEGER())})};
  } else if (ctx->ELSE() == nullptr) {
    result.node = syntax::LiteralPattern{literal(static_cast<TerminalNode*>(ctx->children.front()))};
  }
  return result;
}

}  // namespace cqrsc::parsing
