#include "plan/sql.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <string_view>

namespace cqrsc::plan {

using namespace model;

namespace {

/// What stays the same in the database: whoever is SQL-able has no other conversions.
const Expression& stored(const Expression& expression) {
  const auto* conversion = std::get_if<ConversionNode>(&expression.node);
  return conversion == nullptr ? expression : stored(*conversion->operand);
}

bool is_none(const Expression& expression) {
  const auto* constant = std::get_if<ConstantNode>(&expression.node);
  return constant != nullptr && std::holds_alternative<NoneConstant>(constant->value);
}

/// The fields of a path, outermost first; empty: it is none. `source`: what it begins with.
std::vector<const Field*> path_of(const Expression& expression, FieldSource& source) {
  if (const auto* field = std::get_if<FieldNode>(&expression.node)) {
    source = field->source;
    return {field->field};
  }
  const auto* member = std::get_if<MemberNode>(&expression.node);
  if (member == nullptr) return {};
  std::vector<const Field*> path = path_of(*member->base, source);
  if (!path.empty()) path.push_back(member->field);
  return path;
}

bool begins_with(const std::vector<const Field*>& path, const std::vector<const Field*>& beginning) {
  return path.size() >= beginning.size() && std::equal(beginning.begin(), beginning.end(), path.begin());
}

template <class Bytes>
std::string blob(const Bytes& bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text = "X'";
  for (const auto each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0xFU];
  }
  return text + "'";
}

std::string text_literal(const std::string& value) {
  // The text of a statement ends at a NUL.
  if (value.find('\0') != std::string::npos) return "CAST(" + blob(value) + " AS TEXT)";
  std::string text = "'";
  for (const char c : value) text += c == '\'' ? std::string("''") : std::string(1, c);
  return text + "'";
}

/// 16 bytes, big-endian, the sign bit flipped.
std::string wide_decimal(Int128 units) {
  __extension__ using UInt128 = unsigned __int128;
  auto bits = static_cast<UInt128>(units) ^ (UInt128{1} << 127U);
  std::string bytes(16, '\0');
  for (auto at = bytes.rbegin(); at != bytes.rend(); ++at, bits >>= 8U) *at = static_cast<char>(bits & 0xFFU);
  return blob(bytes);
}

std::string number(Int128 value, const Type& type) {
  const std::string_view kind = columns_of(type, "").front().kind;
  if (kind == "decimal128") return wide_decimal(value);
  if (kind == "unsigned64") value -= Int128{1} << 63U;
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  // As digits it would be a number of which the opposite is taken, and too large.
  if (value == kLeast) return "(" + to_text(Int128{kLeast} + 1) + " - 1)";
  return to_text(value);
}

std::string constant(const Constant& value, const Type& type) {
  const Type& held = type.kind == TypeKind::Optional ? *type.element : type;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "1" : "0";
  if (const auto* digits = std::get_if<Int128>(&value)) return number(*digits, held);
  if (const auto* text = std::get_if<std::string>(&value)) return text_literal(*text);
  if (const auto* bytes = std::get_if<BytesConstant>(&value)) return blob(bytes->bytes);
  if (const auto* uuid = std::get_if<UuidConstant>(&value)) return blob(uuid->bytes);
  if (const auto* member = std::get_if<EnumConstant>(&value)) return std::to_string(member->member->number);
  assert(std::holds_alternative<NoneConstant>(value) && "floats are never decided by the database");
  return "NULL";
}

std::string_view spelled(BinaryOperator op, bool optional) {
  switch (op) {
    case BinaryOperator::Equal: return optional ? " IS NOT DISTINCT FROM " : " = ";
    case BinaryOperator::NotEqual: return optional ? " IS DISTINCT FROM " : " <> ";
    case BinaryOperator::Less: return " < ";
    case BinaryOperator::LessOrEqual: return " <= ";
    case BinaryOperator::Greater: return " > ";
    case BinaryOperator::GreaterOrEqual: return " >= ";
    case BinaryOperator::And: return " AND ";
    default: return " OR ";
  }
}

bool is_logic(BinaryOperator op) { return op == BinaryOperator::And || op == BinaryOperator::Or; }

/// Whether it is written as a condition, and not as something that is compared.
bool is_condition(const Expression& expression) {
  return std::holds_alternative<BinaryNode>(expression.node) || std::holds_alternative<UnaryNode>(expression.node) ||
         std::holds_alternative<RangeNode>(expression.node) || std::holds_alternative<OneOfNode>(expression.node);
}

}  // namespace

