// Operators: comparison, logic, arithmetic, `in`, `??`, `if … then … else`.
#include <algorithm>
#include <array>
#include <utility>

#include "sema/functions.hpp"
#include "sema/habits.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;
using syntax::BinaryOperator;

model::BinaryOperator model_operator(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::multiply: return model::BinaryOperator::Multiply;
    case BinaryOperator::divide: return model::BinaryOperator::Divide;
    case BinaryOperator::remainder: return model::BinaryOperator::Remainder;
    case BinaryOperator::subtract: return model::BinaryOperator::Subtract;
    case BinaryOperator::equal: return model::BinaryOperator::Equal;
    case BinaryOperator::not_equal: return model::BinaryOperator::NotEqual;
    case BinaryOperator::less: return model::BinaryOperator::Less;
    case BinaryOperator::less_equal: return model::BinaryOperator::LessOrEqual;
    case BinaryOperator::greater: return model::BinaryOperator::Greater;
    case BinaryOperator::greater_equal: return model::BinaryOperator::GreaterOrEqual;
    case BinaryOperator::logical_and: return model::BinaryOperator::And;
    case BinaryOperator::logical_or: return model::BinaryOperator::Or;
    default: return model::BinaryOperator::Add;
  }
}

bool is_none(const syntax::Expression& expression) {
  return std::holds_alternative<syntax::NoneLiteral>(expression.node);
}

bool is_number_literal(const syntax::Expression& expression) {
  if (const auto* unary = std::get_if<syntax::UnaryExpression>(&expression.node))
    return unary->operation == syntax::UnaryOperator::negate && is_number_literal(*unary->operand);
  return std::holds_alternative<syntax::IntegerLiteral>(expression.node) ||
         std::holds_alternative<syntax::DecimalLiteral>(expression.node);
}

bool is_decimal_literal(const syntax::Expression& expression) {
  if (const auto* unary = std::get_if<syntax::UnaryExpression>(&expression.node))
    return is_decimal_literal(*unary->operand);
  return std::holds_alternative<syntax::DecimalLiteral>(expression.node);
}

const model::Int128* constant_number(const model::Expression& expression) {
  const auto* node = std::get_if<model::ConstantNode>(&expression.node);
  return node == nullptr ? nullptr : std::get_if<model::Int128>(&node->value);
}

int digits_of(const model::Type& integer) {
  switch (model::integer_bits(integer)) {
    case 8: return 3;
    case 16: return 5;
    case 32: return 10;
    default: return integer.kind == TypeKind::UInt64 ? 20 : 19;
  }
}

bool is_instant(const model::Type& type) { return type.kind == TypeKind::Instant; }
bool is_duration(const model::Type& type) { return type.kind == TypeKind::Duration; }

/// What can be computed with times.
struct TimeRule {
  bool (*left)(const model::Type&);
  BinaryOperator op;
  bool (*right)(const model::Type&);
  TypeKind result;
};
constexpr std::array<TimeRule, 11> kTimeRules{
    {{is_instant, BinaryOperator::add, is_duration, TypeKind::Instant},
     {is_duration, BinaryOperator::add, is_instant, TypeKind::Instant},
     {is_instant, BinaryOperator::subtract, is_duration, TypeKind::Instant},
     {is_instant, BinaryOperator::subtract, is_instant, TypeKind::Duration},
     {is_duration, BinaryOperator::add, is_duration, TypeKind::Duration},
     {is_duration, BinaryOperator::subtract, is_duration, TypeKind::Duration},
     {is_duration, BinaryOperator::multiply, model::is_integer, TypeKind::Duration},
     {model::is_integer, BinaryOperator::multiply, is_duration, TypeKind::Duration},
     {is_duration, BinaryOperator::divide, model::is_integer, TypeKind::Duration},
     {is_duration, BinaryOperator::divide, is_duration, TypeKind::Int64},
     {is_duration, BinaryOperator::remainder, is_duration, TypeKind::Duration}}};

}  // namespace

