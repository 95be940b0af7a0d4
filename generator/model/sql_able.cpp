#include "model/sql_able.hpp"

#include <algorithm>

#include "model/declaration.hpp"

namespace cqrsc::model {
namespace {

/// How a value of the type is stored.
enum class Storage { Scalar, Float, Json, Spread /* a value: a column for each field */ };

Storage storage_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::Float32:
    case TypeKind::Float64: return Storage::Float;
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Union: return Storage::Json;
    case TypeKind::Value: return Storage::Spread;
    case TypeKind::Optional: {
      const Storage inner = storage_of(*type.element);
      return inner == Storage::Spread ? Storage::Json : inner;
    }
    default: return Storage::Scalar;
  }
}

/// Whether what is stored stays what it is.
bool keeps_storage(const ConversionNode& node, const Type& target) {
  switch (node.kind) {
    case ConversionKind::WrapOptional:
    case ConversionKind::UnwrapOptional:
    case ConversionKind::BaseToId:
    case ConversionKind::IdToId: return true;
    // Unsigned 64-bit integers are shifted, so that they fit.
    case ConversionKind::WidenInteger:
      return (target.kind == TypeKind::UInt64) == (node.operand->type->kind == TypeKind::UInt64);
    default: return false;
  }
}

const Expression& stored(const Expression& expression) {
  const auto* conversion = std::get_if<ConversionNode>(&expression.node);
  if (conversion == nullptr || !keeps_storage(*conversion, *expression.type)) return expression;
  return stored(*conversion->operand);
}

bool is_path(const Expression& expression) {
  if (const auto* field = std::get_if<FieldNode>(&expression.node))
    return field->source == FieldSource::Row || field->source == FieldSource::Argument;
  const auto* member = std::get_if<MemberNode>(&expression.node);
  // What an optional value holds is inside its JSON: the base is a value itself, without conversions.
  return member != nullptr && member->base->type->kind == TypeKind::Value && is_path(*member->base);
}

bool is_none(const Expression& expression) {
  const auto* constant = std::get_if<ConstantNode>(&expression.node);
  return constant != nullptr && std::holds_alternative<NoneConstant>(constant->value);
}

/// A column, parameter or constant that is compared as what it is.
bool is_operand(const Expression& expression) {
  const Expression& inner = stored(expression);
  if (storage_of(*inner.type) != Storage::Scalar) return false;
  return std::holds_alternative<ConstantNode>(inner.node) || is_path(inner);
}

bool is_comparison(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Equal:
    case BinaryOperator::NotEqual:
    case BinaryOperator::Less:
    case BinaryOperator::LessOrEqual:
    case BinaryOperator::Greater:
    case BinaryOperator::GreaterOrEqual: return true;
    default: return false;
  }
}

/// `path == none`: also of what is kept as JSON. Floats are left out, since NaN is stored as NULL.
bool is_none_test(const BinaryNode& node) {
  if (node.op != BinaryOperator::Equal && node.op != BinaryOperator::NotEqual) return false;
  if (is_none(*node.left) == is_none(*node.right)) return false;
  const Expression& tested = is_none(*node.left) ? *node.right : *node.left;
  return is_path(tested) && storage_of(*tested.type) != Storage::Float;
}

struct SqlAble {
  const Expression& expression;

  bool operator()(const UnaryNode& node) const { return node.op == UnaryOperator::Not && is_sql_able(*node.operand); }
  bool operator()(const BinaryNode& node) const {
    if (node.op == BinaryOperator::And || node.op == BinaryOperator::Or)
      return is_sql_able(*node.left) && is_sql_able(*node.right);
    if (!is_comparison(node.op)) return false;
    return is_none_test(node) || (is_operand(*node.left) && is_operand(*node.right));
  }
  bool operator()(const RangeNode& node) const {
    return is_operand(*node.value) && is_operand(*node.low) && is_operand(*node.high);
  }
  bool operator()(const OneOfNode& node) const {
    return is_operand(*node.value) && std::all_of(node.candidates.begin(), node.candidates.end(),
                                                  [](const Expression* candidate) { return is_operand(*candidate); });
  }
  template <typename Other>
  bool operator()(const Other&) const {
    return is_operand(expression);
  }
};

}  // namespace

bool is_sql_able(const Expression& expression) { return std::visit(SqlAble{expression}, expression.node); }

bool is_column(const Expression& expression) {
  const Expression& inner = stored(expression);
  return is_path(inner) && storage_of(*inner.type) != Storage::Spread;
}

std::vector<const Expression*> conjuncts_of(const Expression& condition) {
  const auto* node = std::get_if<BinaryNode>(&condition.node);
  if (node == nullptr || node->op != BinaryOperator::And) return {&condition};
  std::vector<const Expression*> parts = conjuncts_of(*node->left);
  const std::vector<const Expression*> right = conjuncts_of(*node->right);
  parts.insert(parts.end(), right.begin(), right.end());
  return parts;
}

}  // namespace cqrsc::model
