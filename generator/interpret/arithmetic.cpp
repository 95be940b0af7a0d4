// Numbers: checked, and for decimals with all their digits until they are stored.
#include <cmath>
#include <limits>

#include "interpret/evaluator.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

constexpr int kDigits = 38;

using Wide = unsigned __int128;

Wide magnitude(Int128 number) { return number < 0 ? -static_cast<Wide>(number) : static_cast<Wide>(number); }

/// The product, where it has at most 38 digits.
std::optional<Int128> product(Int128 a, Int128 b) {
  if (a != 0 && magnitude(b) > static_cast<Wide>(power_of_ten(kDigits) - 1) / magnitude(a)) return std::nullopt;
  return a * b;
}

Int128 checked_product(Int128 a, Int128 b) {
  const auto result = product(a, b);
  if (!result) stop_overflow("a decimal of more than 38 digits");
  return *result;
}

/// The sum of two numbers of at most 38 digits, which is one of them too.
Int128 checked_sum(Int128 a, Int128 b) {
  const bool apart = (a < 0) != (b < 0);
  if (!apart && magnitude(a) + magnitude(b) >= static_cast<Wide>(power_of_ten(kDigits)))
    stop_overflow("a decimal of more than 38 digits");
  return a + b;
}

/// In units of a scale that is no smaller.
Int128 scaled(Decimal number, int scale) { return checked_product(number.units, power_of_ten(scale - number.scale)); }

int order(Decimal a, Decimal b) {
  // What outgrows 38 digits in the other's scale is beyond all that the other can be.
  const auto left = a.scale < b.scale ? product(a.units, power_of_ten(b.scale - a.scale)) : std::optional(a.units);
  const auto right = b.scale < a.scale ? product(b.units, power_of_ten(a.scale - b.scale)) : std::optional(b.units);
  if (!left) return a.units < 0 ? -1 : 1;
  if (!right) return b.units < 0 ? 1 : -1;
  return *left < *right ? -1 : *right < *left ? 1 : 0;
}

/// To the nearest, ties to even; `divisor` is not 0.
Int128 divide_half_even(Int128 value, Int128 divisor) {
  const bool negative = (value < 0) != (divisor < 0);
  const Wide whole = magnitude(value) / magnitude(divisor);
  const Wide rest = magnitude(value) % magnitude(divisor);
  const Wide left = magnitude(divisor) - rest;
  const Wide rounded = whole + (rest > left || (rest == left && whole % 2 != 0) ? 1 : 0);
  return negative ? -static_cast<Int128>(rounded) : static_cast<Int128>(rounded);
}

/// `a / b` to `scale` digits, half-even. By long division, a digit at a time, so that nothing in between outgrows.
Decimal quotient(Decimal a, Decimal b, int scale) {
  if (b.units == 0) stop_overflow("a division by zero");
  const int digits = scale + b.scale - a.scale;
  if (digits < 0) {
    // Fewer digits than the numbers have: the divisor grows instead, and where it cannot, the quotient is below a half.
    const auto divisor = product(b.units, power_of_ten(-digits));
    return {divisor ? divide_half_even(a.units, *divisor) : Int128{0}, scale};
  }
  const bool negative = (a.units < 0) != (b.units < 0);
  const Wide divisor = magnitude(b.units);
  Wide whole = magnitude(a.units) / divisor;
  Wide rest = magnitude(a.units) % divisor;
  const auto limit = static_cast<Wide>(power_of_ten(kDigits));
  const auto check = [&] {
    if (whole >= limit) stop_overflow("a decimal of more than 38 digits");
  };
  for (int i = 0; i < digits; ++i) {
    // rest < divisor < 10^38, and ten times that does not fit 128 bits: so the next digit is found by adding.
    unsigned digit = 0;
    Wide next = 0;
    for (int k = 0; k < 10; ++k) {
      next += rest;
      if (next >= divisor) next -= divisor, ++digit;
    }
    if (whole >= limit / 10) stop_overflow("a decimal of more than 38 digits");
    whole = whole * 10 + digit;
    rest = next;
  }
  const Wide left = divisor - rest;
  if (rest > left || (rest == left && whole % 2 != 0)) ++whole;
  check();
  return {negative ? -static_cast<Int128>(whole) : static_cast<Int128>(whole), scale};
}

