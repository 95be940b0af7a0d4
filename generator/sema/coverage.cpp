// Silence is an error: every event is applied or ignored, once; and the first event leaves no field without a value.
#include <algorithm>
#include <iterator>

#include "sema/blocks.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

struct Cover {
  Span span;
  bool ignored = false;
};

class CoverageCheck {
 public:
  CoverageCheck(Analysis& analysis, AggregateWork& work) : analysis_(analysis), work_(work) {}

  void check() {
    for (const syntax::EventHandler& handler : work_.syntax->handlers) cover(handler.event, false, true);
    for (const syntax::IgnoreClause& ignore : work_.syntax->ignores)
      for (const syntax::Path& path : ignore.events) cover(path, true, false);
    for (const model::Event& event : work_.aggregate->events)
      if (!event.is_retired && covered_.count(&event) == 0) report_uncovered(event);
  }

 private:
  /// Unknown events of handlers were reported with the handler.
  void cover(const syntax::Path& path, bool ignored, bool known_reported) {
    if (path.parts.empty()) return;
    const auto found = work_.events_by_name.find(path.last().text);
    const model::Event* event = found == work_.events_by_name.end() ? nullptr : found->second;
    if (event == nullptr && !known_reported) event = find_event(analysis_, work_, path, true);
    if (event == nullptr) {
      unknown_ = true;
      return;
    }
    if (event->is_retired) {
      if (ignored) refuse_retired(analysis_, *event, path.span, "ignored");
      return;
    }
    const auto [entry, added] = covered_.try_emplace(event, Cover{path.span, ignored});
    if (!added) {
      const char* how = ignored != entry->second.ignored ? "covered" : ignored ? "ignored" : "applied";
      analysis_.reporter.report(kEventCoveredTwice, path.span, event->name, how)
          .label(entry->second.span, entry->second.ignored ? "ignored here" : "applied here")
          .help("keep one of them");
      return;
    }
    if (ignored) work_.aggregate->ignored.push_back(event);
  }

  void report_uncovered(const model::Event& event) {
    // A handler for a misspelled event is most likely this one's.
    if (work_.syntax->incomplete || unknown_) return;
    // What becomes something else is meant to be retired, which is reported.
    const auto becomes = [&](const syntax::EventDeclaration& one) {
      return one.name.text == event.name && one.becomes.has_value();
    };
    if (std::any_of(work_.syntax->events.begin(), work_.syntax->events.end(), becomes)) return;
    const Span end{work_.syntax->span.file, work_.syntax->span.end - 1, work_.syntax->span.end - 1};
    analysis_.reporter.report(kEventUncovered, analysis_.name_span(event.current()), work_.aggregate->name, event.name)
        .label(analysis_.name_span(*work_.aggregate), "the aggregate")
        .help("say what it changes: " + quoted("on " + event.name + " { … }"))
        .help("or that it changes nothing: " + quoted("ignore " + event.name), end, "  ignore " + event.name + "\n");
  }

  Analysis& analysis_;
  AggregateWork& work_;
  std::map<const model::Event*, Cover> covered_;
  bool unknown_ = false;
};

// ------------------------------------------------------------------------------------------------ what the first event
// sets

/// The parts of a field that have no initial value: dotted paths.
void collect_unset(const model::Field& field, const std::string& path, std::vector<std::string>& unset) {
  if (field.type == nullptr || field.has_written_default || field.initial != nullptr) return;
  switch (field.type->kind) {
    case TypeKind::Value:
      for (const model::Field& part : field.type->value->fields) collect_unset(part, path + "." + part.name, unset);
      return;
    case TypeKind::Id:
    case TypeKind::Uuid:
    case TypeKind::Enum:
    case TypeKind::Union:
    case TypeKind::Instant:
    case TypeKind::Date:
    case TypeKind::Duration: unset.push_back(path); return;
    default: return;
  }
}

std::string path_text(const std::vector<model::PathStep>& path) {
  std::string text;
  for (const model::PathStep& step : path)
    if (const auto* field = std::get_if<model::PathField>(&step))
      text += (text.empty() ? "" : ".") + field->field->name;
  return text;
}

/// The paths that a block assigns whatever way it takes.
std::set<std::string> surely_assigned(const model::Block& block) {
  std::set<std::string> assigned;
  for (const model::Statement* statement : block) {
    if (const auto* assign = std::get_if<model::AssignStatement>(&statement->node)) {
      if (assign->op == model::AssignOperator::Set) assigned.insert(path_text(assign->path));
    } else if (const auto* branch = std::get_if<model::IfStatement>(&statement->node)) {
      const auto then = surely_assigned(branch->then);
      const auto otherwise = surely_assigned(branch->otherwise);
      std::set_intersection(then.begin(), then.end(), otherwise.begin(), otherwise.end(),
                            std::inserter(assigned, assigned.end()));
    } else if (const auto* match = std::get_if<model::MatchStatement>(&statement->node)) {
      if (!always_takes_an_arm(*match)) continue;
      std::optional<std::set<std::string>> all;
      for (const model::MatchStatementArm& arm : match->arms) {
        const auto one = surely_assigned(arm.body);
        if (!all) {
          all = one;
          continue;
        }
        std::erase_if(*all, [&](const std::string& path) { return one.count(path) == 0; });
      }
      if (all) assigned.merge(*all);
    }
  }
  return assigned;
}