const model::Expression* Typer::infer_index(const syntax::IndexExpression& index, const syntax::Expression& expression,
                                            Span span) {
  const bool was_possibly_none = std::exchange(possibly_none_, false);
  const Result object = infer(*index.object);
  const bool is_map = object != nullptr && object->type->kind == TypeKind::Map;
  const Result key = is_map ? check(*index.index, object->type->key) : nullptr;
  possibly_none_ = was_possibly_none;
  if (object == nullptr || (is_map && key == nullptr)) return nullptr;
  if (is_map) {
    const model::Type* value = analysis_.optional_of(object->type->element);
    return unwrapped(make(value, span, model::IndexNode{object, key}), expression, span);
  }
  Diagnostic& report = analysis_.reporter.report(kOperand, span, "[ ]", model::to_text(*object->type));
  if (object->type->kind == TypeKind::List) report.help("a list has `first` and `last`, and is walked with `for`");
  return nullptr;
}

const model::Expression* Typer::infer_unary(const syntax::UnaryExpression& unary, Span span) {
  if (unary.operation == syntax::UnaryOperator::logical_not) {
    const Result operand = condition(*unary.operand);
    return operand == nullptr ? nullptr
                              : make(operand->type, span, model::UnaryNode{model::UnaryOperator::Not, operand});
  }
  const Result operand = infer(*unary.operand);
  if (operand == nullptr) return nullptr;
  const model::Type& type = *operand->type;
  const bool has_negative = model::is_signed_integer(type) || model::is_float(type) || type.kind == TypeKind::Decimal ||
                            type.kind == TypeKind::Duration;
  if (!has_negative) {
    analysis_.reporter.report(kOperand, unary.operator_span, "-", model::to_text(type));
    return nullptr;
  }
  if (const model::Int128* constant = constant_number(*operand); constant && type.kind == TypeKind::Duration)
    return make(&type, span, model::ConstantNode{-*constant});
  return make(&type, span, model::UnaryNode{model::UnaryOperator::Negate, operand});
}

const model::Expression* Typer::infer_binary(const syntax::BinaryExpression& binary, Span span) {
  switch (binary.operation) {
    case BinaryOperator::logical_and:
    case BinaryOperator::logical_or: return infer_logic(binary, span);
    case BinaryOperator::equal:
    case BinaryOperator::not_equal:
    case BinaryOperator::less:
    case BinaryOperator::less_equal:
    case BinaryOperator::greater:
    case BinaryOperator::greater_equal: return infer_comparison(binary, span);
    case BinaryOperator::coalesce: return infer_coalesce(binary, span);
    case BinaryOperator::in: return infer_in(binary, span);
    default: return infer_arithmetic(binary, span);
  }
}

const model::Expression* Typer::infer_logic(const syntax::BinaryExpression& binary, Span span) {
  const Result left = condition(*binary.left);
  // The right side is looked at only where the left side leaves the answer open.
  const std::set<std::string> before = scope_.present;
  scope_.present.merge(present_if(scope_, *binary.left, binary.operation == BinaryOperator::logical_and));
  const Result right = other_value_alone(binary) ? nullptr : condition(*binary.right);
  scope_.present = before;
  if (left == nullptr || right == nullptr) return nullptr;
  return make(left->type, span, model::BinaryNode{model_operator(binary.operation), left, right});
}

/// row.phase == filed or granted, row.phase != filed and not granted: of the second, what it is compared with was left
/// out, as one does in speech.
bool Typer::other_value_alone(const syntax::BinaryExpression& binary) {
  const syntax::Expression* other = binary.right.get();
  if (const auto* denied = std::get_if<syntax::UnaryExpression>(&other->node);
      denied != nullptr && denied->operation == syntax::UnaryOperator::logical_not)
    other = denied->operand.get();
  const syntax::Expression* left = binary.left.get();
  const auto* first = std::get_if<syntax::BinaryExpression>(&left->node);
  while (first != nullptr &&
         (first->operation == BinaryOperator::logical_and || first->operation == BinaryOperator::logical_or))
    first = std::get_if<syntax::BinaryExpression>(&first->right->node);
  const auto text = [&](Span span) { return std::string(analysis_.sources.file(span).text(span)); };
  // allow role "clerk" or "manager"
  if (std::holds_alternative<syntax::RoleTest>(left->node) &&
      std::holds_alternative<syntax::StringLiteral>(other->node)) {
    analysis_.reporter.report(kCondition, other->span, "string")
        .help("say of each that it is a role", other->span, "role " + text(other->span));
    return true;
  }
  const bool equality =
      first != nullptr && (first->operation == BinaryOperator::equal || first->operation == BinaryOperator::not_equal);
  if (!equality) return false;
  const auto* name = std::get_if<syntax::NameExpression>(&other->node);
  const auto* beside = std::get_if<syntax::NameExpression>(&first->right->node);
  const bool literals = std::holds_alternative<syntax::StringLiteral>(other->node) &&
                        std::holds_alternative<syntax::StringLiteral>(first->right->node);
  const auto stands_for_itself = [&](const syntax::NameExpression* one) {
    return one != nullptr && !is_known_name(one->name) && scope_.find_incoming(one->name.text) == nullptr;
  };
  if (!literals && (!stands_for_itself(name) || !stands_for_itself(beside))) return false;
  if (name != nullptr && !own_literal(name->name.text).empty()) return false;
  Diagnostic& report = literals ? analysis_.reporter.report(kCondition, other->span, "string")
                                : analysis_.reporter.report(kUnknownName, other->span, name->name.text);
  const bool differs = first->operation == BinaryOperator::not_equal || other != binary.right.get();
  report.help("say again what it is compared with", binary.right->span,
              text(first->left->span) + (differs ? " != " : " == ") + text(other->span));
  return true;
}

