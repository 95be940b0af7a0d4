#include "sema/blocks.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

#include "sema/forgetting.hpp"
#include "sema/near_names.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

const char* block_text(BlockKind kind) {
  switch (kind) {
    case BlockKind::Command: return "a command";
    case BlockKind::Handler: return "an `on` block";
    case BlockKind::Upcast: return "a mapping";
    case BlockKind::Row: return "a projection";
  }
  return "";
}

std::set<std::string> both(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::set<std::string> result;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(result, result.end()));
  return result;
}

}  // namespace

namespace {

/// Its events that no handler applies and no `ignore` names. Asked of each name that is unknown: in time for each event
/// once.
std::vector<std::string> uncovered_events(const AggregateWork& aggregate) {
  std::set<std::string_view> covered;
  const auto cover = [&](const syntax::Path& path) {
    if (!path.parts.empty()) covered.insert(path.last().text);
  };
  for (const syntax::EventHandler& handler : aggregate.syntax->handlers) cover(handler.event);
  for (const syntax::IgnoreClause& clause : aggregate.syntax->ignores)
    for (const syntax::Path& path : clause.events) cover(path);
  std::vector<std::string> left;
  for (const auto& [own, event] : aggregate.events_by_name)
    if (covered.count(own) == 0 && !event->is_retired) left.push_back(own);
  return left;
}

/// What else is called so, or may have been called so before it was renamed.
void help_with_event(const Analysis& analysis, const AggregateWork& aggregate, const std::string& name,
                     Diagnostic& report, bool inside) {
  if (aggregate.commands.count(name) != 0) {
    report.note(quoted(name) + " is a command").help("name the event that it emits");
    return;
  }
  const SymbolEntry* entry = find_symbol_quietly(*aggregate.context, name);
  if (entry != nullptr && std::holds_alternative<model::Error*>(entry->symbol)) {
    report.note(quoted(name) + " is an error")
        .help("a command is rejected by " + quoted("require condition else " + name));
    return;
  }
  for (const AggregateWork& other : analysis.aggregates) {
    if (&other == &aggregate || other.is_imported() || other.events_by_name.count(name) == 0) continue;
    report.note("it is an event of " + quoted(other.aggregate->name))
        .help("an aggregate has to do with its own events only; a projection follows it as " +
              quoted(other.aggregate->name + "." + name));
    return;
  }
  // An event that is applied nowhere may be the one, under its new name.
  const std::vector<std::string> left = uncovered_events(aggregate);
  std::vector<std::string> all;
  for (const auto& [own, event] : aggregate.events_by_name) all.push_back(own);
  if (left.size() == 1 && inside)
    report.help("if it was renamed: " + quoted(left.front()) + " is applied nowhere yet");
  else if (!all.empty())
    report.note("it has " + listed(all));
  const auto related = inside && left.size() != 1 ? related_name(name, all) : std::nullopt;
  if (related)
    report.help("if it was renamed: " + quoted(*related) + " has a name like it", report.primary, *related);
  else if (const auto same = inside ? with_the_same_last_word(name, all) : std::nullopt)
    report.help("if it was renamed: " + quoted(*same) + " ends as it does", report.primary, *same);
  if (!inside && !all.empty()) {
    if (const auto like = related_name(name, all))
      report.help("if it was renamed: " + quoted(*like) + " has a name like it");
    return;
  }
  report.help("declare it: " + quoted("event " + name + " v1 { }"));
}

}  // namespace

namespace {

/// The event that `name` became: applied nowhere, and a longer or shorter form of it, or the only one such where a
/// handler has the old name. `AccountClosed` is nearer to `AccountOpened` by its letters than `AccountOpenedOnline`,
/// and compiles to something else.
std::optional<std::string> renamed_event(const AggregateWork& aggregate, std::string_view name) {
  const std::vector<std::string> left = uncovered_events(aggregate);
  std::vector<std::string> forms;
  for (const std::string& one : left)
    if (one.starts_with(name) || name.starts_with(one) || one.ends_with(name) || name.ends_with(one))
      forms.push_back(one);
  if (forms.size() == 1) return forms.front();
  const auto& handlers = aggregate.syntax->handlers;
  const bool handled = std::any_of(handlers.begin(), handlers.end(), [&](const syntax::EventHandler& handler) {
    return !handler.event.parts.empty() && handler.event.last().text == name;
  });
  return handled && left.size() == 1 ? std::optional(left.front()) : std::nullopt;
}

/// `TicketReopened` is near to `TicketOpened`, and may be another event all the same.
void help_with_near_event(Diagnostic& report, const syntax::Path& path, const std::string& near) {
  const std::string& name = path.last().text;
  if (!is_slip_of(name, near) && !with_the_same_last_word(name, {near})) {
    report.note("there is " + quoted(near)).help("declare it: " + quoted("event " + name + " v1 { }"));
    return;
  }
  report.help("there is " + quoted(near), path.span, near);
  const std::size_t difference = name.size() > near.size() ? name.size() - near.size() : near.size() - name.size();
  if (difference > 1) report.help("or declare it: " + quoted("event " + name + " v1 { }"));
}

}  // namespace