bool is_assigned(const std::set<std::string>& assigned, const std::string& path) {
  for (std::size_t end = path.find('.'); end != std::string::npos; end = path.find('.', end + 1))
    if (assigned.count(path.substr(0, end)) != 0) return true;
  return assigned.count(path) != 0;
}

/// Adds the events that can be the first a block emits; true if every way through it emits one.
bool collect_first(const model::Block& block, std::set<const model::Event*>& first) {
  for (const model::Statement* statement : block) {
    if (const auto* emit = std::get_if<model::EmitStatement>(&statement->node)) {
      first.insert(emit->event->event);
      return true;
    }
    if (const auto* branch = std::get_if<model::IfStatement>(&statement->node)) {
      const bool then = collect_first(branch->then, first);
      const bool otherwise = collect_first(branch->otherwise, first);
      if (then && otherwise) return true;
    } else if (const auto* loop = std::get_if<model::ForStatement>(&statement->node)) {
      collect_first(loop->body, first);
    } else if (const auto* match = std::get_if<model::MatchStatement>(&statement->node)) {
      for (const model::MatchStatementArm& arm : match->arms) collect_first(arm.body, first);
    }
  }
  return false;
}

std::set<const model::Event*> first_events(const model::Aggregate& aggregate) {
  std::set<const model::Event*> first;
  for (const model::Command& command : aggregate.commands) {
    if (command.existence == model::Existence::MustExist) continue;
    if (!command.is_extern)
      collect_first(command.body, first);
    else
      for (const model::EmitsItem& item : command.emits) first.insert(item.event);
  }
  return first;
}

void report_unset(Analysis& analysis, const AggregateWork& work, const model::Event& event, const std::string& path,
                  Span span) {
  const std::string field_name = path.substr(0, path.find('.'));
  const model::Field* field = find_field(work.aggregate->state.fields, field_name);
  Diagnostic& report = analysis.reporter.report(kStateUnset, span, event.name, event.name, path);
  report.label(analysis.name_span(*field), "has no value before the first event");
  report.help("set it: " + quoted(path + " = …"));
  const std::string declared = field_name + ": " + model::to_text(*field->type);
  if (path != field_name) report.help("or let it be missing at first: " + quoted(declared + "?"));
  if (path == field_name) report.help("or let it be missing at first: " + quoted(declared + "?"));
  if (path == field_name)
    report.help("or give it a default in the state: " + quoted(path + ": " + model::to_text(*field->type) + " = …"));
}

void check_first_events(Analysis& analysis, const AggregateWork& work) {
  std::vector<std::string> unset;
  for (const model::Field& field : work.aggregate->state.fields) collect_unset(field, field.name, unset);
  const std::set<const model::Event*> first = first_events(*work.aggregate);
  // A default may be what could not be read.
  if (unset.empty() || analysis.incomplete.count(&work.aggregate->state.fields) != 0) return;
  for (const model::Event& event : work.aggregate->events) {
    if (first.count(&event) == 0 || event.is_retired || analysis.broken_handlers.count(&event) != 0) continue;
    const auto handler = std::find_if(work.aggregate->handlers.begin(), work.aggregate->handlers.end(),
                                      [&](const model::Handler& h) { return h.event->event == &event; });
    const bool ignored = std::find(work.aggregate->ignored.begin(), work.aggregate->ignored.end(), &event) !=
                         work.aggregate->ignored.end();
    if (handler == work.aggregate->handlers.end() && !ignored) continue;  // reported as uncovered
    const std::set<std::string> assigned =
        handler == work.aggregate->handlers.end() ? std::set<std::string>{} : surely_assigned(handler->body);
    Span span = analysis.name_span(event.current());
    for (const syntax::EventHandler& syntax : work.syntax->handlers)
      if (!syntax.event.parts.empty() && syntax.event.last().text == event.name) span = syntax.event.span;
    for (const std::string& path : unset)
      if (!is_assigned(assigned, path)) report_unset(analysis, work, event, path, span);
  }
}

void check_some_creation(Analysis& analysis, const AggregateWork& work) {
  const auto& commands = work.aggregate->commands;
  const bool creates = std::any_of(commands.begin(), commands.end(), [](const model::Command& command) {
    return command.existence != model::Existence::MustExist;
  });
  const bool unread = std::any_of(work.syntax->commands.begin(), work.syntax->commands.end(),
                                  [](const syntax::CommandDeclaration& command) { return command.incomplete; });
  if (creates || commands.empty() || work.syntax->incomplete || unread) return;
  analysis.reporter.report(kNoCreation, work.syntax->name.span, work.aggregate->name)
      .note("a command without a modifier takes only what exists already")
      .help("mark the command that begins it: " + quoted("command " + commands.front().name + " creates { … }"));
}

}  // namespace

void check_coverage(Analysis& analysis) {
  for (AggregateWork& work : analysis.aggregates)
    if (!work.is_imported()) CoverageCheck(analysis, work).check();
}

void check_creation(Analysis& analysis) {
  for (const AggregateWork& work : analysis.aggregates) {
    if (work.is_imported()) continue;
    check_some_creation(analysis, work);
    check_first_events(analysis, work);
  }
}

}  // namespace cqrsc::sema
