#include "plan/expressions.hpp"

// What expressions make: values, unions, lists, calls, text.

namespace cqrsc::plan {

using namespace model;

Code Expressions::write(const Expression& expression, const ConstructValueNode& node) {
  return {construct(symbols_.qualified(*expression.type->value), node.fields)};
}

Code Expressions::write(const Expression& expression, const ConstructUnionNode& node) {
  return {construct(symbols_.qualified(*expression.type->union_version, *node.alternative), node.fields)};
}

Code Expressions::write(const Expression& expression, const ListNode& node) {
  std::string text = symbols_.type(*expression.type) + "{";
  for (const Expression* element : node.elements) {
    text += (element == node.elements.front() ? "" : ", ") + to_owned(exact(*element), *element->type).text;
  }
  return {text + "}"};
}

Code Expressions::write(const Expression& expression, const MapNode& node) {
  const std::string type = symbols_.type(*expression.type);
  std::string text;
  bool distinct = true;
  for (const MapEntry& entry : node.entries) {
    text += (text.empty() ? "{" : ", {") + owned(*entry.key) + ", " + owned(*entry.value) + "}";
    distinct = distinct && std::holds_alternative<ConstantNode>(entry.key->node);
  }
  if (distinct || node.entries.size() < 2) return {type + "{" + text + "}"};
  return {"cqrs::map_of<" + symbols_.type(*expression.type->key) + ", " + symbols_.type(*expression.type->element) +
          ">({" + text + "})"};
}

Code Expressions::write(const Expression&, const LambdaNode& node) {
  const std::string name = declare(*node.parameter, false);
  const std::string body = to_owned(exact(*node.body), *node.body->type).text;
  forget(*node.parameter);
  return {"[&](const auto& " + name + ") { return " + body + "; }"};
}

Code Expressions::write(const Expression&, const ExternCallNode& node) {
  mark_used(in_.externs);
  std::string text = in_.externs + "." + symbols_.name(*node.function) + "(";
  for (const Expression* argument : node.arguments) {
    const Code code = loose(*argument);
    const bool as_text = argument->type->kind == TypeKind::String;
    text += (argument == node.arguments.front() ? "" : ", ") + (as_text ? code : to_owned(code, *argument->type)).text;
  }
  return {text + ")"};
}

Code Expressions::write(const Expression&, const HasRoleNode& node) {
  mark_used(in_.context);
  return {in_.context + ".actor().has_role(" + text_value(node.role) + ")"};
}

Code Expressions::write(const Expression&, const InterpolationNode& node) {
  std::string text = "cqrs::message(";
  for (const TextPart& part : node.parts) {
    text += text.ends_with('(') ? "" : ", ";
    text += part.value == nullptr ? text_value(part.text) : to_owned(exact(*part.value), *part.value->type).text;
  }
  return {text + ")"};
}

}  // namespace cqrsc::plan
