// Which events a projection follows, and that it leaves none out by silence.
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "sema/near_names.hpp"
#include "sema/read_models.hpp"

namespace cqrsc::sema {
namespace {

AggregateWork* work_of(Analysis& analysis, const model::Aggregate& aggregate) {
  for (AggregateWork& work : analysis.aggregates)
    if (work.aggregate == &aggregate) return &work;
  return nullptr;
}

/// The aggregates of one context by that name: one, or none.
AggregateWork* declared_in(Analysis& analysis, const ContextWork& context, const std::string& name) {
  for (AggregateWork& work : analysis.aggregates)
    if (work.context == &context && work.aggregate->name == name) return &work;
  return nullptr;
}

bool is_named(const ContextWork& context, const std::string& qualifier) {
  const std::string& name = context.context->name;
  return name == qualifier || name.substr(name.rfind('.') + 1) == qualifier;
}

std::string qualifier_of(const syntax::Path& path) {
  std::string text;
  for (std::size_t i = 0; i + 1 < path.parts.size(); ++i) text += (i == 0 ? "" : ".") + path.parts[i].text;
  return text;
}

bool is_visible(const ContextWork& from, const AggregateWork& aggregate) {
  return aggregate.context == &from ||
         std::find(from.imports.begin(), from.imports.end(), aggregate.context) != from.imports.end();
}

/// Of a name that is near to none: those of the context itself.
void help_with_own_aggregates(const Analysis& analysis, const ContextWork& context, const syntax::Path& path,
                              Diagnostic& report) {
  std::vector<std::string> names;
  for (const AggregateWork& work : analysis.aggregates)
    if (work.context == &context) names.push_back(work.aggregate->name);
  if (names.size() == 1)
    report.help("there is " + quoted(names.front()), path.last().span, names.front());
  else if (!names.empty())
    report.note("there are " + listed(names));
}

void report_no_aggregate(Analysis& analysis, const ContextWork& context, const syntax::Path& path) {
  const std::string& name = path.last().text;
  if (context.incomplete) return;
  if (path.parts.size() == 1) {
    if (const SymbolEntry* entry = find_symbol_quietly(context, name)) {
      if (std::holds_alternative<LaterDeclaration>(entry->symbol)) return;
      analysis.reporter.report(kWrongDeclaration, path.span, name, kind_text(entry->symbol), "an aggregate")
          .label(entry->span, "declared here")
          .help("an event is named with its aggregate: `Account.Opened`");
      return;
    }
  }
  std::vector<std::string> names;
  for (const AggregateWork& work : analysis.aggregates)
    if (is_visible(context, work)) names.push_back(work.aggregate->name);
  Diagnostic& report = analysis.reporter.report(kUnknownDeclaration, path.span, "aggregate", path.text());
  if (const auto near = nearest_name(name, names))
    report.help("there is " + quoted(*near), path.last().span, *near);
  else
    help_with_own_aggregates(analysis, context, path, report);
}

}  // namespace

AggregateWork* find_aggregate(Analysis& analysis, const ContextWork& context, const syntax::Path& path) {
  if (path.parts.empty()) return nullptr;
  const std::string& name = path.last().text;
  const std::string qualifier = qualifier_of(path);
  if (qualifier.empty() || is_named(context, qualifier))
    if (AggregateWork* own = declared_in(analysis, context, name)) return own;
  AggregateWork* found = nullptr;
  for (const ContextWork* import : context.imports) {
    if (!qualifier.empty() && !is_named(*import, qualifier)) continue;
    AggregateWork* one = declared_in(analysis, *import, name);
    if (one == nullptr) continue;
    if (found != nullptr) {
      const std::string& first = found->context->context->name;
      analysis.reporter.report(kAmbiguousDeclaration, path.span, name, first, import->context->name)
          .label(analysis.name_span(*found->aggregate), "declared here")
          .label(analysis.name_span(*one->aggregate), "and here")
          .help("say which: " + quoted(first + "." + name) + " or " + quoted(import->context->name + "." + name),
                path.span, first + "." + name);
      return nullptr;
    }
    found = one;
  }
  if (found == nullptr) report_no_aggregate(analysis, context, path);
  return found;
}

std::string full_name(const model::Event& event) {
  return (event.aggregate == nullptr ? "" : event.aggregate->name + ".") + event.current().name;
}

const model::Event* find_event_of(Analysis& analysis, const AggregateWork& aggregate, const syntax::Name& name) {
  const auto found = aggregate.events_by_name.find(name.text);
  if (found != aggregate.events_by_name.end() && (!aggregate.is_imported() || found->second->is_public))
    return found->second;
  const auto declared = [&](const syntax::EventDeclaration& event) { return event.name.text == name.text; };
  const auto& events = aggregate.syntax->events;
  const auto hidden = std::find_if(events.begin(), events.end(), declared);
  if (!aggregate.is_imported() || hidden == events.end())
    return find_event(analysis, aggregate, syntax::Path{{name}, name.span}, false, false);
  analysis.reporter
      .report(kNotPublic, name.span, aggregate.aggregate->name + "." + name.text, aggregate.context->context->name)
      .label(hidden->name.span, hidden->retired ? "retired here" : "declared here")
      .note("other contexts see only what an aggregate says in public")
      .help("declare it " + quoted("public event " + name.text) + ", if it is meant for others");
  return nullptr;
}

const model::Event* find_projected(Analysis& analysis, const ContextWork& context, const syntax::Path& path) {
  if (path.parts.empty()) return nullptr;
  if (path.parts.size() > 1) {
    syntax::Path aggregate{{path.parts.begin(), path.parts.end() - 1}, path.span};
    aggregate.span = path.parts.front().span.to(aggregate.parts.back().span);
    const AggregateWork* work = find_aggregate(analysis, context, aggregate);
    return work == nullptr ? nullptr : find_event_of(analysis, *work, path.last());
  }
  const std::string& name = path.last().text;
  std::vector<const AggregateWork*> owners;
  std::vector<std::string> all;
  for (const AggregateWork& work : analysis.aggregates) {
    if (!is_visible(context, work)) continue;
    for (const auto& [other, event] : work.events_by_name) {
      if (work.is_imported() && !event->is_public) continue;
      all.push_back(other);
      if (other == name) owners.push_back(&work);
    }
  }
  if (owners.empty() && context.incomplete) return nullptr;
  Diagnostic& report = analysis.reporter.report(kEventWithoutAggregate, path.span, name);
  report.note("a projection may follow several aggregates, so each event is named with its own");
  if (name == "_")
    report.help("name each of them: a new event is then not left out without a word");
  else if (owners.size() == 1)
    report.help("say it", path.span, owners.front()->aggregate->name + "." + name);
  else if (const auto near = owners.empty() ? nearest_name(name, all) : std::nullopt)
    report.help("there is an event " + quoted(*near));
  else
    for (const AggregateWork* owner : owners) {
      const std::string& home = owner->context->context->name;
      report.help("say " + quoted((owner->is_imported() ? home + "." : "") + owner->aggregate->name + "." + name));
    }
  return nullptr;
}

namespace {

class ProjectedCheck {
 public:
  ProjectedCheck(Analysis& analysis, ProjectionWork& work) : analysis_(analysis), work_(work) {}

