#include "plan/expressions.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

/// The function of cqrs/functions.hpp, or of the type's own header; of text and lists, a member function.
const char* function_name(BuiltinFunction function) {
  switch (function) {
    case BuiltinFunction::Length: return "length";
    case BuiltinFunction::Contains: return "contains";
    case BuiltinFunction::Lower: return "lower";
    case BuiltinFunction::Upper: return "upper";
    case BuiltinFunction::Trim: return "trim";
    case BuiltinFunction::Matches: return "matches";
    case BuiltinFunction::First: return "first";
    case BuiltinFunction::Last: return "last";
    case BuiltinFunction::Sum: return "sum";
    case BuiltinFunction::Min: return "min";
    case BuiltinFunction::Max: return "max";
    case BuiltinFunction::Count: return "count";
    case BuiltinFunction::Any: return "any";
    case BuiltinFunction::All: return "all";
    case BuiltinFunction::Map: return "map";
    case BuiltinFunction::Filter: return "filter";
    case BuiltinFunction::Sort: return "sort";
    case BuiltinFunction::Distinct: return "distinct";
    case BuiltinFunction::Keys: return "keys";
    case BuiltinFunction::Values: return "values";
    case BuiltinFunction::Abs: return "absolute";
    case BuiltinFunction::Round: return "round";
    case BuiltinFunction::Date: return "date_of";
    case BuiltinFunction::IsEmpty: return "empty";
    case BuiltinFunction::StartsWith: return "starts_with";
    case BuiltinFunction::EndsWith: return "ends_with";
  }
  return "";
}

bool is_member(BuiltinFunction function) {
  return function == BuiltinFunction::IsEmpty || function == BuiltinFunction::StartsWith ||
         function == BuiltinFunction::EndsWith;
}

bool is_text(const Expression& expression) { return expression.type->kind == TypeKind::String; }

/// The smaller or larger of two texts. They are of one type in C++ too: literals and views become texts.
bool is_of_two_texts(const BuiltinNode& node) {
  const bool compares = node.function == BuiltinFunction::Min || node.function == BuiltinFunction::Max;
  return compares && node.arguments.size() == 2 && is_text(*node.arguments[0]) && is_text(*node.arguments[1]);
}

}  // namespace

/// Text is read where it is; other arguments that are views become values first.
Code Expressions::argument(const Expression& expression) {
  if (std::holds_alternative<LambdaNode>(expression.node)) return loose(expression);
  if (is_text(expression)) return loose(expression);
  return to_owned(exact(expression), *expression.type);
}

Code Expressions::write(const Expression& expression, const BuiltinNode& node) {
  const Expression& first = *node.arguments.front();
  if (is_member(node.function)) {
    // A literal has no member functions.
    const Code object = is_text(first) ? exact(first) : loose(first);
    std::string call = wrapped(object, Precedence::primary) + "." + function_name(node.function) + "(";
    if (node.arguments.size() > 1) call += loose(*node.arguments[1]).text;
    return {call + ")"};
  }
  const TypeKind kind = first.type->kind;
  const auto* ambient = std::get_if<AmbientNode>(&first.node);
  if (node.function == BuiltinFunction::Contains && ambient != nullptr && ambient->what == Ambient::ActorRoles) {
    mark_used(in_.context);
    return {in_.context + ".actor().has_role(" + loose(*node.arguments[1]).text + ")"};
  }
  if (node.function == BuiltinFunction::Contains && (kind == TypeKind::Set || kind == TypeKind::Map)) {
    return {asked(IndexNode{&first, node.arguments[1]}, "contains").text};
  }
  if (node.function == BuiltinFunction::Round) {
    return {"cqrs::round<" + std::to_string(expression.type->scale) + ">(" + exact(first).text + ")"};
  }
  std::string text = std::string("cqrs::") + function_name(node.function);
  const bool typed = node.function == BuiltinFunction::Sum || node.function == BuiltinFunction::Map;
  if (typed) {
    const Type& result = node.function == BuiltinFunction::Map ? *expression.type->element : *expression.type;
    text += "<" + symbols_.type(result) + ">";
  }
  text += "(";
  const bool whole = is_of_two_texts(node);
  for (const Expression* one : node.arguments)
    text += (one == &first ? "" : ", ") + (whole ? to_owned(exact(*one), *one->type) : argument(*one)).text;
  return {text + ")"};
}

}  // namespace cqrsc::plan