model::Event* find_event(Analysis& analysis, const AggregateWork& aggregate, const syntax::Path& path, bool covers,
                         bool inside) {
  if (path.parts.empty()) return nullptr;
  const bool own =
      path.parts.size() == 1 || (path.parts.size() == 2 && path.parts.front().text == aggregate.aggregate->name);
  const auto found = own ? aggregate.events_by_name.find(path.last().text) : aggregate.events_by_name.end();
  if (found != aggregate.events_by_name.end()) return found->second;
  if (aggregate.syntax->incomplete) return nullptr;
  std::vector<std::string> names;
  for (const auto& [name, event] : aggregate.events_by_name) names.push_back(name);
  Diagnostic& report = analysis.reporter.report(kUnknownEvent, path.span, aggregate.aggregate->name, path.text());
  report.label(analysis.name_span(*aggregate.aggregate), "the aggregate");
  const auto near = nearest_name(path.last().text, names);
  const auto renamed = renamed_event(aggregate, path.last().text);
  const std::vector<std::string> left = covers ? uncovered_events(aggregate) : names;
  if (renamed && renamed != near && aggregate.commands.count(path.last().text) != 0)
    report.note(quoted(path.last().text) + " is a command").help("name the event that it emits", path.span, *renamed);
  else if (renamed && renamed != near)
    report.help("if it was renamed: " + quoted(*renamed) + " is applied nowhere yet", path.span, *renamed);
  else if (near && std::find(left.begin(), left.end(), *near) == left.end())
    report.note("there is " + quoted(*near) + ", which is applied or ignored already").help("leave it out");
  else if (near)
    help_with_near_event(report, path, *near);
  else
    help_with_event(analysis, aggregate, path.last().text, report, inside);
  return nullptr;
}

namespace {

/// The one event that a retired one becomes.
std::optional<std::string> heir_of(const Analysis& analysis, const model::Event& event) {
  for (const AggregateWork& work : analysis.aggregates) {
    if (work.aggregate != event.aggregate || work.syntax == nullptr) continue;
    for (const syntax::EventDeclaration& one : work.syntax->events) {
      if (one.name.text != event.name || !one.becomes) continue;
      const auto* made = std::get_if<std::vector<syntax::Made>>(&one.becomes->node);
      if (made != nullptr && made->size() == 1 && !made->front().type.parts.empty())
        return made->front().type.last().text;
    }
  }
  return std::nullopt;
}

}  // namespace

bool refuse_retired(Analysis& analysis, const model::Event& event, Span span, const char* how) {
  if (!event.is_retired) return false;
  Diagnostic& report = analysis.reporter.report(kRetiredUsed, span, event.name, how);
  report.label(analysis.name_span(event.current()), "retired here")
      .note("what is stored of it is read as what it becomes");
  if (std::string_view(how) == "ignored" || std::string_view(how) == "applied") {
    report.help("leave it out");
    return true;
  }
  const auto heir = heir_of(analysis, event);
  report.help(heir ? "name " + quoted(*heir) + ", which it becomes" : "name what it becomes");
  return true;
}

