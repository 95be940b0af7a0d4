// Files, and the declarations that hold no statements.
#include <utility>

#include "parse/builder.hpp"

namespace cqrsc::parsing {

syntax::File Builder::file(CqrsParser::FileContext* ctx) {
  syntax::File result;
  result.span = source_.whole();
  result.incomplete = broken(ctx);
  if (auto* context = ctx->contextDeclaration(); context != nullptr && !broken(context)) {
    result.context = {doc(context), qualified_name(context->qualifiedName()), span(context)};
  }
  for (auto* import : ctx->importDeclaration()) {
    if (broken(import)) {
      result.incomplete = true;
    } else {
      result.imports.push_back({doc(import), qualified_name(import->qualifiedName()), span(import)});
    }
  }
  for (auto* one : ctx->declaration()) declaration(one, result);
  result.comments = comments();
  return result;
}

void Builder::declaration(CqrsParser::DeclarationContext* ctx, syntax::File& file) {
  Rule* rule = chosen(ctx);
  if (rule == nullptr) {
    file.incomplete = true;
    return;
  }
  lost_ = 0;
  auto built = declaration_node(rule);
  if (built) file.declarations.push_back(std::move(*built));
  if (!built || broken(ctx) || lost_ != 0) file.incomplete = true;
  lost_ = 0;
}

// Nothing for a declaration whose beginning could not be read.
std::optional<syntax::Declaration> Builder::declaration_node(Rule* ctx) {
  const auto wrapped = [](auto built) -> std::optional<syntax::Declaration> {
    if (!built) return std::nullopt;
    return syntax::Declaration(std::move(*built));
  };
  switch (ctx->getRuleIndex()) {
    case CqrsParser::RuleEventDeclaration:
      return wrapped(event_declaration(static_cast<CqrsParser::EventDeclarationContext*>(ctx)));
    case CqrsParser::RuleAggregateDeclaration:
      return wrapped(aggregate(static_cast<CqrsParser::AggregateDeclarationContext*>(ctx)));
    case CqrsParser::RuleProjectionDeclaration:
      return wrapped(projection(static_cast<CqrsParser::ProjectionDeclarationContext*>(ctx)));
    case CqrsParser::RuleProcessDeclaration:
      return wrapped(process(static_cast<CqrsParser::ProcessDeclarationContext*>(ctx)));
    case CqrsParser::RuleScenarioDeclaration:
      return wrapped(scenario(static_cast<CqrsParser::ScenarioDeclarationContext*>(ctx)));
    default: break;
  }
  if (broken(ctx)) return std::nullopt;
  switch (ctx->getRuleIndex()) {
    case CqrsParser::RuleIdDeclaration:
      // What is left of an id would be a uuid.
      if (damaged(ctx)) return std::nullopt;
      return id_declaration(static_cast<CqrsParser::IdDeclarationContext*>(ctx));
    case CqrsParser::RuleEnumDeclaration:
      return enum_declaration(static_cast<CqrsParser::EnumDeclarationContext*>(ctx));
    case CqrsParser::RuleValueDeclaration:
      return value_declaration(static_cast<CqrsParser::ValueDeclarationContext*>(ctx));
    case CqrsParser::RuleUnionDeclaration:
      return union_declaration(static_cast<CqrsParser::UnionDeclarationContext*>(ctx));
    case CqrsParser::RuleErrorDeclaration:
      return error_declaration(static_cast<CqrsParser::ErrorDeclarationContext*>(ctx));
    case CqrsParser::RuleExternFunction: return extern_function(static_cast<CqrsParser::ExternFunctionContext*>(ctx));
    case CqrsParser::RuleQueryDeclaration:
      // What is left of a query would give other rows.
      if (damaged(ctx)) return std::nullopt;
      return query(static_cast<CqrsParser::QueryDeclarationContext*>(ctx));
    default: return std::nullopt;
  }
}

syntax::IdDeclaration Builder::id_declaration(CqrsParser::IdDeclarationContext* ctx) {
  syntax::IdDeclaration result;
  result.doc = doc(ctx);
  result.name = name(ctx->IDENTIFIER());
  if (ctx->type() != nullptr) result.base = type(ctx->type());
  if (auto* where = ctx->whereClause()) result.where = expression(where->expression());
  result.annotations = annotations(ctx->annotation());
  result.span = span(ctx);
  return result;
}

syntax::EnumDeclaration Builder::enum_declaration(CqrsParser::EnumDeclarationContext* ctx) {
  syntax::EnumDeclaration result;
  result.doc = doc(ctx);
  result.name = name(ctx->IDENTIFIER());
  result.span = span(ctx);
  result.incomplete = damaged(ctx);
  for (auto* item : ctx->enumItem()) {
    if (broken(item)) {
      result.incomplete = true;
      continue;
    }
    result.members.push_back(
        {doc(item), name(item->name()), number(item->INTEGER()), annotations(item->annotation()), span(item)});
  }
  return result;
}

syntax::ValueDeclaration Builder::value_declaration(CqrsParser::ValueDeclarationContext* ctx) {
  syntax::ValueDeclaration result;
  result.doc = doc(ctx);
  result.span = span(ctx);
  if (auto* of = dynamic_cast<CqrsParser::ValueOfTypeContext*>(ctx)) {
    result.name = name(of->IDENTIFIER());
    result.version = optional_version(of->VERSION());
    result.base = type(of->type());
    if (auto* where = of->whereClause()) result.where = expression(where->expression());
    return result;
  }
  auto* record = static_cast<CqrsParser::ValueRecordContext*>(ctx);
  result.name = name(record->IDENTIFIER());
  result.version = optional_version(record->VERSION());
  result.incomplete = damaged(record);
  for (auto* item : record->valueItem()) {
    Rule* rule = chosen(item);
    if (broken(item) || broken(rule)) {
      result.incomplete = true;
    } else if (item->field() != nullptr) {
      result.fields.push_back(field(item->field()));
    } else if (item->invariant() != nullptr) {
      result.invariants.push_back(invariant(item->invariant()));
    } else {
      result.from.push_back(from_block(item->fromBlock()));
    }
  }
  return result;
}

syntax::UnionDeclaration Builder::union_declaration(CqrsParser::UnionDeclarationContext* ctx) {
  syntax::UnionDeclaration result;
  result.doc = doc(ctx);
  result.name = name(ctx->IDENTIFIER());
  result.version = optional_version(ctx->VERSION());
  result.span = span(ctx);
  result.incomplete = damaged(ctx);
  for (auto* item : ctx->unionItem()) {
    if (broken(item) || broken(chosen(item))) {
      result.incomplete = true;
    } else if (item->alternative() != nullptr) {
      result.alternatives.push_back(alternative(item->alternative()));
    } else {
      result.from.push_back(from_block(item->fromBlock()));
    }
  }
  return result;
}

syntax::Alternative Builder::alternative(CqrsParser::AlternativeContext* ctx) {
  syntax::Alternative result;
  result.doc = doc(ctx);
  result.name = name(ctx->IDENTIFIER());
  result.number = number(ctx->INTEGER());
  result.span = span(ctx);
  result.incomplete = damaged(ctx);
  for (auto* item : ctx->fieldItem()) {
    if (broken(item)) {
      result.incomplete = true;
    } else {
      result.fields.push_back(field(item->field()));
    }
  }
  return result;
}

syntax::ErrorDeclaration Builder::error_declaration(CqrsParser::ErrorDeclarationContext* ctx) {
  syntax::ErrorDeclaration result;
  result.doc = doc(ctx);
  result.name = name(ctx->IDENTIFIER());
  result.span = span(ctx);
  if (ctx->LBRACE() != nullptr) result.braces = span(ctx->LBRACE()).to(span(ctx->RBRACE()));
  result.incomplete = damaged(ctx);
  for (auto* item : ctx->fieldItem()) {
    if (broken(item)) {
      result.incomplete = true;
    } else {
      result.fields.push_back(field(item->field()));
    }
  }
  if (ctx->STRING() != nullptr) result.message = string(ctx->STRING());
  return result;
}

syntax::ExternFunction Builder::extern_function(CqrsParser::ExternFunctionContext* ctx) {
  syntax::ExternFunction result;
  result.doc = doc(ctx);
  result.name = name(ctx->name());
  result.parameters = parameters(ctx->parameters());
  result.result = type(ctx->type());
  if (ctx->INTEGER() != nullptr) result.revision = number(ctx->INTEGER());
  result.span = span(ctx);
  return result;
}

syntax::Invariant Builder::invariant(CqrsParser::InvariantContext* ctx) {
  return {doc(ctx), string(ctx->STRING()), expression(ctx->expression()), span(ctx)};
}

// -------------------------------------------------------------------------------------------- events and their history

syntax::FromBlock Builder::from_block(CqrsParser::FromBlockContext* ctx) {
  syntax::FromBlock result;
  result.version = version(ctx->VERSION());
  result.span = span(ctx);
  result.incomplete = damaged(ctx);
  for (auto* item : ctx->fromItem()) {
    if (broken(item) || broken(chosen(item))) {
      result.incomplete = true;
    } else if (item->statement() != nullptr) {
      if (!add_statement(item->statement(), result.statements)) result.incomplete = true;
    } else {
      auto* arm = item->unionArm();
      const size_t lost_before = lost_;
      result.arms.push_back({name(arm->IDENTIFIER()), construct(arm->construction()), span(arm)});
      if (std::exchange(lost_, lost_before) != lost_before) {
        result.arms.pop_back();
        result.incomplete = true;
      }
    }
  }
  return result;
}

syntax::Made Builder::outcome_event(CqrsParser::OutcomeEventContext* ctx) {
  syntax::Made result;
  result.type = reference(ctx->reference());
  result.version = optional_version(ctx->VERSION());
  result.span = span(ctx);
  if (auto* braces = ctx->initializers()) {
    result.initializers = initializers(braces);
    result.braces = span(braces);
  }
  return result;
}

syntax::Outcome Builder::outcome(CqrsParser::OutcomeContext* ctx) {
  if (auto* choice = ctx->outcomeChoice()) return outcome_choice(choice);
  syntax::Outcome result{span(ctx), std::monostate{}};
  if (ctx->NOTHING() != nullptr) return result;
  std::vector<syntax::Made> events;
  for (auto* event : ctx->outcomeEvent()) events.push_back(outcome_event(event));
  result.node = std::move(events);
  return result;
}

syntax::Outcome Builder::outcome_choice(CqrsParser::OutcomeChoiceContext* ctx) {
  syntax::OutcomeChoice result;
  result.condition = expression(ctx->head());
  result.then_outcome = std::make_unique<syntax::Outcome>(outcome(ctx->outcome(0)));
  if (auto* next = ctx->outcomeChoice()) {
    result.else_outcome = std::make_unique<syntax::Outcome>(outcome_choice(next));
  } else if (ctx->ELSE() != nullptr) {
    result.else_outcome = std::make_unique<syntax::Outcome>(outcome(ctx->outcome(1)));
  }
  return {span(ctx), std::move(result)};
}

std::optional<syntax::EventDeclaration> Builder::event_declaration(CqrsParser::EventDeclarationContext* ctx) {
  auto* header = ctx->eventHeader();
  if (header == nullptr || header->IDENTIFIER() == nullptr) return std::nullopt;
  syntax::EventDeclaration result;
  result.doc = doc(ctx);
  result.name = name(header->IDENTIFIER());
  result.is_public = header->PUBLIC() != nullptr;
  result.retired = header->RETIRED() != nullptr;
  result.span = span(ctx);
  result.incomplete = damaged(ctx) || broken(header);
  if (header->VERSION() != nullptr) {
    result.version = version(header->VERSION());
  } else if (!broken(header) && !broken(ctx)) {
    const Span after = result.name.span.after();
    reporter_.report(kEventWithoutVersion, result.name.span, result.name.text)
        .help("write `v1` after the name of a new event", after, " v1")
        .note("a version names a stored layout, and a stored layout never changes");
    result.version = {1, after};
  }
  for (auto* one : header->annotation()) {
    if (!broken(one)) result.annotations.push_back(annotation(one));
  }
  for (auto* item : ctx->eventItem()) {
    if (broken(item) || broken(chosen(item))) {
      result.incomplete = true;
    } else if (item->field() != nullptr) {
      result.fields.push_back(field(item->field()));
    } else {
      result.from.push_back(from_block(item->fromBlock()));
    }
  }
  if (auto* becomes = ctx->outcome(); becomes != nullptr && !broken(ctx)) {
    const size_t lost_before = std::exchange(lost_, 0);
    result.becomes = outcome(becomes);
    if (std::exchange(lost_, lost_before) != 0) {
      result.becomes.reset();
      result.incomplete = true;
    }
    if (!result.retired) {
      reporter_.report(kBecomesNotRetired, span(ctx->BECOMES()), result.name.text)
          .label(span(header->EVENT()), "this event is not retired")
          .help("write `retired` before `event`", span(header->EVENT()).before(), "retired ");
    }
  }
  return result;
}

}  // namespace cqrsc::parsing