Int128 integer_result(const Type& type, BinaryOperator op, Int128 a, Int128 b) {
  switch (op) {
    case BinaryOperator::Add: return checked_integer(type, a + b);
    case BinaryOperator::Subtract: return checked_integer(type, a - b);
    case BinaryOperator::Multiply: return checked_integer(type, checked_product(a, b));
    default: break;
  }
  if (b == 0) stop_overflow("a division by zero");
  return checked_integer(type, op == BinaryOperator::Divide ? a / b : a % b);
}

double float_result(const Type& type, BinaryOperator op, double a, double b) {
  const double result = op == BinaryOperator::Add        ? a + b
                        : op == BinaryOperator::Subtract ? a - b
                        : op == BinaryOperator::Multiply ? a * b
                                                         : a / b;
  return type.kind == TypeKind::Float32 ? static_cast<double>(static_cast<float>(result)) : result;
}

bool is_decimal(const Expression& expression) { return expression.type->kind == TypeKind::Decimal; }

bool answers(BinaryOperator op, int order) {
  switch (op) {
    case BinaryOperator::Equal: return order == 0;
    case BinaryOperator::NotEqual: return order != 0;
    case BinaryOperator::Less: return order < 0;
    case BinaryOperator::LessOrEqual: return order <= 0;
    case BinaryOperator::Greater: return order > 0;
    default: return order >= 0;
  }
}

bool answers(BinaryOperator op, double a, double b) {
  switch (op) {
    case BinaryOperator::Equal: return a == b;
    case BinaryOperator::NotEqual: return a != b;
    case BinaryOperator::Less: return a < b;
    case BinaryOperator::LessOrEqual: return a <= b;
    case BinaryOperator::Greater: return a > b;
    default: return a >= b;
  }
}

}  // namespace

Int128 checked_integer(const Type& type, Int128 number) {
  const bool time = type.kind == TypeKind::Instant || type.kind == TypeKind::Duration;
  const bool good =
      time ? std::numeric_limits<std::int64_t>::min() <= number && number <= std::numeric_limits<std::int64_t>::max()
           : fits(type, number);
  if (!good) stop_overflow(to_text(number) + " overflows " + to_text(type));
  return number;
}

Int128 Evaluator::number(const Expression& expression) { return std::get<Int128>(evaluate(expression).node); }

Value Evaluator::computed(const Expression& expression) { return {scaled(loose(expression), expression.type->scale)}; }

Int128 Evaluator::stored(const Type& type, Decimal number) {
  const Int128 units = scaled(number, type.scale);
  // What was computed keeps its digits until a field takes it; what was converted or read is as its type says.
  if (!has_digits(units, type.precision))
    stop_overflow(decimal_text(units, type.scale) + " overflows " + to_text(type));
  return units;
}

Decimal Evaluator::loose(const Expression& expression) {
  const Type& type = *expression.type;
  if (is_integer(type)) return {number(expression), 0};
  if (const auto* node = std::get_if<ConversionNode>(&expression.node)) {
    const bool widens = node->kind == ConversionKind::Rescale || node->kind == ConversionKind::IntegerToDecimal;
    if (widens) return loose(*node->operand);
  }
  if (const auto* node = std::get_if<UnaryNode>(&expression.node)) {
    const Decimal operand = loose(*node->operand);
    return {-operand.units, operand.scale};
  }
  if (const auto* node = std::get_if<BinaryNode>(&expression.node)) {
    const Decimal left = loose(*node->left);
    const Decimal right = loose(*node->right);
    if (node->op == BinaryOperator::Multiply)
      return {checked_product(left.units, right.units), left.scale + right.scale};
    const int scale = std::max(left.scale, right.scale);
    const Int128 added = scaled(right, scale);
    return {checked_sum(scaled(left, scale), node->op == BinaryOperator::Add ? added : -added), scale};
  }
  if (const auto* node = std::get_if<DivideRoundedNode>(&expression.node)) {
    // Numerator and divisor are what their types hold.
    const Decimal left{number(*node->left), is_decimal(*node->left) ? node->left->type->scale : 0};
    const Decimal right{number(*node->right), is_decimal(*node->right) ? node->right->type->scale : 0};
    return quotient(left, right, type.scale);
  }
  if (const auto* node = std::get_if<BuiltinNode>(&expression.node); node && node->function == BuiltinFunction::Round) {
    const Expression& of = *node->arguments.front();
    const Decimal operand{number(of), is_decimal(of) ? of.type->scale : 0};
    if (type.scale >= operand.scale) return operand;
    return {divide_half_even(operand.units, power_of_ten(operand.scale - type.scale)), type.scale};
  }
  // Whatever else: as it is. evaluate() would come back here, so the node is looked at itself.
  return {std::get<Int128>(node_value(expression).node), type.scale};
}