const model::Error* find_error(Analysis& analysis, const ContextWork& context, const syntax::Path& path) {
  static const std::set<std::string> kBuiltIn{"AlreadyExists", "DoesNotExist", "Invalid",
                                              "NotAllowed",    "Overflow",     "InvariantBroken"};
  if (path.parts.empty()) return nullptr;
  if (path.parts.size() == 1 && kBuiltIn.count(path.last().text) != 0 &&
      find_symbol_quietly(context, path.last().text) == nullptr) {
    analysis.reporter
        .report(kWrongDeclaration, path.span, path.last().text, "what the runtime itself rejects with",
                "an error of the domain")
        .help("declare one: " + quoted("error " + path.last().text + "…"));
    return nullptr;
  }
  const SymbolEntry* entry = find_symbol(analysis, context, path, "error");
  if (entry == nullptr || std::holds_alternative<LaterDeclaration>(entry->symbol)) return nullptr;
  if (auto* const* error = std::get_if<model::Error*>(&entry->symbol)) return *error;
  analysis.reporter.report(kWrongDeclaration, path.span, path.text(), kind_text(entry->symbol), "an error")
      .label(entry->span, "declared here");
  return nullptr;
}

bool always_takes_an_arm(const model::MatchStatement& match) {
  const bool has_else = std::any_of(match.arms.begin(), match.arms.end(), [](const model::MatchStatementArm& arm) {
    return std::any_of(arm.patterns.begin(), arm.patterns.end(), [](const model::Pattern& pattern) {
      return std::holds_alternative<model::PatternElse>(pattern);
    });
  });
  const model::Type& type = *match.subject->type;
  const model::Type& inner = type.kind == TypeKind::Optional ? *type.element : type;
  return has_else || inner.kind != TypeKind::Enum;
}

std::optional<model::Rejection> make_rejection(Typer& typer, const syntax::Made& made) {
  const model::Error* error = find_error(typer.analysis(), typer.context(), made.type);
  if (error == nullptr) return std::nullopt;
  const InitRules rules{.owner = "error " + quoted(error->name)};
  auto fields = typer.initialize(error->fields, made.initializers, made.type.span, made.braces, rules);
  if (!fields) return std::nullopt;
  return model::Rejection{error, std::move(*fields)};
}

bool always_deletes(const model::Block& block) {
  if (block.empty()) return false;
  const model::StatementNode& last = block.back()->node;
  if (const auto* branch = std::get_if<model::IfStatement>(&last))
    return always_deletes(branch->then) && always_deletes(branch->otherwise);
  return std::holds_alternative<model::DeleteStatement>(last);
}

struct StatementVisitor {
  BlockAnalyzer& block;
  const syntax::Statement& statement;
  using Result = const model::Statement*;

  Result operator()(const syntax::LetStatement& node) const { return block.let(node, statement.span); }
  Result operator()(const syntax::RequireStatement& node) const { return block.require(node, statement.span); }
  Result operator()(const syntax::EmitStatement& node) const { return block.emit(node, statement.span); }
  Result operator()(const syntax::IfStatement& node) const { return block.if_else(node, statement.span); }
  Result operator()(const syntax::ForStatement& node) const { return block.for_each(node, statement.span); }
  Result operator()(const syntax::MatchStatement& node) const { return block.match(node, statement.span); }
  Result operator()(const syntax::AssignStatement& node) const { return block.assign(node, statement.span); }
  Result operator()(const syntax::AllowStatement&) const {
    if (block.rules_.kind != BlockKind::Command)
      return block.misplaced("allow", statement.span, "who may do something is decided in the command");
    block.typer_.analysis()
        .reporter.report(kAllowPlace, statement.span)
        .note("it is checked before anything else, whatever stands before it")
        .help("move it to the top of the command, before all other statements");
    return nullptr;
  }
  Result operator()(const syntax::SendStatement&) const { return process_only("send"); }
  Result operator()(const syntax::TimeoutStatement&) const { return process_only("timeout"); }
  Result operator()(const syntax::CancelStatement&) const { return process_only("cancel"); }
  Result operator()(const syntax::PublishStatement&) const { return process_only("publish"); }
  Result operator()(const syntax::StopStatement&) const { return process_only("stop"); }
  Result operator()(const syntax::EndStatement&) const { return process_only("end"); }
  Result operator()(const syntax::DeleteStatement&) const {
    if (block.rules_.kind == BlockKind::Row) return block.make(statement.span, model::DeleteStatement{});
    return block.misplaced("delete", statement.span, "only rows of a projection are deleted");
  }

 private:
  [[nodiscard]] Result process_only(const char* what) const {
    return block.misplaced(what, statement.span, "it is a statement of a process");
  }
};