Sql::Sql(const Query& query)
    : columns_(columns_of(row_fields(*query.from))), parameters_(columns_of(pointers_to(query.parameters))) {}

std::vector<const ColumnPlan*> Sql::columns(const Expression& expression) const {
  FieldSource source{};
  const auto path = path_of(stored(expression), source);
  std::vector<const ColumnPlan*> found;
  if (path.empty() || source != FieldSource::Row) return found;
  for (const ColumnPlan& column : columns_) {
    if (begins_with(column.path, path)) found.push_back(&column);
  }
  return found;
}

std::string Sql::operand(const Expression& expression) const {
  const Expression& inner = stored(expression);
  if (const auto* value = std::get_if<ConstantNode>(&inner.node)) return constant(value->value, *inner.type);
  const auto row = columns(inner);
  if (row.size() == 1) return sql_name(row.front()->name);
  FieldSource source{};
  const auto path = path_of(inner, source);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (!path.empty() && parameters_[i].path == path) return "?" + std::to_string(i + 1);
  }
  assert(false && "it is SQL-able, so it is a column, a parameter or a constant");
  return "NULL";
}

std::string Sql::condition(const Expression& expression) const {
  if (const auto* node = std::get_if<UnaryNode>(&expression.node)) return "NOT " + side(*node->operand, true);
  if (const auto* node = std::get_if<BinaryNode>(&expression.node)) return binary(*node);
  if (const auto* node = std::get_if<RangeNode>(&expression.node)) return range(*node);
  if (const auto* node = std::get_if<OneOfNode>(&expression.node)) return one_of(*node);
  return operand(expression) + " = 1";
}

/// One side of `AND`, `OR` or `NOT`. `mixed`: in parentheses where it is more than a comparison.
std::string Sql::side(const Expression& expression, bool mixed) const {
  const auto* binary = std::get_if<BinaryNode>(&expression.node);
  const bool wrapped = mixed && ((binary != nullptr && is_logic(binary->op)) || is_condition(expression));
  const std::string text = condition(expression);
  return wrapped ? "(" + text + ")" : text;
}

std::string Sql::binary(const BinaryNode& node) const {
  if (is_logic(node.op)) {
    const auto one = [&](const Expression& expression) {
      const auto* inner = std::get_if<BinaryNode>(&expression.node);
      return side(expression, inner != nullptr && is_logic(inner->op) && inner->op != node.op);
    };
    return one(*node.left) + std::string(spelled(node.op, false)) + one(*node.right);
  }
  if (is_none(*node.left) || is_none(*node.right)) {
    const Expression& tested = is_none(*node.left) ? *node.right : *node.left;
    return operand(tested) + (node.op == BinaryOperator::Equal ? " IS NULL" : " IS NOT NULL");
  }
  const bool optional = node.left->type->kind == TypeKind::Optional || node.right->type->kind == TypeKind::Optional;
  return operand(*node.left) + std::string(spelled(node.op, optional)) + operand(*node.right);
}

std::string Sql::range(const RangeNode& node) const {
  return operand(*node.value) + " BETWEEN " + operand(*node.low) + " AND " + operand(*node.high);
}

std::string Sql::one_of(const OneOfNode& node) const {
  if (node.candidates.empty()) return "0 = 1";
  const bool optional = node.value->type->kind == TypeKind::Optional;
  const std::string value = operand(*node.value);
  std::string text;
  if (!optional) {
    for (const Expression* candidate : node.candidates) text += (text.empty() ? "" : ", ") + operand(*candidate);
    return value + " IN (" + text + ")";
  }
  for (const Expression* candidate : node.candidates) {
    text += (text.empty() ? "(" : " OR ") + value + " IS NOT DISTINCT FROM " + operand(*candidate);
  }
  return text + ")";
}

std::string Sql::aggregate(const AggregateNode& node) const {
  switch (node.function) {
    case AggregateFunction::Count:
      return node.argument == nullptr ? "count(*)" : "count(*) FILTER (WHERE " + condition(*node.argument) + ")";
    case AggregateFunction::Min: return "min(" + operand(*node.argument) + ")";
    case AggregateFunction::Max: return "max(" + operand(*node.argument) + ")";
    case AggregateFunction::Sum: break;
  }
  const Type& type = *stored(*node.argument).type;
  const Type& summed = type.kind == TypeKind::Optional ? *type.element : type;
  const std::string argument = "(" + operand(*node.argument) + ")";
  if (summed.kind == TypeKind::UInt64) return "cqrs_sum_unsigned" + argument;
  return (is_integer(summed) ? "cqrs_sum_integer" : "cqrs_sum") + argument;
}

}  // namespace cqrsc::plan