/// name != null, where `name` is never missing: of the two mistakes, `none` alone would mend neither.
bool Typer::is_test_of_what_is_there(const syntax::BinaryExpression& binary) {
  const auto* right = std::get_if<syntax::NameExpression>(&binary.right->node);
  const auto* left = std::get_if<syntax::NameExpression>(&binary.left->node);
  const bool foreign = right != nullptr && own_literal(right->name.text) == "none" && !is_known_name(right->name);
  if (!foreign || left == nullptr || binary.operation != BinaryOperator::not_equal) return false;
  const model::Field* field = scope_.find_incoming(left->name.text);
  return field != nullptr && field->type != nullptr && field->type->kind != TypeKind::Optional;
}

const model::Expression* Typer::infer_none_test(const syntax::BinaryExpression& binary, Span span) {
  const bool equality = binary.operation == BinaryOperator::equal || binary.operation == BinaryOperator::not_equal;
  const syntax::Expression& other = is_none(*binary.left) ? *binary.right : *binary.left;
  const Result value = infer_possibly_none(other);
  if (value == nullptr) return nullptr;
  if (!equality) return operator_error(binary, *value->type, *value->type);
  if (value->type->kind != TypeKind::Optional) {
    Diagnostic& report = analysis_.reporter.report(kNeverNone, other.span, model::to_text(*value->type));
    const TypeKind kind = value->type->kind;
    if (kind == TypeKind::List || kind == TypeKind::Set || kind == TypeKind::Map) {
      const std::string asked(analysis_.sources.file(other.span).text(other.span));
      const std::string not_so = binary.operation == BinaryOperator::not_equal ? "not " : "";
      report.help("whether anything is in it is asked with `isEmpty`", span, not_so + "isEmpty(" + asked + ")");
      return nullptr;
    }
    report.note("only optional types, written with `?`, can be `none`");
    if (binary.operation == BinaryOperator::not_equal) report.help("leave the condition out: it is always there");
    if (const auto* field = std::get_if<model::FieldNode>(&value->node))
      report.help("if it may be missing, declare it so: " +
                  quoted(field->field->name + ": " + model::to_text(*value->type) + "?"));
    return nullptr;
  }
  const Result none = make(value->type, is_none(*binary.left) ? binary.left->span : binary.right->span,
                           model::ConstantNode{model::NoneConstant{}});
  return make(analysis_.scalar(TypeKind::Bool), span, model::BinaryNode{model_operator(binary.operation), value, none});
}

const model::Expression* Typer::operand_beside(const syntax::Expression& expression, const model::Type& other) {
  const model::Type& inner = other.kind == TypeKind::Optional ? *other.element : other;
  // x == null is a test, and mended by its word.
  if (const auto* name = std::get_if<syntax::NameExpression>(&expression.node);
      name != nullptr && !is_known_name(name->name) && !own_literal(name->name.text).empty())
    return unknown_name(name->name, nullptr);
  const bool natural = inner.kind == TypeKind::Decimal || inner.kind == TypeKind::Duration ||
                       (is_decimal_literal(expression) && model::is_integer(inner));
  if (!is_number_literal(expression) || !natural) return check(expression, &inner);
  // Beside a decimal, a number keeps the digits it is written with; beside a duration it is a number all the same.
  if (is_decimal_literal(expression) || inner.kind == TypeKind::Duration) return infer(expression);
  const Result whole = infer(expression);
  const model::Int128* number = whole == nullptr ? nullptr : constant_number(*whole);
  if (number == nullptr) return whole;
  return make(analysis_.decimal(digit_count(*number), 0), expression.span, model::ConstantNode{*number});
}