  void check() {
    for (const model::RowHandler& handler : work_.projection->handlers)
      cover(*handler.event->event,
            {static_cast<FileId>(handler.location.file), handler.location.begin, handler.location.end}, false);
    for (const syntax::IgnoreClause& ignore : work_.syntax->ignores) {
      ignored_twice_ = nullptr;
      for (const syntax::Path& path : ignore.events) this->ignore(path);
    }
    if (work_.syntax->incomplete || work_.is_broken) return;
    if (work_.projection->aggregates.empty()) {
      analysis_.reporter.report(kFollowsNothing, work_.syntax->name.span, work_.projection->name)
          .help("say what changes its rows: " + quoted("on SomeAggregate.SomeEvent { … }"));
      return;
    }
    for (const model::Aggregate* aggregate : work_.projection->aggregates) check(*aggregate);
  }

 private:
  struct Cover {
    Span span;
    bool ignored = false;
  };

  void follow(const model::Event& event, Span span) {
    auto& aggregates = work_.projection->aggregates;
    if (std::find(aggregates.begin(), aggregates.end(), event.aggregate) != aggregates.end()) return;
    aggregates.push_back(event.aggregate);
    if (!work_.projection->is_inline || event.aggregate->context == work_.context->context) return;
    analysis_.reporter.report(kInlineImported, span, work_.projection->name, full_name(event))
        .note("its rows are written in the commit of the events, which another program makes")
        .help("leave " + quoted("inline") + " out: the projection follows the log, and a reader can wait for it");
  }

