// Aggregates, projections, queries and processes.
#include <utility>

#include "parse/builder.hpp"

namespace cqrsc::parsing {

std::optional<syntax::AggregateDeclaration> Builder::aggregate(CqrsParser::AggregateDeclarationContext* ctx) {
  auto* header = ctx->aggregateHeader();
  if (header == nullptr || !is_read(header->IDENTIFIER())) return std::nullopt;
  syntax::AggregateDeclaration result;
  result.doc = doc(ctx);
  result.name = name(header->IDENTIFIER());
  result.span = span(ctx);
  result.incomplete = damaged(ctx) || broken(header);
  if (header->reference() != nullptr && !broken(header->reference())) result.id_type = reference(header->reference());
  for (auto* item : ctx->aggregateItem()) {
    Rule* rule = chosen(item);
    if (rule == nullptr || !add_aggregate_item(rule, result) || broken(item)) result.incomplete = true;
  }
  return result;
}

bool Builder::add_aggregate_item(Rule* item, syntax::AggregateDeclaration& to) {
  if (item->getRuleIndex() == CqrsParser::RuleEventDeclaration) {
    auto event = event_declaration(static_cast<CqrsParser::EventDeclarationContext*>(item));
    if (event) to.events.push_back(std::move(*event));
    return event.has_value();
  }
  if (item->getRuleIndex() == CqrsParser::RuleCommandDeclaration) {
    auto built = command(static_cast<CqrsParser::CommandDeclarationContext*>(item));
    if (built) to.commands.push_back(std::move(*built));
    return built.has_value();
  }
  if (broken(item)) return false;
  switch (item->getRuleIndex()) {
    case CqrsParser::RuleStateBlock:
      to.states.push_back(state_block(static_cast<CqrsParser::StateBlockContext*>(item)));
      break;
    case CqrsParser::RuleEventHandler:
      to.handlers.push_back(event_handler(static_cast<CqrsParser::EventHandlerContext*>(item)));
      break;
    case CqrsParser::RuleIgnoreClause:
      to.ignores.push_back(ignore_clause(static_cast<CqrsParser::IgnoreClauseContext*>(item)));
      break;
    default: {
      auto* policy = static_cast<CqrsParser::SnapshotPolicyContext*>(item);
      to.snapshots.push_back({doc(policy), number(policy->INTEGER()), span(policy)});
    }
  }
  return true;
}

syntax::StateBlock Builder::state_block(CqrsParser::StateBlockContext* ctx) {
  syntax::StateBlock result;
  result.doc = doc(ctx);
  result.span = span(ctx);
  result.incomplete = damaged(ctx);
  for (auto* item : ctx->stateItem()) {
    if (broken(item) || broken(chosen(item))) {
      result.incomplete = true;
    } else if (item->field() != nullptr) {
      result.fields.push_back(field(item->field()));
    } else {
      result.invariants.push_back(invariant(item->invariant()));
    }
  }
  return result;
}

// ------------------------------------------------------------------------------------------------------------ commands

std::optional<syntax::CommandDeclaration> Builder::command(CqrsParser::CommandDeclarationContext* ctx) {
  auto* header = ctx->commandHeader();
  if (header == nullptr || !is_read(header->IDENTIFIER())) return std::nullopt;
  syntax::CommandDeclaration result;
  result.doc = doc(ctx);
  result.name = name(header->IDENTIFIER());
  result.span = span(ctx);
  result.incomplete = damaged(ctx) || broken(header);
  if (auto* words = header->existence(); words != nullptr && !broken(words)) result.existence = existence(words);
  if (header->EXTERN() != nullptr) result.is_extern = span(header->EXTERN());
  for (auto* one : header->annotation()) {
    if (!broken(one)) result.annotations.push_back(annotation(one));
  }
  for (auto* item : ctx->commandItem()) {
    if (broken(item) || broken(chosen(item)) || !add_command_item(item, result)) result.incomplete = true;
  }
  return result;
}

bool Builder::add_command_item(CqrsParser::CommandItemContext* ctx, syntax::CommandDeclaration& to) {
  if (ctx->field() != nullptr) {
    to.fields.push_back(field(ctx->field()));
  } else if (ctx->emitsClause() != nullptr) {
    to.emits.push_back(emits_clause(ctx->emitsClause()));
  } else if (auto* clause = ctx->rejectsClause()) {
    to.rejects.push_back({references(clause->reference()), span(clause)});
  } else {
    return add_statement(ctx->statement(), to.statements);
  }
  return true;
}

syntax::Existence Builder::existence(CqrsParser::ExistenceContext* ctx) {
  syntax::Existence result;
  result.span = span(ctx);
  if (ctx->CREATES() != nullptr) {
    result.kind = syntax::ExistenceKind::creates;
  } else if (ctx->EXISTING() != nullptr) {
    result.kind = syntax::ExistenceKind::existing;
  } else {
    result.kind = syntax::ExistenceKind::may_create;
  }
  if (ctx->reference() != nullptr) result.otherwise = reference(ctx->reference());
  return result;
}

syntax::EmitsClause Builder::emits_clause(CqrsParser::EmitsClauseContext* ctx) {
  syntax::EmitsClause result;
  result.span = span(ctx);
  for (auto* item : ctx->emittedEvent()) {
    syntax::EmittedEvent event;
    event.span = span(item);
    event.any_number = item->STAR() != nullptr;
    if (item->reference() != nullptr) event.event = reference(item->reference());
    result.events.push_back(std::move(event));
  }
  return result;
}

syntax::EventHandler Builder::event_handler(CqrsParser::EventHandlerContext* ctx) {
  return {doc(ctx), reference(ctx->reference()), block(ctx->block()), span(ctx)};
}

syntax::IgnoreClause Builder::ignore_clause(CqrsParser::IgnoreClauseContext* ctx) {
  return {doc(ctx), references(ctx->reference()), span(ctx)};
}

// ----------------------------------------------------------------------------------------------- projections, queries

std::optional<syntax::ProjectionDeclaration> Builder::projection(CqrsParser::ProjectionDeclarationContext* ctx) {
  auto* header = ctx->projectionHeader();
  if (header == nullptr || !is_read(header->IDENTIFIER())) return std::nullopt;
  syntax::ProjectionDeclaration result;
  result.doc = doc(ctx);
  result.name = name(header->IDENTIFIER());
  result.is_inline = header->INLINE() != nullptr;
  result.span = span(ctx);
  result.incomplete = damaged(ctx) || broken(header);
  if (!broken(header)) result.keys = parameters(header->parameters());
  for (auto* item : ctx->projectionItem()) {
    if (broken(item) || broken(chosen(item))) {
      result.incomplete = true;
    } else if (item->field() != nullptr) {
      result.fields.push_back(field(item->field()));
    } else if (item->rowHandler() != nullptr) {
      const size_t lost_before = std::exchange(lost_, 0);
      auto handler = row_handler(item->rowHandler());
      if (std::exchange(lost_, lost_before) == 0) {
        result.handlers.push_back(std::move(handler));
      } else {
        result.incomplete = true;
      }
    } else if (item->ignoreClause() != nullptr) {
      result.ignores.push_back(ignore_clause(item->ignoreClause()));
      result.incomplete |= damaged(item->ignoreClause());
    } else {
      result.unknown_ignored.push_back(span(item->unknownIgnored()));
    }
  }
  return result;
}

syntax::RowHandler Builder::row_handler(CqrsParser::RowHandlerContext* ctx) {
  syntax::RowHandler result;
  result.doc = doc(ctx);
  result.event = reference(ctx->reference());
  if (ctx->forLoop() != nullptr) result.loop = for_loop(ctx->forLoop());
  if (ctx->atKeys() != nullptr) result.at = keys(ctx->atKeys()->head());
  result.existing = ctx->EXISTING() != nullptr;
  result.deletes = ctx->DELETE() != nullptr;
  if (!result.deletes) result.body = block(ctx->block());
  result.span = span(ctx);
  return result;
}

syntax::QueryDeclaration Builder::query(CqrsParser::QueryDeclarationContext* ctx) {
  syntax::QueryDeclaration result;
  result.doc = doc(ctx);
  result.name = name(ctx->IDENTIFIER());
  result.parameters = parameters(ctx->parameters());
  for (auto* column : ctx->initializer()) result.select.push_back(initializer(column));
  result.source = reference(ctx->reference());
  for (auto* clause : ctx->queryClause()) {
    if (broken(clause)) {
      ++lost_;
    } else {
      add_query_clause(clause, result);
    }
  }
  result.span = span(ctx);
  return result;
}

void Builder::add_query_clause(CqrsParser::QueryClauseContext* ctx, syntax::QueryDeclaration& to) {
  if (auto* where = dynamic_cast<CqrsParser::QueryWhereContext*>(ctx)) {
    to.where.push_back(expression(where->whereClause()->expression()));
  } else if (auto* limit = dynamic_cast<CqrsParser::QueryLimitContext*>(ctx)) {
    to.limit.push_back(expression(limit->sum()));
  } else if (auto* group = dynamic_cast<CqrsParser::QueryGroupContext*>(ctx)) {
    auto& keys = to.group.emplace_back();
    for (auto* key : group->expression()) keys.push_back(expression(key));
  } else if (auto* clause = dynamic_cast<CqrsParser::QueryOrderContext*>(ctx)) {
    auto& orders = to.order.emplace_back();
    for (auto* order : clause->order()) {
      const bool descending = order->DESC() != nullptr;
      orders.push_back(
          {expression(order->expression()), descending, descending || order->ASC() != nullptr, span(order)});
    }
  }
}

// ----------------------------------------------------------------------------------------------------------- processes

std::optional<syntax::ProcessDeclaration> Builder::process(CqrsParser::ProcessDeclarationContext* ctx) {
  auto* header = ctx->processHeader();
  if (header == nullptr || !is_read(header->IDENTIFIER())) return std::nullopt;
  syntax::ProcessDeclaration result;
  result.doc = doc(ctx);
  result.name = name(header->IDENTIFIER());
  result.span = span(ctx);
  result.incomplete = damaged(ctx) || broken(header);
  if (!broken(header)) {
    result.id_type = type(header->type());
  } else {
    result.id_type = {span(header), syntax::ErrorType{}, false};
  }
  for (auto* item : ctx->processItem()) {
    if (broken(item) || broken(chosen(item))) {
      result.incomplete = true;
    } else if (item->stateBlock() != nullptr) {
      result.states.push_back(state_block(item->stateBlock()));
    } else if (item->processHandler() != nullptr) {
      const size_t lost_before = std::exchange(lost_, 0);
      auto handler = process_handler(item->processHandler());
      if (std::exchange(lost_, lost_before) == 0) {
        result.handlers.push_back(std::move(handler));
      } else {
        result.incomplete = true;
      }
    } else if (auto* clause = item->endClause()) {
      result.ends.push_back({doc(clause), references(clause->reference()), span(clause)});
    } else {
      result.ignores.push_back(ignore_clause(item->ignoreClause()));
    }
  }
  return result;
}

syntax::ProcessHandler Builder::process_handler(CqrsParser::ProcessHandlerContext* ctx) {
  syntax::ProcessHandler result;
  result.doc = doc(ctx);
  result.span = span(ctx);
  const auto on_event = [&](syntax::ProcessTrigger trigger, auto* alternative) {
    result.trigger = trigger;
    result.event = reference(alternative->reference());
    if (auto* by = alternative->correlation()) result.correlated = path(by->path());
    result.body = block(alternative->block());
  };
  const auto on_label = [&](syntax::ProcessTrigger trigger, auto* alternative) {
    result.trigger = trigger;
    result.label = name(alternative->name());
    result.body = block(alternative->block());
  };
  using syntax::ProcessTrigger;
  if (auto* start = dynamic_cast<CqrsParser::OnStartContext*>(ctx)) {
    on_event(ProcessTrigger::start, start);
  } else if (auto* event = dynamic_cast<CqrsParser::OnEventContext*>(ctx)) {
    on_event(ProcessTrigger::event, event);
  } else if (auto* late = dynamic_cast<CqrsParser::OnLateContext*>(ctx)) {
    on_event(ProcessTrigger::late, late);
  } else if (auto* accepted = dynamic_cast<CqrsParser::OnAcceptedContext*>(ctx)) {
    on_label(ProcessTrigger::accepted, accepted);
  } else if (auto* rejected = dynamic_cast<CqrsParser::OnRejectedContext*>(ctx)) {
    on_label(ProcessTrigger::rejected, rejected);
  } else if (auto* timeout = dynamic_cast<CqrsParser::OnTimeoutContext*>(ctx)) {
    on_label(ProcessTrigger::timeout, timeout);
  }
  return result;
}

}  // namespace cqrsc::parsing
