#include "plan/checks.hpp"

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

bool has_rules(const ValueVersion& value) {
  if (!value.invariants.empty()) return true;
  for (const Field& field : value.fields) {
    if (field.where != nullptr || needs_intake_check(*field.type)) return true;
  }
  return false;
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

FunctionText value_rules(const Symbols& symbols, const ValueVersion& value) {
  Surroundings inside;
  inside.record = "value";
  Expressions expressions(symbols, inside);
  std::string text;
  for (const Field& field : value.fields) {
    const Code condition = intake_condition(*field.type, "value." + symbols.name(field));
    if (!condition.text.empty()) text += "if (!" + wrapped(condition, Precedence::unary) + ") return false;\n";
    if (field.where != nullptr) text += "if (" + expressions.negated(*field.where) + ") return false;\n";
  }
  for (const Invariant& invariant : value.invariants) {
    text += "if (" + expressions.negated(*invariant.condition) + ") return false;\n";
  }
  return {fold_long_lines(text + "return true;\n", 2), expressions.uses_literals()};
}

}  // namespace cqrsc::plan