  void cover(const model::Event& event, Span span, bool ignored) {
    const auto [entry, added] = covered_.try_emplace(&event, Cover{span, ignored});
    follow(event, span);
    if (!added && (ignored || entry->second.ignored)) {
      if (ignored && ignored_twice_ != nullptr) {
        ignored_twice_->also_at(span);
        return;
      }
      Diagnostic& report = analysis_.reporter
                               .report(kProjectedTwice, span, full_name(event),
                                       entry->second.ignored ? "ignored twice" : "both handled and ignored")
                               .label(entry->second.span, entry->second.ignored ? "ignored here" : "handled here")
                               .help("keep one of them");
      if (ignored) ignored_twice_ = &report;
      return;
    }
    if (ignored) work_.projection->ignored.push_back(&event);
  }

  void ignore(const syntax::Path& path) {
    const model::Event* event = find_projected(analysis_, *work_.context, path);
    if (event == nullptr || refuse_retired(analysis_, *event, path.span, "ignored"))
      work_.is_broken = true;
    else
      cover(*event, path.span, true);
  }

  void check(const model::Aggregate& aggregate) {
    const AggregateWork* work = work_of(analysis_, aggregate);
    const bool imported = work != nullptr && work->is_imported();
    std::vector<const model::Event*> uncovered;
    for (const model::Event& event : aggregate.events) {
      const bool seen = !event.is_retired && (!imported || event.is_public);
      if (seen && covered_.count(&event) == 0 && !analysis_.reporter.is_lost(event.name)) uncovered.push_back(&event);
    }
    if (!uncovered.empty()) report_uncovered(uncovered);
  }

  /// All of an aggregate at once: most likely one line is missing.
  void report_uncovered(const std::vector<const model::Event*>& events) {
    std::vector<std::string> all;
    std::string names;
    for (const model::Event* event : events) {
      all.push_back(full_name(*event));
      names += (names.empty() ? "" : ", ") + all.back();
    }
    const std::string& first = all.front();
    const std::string what = (all.size() == 1 ? "event " : "events ") + listed(all);
    const Span end{work_.syntax->span.file, work_.syntax->span.end - 1, work_.syntax->span.end - 1};
    Diagnostic& report =
        analysis_.reporter.report(kProjectedUncovered, work_.syntax->name.span, work_.projection->name, what);
    constexpr std::size_t kMostShown = 3;
    for (const model::Event* event : std::span(events).first(std::min(kMostShown, events.size())))
      report.label(analysis_.name_span(event->current()), "declared here");
    const bool several = events.size() > 1;
    report
        .help((several ? "say what each changes: " : "say what it changes: ") + quoted("on " + first + " { … }") +
              (several ? " and so on" : ""))
        .help(std::string("or that ") + (several ? "they change" : "it changes") +
                  " nothing: " + quoted("ignore " + names),
              end, "  ignore " + names + "\n");
  }

  Analysis& analysis_;
  ProjectionWork& work_;
  std::map<const model::Event*, Cover> covered_;
  Diagnostic* ignored_twice_ = nullptr;  // what was said of an event of this line
};

}  // namespace

void check_projected(Analysis& analysis, ProjectionWork& work) { ProjectedCheck(analysis, work).check(); }

}  // namespace cqrsc::sema