model::Block BlockAnalyzer::analyze(std::span<const syntax::Statement> statements) {
  model::Block block;
  const syntax::Statement* end = nullptr;
  for (const syntax::Statement& statement : statements) {
    if (end != nullptr) {
      typer_.analysis()
          .reporter.report(kAfterDelete, statement.span)
          .label(end->span, "the row is gone here")
          .help("put what has to happen before, or leave it out");
      good_ = false;
      break;
    }
    if (std::holds_alternative<syntax::DeleteStatement>(statement.node) && rules_.kind == BlockKind::Row)
      end = &statement;
    const model::Statement* made = std::visit(StatementVisitor{*this, statement}, statement.node);
    if (made == nullptr)
      good_ = false;
    else
      block.push_back(made);
  }
  return block;
}

model::Block BlockAnalyzer::nested(std::span<const syntax::Statement> statements) {
  const std::size_t locals = typer_.scope().locals.size();
  model::Block block = analyze(statements);
  typer_.scope().locals.resize(locals);
  return block;
}

const model::Statement* BlockAnalyzer::make(Span span, model::StatementNode node) {
  return typer_.analysis().model.add(model::Statement{typer_.analysis().locate(span), std::move(node)});
}

const model::Statement* BlockAnalyzer::misplaced(const char* what, Span span, const char* help) {
  typer_.analysis().reporter.report(kMisplacedStatement, span, what, block_text(rules_.kind)).note(help);
  return nullptr;
}

const model::Statement* BlockAnalyzer::let(const syntax::LetStatement& node, Span span) {
  const model::Expression* value = typer_.infer(*node.value);
  // Declared also when its value is wrong, so that its uses are not reported as well.
  const model::Local* local = typer_.declare(node.name, value == nullptr ? nullptr : value->type);
  return value == nullptr ? nullptr : make(span, model::LetStatement{local, value});
}

const model::Statement* BlockAnalyzer::require(const syntax::RequireStatement& node, Span span) {
  if (rules_.kind != BlockKind::Command)
    return misplaced("require", span, "what has happened cannot be refused any more; refuse the command");
  const model::Expression* condition = typer_.condition(*node.condition);
  Scope& scope = typer_.scope();
  const std::set<std::string> before = scope.present;
  scope.present.merge(present_if(scope, *node.condition, false));
  auto rejection = make_rejection(typer_, node.otherwise);
  scope.present = before;
  scope.present.merge(present_if(scope, *node.condition, true));
  if (condition == nullptr || !rejection) return nullptr;
  return make(span, model::RequireStatement{condition, std::move(*rejection)});
}

const model::Statement* BlockAnalyzer::emit(const syntax::EmitStatement& node, Span span) {
  if (rules_.kind != BlockKind::Command)
    return misplaced("emit", span,
                     "only commands emit events; what follows from one is decided in a command or process");
  Analysis& analysis = typer_.analysis();
  const model::Event* event = find_event(analysis, *rules_.aggregate, node.event.type);
  if (event == nullptr) return nullptr;
  if (refuse_retired(analysis, *event, node.event.type.span, "emitted")) return nullptr;
  const Scope& scope = typer_.scope();
  const InitRules rules{.owner = "event " + quoted(event->name),
                        .missing = InitRules::Missing::ReportOptional,
                        .carry_over = scope.incoming,
                        .carry_over_source = model::FieldSource::Command,
                        .carry_over_owner = scope.incoming_owner};
  auto fields = typer_.initialize(event->current().fields, node.event.initializers, node.event.type.span,
                                  node.event.braces, rules);
  if (!fields) return nullptr;
  return make(span, model::EmitStatement{&event->current(), std::move(*fields)});
}

const model::Statement* BlockAnalyzer::if_else(const syntax::IfStatement& node, Span span) {
  const model::Expression* condition = typer_.condition(*node.condition);
  Scope& scope = typer_.scope();
  const std::set<std::string> before = scope.present;
  model::IfStatement result{condition, {}, {}};

  scope.present.merge(present_if(scope, *node.condition, true));
  result.then = nested(node.then_block.statements);
  const std::set<std::string> after_then = std::exchange(scope.present, before);

  scope.present.merge(present_if(scope, *node.condition, false));
  if (node.else_if) {
    if (const auto* statement = if_else(std::get<syntax::IfStatement>(node.else_if->node), node.else_if->span))
      result.otherwise.push_back(statement);
  } else if (node.else_block) {
    result.otherwise = nested(node.else_block->statements);
  }
  if (always_deletes(result.otherwise))
    scope.present = after_then;
  else if (!always_deletes(result.then))
    scope.present = both(after_then, scope.present);
  return condition == nullptr ? nullptr : make(span, std::move(result));
}

