// Aggregates: invariants, commands, handlers, snapshots.
#include <algorithm>
#include <span>

#include "sema/blocks.hpp"

namespace cqrsc::sema {
namespace {

Scope command_scope(Analysis& analysis, const AggregateWork& work, const model::Command& command) {
  Scope scope;
  scope.block = "a command";
  scope.incoming = &command.fields;
  scope.incoming_source = model::FieldSource::Command;
  scope.incoming_word = "command";
  scope.incoming_owner = "command " + quoted(command.name);
  scope.state = &work.aggregate->state.fields;
  scope.state_owner = "the state of " + quoted(work.aggregate->name);
  scope.own_id = work.aggregate->id == nullptr ? nullptr : analysis.type_of(*work.aggregate->id);
  scope.has_now = true;
  scope.has_actor = true;
  scope.externs = Externs::Any;
  return scope;
}

void analyze_invariants(Analysis& analysis, AggregateWork& work) {
  if (work.syntax->states.empty()) return;
  model::State& state = work.aggregate->state;
  for (const syntax::Invariant& syntax : work.syntax->states.front().invariants) {
    Scope scope;
    scope.block = "an invariant";
    scope.incoming = &state.fields;
    scope.incoming_source = model::FieldSource::State;
    scope.incoming_word = "state";
    scope.incoming_owner = "the state of " + quoted(work.aggregate->name);
    scope.state = &state.fields;
    scope.state_owner = scope.incoming_owner;
    const model::Expression* condition = Typer(analysis, *work.context, scope).condition(*syntax.condition);
    state.invariants.push_back({syntax.name.value, condition, analysis.locate(syntax.span)});
  }
}

void analyze_existence(Analysis& analysis, const AggregateWork& work, const syntax::CommandDeclaration& syntax,
                       model::Command& command) {
  if (!syntax.existence || !syntax.existence->otherwise) return;
  const syntax::Path& path = *syntax.existence->otherwise;
  if (syntax.existence->kind == syntax::ExistenceKind::may_create) {
    analysis.reporter.report(kNotAvailable, path.span, "else", "`may create`")
        .note("such a command takes a stream that exists as well as one that does not, so there is nothing to reject")
        .help("leave `else` out");
    return;
  }
  const model::Error* error = find_error(analysis, *work.context, path);
  if (error == nullptr) return;
  for (const model::Field& field : error->fields) {
    if (field.has_written_default || field.type == nullptr || field.type->kind == model::TypeKind::Optional) continue;
    analysis.reporter.report(kExistenceError, path.span, error->name)
        .label(analysis.name_span(field), "has no default")
        .help("use an error without fields here");
    return;
  }
  command.existence_error = error;
}

/// Adds each event that a block can emit, once, in the order of the source.
void collect_emits(const model::Block& block, std::vector<model::EmitsItem>& emits);

struct EmitCollector {
  std::vector<model::EmitsItem>& emits;

