// `count()`, `sum(row.amount)`, `min(row.day)`: what a query computes over the rows of a group.
#include "model/walk.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::AggregateFunction;
using model::BuiltinFunction;
using model::TypeKind;

std::optional<AggregateFunction> aggregate_of(BuiltinFunction function) {
  switch (function) {
    case BuiltinFunction::Count: return AggregateFunction::Count;
    case BuiltinFunction::Sum: return AggregateFunction::Sum;
    case BuiltinFunction::Min: return AggregateFunction::Min;
    case BuiltinFunction::Max: return AggregateFunction::Max;
    default: return std::nullopt;
  }
}

std::string shown(const syntax::CallExpression& call) {
  return call.callee.text + (call.arguments.empty() ? "()" : "(…)");
}

bool has_aggregate(const model::Expression& expression) {
  bool found = false;
  model::for_each_expression(expression, [&](const model::Expression& inner) {
    found = found || std::holds_alternative<model::AggregateNode>(inner.node);
  });
  return found;
}

}  // namespace

std::optional<const model::Expression*> Typer::call_aggregate(BuiltinFunction function,
                                                              const syntax::CallExpression& call, Span span) {
  const auto aggregate = aggregate_of(function);
  if (!aggregate || scope_.aggregates == Aggregates::None || call.arguments.size() > 1) return std::nullopt;
  const bool counts_rows = call.arguments.empty() && *aggregate == AggregateFunction::Count;
  if (call.arguments.empty() && !counts_rows) return std::nullopt;
  Result argument = nullptr;
  if (!counts_rows) {
    argument = infer(*call.arguments.front());
    if (argument == nullptr) return nullptr;
    const TypeKind kind = argument->type->kind;
    if (kind == TypeKind::List || kind == TypeKind::Set)
      return list_result(function, argument, nullptr, call.callee.text, span);
  }
  if (argument != nullptr && has_aggregate(*argument)) {
    const Span inner = call.arguments.front()->span;
    const std::string written(analysis_.sources.file(inner).text(inner));
    analysis_.reporter.report(kAggregateNested, inner, shown(call), written)
        .help("compute one of them in a query of its own");
    return nullptr;
  }
  if (scope_.aggregates == Aggregates::Elsewhere) {
    analysis_.reporter.report(kAggregatePlace, span, shown(call))
        .note(
            "`where`, `group by`, `order by` and `limit` decide which rows there are, before anything is computed over "
            "them")
        .help("select it, and let the program that asks decide on the results: " +
              quoted("select total = " + shown(call)));
    return nullptr;
  }
  return make_aggregate(*aggregate, argument, call, span);
}

const model::Expression* Typer::make_aggregate(AggregateFunction function, Result argument,
                                               const syntax::CallExpression& call, Span span) {
  const auto make_node = [&](const model::Type* type) {
    return make(type, span, model::AggregateNode{function, argument});
  };
  const model::Type* int64 = analysis_.scalar(TypeKind::Int64);
  if (argument == nullptr) return make_node(int64);
  const model::Type& type = *argument->type;
  const auto refuse = [&](const std::string& note) -> Diagnostic& {
    return analysis_.reporter
        .report(kArgumentType, call.arguments.front()->span, call.callee.text, model::to_text(type))
        .note(note);
  };
  if (type.kind == TypeKind::Optional) {
    const std::string written(analysis_.sources.file(call.arguments.front()->span).text(call.arguments.front()->span));
    refuse("rows without a value would have to count for something")
        .help("leave them out: " + quoted("where " + written + " != none"));
    return nullptr;
  }
  switch (function) {
    case AggregateFunction::Count:
      if (type.kind == TypeKind::Bool) return make_node(int64);
      refuse("`count()` counts rows, and `count(…)` those for which a condition holds");
      return nullptr;
    case AggregateFunction::Sum:
      if (type.kind == TypeKind::Decimal) return make_node(analysis_.decimal(38, type.scale));
      if (model::is_integer(type) && type.kind != TypeKind::UInt64) return make_node(int64);
      refuse(model::is_float(type) ? "the sum of floats depends on the order of the rows: keep a decimal"
                                   : "over rows it adds integers, up to `int64`, and decimals");
      return nullptr;
    default:
      if (model::is_ordered(type) && !model::is_float(type)) return make_node(analysis_.optional_of(&type));
      refuse("it compares numbers, text, ids and times");
      return nullptr;
  }
}

}  // namespace cqrsc::sema