BoundLoop bind_loop(Typer& typer, const syntax::ForLoop& loop) {
  Analysis& analysis = typer.analysis();
  BoundLoop bound{nullptr, nullptr, typer.infer(*loop.source)};
  const model::Type* element = nullptr;
  if (bound.range != nullptr) {
    const TypeKind kind = bound.range->type->kind;
    if (kind == TypeKind::List || kind == TypeKind::Set)
      element = bound.range->type->element;
    else if (kind == TypeKind::Map && loop.second)
      element = bound.range->type->key;
    else if (kind == TypeKind::Map)
      analysis.reporter.report(kOperand, loop.source->span, "for", model::to_text(*bound.range->type))
          .help("a map is walked with two names, " + quoted("for " + loop.first.text + ", value in …"));
    else
      analysis.reporter.report(kOperand, loop.source->span, "for", model::to_text(*bound.range->type))
          .help(kind == TypeKind::Optional ? "test first that it is not `none`" : "`for` walks a list, a set or a map");
  }
  const bool is_map = bound.range != nullptr && bound.range->type->kind == TypeKind::Map;
  if (loop.second && bound.range != nullptr && !is_map) {
    analysis.reporter.report(kOperand, loop.second->span, "for k, v", model::to_text(*bound.range->type))
        .note("two names stand for the keys and values of a map");
    element = nullptr;
  }
  bound.element = typer.declare(loop.first, element);
  if (loop.second) bound.value = typer.declare(*loop.second, is_map ? bound.range->type->element : nullptr);
  if (element == nullptr) bound.range = nullptr;
  return bound;
}

const model::Statement* BlockAnalyzer::for_each(const syntax::ForStatement& node, Span span) {
  if (!node.at.empty())
    return rules_.kind == BlockKind::Row
               ? misplaced("at", node.at.front()->span,
                           "a handler is about the row that stands before its body: `on E for x in xs at x.key { … }`")
               : misplaced("at", node.at.front()->span, "only projections have rows to go to");
  Scope& scope = typer_.scope();
  const std::size_t locals = scope.locals.size();
  const BoundLoop loop = bind_loop(typer_, node.loop);
  // A later turn finds what is there as earlier ones left it, so what was known of what they write to is forgotten.
  if (rules_.changes()) forget_written(scope.present, node.body);
  const std::set<std::string> before = scope.present;
  model::Block body = nested(node.body.statements);
  scope.locals.resize(locals);
  scope.present = both(before, scope.present);
  if (loop.range == nullptr) return nullptr;
  return make(span, model::ForStatement{loop.element, loop.value, loop.range, std::move(body)});
}

const model::Statement* BlockAnalyzer::match(const syntax::MatchStatement& node, Span span) {
  const model::Expression* subject = typer_.infer(*node.subject);
  Scope& scope = typer_.scope();
  const std::set<std::string> before = scope.present;
  std::optional<std::set<std::string>> after;
  model::MatchStatement result{subject, {}};
  std::vector<const syntax::Pattern*> written;
  std::vector<model::Pattern> patterns;
  bool good = subject != nullptr && !node.incomplete;
  for (const syntax::MatchArm& arm : node.arms) {
    const std::size_t locals = scope.locals.size();
    scope.unnamed = nullptr;
    const auto pattern = subject == nullptr ? std::nullopt : typer_.pattern(arm.pattern, *subject->type);
    const auto* named = std::get_if<syntax::NamePattern>(&arm.pattern.node);
    if (subject == nullptr && named != nullptr && named->binding) typer_.declare(*named->binding, nullptr);
    scope.present = before;
    model::Block body = nested(arm.body.statements);
    scope.locals.resize(locals);
    after = after ? both(*after, scope.present) : scope.present;
    good = good && pattern.has_value();
    if (!pattern) continue;
    written.push_back(&arm.pattern);
    patterns.push_back(*pattern);
    result.arms.push_back({{*pattern}, std::move(body)});
  }
  scope.unnamed = nullptr;
  scope.present = after ? both(*after, before) : before;
  if (!good) return nullptr;
  typer_.check_patterns(written, patterns, *subject->type, node.subject->span, false);
  return make(span, std::move(result));
}

}  // namespace cqrsc::sema