  void operator()(const model::EmitStatement& node) const {
    for (const model::EmitsItem& item : emits)
      if (item.event == node.event->event) return;
    emits.push_back({node.event->event, false});
  }
  void operator()(const model::IfStatement& node) const {
    collect_emits(node.then, emits);
    collect_emits(node.otherwise, emits);
  }
  void operator()(const model::ForStatement& node) const { collect_emits(node.body, emits); }
  void operator()(const model::MatchStatement& node) const {
    for (const model::MatchStatementArm& arm : node.arms) collect_emits(arm.body, emits);
  }
  void operator()(const model::AssignStatement&) const {}
  void operator()(const model::LetStatement&) const {}
  void operator()(const model::RequireStatement&) const {}
  void operator()(const model::DeleteStatement&) const {}
};

void collect_emits(const model::Block& block, std::vector<model::EmitsItem>& emits) {
  for (const model::Statement* statement : block) std::visit(EmitCollector{emits}, statement->node);
}

// Whether a statement in a block, or an arm, could not be read.
bool may_have_lost(const std::vector<syntax::Statement>& statements) {
  const auto in = [](const syntax::Block& block) { return block.incomplete || may_have_lost(block.statements); };
  const auto in_one = [&](const syntax::Statement& statement) {
    if (const auto* loop = std::get_if<syntax::ForStatement>(&statement.node)) return in(loop->body);
    if (const auto* match = std::get_if<syntax::MatchStatement>(&statement.node))
      return match->incomplete ||
             std::ranges::any_of(match->arms, [&](const syntax::MatchArm& arm) { return in(arm.body); });
    for (const auto* test = std::get_if<syntax::IfStatement>(&statement.node); test != nullptr;
         test = test->else_if == nullptr ? nullptr : std::get_if<syntax::IfStatement>(&test->else_if->node))
      if (in(test->then_block) || (test->else_block && in(*test->else_block))) return true;
    return false;
  };
  return std::ranges::any_of(statements, in_one);
}

void analyze_body(Analysis& analysis, const AggregateWork& work, const syntax::CommandDeclaration& syntax,
                  model::Command& command) {
  Scope scope = command_scope(analysis, work, command);
  Typer typer(analysis, *work.context, scope);
  std::size_t first = 0;
  bool good = true;
  for (; first < syntax.statements.size(); ++first) {
    const auto* allow = std::get_if<syntax::AllowStatement>(&syntax.statements[first].node);
    if (allow == nullptr) break;
    const auto* text = std::get_if<syntax::StringLiteral>(&allow->condition->node);
    if (text != nullptr) {
      const Span place = allow->condition->span;
      analysis.reporter.report(kCondition, place, "string")
          .help("for whom has a role", place, "role " + std::string(analysis.sources.file(place).text(place)));
      good = false;
      continue;
    }
    const model::Expression* condition = typer.condition(*allow->condition);
    good = good && condition != nullptr;
    command.allows.push_back(condition);
  }
  // What `where` has shown of a field holds for the whole body.
  for (const syntax::Field& field : syntax.fields)
    if (field.where) scope.present.merge(present_if(scope, *field.where, true));
  BlockAnalyzer block(typer, {.kind = BlockKind::Command, .aggregate = &work});
  command.body = block.analyze(std::span(syntax.statements).subspan(first));
  collect_emits(command.body, command.emits);
  analysis.called[&command] = scope.called;
  // `emits` where `emit` is meant is reported.
  if (!command.emits.empty() || !good || !block.good() || syntax.incomplete || !syntax.emits.empty()) return;
  if (may_have_lost(syntax.statements)) return;
  analysis.reporter.report(kEmitsNothing, syntax.name.span, command.name)
      .note("a command that is accepted records what happened")
      .help("emit an event, " + quoted("emit …") +
            ", or let C++ decide: " + quoted("command " + command.name + " extern"));
}

void analyze_emits(Analysis& analysis, const AggregateWork& work, const syntax::CommandDeclaration& syntax,
                   model::Command& command) {
  for (const syntax::EmitsClause& clause : syntax.emits) {
    for (const syntax::EmittedEvent& item : clause.events) {
      if (!item.event) {
        command.emits_nothing = true;
        continue;
      }
      const model::Event* event = find_event(analysis, work, *item.event);
      if (event == nullptr || refuse_retired(analysis, *event, item.event->span, "emitted")) continue;
      bool twice = false;
      for (const model::EmitsItem& other : command.emits) twice = twice || other.event == event;
      if (twice)
        analysis.reporter.report(kFieldTwice, item.span, event->name);
      else
        command.emits.push_back({event, item.any_number});
    }
  }
}

void analyze_extern(Analysis& analysis, const AggregateWork& work, const syntax::CommandDeclaration& syntax,
                    model::Command& command) {
  if (!syntax.statements.empty())
    analysis.reporter.report(kExternWithBody, syntax.statements.front().span, command.name)
        .label(*syntax.is_extern, "decided in C++ because of this word")
        .help("write the decision here and leave `extern` out, or leave the statements out");
  if (syntax.emits.empty() && syntax.statements.empty() && !syntax.incomplete)
    analysis.reporter.report(kExternWithoutEmits, syntax.name.span, command.name)
        .help("add " + quoted("emits SomeEvent | nothing") + ": the C++ function can return only what is named");
  analyze_emits(analysis, work, syntax, command);
  for (const syntax::RejectsClause& clause : syntax.rejects) {
    for (const syntax::Path& path : clause.errors) {
      const model::Error* error = find_error(analysis, *work.context, path);
      if (error == nullptr) continue;
      const model::CanReject item = error;
      if (std::find(command.rejects.begin(), command.rejects.end(), item) != command.rejects.end())
        analysis.reporter.report(kFieldTwice, path.span, error->name);
      else
        command.rejects.push_back(item);
    }
  }
}

void report_emits(Analysis& analysis, const syntax::EmitsClause& clause) {
  Diagnostic& report = analysis.reporter.report(kEmitsWithoutExtern, clause.span, "emits");
  const bool one = clause.events.size() == 1 && clause.events.front().event && !clause.events.front().any_number;
  if (one)
    report.help("where the event is emitted", clause.span, "emit " + clause.events.front().event->text())
        .help("if it is decided in C++, mark the command `extern`");
  else
    report.help("say `emit` where the event is emitted, or mark the command `extern`");
}

void analyze_command(Analysis& analysis, const AggregateWork& work, const syntax::CommandDeclaration& syntax,
                     model::Command& command) {
  analyze_existence(analysis, work, syntax, command);
  if (syntax.is_extern) return analyze_extern(analysis, work, syntax, command);
  for (const syntax::EmitsClause& clause : syntax.emits) report_emits(analysis, clause);
  // Who writes both has forgotten one word.
  if (syntax.emits.empty())
    for (const syntax::RejectsClause& clause : syntax.rejects)
      analysis.reporter.report(kEmitsWithoutExtern, clause.span, "rejects")
          .help("say `require … else …` where it is rejected, or mark the command `extern`");
  analyze_body(analysis, work, syntax, command);
}

void analyze_handler(Analysis& analysis, AggregateWork& work, const syntax::EventHandler& syntax) {
  model::Event* event = find_event(analysis, work, syntax.event, true);
  // Of an unknown event nothing is known, and so nothing in its block is wrong for sure.
  if (event == nullptr || refuse_retired(analysis, *event, syntax.event.span, "applied")) return;
  const model::EventVersion* version = &event->current();
  Scope scope;
  scope.block = "an `on` block";
  scope.incoming = &version->fields;
  scope.incoming_source = model::FieldSource::Event;
  scope.incoming_word = "event";
  scope.incoming_owner = "event " + quoted(syntax.event.last().text);
  scope.state = &work.aggregate->state.fields;
  scope.state_owner = "the state of " + quoted(work.aggregate->name);
  scope.own_id = work.aggregate->id == nullptr ? nullptr : analysis.type_of(*work.aggregate->id);
  scope.has_meta = true;
  Typer typer(analysis, *work.context, scope);
  BlockAnalyzer block(
      typer, {.kind = BlockKind::Handler, .target = &work.aggregate->state.fields, .target_owner = scope.state_owner});
  model::Handler handler{version, block.analyze(syntax.body.statements), analysis.locate(syntax.span)};
  if (!block.good() || syntax.body.incomplete) analysis.broken_handlers.insert(event);
  work.aggregate->handlers.push_back(std::move(handler));
}

void analyze_snapshots(Analysis& analysis, const AggregateWork& work) {
  const auto& snapshots = work.syntax->snapshots;
  for (std::size_t i = 1; i < snapshots.size(); ++i)
    analysis.reporter.report(kBlockTwice, snapshots[i].span, work.aggregate->name, "snapshot")
        .label(snapshots[0].span, "the first one is here");
  if (snapshots.empty()) return;
  const auto every = parse_integer(snapshots[0].every.digits);
  if (!every || *every < 1 || *every > 1'000'000'000) {
    analysis.reporter.report(kSnapshotCount, snapshots[0].every.span, snapshots[0].every.digits)
        .help("say after how many events, 1 or more", snapshots[0].every.span, "200");
    return;
  }
  work.aggregate->snapshot_every = static_cast<std::uint32_t>(*every);
}

}  // namespace

void analyze_aggregates(Analysis& analysis) {
  for (AggregateWork& work : analysis.aggregates) {
    if (work.is_imported()) continue;
    analyze_invariants(analysis, work);
    for (const syntax::CommandDeclaration& syntax : work.syntax->commands) {
      const auto found = work.commands.find(syntax.name.text);
      if (found == work.commands.end() || found->second.first != &syntax) continue;
      analyze_command(analysis, work, syntax, *found->second.second);
    }
    for (const syntax::EventHandler& handler : work.syntax->handlers) analyze_handler(analysis, work, handler);
    analyze_snapshots(analysis, work);
  }
}

}  // namespace cqrsc::sema
