// Refined values: `value Percent = int32 where it in 0..100` stands for its type, and its condition becomes one of each
// field that is checked when a command is taken in.
#include "sema/typer.hpp"
#include "sema/types.hpp"

namespace cqrsc::sema {
namespace {

using model::BinaryOperator;
using model::TypeKind;
using Result = const model::Expression*;

/// Makes conditions over a value out of the type it was declared with.
class Conditions {
 public:
  Conditions(Analysis& analysis, Span span) : analysis_(analysis), span_(span) {}

  /// Null: it may be anything.
  Result of(const ContextWork& context, const syntax::Type& type, Result value) {
    if (!type.optional)
      return std::visit([&](const auto& node) { return of_node(context, node, type, value); }, type.node);
    const model::Type* content = value->type->element;
    const Result there = make(content, model::ConversionNode{model::ConversionKind::UnwrapOptional, value});
    const Result inner = std::visit([&](const auto& node) { return of_node(context, node, type, there); }, type.node);
    if (inner == nullptr) return nullptr;
    const Result none = make(value->type, model::ConstantNode{model::NoneConstant{}});
    const Result absent = make(inner->type, model::BinaryNode{BinaryOperator::Equal, value, none});
    return make(inner->type, model::BinaryNode{BinaryOperator::Or, absent, inner});
  }

 private:
  Result make(const model::Type* type, model::ExpressionNode node) {
    return analysis_.model.add(model::Expression{type, analysis_.locate(span_), std::move(node)});
  }

  Result of_node(const ContextWork& context, const syntax::NamedType&, const syntax::Type& type, Result value) {
    const Refinement* refinement = find_refinement(analysis_, context, type);
    if (refinement == nullptr) return nullptr;
    const Result inner = of(*refinement->context, *refinement->syntax->base, value);
    if (!refinement->syntax->where || analysis_.wrong_refinements.count(refinement) != 0) return inner;
    Scope scope;
    scope.block = "the condition of a value";
    scope.it = value->type;
    scope.it_value = value;
    const Result own = Typer(analysis_, *refinement->context, scope).condition(*refinement->syntax->where);
    return both(inner, own);
  }
  Result of_node(const ContextWork& context, const syntax::ListType& list, const syntax::Type&, Result value) {
    return of_all(context, *list.element, value);
  }
  Result of_node(const ContextWork& context, const syntax::SetType& set, const syntax::Type&, Result value) {
    return of_all(context, *set.element, value);
  }
  Result of_node(const ContextWork& context, const syntax::MapType& map, const syntax::Type&, Result value) {
    const auto part = [&](model::BuiltinFunction function, const model::Type* type) {
      return make(analysis_.list_of(type), model::BuiltinNode{function, {value}});
    };
    const Result keys = of_all(context, *map.key, part(model::BuiltinFunction::Keys, value->type->key));
    return both(keys, of_all(context, *map.value, part(model::BuiltinFunction::Values, value->type->element)));
  }
  static Result of_node(const ContextWork&, const syntax::DecimalType&, const syntax::Type&, Result) { return nullptr; }
  static Result of_node(const ContextWork&, const syntax::ErrorType&, const syntax::Type&, Result) { return nullptr; }

  Result of_all(const ContextWork& context, const syntax::Type& element, Result collection) {
    const model::Type* type = collection->type->element;
    const model::Local* local = analysis_.model.add(model::Local{"it", type, analysis_.locate(span_), nullptr});
    const Result inner = of(context, element, make(type, model::LocalNode{local}));
    if (inner == nullptr) return nullptr;
    const Result lambda = make(inner->type, model::LambdaNode{local, inner});
    return make(inner->type, model::BuiltinNode{model::BuiltinFunction::All, {collection, lambda}});
  }

  Result both(Result a, Result b) {
    if (a == nullptr || b == nullptr) return a != nullptr ? a : b;
    return make(a->type, model::BinaryNode{BinaryOperator::And, a, b});
  }

  Analysis& analysis_;
  Span span_;
};

}  // namespace

const Refinement* find_refinement(Analysis& analysis, const ContextWork& context, const syntax::Type& type) {
  const auto* named = std::get_if<syntax::NamedType>(&type.node);
  if (named == nullptr || named->name.parts.empty()) return nullptr;
  const syntax::Path& path = named->name;
  // Of a plain name nothing is reported: `int32` is not declared anywhere.
  const SymbolEntry* entry = path.parts.size() == 1 ? find_symbol_quietly(context, path.last().text)
                                                    : find_symbol(analysis, context, path, "type");
  auto* const* refinement = entry == nullptr ? nullptr : std::get_if<Refinement*>(&entry->symbol);
  return refinement == nullptr ? nullptr : *refinement;
}

const model::Expression* refined_conditions(Analysis& analysis, const ContextWork& context, const syntax::Type& type,
                                            const model::Expression* value) {
  return Conditions(analysis, type.span).of(context, type, value);
}

void check_refinements(Analysis& analysis) {
  for (Refinement& refinement : analysis.refinements) {
    if (refinement.base == nullptr || !refinement.syntax->where) continue;
    Scope scope;
    scope.block = "the condition of a value";
    scope.it = refinement.base;
    const bool good = Typer(analysis, *refinement.context, scope).condition(*refinement.syntax->where) != nullptr;
    // Said once, and not again for each field.
    if (!good) analysis.wrong_refinements.insert(&refinement);
  }
}

}  // namespace cqrsc::sema
