// Functions over lists, some with a lambda.
#include <algorithm>

#include "sema/functions.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::BuiltinFunction;
using model::TypeKind;

enum class LambdaUse : std::uint8_t { Never, Optional, Needed };

LambdaUse lambda_use(BuiltinFunction function) {
  switch (function) {
    case BuiltinFunction::Any:
    case BuiltinFunction::All:
    case BuiltinFunction::Map:
    case BuiltinFunction::Filter: return LambdaUse::Needed;
    case BuiltinFunction::Sum:
    case BuiltinFunction::Min:
    case BuiltinFunction::Max:
    case BuiltinFunction::Count:
    case BuiltinFunction::Sort: return LambdaUse::Optional;
    default: return LambdaUse::Never;
  }
}

bool wants_condition(BuiltinFunction function) {
  return function == BuiltinFunction::Any || function == BuiltinFunction::All || function == BuiltinFunction::Filter ||
         function == BuiltinFunction::Count;
}

bool gives_elements(BuiltinFunction function) {
  switch (function) {
    case BuiltinFunction::First:
    case BuiltinFunction::Last:
    case BuiltinFunction::Sum:
    case BuiltinFunction::Min:
    case BuiltinFunction::Max:
    case BuiltinFunction::Filter:
    case BuiltinFunction::Sort:
    case BuiltinFunction::Distinct: return true;
    default: return false;
  }
}

/// What the elements of a list have to be, so that the call gives `expected`; null: whatever they are.
const model::Type* element_for(BuiltinFunction function, bool has_lambda, const model::Type& expected) {
  switch (function) {
    case BuiltinFunction::First:
    case BuiltinFunction::Last: return &expected;
    case BuiltinFunction::Sum:
    case BuiltinFunction::Min:
    case BuiltinFunction::Max: return has_lambda ? nullptr : &expected;
    case BuiltinFunction::Filter:
    case BuiltinFunction::Sort:
    case BuiltinFunction::Distinct: return expected.kind == TypeKind::List ? expected.element : nullptr;
    default: return nullptr;
  }
}

}  // namespace

bool Typer::is_about_literals(const syntax::CallExpression& call) const {
  const auto function = builtin_function(call.callee.text);
  if (!function || !gives_elements(*function) || scope_.aggregates != Aggregates::None) return false;
  const bool of_one = call.arguments.size() == 1;
  const bool with_lambda =
      call.arguments.size() == 2 && std::holds_alternative<syntax::LambdaExpression>(call.arguments[1]->node);
  if (!of_one && !with_lambda) return false;
  const auto* list = std::get_if<syntax::CollectionLiteral>(&call.arguments.front()->node);
  return list != nullptr && std::ranges::all_of(list->items, [&](const syntax::CollectionItem& item) {
           return !item.key && (needs_context(*item.value) || is_literal_arithmetic(*item.value));
         });
}

const model::Expression* Typer::lambda(const syntax::Expression& expression, const model::Type* parameter,
                                       const model::Type* wanted, const std::string& function) {
  const auto* node = std::get_if<syntax::LambdaExpression>(&expression.node);
  if (node == nullptr) {
    Diagnostic& report = analysis_.reporter.report(kLambda, expression.span, function, "a lambda, `x => …`,");
    const auto* name = std::get_if<syntax::NameExpression>(&expression.node);
    const bool field = name != nullptr && parameter != nullptr && parameter->kind == TypeKind::Value &&
                       find_field(parameter->value->fields, name->name.text) != nullptr;
    if (field) report.help("say of what", expression.span, "x => x." + name->name.text);
    // any(rooms, humidity > 20)
    const auto* test = std::get_if<syntax::BinaryExpression>(&expression.node);
    const auto* left = test == nullptr ? nullptr : std::get_if<syntax::NameExpression>(&test->left->node);
    if (left != nullptr && parameter != nullptr && parameter->kind == TypeKind::Value &&
        find_field(parameter->value->fields, left->name.text) != nullptr)
      report.help("say of what", expression.span,
                  "x => x." + std::string(analysis_.sources.file(expression.span).text(expression.span)));
    return nullptr;
  }
  const model::Local* local = declare(node->parameter, parameter);
  const Result body = wanted != nullptr ? condition(*node->body) : infer(*node->body);
  scope_.locals.pop_back();
  return body == nullptr ? nullptr : make(body->type, expression.span, model::LambdaNode{local, body});
}

