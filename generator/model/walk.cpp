#include "model/walk.hpp"

namespace cqrsc::model {
namespace {

struct ExpressionWalker {
  const ExpressionVisitor& visit;

  void operator()(const ConstantNode&) const {}
  void operator()(const FieldNode&) const {}
  void operator()(const LocalNode&) const {}
  void operator()(const AmbientNode&) const {}
  void operator()(const HasRoleNode&) const {}
  void operator()(const MemberNode& node) const { walk(node.base); }
  void operator()(const IndexNode& node) const { walk({node.base, node.key}); }
  void operator()(const ConversionNode& node) const { walk(node.operand); }
  void operator()(const UnaryNode& node) const { walk(node.operand); }
  void operator()(const BinaryNode& node) const { walk({node.left, node.right}); }
  void operator()(const DivideRoundedNode& node) const { walk({node.left, node.right}); }
  void operator()(const RangeNode& node) const { walk({node.value, node.low, node.high}); }
  void operator()(const OneOfNode& node) const {
    walk(node.value);
    walk(node.candidates);
  }
  void operator()(const ConditionalNode& node) const { walk({node.condition, node.then, node.otherwise}); }
  void operator()(const CoalesceNode& node) const { walk({node.optional, node.fallback}); }
  void operator()(const MatchNode& node) const {
    walk(node.subject);
    for (const MatchExpressionArm& arm : node.arms) walk(arm.result);
  }
  void operator()(const ConstructValueNode& node) const { for_each_expression(node.fields, visit); }
  void operator()(const ConstructUnionNode& node) const { for_each_expression(node.fields, visit); }
  void operator()(const ListNode& node) const { walk(node.elements); }
  void operator()(const MapNode& node) const {
    for (const MapEntry& entry : node.entries) walk({entry.key, entry.value});
  }
  void operator()(const LambdaNode& node) const { walk(node.body); }
  void operator()(const BuiltinNode& node) const { walk(node.arguments); }
  void operator()(const ExternCallNode& node) const { walk(node.arguments); }
  void operator()(const InterpolationNode& node) const {
    for (const TextPart& part : node.parts) walk(part.value);
  }
  void operator()(const OtherRowNode& node) const { walk(node.keys); }
  void operator()(const AggregateNode& node) const { walk(node.argument); }

 private:
  void walk(const Expression* expression) const {
    if (expression != nullptr) for_each_expression(*expression, visit);
  }
  void walk(const std::vector<const Expression*>& expressions) const {
    for (const Expression* expression : expressions) walk(expression);
  }
};

struct StatementWalker {
  const ExpressionVisitor& visit;

  void operator()(const AssignStatement& node) const {
    for (const PathStep& step : node.path)
      if (const auto* key = std::get_if<PathKey>(&step)) for_each_expression(*key->key, visit);
    for_each_expression(*node.value, visit);
  }
  void operator()(const LetStatement& node) const { for_each_expression(*node.value, visit); }
  void operator()(const RequireStatement& node) const {
    for_each_expression(*node.condition, visit);
    for_each_expression(node.rejection.fields, visit);
  }
  void operator()(const EmitStatement& node) const { for_each_expression(node.fields, visit); }
  void operator()(const IfStatement& node) const {
    for_each_expression(*node.condition, visit);
    for_each_expression(node.then, visit);
    for_each_expression(node.otherwise, visit);
  }
  void operator()(const ForStatement& node) const {
    for_each_expression(*node.range, visit);
    for_each_expression(node.body, visit);
  }
  void operator()(const MatchStatement& node) const {
    for_each_expression(*node.subject, visit);
    for (const MatchStatementArm& arm : node.arms) for_each_expression(arm.body, visit);
  }
  void operator()(const DeleteStatement&) const {}
};

}  // namespace

void for_each_expression(const Expression& expression, const ExpressionVisitor& visit) {
  visit(expression);
  std::visit(ExpressionWalker{visit}, expression.node);
}

void for_each_expression(const std::vector<FieldInit>& fields, const ExpressionVisitor& visit) {
  for (const FieldInit& init : fields) for_each_expression(*init.value, visit);
}

void for_each_expression(const Block& block, const ExpressionVisitor& visit) {
  for (const Statement* statement : block) std::visit(StatementWalker{visit}, statement->node);
}

void for_each_expression(const Upcast& upcast, const ExpressionVisitor& visit) {
  for_each_expression(upcast.fields, visit);
  for_each_expression(upcast.body, visit);
}

void for_each_expression(const UnionUpcast& upcast, const ExpressionVisitor& visit) {
  for (const AlternativeUpcast& alternative : upcast.alternatives) for_each_expression(alternative.fields, visit);
}

void for_each_expression(const Outcome& outcome, const ExpressionVisitor& visit) {
  if (const auto* events = std::get_if<OutcomeEvents>(&outcome.node)) {
    for (const EmitStatement& event : events->events) for_each_expression(event.fields, visit);
    return;
  }
  const auto& choice = std::get<OutcomeChoice>(outcome.node);
  for_each_expression(*choice.condition, visit);
  for (const Outcome& branch : choice.then) for_each_expression(branch, visit);
  for (const Outcome& branch : choice.otherwise) for_each_expression(branch, visit);
}

}  // namespace cqrsc::model