const model::Expression* Typer::infer_beside(const syntax::Expression& expression, const model::Type& other) {
  // Beside an enum, a name may be one of its members as well as what it stands for by itself.
  const model::Type& inner = other.kind == TypeKind::Optional ? *other.element : other;
  if (const auto* construct = std::get_if<syntax::ConstructExpression>(&expression.node))
    return infer_construct(*construct, expression.span, &inner);
  const auto* name = std::get_if<syntax::NameExpression>(&expression.node);
  if (name == nullptr || inner.kind != TypeKind::Enum) return infer(expression);
  const Result value = infer_name(name->name, expression.span, &inner);
  return value == nullptr ? nullptr : unwrapped(value, expression, expression.span);
}

const model::Expression* Typer::check_arithmetic(const syntax::Expression& expression, const model::Type& type) {
  if (const auto* call = std::get_if<syntax::CallExpression>(&expression.node)) {
    const auto function = builtin_function(call->callee.text);
    model::BuiltinNode node{*function, {}};
    for (const auto& argument : call->arguments) node.arguments.push_back(check(*argument, &type));
    const bool good = std::find(node.arguments.begin(), node.arguments.end(), nullptr) == node.arguments.end();
    return good ? make(&type, expression.span, std::move(node)) : nullptr;
  }
  if (const auto* unary = std::get_if<syntax::UnaryExpression>(&expression.node)) {
    if (model::is_integer(type) && !model::is_signed_integer(type)) {
      analysis_.reporter.report(kOperand, unary->operator_span, "-", model::to_text(type));
      return nullptr;
    }
    const Result operand = check(*unary->operand, &type);
    if (operand == nullptr) return nullptr;
    return make(&type, expression.span, model::UnaryNode{model::UnaryOperator::Negate, operand});
  }
  const auto& binary = std::get<syntax::BinaryExpression>(expression.node);
  const Result left = check(*binary.left, &type);
  const Result right = check(*binary.right, &type);
  if (left == nullptr || right == nullptr) return nullptr;
  return make(&type, expression.span, model::BinaryNode{model_operator(binary.operation), left, right});
}

std::optional<Typer::Pair> Typer::operands(const syntax::Expression& left, const syntax::Expression& right) {
  Pair pair;
  const bool depends = needs_context(left) || std::holds_alternative<syntax::NameExpression>(left.node) ||
                       std::holds_alternative<syntax::ConstructExpression>(left.node);
  if (depends && !needs_context(right)) {
    pair.right = infer(right);
    if (pair.right == nullptr) return std::nullopt;
    pair.left = needs_context(left) ? operand_beside(left, *pair.right->type) : infer_beside(left, *pair.right->type);
  } else {
    pair.left = infer(left);
    if (pair.left == nullptr) {
      if (!needs_context(right)) infer(right);
      return std::nullopt;
    }
    pair.right = needs_context(right) ? operand_beside(right, *pair.left->type) : infer_beside(right, *pair.left->type);
  }
  if (pair.left == nullptr || pair.right == nullptr) return std::nullopt;
  return pair;
}

std::optional<Typer::Pair> Typer::unify(Pair pair, Span left, Span right) {
  const model::Type* common = common_type(*pair.left->type, *pair.right->type);
  if (common == nullptr) return std::nullopt;
  pair.left = convert(pair.left, common, left);
  pair.right = convert(pair.right, common, right);
  if (pair.left == nullptr || pair.right == nullptr) return std::nullopt;
  return pair;
}