const model::Expression* Typer::list_result(BuiltinFunction function, Result list, Result mapped,
                                            const std::string& name, Span span) {
  const model::Type* element = mapped != nullptr ? mapped->type : list->type->element;
  const model::Type* result = list->type;
  const auto refuse = [&](const char* needs) -> Result {
    analysis_.reporter.report(kArgumentType, span, name, model::to_text(*list->type)).note(needs);
    return nullptr;
  };
  switch (function) {
    case BuiltinFunction::First:
    case BuiltinFunction::Last: result = analysis_.optional_of(list->type->element); break;
    case BuiltinFunction::Count: result = analysis_.scalar(TypeKind::Int64); break;
    case BuiltinFunction::Any:
    case BuiltinFunction::All: result = analysis_.scalar(TypeKind::Bool); break;
    case BuiltinFunction::Map: result = analysis_.list_of(element); break;
    case BuiltinFunction::Filter:
    case BuiltinFunction::Distinct: result = analysis_.list_of(list->type->element); break;
    case BuiltinFunction::Sum:
      if (!model::is_numeric(*element) && element->kind != TypeKind::Duration)
        return refuse("it adds numbers: say which, `sum(lines, line => line.amount)`");
      result = element;
      break;
    case BuiltinFunction::Min:
    case BuiltinFunction::Max:
      if (!model::is_ordered(*element)) return refuse("it compares: say by what, `max(lines, line => line.amount)`");
      result = analysis_.optional_of(element);
      break;
    case BuiltinFunction::Sort:
      if (!model::is_ordered(*element)) return refuse("it compares: say by what, `sort(lines, line => line.amount)`");
      result = analysis_.list_of(list->type->element);
      break;
    default: break;
  }
  if (result->kind == TypeKind::Optional && result->element->kind == TypeKind::Optional)
    return refuse("its elements may be `none` themselves: filter those out first");
  model::BuiltinNode node{function, {list}};
  if (mapped != nullptr) node.arguments.push_back(mapped);
  return make(result, span, std::move(node));
}

const model::Expression* Typer::call_list(BuiltinFunction function, const syntax::CallExpression& call, Span span,
                                          const model::Type* expected) {
  const LambdaUse use = lambda_use(function);
  if (!check_count(call, use == LambdaUse::Needed ? 2 : 1, use == LambdaUse::Never ? 1 : 2)) return nullptr;
  const model::Type* element =
      expected == nullptr ? nullptr : element_for(function, call.arguments.size() == 2, *expected);
  const Result list =
      element == nullptr ? infer(*call.arguments[0]) : check(*call.arguments[0], analysis_.list_of(element));
  if (list == nullptr) {
    // What is wrong in the lambda is wrong whatever the list holds.
    const bool lambda_follows =
        call.arguments.size() == 2 && std::holds_alternative<syntax::LambdaExpression>(call.arguments[1]->node);
    if (lambda_follows) lambda(*call.arguments[1], nullptr, nullptr, call.callee.text);
    return nullptr;
  }
  if (list->type->kind != TypeKind::List && list->type->kind != TypeKind::Set)
    return argument_error(call, *list->type,
                          list->type->kind == TypeKind::Map ? "a list or a set: that of the map's `keys` or `values`"
                                                            : "a list or a set");
  Result mapped = nullptr;
  if (call.arguments.size() == 2) {
    const model::Type* wanted = wants_condition(function) ? analysis_.scalar(TypeKind::Bool) : nullptr;
    mapped = lambda(*call.arguments[1], list->type->element, wanted, call.callee.text);
    if (mapped == nullptr) return nullptr;
  }
  return list_result(function, list, mapped, call.callee.text, span);
}

}  // namespace cqrsc::sema
