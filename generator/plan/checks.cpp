#include "plan/checks.hpp"

#include <algorithm>

#include "plan/fold.hpp"

namespace cqrsc::plan {

using namespace model;

Code both(const Code& left, const Code& right) {
  if (left.text.empty()) return right;
  if (right.text.empty()) return left;
  return {wrapped(left, Precedence::logical_and) + " && " + wrapped(right, Precedence::logical_and),
          Precedence::logical_and};
}

bool has_rules(const Id& id) { return id.where != nullptr; }

namespace {

bool any_has_rules(const std::deque<Field>& fields) {
  return std::any_of(fields.begin(), fields.end(),
                     [](const Field& field) { return field.where != nullptr || needs_intake_check(*field.type); });
}

}  // namespace

bool has_rules(const ValueVersion& value) { return !value.invariants.empty() || any_has_rules(value.fields); }

bool has_rules(const Alternative& alternative) { return any_has_rules(alternative.fields); }

bool has_rules(const UnionVersion& one) {
  return std::any_of(one.alternatives.begin(), one.alternatives.end(),
                     [](const Alternative& alternative) { return has_rules(alternative); });
}

Code intake_condition(const Type& type, const std::string& value) {
  if (!needs_intake_check(type)) return {};
  switch (type.kind) {
    case TypeKind::String: return {"cqrs::is_text(" + value + ")"};
    case TypeKind::Id: {
      const bool starred = value.starts_with('*');
      const std::string object = starred ? "(" + value + ")" : value;
      const bool text = type.id->base->kind == TypeKind::String;
      return both(text ? Code{"cqrs::is_text(" + object + ".value())"} : Code{},
                  has_rules(*type.id) ? Code{"is_valid(" + value + ")"} : Code{});
    }
    case TypeKind::Value: return has_rules(*type.value) ? Code{"is_valid(" + value + ")"} : Code{};
    case TypeKind::Union: return has_rules(*type.union_version) ? Code{"is_valid(" + value + ")"} : Code{};
    case TypeKind::Optional: {
      Code inner = intake_condition(*type.element, "*" + value);
      if (inner.text.empty()) return inner;
      const bool several = inner.precedence == Precedence::logical_and;
      return {"!" + value + ".has_value() || " + (several ? "(" + inner.text + ")" : inner.text),
              Precedence::logical_or};
    }
    case TypeKind::List:
    case TypeKind::Set: {
      Code inner = intake_condition(*type.element, "each");
      if (inner.text.empty()) return inner;
      return {"cqrs::all(" + value + ", [](const auto& each) { return " + inner.text + "; })"};
    }
    case TypeKind::Map: {
      const Code keys = intake_condition(*type.key, "each.first");
      const Code values = intake_condition(*type.element, "each.second");
      if (keys.text.empty() && values.text.empty()) return {};
      const Code inner = both(keys, values);
      return {"std::all_of(" + value + ".begin(), " + value + ".end(), [](const auto& each) { return " + inner.text +
              "; })"};
    }
    default: return {};
  }
}

FunctionText id_rules(const Symbols& symbols, const Id& id) {
  Surroundings inside;
  inside.it = "id.value()";
  Expressions expressions(symbols, inside);
  const std::string condition = expressions.condition(*id.where);
  return {fold_long_lines("return " + condition + ";\n", 2), expressions.uses_literals()};
}

namespace {

Surroundings inside_a_value() {
  Surroundings inside;
  inside.record = "value";
  return inside;
}

/// Lines that return false where a field of `value` breaks a rule.
std::string field_rules(const Symbols& symbols, Expressions& expressions, const std::deque<Field>& fields) {
  std::string text;
  for (const Field& field : fields) {
    const Code condition = intake_condition(*field.type, "value." + symbols.name(field));
    if (!condition.text.empty()) text += "if (!" + wrapped(condition, Precedence::unary) + ") return false;\n";
    if (field.where != nullptr) text += "if (" + expressions.negated(*field.where) + ") return false;\n";
  }
  return text;
}

}  // namespace

FunctionText alternative_rules(const Symbols& symbols, const Alternative& alternative) {
  Expressions expressions(symbols, inside_a_value());
  const std::string text = field_rules(symbols, expressions, alternative.fields) + "return true;\n";
  return {fold_long_lines(text, 2), expressions.uses_literals()};
}

FunctionText union_rules(const Symbols& symbols, const UnionVersion& one) {
  std::string text;
  for (const Alternative& alternative : one.alternatives) {
    if (!has_rules(alternative)) continue;
    const std::string local = member_name(alternative.name) == "value" ? "held" : member_name(alternative.name);
    text += "if (const auto* " + local + " = value.get_if<" + symbols.qualified(one, alternative) +
            ">()) return is_valid(*" + local + ");\n";
  }
  return {fold_long_lines(text + "return true;\n", 2), false};
}

FunctionText value_rules(const Symbols& symbols, const ValueVersion& value) {
  Expressions expressions(symbols, inside_a_value());
  std::string text = field_rules(symbols, expressions, value.fields);
  for (const Invariant& invariant : value.invariants) {
    text += "if (" + expressions.negated(*invariant.condition) + ") return false;\n";
  }
  return {fold_long_lines(text + "return true;\n", 2), expressions.uses_literals()};
}

}  // namespace cqrsc::plan