/// street == street, where one of them is the field of the row
bool Typer::compares_with_itself(const syntax::BinaryExpression& binary) {
  const auto* left = std::get_if<syntax::NameExpression>(&binary.left->node);
  const auto* right = std::get_if<syntax::NameExpression>(&binary.right->node);
  if (scope_.block != "a query" || left == nullptr || right == nullptr || left->name.text != right->name.text)
    return false;
  if (scope_.find_incoming(left->name.text) == nullptr && scope_.find_local(left->name.text) == nullptr) return false;
  Diagnostic& report =
      analysis_.reporter.report(kComparedWithItself, binary.left->span.to(binary.right->span), left->name.text);
  if (scope_.find_state(left->name.text) != nullptr && scope_.find_local(left->name.text) == nullptr)
    report.help(scope_.state_word == "row" ? "for the field of the row, say so" : "for the field of the state, say so",
                left->name.span, scope_.state_word + "." + left->name.text);
  else
    report.help("name on one side what it is compared with");
  return true;
}

const model::Expression* Typer::infer_comparison(const syntax::BinaryExpression& binary, Span span) {
  if (is_none(*binary.left) || is_none(*binary.right)) return infer_none_test(binary, span);
  if (is_test_of_what_is_there(binary)) return infer_none_test(binary, span);
  if (compares_with_itself(binary)) return nullptr;
  const auto pair = operands(*binary.left, *binary.right);
  if (!pair) return nullptr;
  const model::Type& left = *pair->left->type;
  const model::Type& right = *pair->right->type;
  const bool equality = binary.operation == BinaryOperator::equal || binary.operation == BinaryOperator::not_equal;
  const model::Type* common = common_type(left, right);
  if (common == nullptr || (!equality && !model::is_ordered(*common))) return operator_error(binary, left, right);
  const auto same = unify(*pair, binary.left->span, binary.right->span);
  if (!same) return nullptr;
  return make(analysis_.scalar(TypeKind::Bool), span,
              model::BinaryNode{model_operator(binary.operation), same->left, same->right});
}

const model::Expression* Typer::infer_time_arithmetic(const syntax::BinaryExpression& binary, Result left, Result right,
                                                      Span span) {
  const auto rule = std::find_if(kTimeRules.begin(), kTimeRules.end(), [&](const TimeRule& one) {
    return one.op == binary.operation && one.left(*left->type) && one.right(*right->type);
  });
  if (rule == kTimeRules.end()) return operator_error(binary, *left->type, *right->type);
  const auto counted = [&](Result side, Span at) {
    return model::is_integer(*side->type) ? convert(side, analysis_.scalar(TypeKind::Int64), at) : side;
  };
  left = counted(left, binary.left->span);
  right = counted(right, binary.right->span);
  if (left == nullptr || right == nullptr) return nullptr;
  const model::Type* result = analysis_.scalar(rule->result);
  return make(result, span, model::BinaryNode{model_operator(binary.operation), left, right});
}

const model::Expression* Typer::multiply(const syntax::BinaryExpression& binary, Result left, Result right, Span span) {
  const auto as_decimal = [&](Result value, Span at) {
    if (!model::is_integer(*value->type)) return value;
    return convert(value, analysis_.decimal(digits_of(*value->type), 0), at);
  };
  left = as_decimal(left, binary.left->span);
  right = as_decimal(right, binary.right->span);
  if (left == nullptr || right == nullptr) return nullptr;
  const int scale = left->type->scale + right->type->scale;
  if (scale > 38) {
    analysis_.reporter.report(kTooManyDigits, binary.operator_span, std::to_string(scale))
        .note("a decimal has at most 38; `*` adds those of both sides")
        .help("round one side first: `round(…, 2)`");
    return nullptr;
  }
  const int precision = std::min(38, left->type->precision + right->type->precision);
  return make(analysis_.decimal(precision, scale), span,
              model::BinaryNode{model::BinaryOperator::Multiply, left, right});
}

/// "Score " + score: text is no number that is written wrongly.
bool Typer::joins_text(const syntax::BinaryExpression& binary) {
  if (binary.operation != BinaryOperator::add) return false;
  const bool first = std::holds_alternative<syntax::StringLiteral>(binary.left->node);
  const syntax::Expression& other = first ? *binary.right : *binary.left;
  const auto* name = std::get_if<syntax::NameExpression>(&other.node);
  if (name == nullptr || (!first && !std::holds_alternative<syntax::StringLiteral>(binary.right->node))) return false;
  const model::Local* local = scope_.find_local(name->name.text);
  const model::Field* field = scope_.find_incoming(name->name.text);
  const model::Type* type = local != nullptr ? local->type : field != nullptr ? field->type : nullptr;
  if (type == nullptr || !(model::is_numeric(*type) || type->kind == TypeKind::Bool)) return false;
  const model::Type& text = *analysis_.scalar(TypeKind::String);
  operator_error(binary, first ? text : *type, first ? *type : text);
  return true;
}

