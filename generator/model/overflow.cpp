#include <algorithm>
#include <variant>

#include "model/declaration.hpp"

namespace cqrsc::model {
namespace {

bool is_checked_number(const Type& type) {
  return is_integer(type) || type.kind == TypeKind::Decimal || type.kind == TypeKind::Instant ||
         type.kind == TypeKind::Duration || type.kind == TypeKind::Date;
}

bool may_overflow(const Expression* expression) { return expression != nullptr && may_overflow(*expression); }

bool any_overflows(const std::vector<const Expression*>& expressions) {
  return std::any_of(expressions.begin(), expressions.end(), [](const Expression* e) { return may_overflow(e); });
}

bool any_overflows(const std::vector<FieldInit>& fields) {
  return std::any_of(fields.begin(), fields.end(), [](const FieldInit& init) { return may_overflow(init.value); });
}

/// Answers for one node; the result's type is at hand because that is what overflows.
struct NodeOverflow {
  const Type& type;

  bool operator()(const ConstantNode&) const { return false; }
  bool operator()(const FieldNode&) const { return false; }
  bool operator()(const LocalNode&) const { return false; }
  bool operator()(const AmbientNode&) const { return false; }
  bool operator()(const HasRoleNode&) const { return false; }
  bool operator()(const MemberNode& node) const { return may_overflow(node.base); }
  bool operator()(const IndexNode& node) const { return may_overflow(node.base) || may_overflow(node.key); }
  bool operator()(const ConversionNode& node) const {
    const bool narrows = node.kind == ConversionKind::IntegerToDecimal || node.kind == ConversionKind::Rescale;
    // What the mappings of values compute on the way is not looked into.
    return node.kind == ConversionKind::Upcast || (narrows && !is_always_exact(node)) || may_overflow(node.operand);
  }
  bool operator()(const UnaryNode& node) const {
    return (node.op == UnaryOperator::Negate && (is_integer(type) || type.kind == TypeKind::Duration)) ||
           may_overflow(node.operand);
  }
  bool operator()(const BinaryNode& node) const {
    const bool arithmetic = node.op <= BinaryOperator::Remainder;
    return (arithmetic && is_checked_number(type)) || may_overflow(node.left) || may_overflow(node.right);
  }
  bool operator()(const DivideRoundedNode&) const { return true; }
  bool operator()(const RangeNode& node) const {
    return may_overflow(node.value) || may_overflow(node.low) || may_overflow(node.high);
  }
  bool operator()(const OneOfNode& node) const { return may_overflow(node.value) || any_overflows(node.candidates); }
  bool operator()(const ConditionalNode& node) const {
    return may_overflow(node.condition) || may_overflow(node.then) || may_overflow(node.otherwise);
  }
  bool operator()(const CoalesceNode& node) const { return may_overflow(node.optional) || may_overflow(node.fallback); }
  bool operator()(const MatchNode& node) const {
    return may_overflow(node.subject) ||
           std::any_of(node.arms.begin(), node.arms.end(), [](const auto& arm) { return may_overflow(arm.result); });
  }
  bool operator()(const ConstructValueNode& node) const { return any_overflows(node.fields); }
  bool operator()(const ConstructUnionNode& node) const { return any_overflows(node.fields); }
  bool operator()(const ListNode& node) const { return any_overflows(node.elements); }
  bool operator()(const MapNode& node) const {
    return std::any_of(node.entries.begin(), node.entries.end(),
                       [](const MapEntry& entry) { return may_overflow(entry.key) || may_overflow(entry.value); });
  }
  bool operator()(const LambdaNode& node) const { return may_overflow(node.body); }
  bool operator()(const BuiltinNode& node) const {
    const bool computes = node.function == BuiltinFunction::Sum || node.function == BuiltinFunction::Abs ||
                          node.function == BuiltinFunction::Round;
    return (computes && is_checked_number(type)) || any_overflows(node.arguments);
  }
  bool operator()(const ExternCallNode& node) const { return any_overflows(node.arguments); }
  bool operator()(const InterpolationNode& node) const {
    return std::any_of(node.parts.begin(), node.parts.end(),
                       [](const TextPart& part) { return may_overflow(part.value); });
  }
  bool operator()(const OtherRowNode& node) const { return any_overflows(node.keys); }
  bool operator()(const AggregateNode& node) const { return node.function == AggregateFunction::Sum; }

 private:
  /// Whether the target has room for every value of the source.
  [[nodiscard]] bool is_always_exact(const ConversionNode& node) const {
    const Type& from = *node.operand->type;
    const int room = type.precision - type.scale;
    if (node.kind == ConversionKind::Rescale) return from.precision - from.scale <= room;
    static constexpr int kDigits[] = {3, 5, 10, 19};
    const int bits = integer_bits(from);
    const int step = bits == 8 ? 0 : bits == 16 ? 1 : bits == 32 ? 2 : 3;
    return (from.kind == TypeKind::UInt64 ? 20 : kDigits[step]) <= room;
  }
};

struct StatementOverflow {
  bool operator()(const AssignStatement& node) const {
    const auto* last = std::get_if<PathField>(&node.path.back());
    const Type* target = last == nullptr ? node.value->type : last->field->type;
    const bool computes = node.op != AssignOperator::Set && is_checked_number(*target);
    return computes || may_overflow(node.value);
  }
  bool operator()(const LetStatement& node) const { return may_overflow(node.value); }
  bool operator()(const RequireStatement& node) const {
    return may_overflow(node.condition) || any_overflows(node.rejection.fields);
  }
  bool operator()(const EmitStatement& node) const { return any_overflows(node.fields); }
  bool operator()(const IfStatement& node) const {
    return may_overflow(node.condition) || may_overflow(node.then) || may_overflow(node.otherwise);
  }
  bool operator()(const ForStatement& node) const { return may_overflow(node.range) || may_overflow(node.body); }
  bool operator()(const MatchStatement& node) const {
    return may_overflow(node.subject) ||
           std::any_of(node.arms.begin(), node.arms.end(), [](const auto& arm) { return may_overflow(arm.body); });
  }
  bool operator()(const DeleteStatement&) const { return false; }
};

}  // namespace

bool may_overflow(const Expression& expression) { return std::visit(NodeOverflow{*expression.type}, expression.node); }

bool may_overflow(const Block& block) {
  return std::any_of(block.begin(), block.end(),
                     [](const Statement* statement) { return std::visit(StatementOverflow{}, statement->node); });
}

}  // namespace cqrsc::model