Value Evaluator::unary(const Type& type, const UnaryNode& node) {
  if (node.op == UnaryOperator::Not) return {!holds(*node.operand)};
  const Value operand = evaluate(*node.operand);
  if (const auto* number = std::get_if<double>(&operand.node)) return {-*number};
  return {checked_integer(type, -std::get<Int128>(operand.node))};
}

bool Evaluator::compared(const BinaryNode& node) {
  if (is_decimal(*node.left) || is_decimal(*node.right))
    return answers(node.op, order(loose(*node.left), loose(*node.right)));
  const Value left = evaluate(*node.left);
  const Value right = evaluate(*node.right);
  if (node.op == BinaryOperator::Equal || node.op == BinaryOperator::NotEqual)
    return equal(left, right) == (node.op == BinaryOperator::Equal);
  if (const auto* number = std::get_if<double>(&left.node))
    return answers(node.op, *number, std::get<double>(right.node));
  return answers(node.op, compare(left, right));
}

Value Evaluator::binary(const Type& type, const BinaryNode& node) {
  switch (node.op) {
    case BinaryOperator::And: return {holds(*node.left) && holds(*node.right)};
    case BinaryOperator::Or: return {holds(*node.left) || holds(*node.right)};
    case BinaryOperator::Equal:
    case BinaryOperator::NotEqual:
    case BinaryOperator::Less:
    case BinaryOperator::LessOrEqual:
    case BinaryOperator::Greater:
    case BinaryOperator::GreaterOrEqual: return {compared(node)};
    default: return arithmetic(type, node);
  }
}

Value Evaluator::arithmetic(const Type& type, const BinaryNode& node) {
  const Value left = evaluate(*node.left);
  const Value right = evaluate(*node.right);
  if (const auto* number = std::get_if<double>(&left.node))
    return {float_result(type, node.op, *number, std::get<double>(right.node))};
  return {integer_result(type, node.op, std::get<Int128>(left.node), std::get<Int128>(right.node))};
}

Value Evaluator::sum(const Type& type, const BuiltinNode& node) {
  const Value list = evaluate(*node.arguments.front());
  const auto each = [&](const Value& element) {
    return node.arguments.size() == 1 ? element : apply(*node.arguments[1], element);
  };
  Value total = zero_of(type);
  for (const Value& element : std::get<List>(list.node).elements) {
    const Value next = each(element);
    if (auto* number = std::get_if<double>(&total.node)) {
      *number = float_result(type, BinaryOperator::Add, *number, std::get<double>(next.node));
      continue;
    }
    auto& number = std::get<Int128>(total.node);
    const Int128 added = std::get<Int128>(next.node);
    number = type.kind == TypeKind::Decimal ? stored(type, {checked_sum(number, added), type.scale})
                                            : checked_integer(type, number + added);
  }
  return total;
}

void Evaluator::add(const Type& type, Value& target, const Expression& value, bool negative) {
  if (auto* number = std::get_if<double>(&target.node)) {
    const auto op = negative ? BinaryOperator::Subtract : BinaryOperator::Add;
    *number = float_result(type, op, *number, std::get<double>(evaluate(value).node));
    return;
  }
  auto& number = std::get<Int128>(target.node);
  if (type.kind == TypeKind::Decimal) {
    const Decimal added = loose(value);
    const int scale = std::max<int>(added.scale, type.scale);
    const Int128 units = scaled(added, scale);
    number = stored(type, {checked_sum(scaled({number, type.scale}, scale), negative ? -units : units), scale});
    return;
  }
  const Int128 added = this->number(value);
  number = checked_integer(type, negative ? number - added : number + added);
}

}  // namespace cqrsc::interpret