const model::Expression* Typer::infer_arithmetic(const syntax::BinaryExpression& binary, Span span) {
  const int wanted = std::exchange(wanted_scale_, -1);
  if (joins_text(binary)) return nullptr;
  const auto pair = operands(*binary.left, *binary.right);
  if (!pair) return nullptr;
  const model::Type& left = *pair->left->type;
  const model::Type& right = *pair->right->type;
  const auto is_time = [](const model::Type& type) { return is_instant(type) || is_duration(type); };
  if (is_time(left) || is_time(right)) return infer_time_arithmetic(binary, pair->left, pair->right, span);
  if (!model::is_numeric(left) || !model::is_numeric(right)) return operator_error(binary, left, right);
  const model::Type* common = common_type(left, right);
  if (common == nullptr) return operator_error(binary, left, right);
  if (common->kind == TypeKind::Decimal) {
    if (binary.operation == BinaryOperator::multiply) return multiply(binary, pair->left, pair->right, span);
    if (binary.operation == BinaryOperator::divide) {
      const std::string written(analysis_.sources.file(span).text(span));
      analysis_.reporter.report(kQuotientUnrounded, span)
          .note("most quotients have no end: say how many digits to keep")
          .help("round it, half-even", span,
                "round(" + written + ", " +
                    std::to_string(wanted >= 0 ? wanted : digits_of_quotient(left, *common, binary.right->span)) + ")");
      return nullptr;
    }
  }
  if (binary.operation == BinaryOperator::remainder && !model::is_integer(*common))
    return operator_error(binary, left, right);
  const auto same = unify(*pair, binary.left->span, binary.right->span);
  if (!same) return nullptr;
  return make(common, span, model::BinaryNode{model_operator(binary.operation), same->left, same->right});
}

const model::Expression* Typer::infer_coalesce(const syntax::BinaryExpression& binary, Span span) {
  const Result optional = infer_possibly_none(*binary.left);
  if (optional == nullptr) return nullptr;
  if (optional->type->kind != TypeKind::Optional) {
    analysis_.reporter.report(kNeverNone, binary.left->span, model::to_text(*optional->type))
        .help("leave `??` and what follows out");
    return nullptr;
  }
  if (is_none(*binary.right)) {
    analysis_.reporter.report(kOperand, binary.operator_span, "??", "none")
        .help("leave it out: it changes nothing", binary.left->span.after().to(binary.right->span), "");
    return nullptr;
  }
  const Result fallback = check_or_none(*binary.right, optional->type->element);
  if (fallback == nullptr) return nullptr;
  return make(fallback->type, span, model::CoalesceNode{optional, fallback});
}

const model::Expression* Typer::infer_in(const syntax::BinaryExpression& binary, Span span) {
  const model::Type* boolean = analysis_.scalar(TypeKind::Bool);
  if (const auto* literal = std::get_if<syntax::CollectionLiteral>(&binary.right->node)) {
    const Result value = infer(*binary.left);
    if (value == nullptr) return nullptr;
    model::OneOfNode node{value, {}};
    for (const syntax::CollectionItem& item : literal->items) {
      const Result candidate =
          item.key ? mismatch(item.key->span, *value->type, "a key with a value") : check(*item.value, value->type);
      if (candidate == nullptr) return nullptr;
      node.candidates.push_back(candidate);
    }
    return make(boolean, span, std::move(node));
  }
  const Result collection = infer(*binary.right);
  if (collection == nullptr) return nullptr;
  const TypeKind kind = collection->type->kind;
  if (kind != TypeKind::List && kind != TypeKind::Set) {
    Diagnostic& report =
        analysis_.reporter.report(kOperand, binary.operator_span, "in", model::to_text(*collection->type));
    const auto text = [&](const syntax::Expression& e) {
      return std::string(analysis_.sources.file(e.span).text(e.span));
    };
    const auto* minus = std::get_if<syntax::BinaryExpression>(&binary.right->node);
    if (minus != nullptr && minus->operation == BinaryOperator::subtract)
      report.help("a range is written with two points", binary.right->span,
                  text(*minus->left) + ".." + text(*minus->right));
    else if (kind == TypeKind::String)
      report.help("for a part of a text", span, "contains(" + text(*binary.right) + ", " + text(*binary.left) + ")");
    else if (kind == TypeKind::Map)
      report.note("what is looked for in a map is a key")
          .help("write it so", span, "contains(" + text(*binary.right) + ", " + text(*binary.left) + ")");
    else
      report.help("write a list, `in [a, b]`, or a range, `in 1..9`");
    return nullptr;
  }
  const Result value = check(*binary.left, collection->type->element);
  if (value == nullptr) return nullptr;
  return make(boolean, span, model::BuiltinNode{model::BuiltinFunction::Contains, {collection, value}});
}

const model::Expression* Typer::infer_range(const syntax::RangeTest& range, Span span) {
  const Result value = infer(*range.value);
  if (value == nullptr) return nullptr;
  const auto bound = [&](const syntax::Expression& expression) {
    return needs_context(expression) ? operand_beside(expression, *value->type) : infer(expression);
  };
  const Result low = bound(*range.first);
  if (low == nullptr) return nullptr;  // what is wrong with one end is mostly wrong with the other
  const Result high = bound(*range.last);
  if (high == nullptr) return nullptr;
  const model::Type* common = common_type(*value->type, *low->type);
  if (common != nullptr) common = common_type(*common, *high->type);
  if (common == nullptr || !model::is_ordered(*common)) {
    analysis_.reporter.report(kOperand, span, "in", model::to_text(*value->type))
        .note("a range has the type of the value, and that type has an order");
    return nullptr;
  }
  model::RangeNode node{convert(value, common, range.value->span), convert(low, common, range.first->span),
                        convert(high, common, range.last->span)};
  if (node.value == nullptr || node.low == nullptr || node.high == nullptr) return nullptr;
  const model::Int128* least = constant_number(*node.low);
  const model::Int128* most = constant_number(*node.high);
  if (least != nullptr && most != nullptr && *least > *most) {
    const auto text = [&](const syntax::Expression& e) {
      return std::string(analysis_.sources.file(e.span).text(e.span));
    };
    analysis_.reporter
        .report(kEmptyRange, range.first->span.to(range.last->span), text(*range.first), text(*range.last))
        .help("the smaller end comes first");
    return nullptr;
  }
  return make(analysis_.scalar(TypeKind::Bool), span, node);
}

const model::Expression* Typer::conditional(const syntax::ConditionalExpression& node, Span span,
                                            const model::Type* expected) {
  const Result test = condition(*node.condition);
  const std::set<std::string> before = scope_.present;
  const auto branch = [&](const syntax::Expression& expression, bool truth, const model::Type* type) {
    scope_.present.merge(present_if(scope_, *node.condition, truth));
    const Result value = type != nullptr ? check(expression, type) : infer(expression);
    scope_.present = before;
    return value;
  };
  Pair pair;
  if (expected == nullptr && needs_context(*node.then_value) && !needs_context(*node.else_value)) {
    pair.right = branch(*node.else_value, false, nullptr);
    if (pair.right != nullptr) pair.left = branch(*node.then_value, true, pair.right->type);
  } else {
    pair.left = branch(*node.then_value, true, expected);
    const bool told = expected == nullptr && needs_context(*node.else_value);
    if (told && pair.left == nullptr) return nullptr;
    pair.right = branch(*node.else_value, false, told ? pair.left->type : expected);
  }
  if (test == nullptr || pair.left == nullptr || pair.right == nullptr) return nullptr;
  const model::Type* common = common_type(*pair.left->type, *pair.right->type);
  if (common == nullptr) {
    analysis_.reporter
        .report(kTypeMismatch, node.else_value->span, model::to_text(*pair.left->type),
                quoted(model::to_text(*pair.right->type)))
        .label(node.then_value->span, "both branches have one type");
    return nullptr;
  }
  const auto same = unify(pair, node.then_value->span, node.else_value->span);
  if (!same) return nullptr;
  return make(common, span, model::ConditionalNode{test, same->left, same->right});
}

}  // namespace cqrsc::sema
