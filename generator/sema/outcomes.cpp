// `retired event … becomes …`: what is left of an event that happens no more.
#include <algorithm>
#include <utility>

#include "model/history.hpp"
#include "sema/mappings.hpp"

namespace cqrsc::sema {
namespace {

std::string number(std::uint32_t version) { return std::to_string(version); }

class OutcomeAnalyzer {
 public:
  OutcomeAnalyzer(Analysis& analysis, const AggregateWork& work, const EventWork& event)
      : analysis_(analysis),
        work_(work),
        event_(*event.version->event),
        scope_(mapping_scope(analysis, &work, event.version->fields,
                             "event " + quoted(event.version->name) + " v" + number(event.version->version))),
        typer_(analysis, *work.context, scope_) {}

  /// None where there was an error.
  std::optional<model::Outcome> analyze(const syntax::Outcome& outcome) {
    const model::Location location = analysis_.locate(outcome.span);
    if (const auto* choice = std::get_if<syntax::OutcomeChoice>(&outcome.node)) return choose(*choice, outcome.span);
    model::OutcomeEvents events;
    bool good = true;
    if (const auto* written = std::get_if<std::vector<syntax::Made>>(&outcome.node)) {
      for (const syntax::Made& made : *written) {
        auto event = make(made);
        good = good && event.has_value();
        if (event) events.events.push_back(std::move(*event));
      }
    }
    if (!good) return std::nullopt;
    return model::Outcome{location, std::move(events)};
  }

 private:
  std::optional<model::Outcome> choose(const syntax::OutcomeChoice& syntax, Span span) {
    const model::Expression* condition = typer_.condition(*syntax.condition);
    const std::set<std::string> before = scope_.present;
    scope_.present.merge(present_if(scope_, *syntax.condition, true));
    auto then = analyze(*syntax.then_outcome);
    scope_.present = before;
    if (syntax.else_outcome == nullptr) {
      analysis_.reporter.report(kOutcomeOpen, span, event_.name)
          .label(syntax.condition->span, "and if this does not hold?")
          .help("add " + quoted("else { nothing }") + ", or what it becomes then", span.after(), " else { nothing }");
      return std::nullopt;
    }
    scope_.present.merge(present_if(scope_, *syntax.condition, false));
    auto otherwise = analyze(*syntax.else_outcome);
    scope_.present = before;
    if (condition == nullptr || !then || !otherwise) return std::nullopt;
    model::OutcomeChoice choice{condition, {}, {}};
    choice.then.push_back(std::move(*then));
    choice.otherwise.push_back(std::move(*otherwise));
    return model::Outcome{analysis_.locate(span), std::move(choice)};
  }

  std::optional<model::EmitStatement> make(const syntax::Made& made) {
    const model::Event* event = is_elsewhere(made.type) ? nullptr : find_event(analysis_, work_, made.type);
    const model::EventVersion* version = event == nullptr ? nullptr : find_version(*event, made.version);
    if (version == nullptr) return std::nullopt;
    const InitRules rules{.owner = "event " + quoted(event->name),
                          .carry_over = scope_.incoming,
                          .carry_over_source = model::FieldSource::Old,
                          .carry_over_owner = scope_.incoming_owner};
    auto fields = typer_.initialize(version->fields, made.initializers, made.type.span, made.braces, rules);
    if (!fields) return std::nullopt;
    return model::EmitStatement{version, std::move(*fields)};
  }

  const model::EventVersion* find_version(const model::Event& event, const std::optional<syntax::Version>& version) {
    if (!version) return &event.current();
    for (const model::EventVersion& candidate : event.versions)
      if (candidate.version == version->number) return &candidate;
    if (version->number != 0 && !work_.syntax->incomplete)
      analysis_.reporter.report(kUnknownVersion, version->span, event.name, number(version->number))
          .label(analysis_.name_span(event.current()), "the newest is v" + number(event.current().version));
    return nullptr;
  }

  /// Reports an event of another aggregate. Its stream is another one too, and what is stored stays where it is.
  bool is_elsewhere(const syntax::Path& path) {
    if (path.parts.empty() || work_.events_by_name.count(path.last().text) != 0) {
      const bool own = path.parts.size() < 2 || path.parts.front().text == work_.aggregate->name;
      if (own) return false;
    }
    for (const AggregateWork& other : analysis_.aggregates) {
      const auto found = other.events_by_name.find(path.last().text);
      const bool named = path.parts.size() == 1 || path.parts.front().text == other.aggregate->name;
      if (&other == &work_ || !named || found == other.events_by_name.end()) continue;
      analysis_.reporter
          .report(kOutcomeElsewhere, path.span, event_.name, other.aggregate->name + "." + path.last().text)
          .label(analysis_.name_span(found->second->current()), "declared here")
          .note("what is stored stays in the stream of its own aggregate")
          .help("let it become an event of " + quoted(work_.aggregate->name) + ", or " + quoted("nothing"));
      return true;
    }
    return false;
  }

  Analysis& analysis_;
  const AggregateWork& work_;
  const model::Event& event_;
  Scope scope_;
  Typer typer_;
};

/// All versions of an event are retired, or none is; only the last one says what it becomes.
void check_retirement(Analysis& analysis, const AggregateWork& work, const model::Event& event) {
  const EventWork* last = nullptr;
  for (const EventWork& version : work.events)
    if (version.version == &event.current()) last = &version;
  for (const EventWork& version : work.events) {
    if (version.version->event != &event || &version == last) continue;
    const syntax::EventDeclaration& syntax = *version.syntax;
    const std::string old = number(version.version->version);
    const std::string newest = number(event.current().version);
    if (syntax.retired != last->syntax->retired) {
      const std::string head = event.name + " v" + old;
      analysis.reporter
          .report(kRetiredInPart, syntax.name.span, event.name, syntax.retired ? old : newest,
                  syntax.retired ? newest : old)
          .label(last->syntax->name.span, syntax.retired ? "goes on here" : "retired here")
          .note("an event is retired with all its versions")
          .help("write " + quoted((syntax.retired ? "event " : "retired event ") + head));
    } else if (syntax.becomes) {
      analysis.reporter
          .report(kOutcomeNotLast, syntax.becomes->span, event.name, old, number(version.version->version + 1))
          .label(last->syntax->name.span, "the last version says what becomes of all")
          .help("leave `becomes` out here");
    }
  }
  if (!event.is_retired || last->syntax->becomes || last->syntax->incomplete) return;
  analysis.reporter.report(kRetiredWithoutOutcome, last->syntax->name.span, event.name)
      .note("what is stored of it must still mean something, or be known to mean nothing")
      .help("name what takes its place: " + quoted("becomes SomeEvent { … }"))
      .help("or say that nothing follows from it: " + quoted("becomes nothing"), last->syntax->span.after(),
            " becomes nothing");
}

/// The versions that follow `version`, up to the one looked for; empty: it is not there.
bool leads_to(const model::EventVersion& version, const model::EventVersion& wanted,
              std::set<const model::EventVersion*>& seen, std::vector<const model::EventVersion*>& path) {
  for (const model::EventVersion* next : model::next_of(version)) {
    if (next == &wanted) return true;
    if (!seen.insert(next).second) continue;
    path.push_back(next);
    if (leads_to(*next, wanted, seen, path)) return true;
    path.pop_back();
  }
  return false;
}

/// A circle has at least one retired event in it, since versions only lead on; each is reported once.
void check_cycles(Analysis& analysis, const AggregateWork& work) {
  std::set<const model::Event*> reported;
  for (const model::Event& event : work.aggregate->events) {
    std::set<const model::EventVersion*> seen;
    std::vector<const model::EventVersion*> path;
    if (!event.becomes || !leads_to(event.current(), event.current(), seen, path)) continue;
    const bool known = std::any_of(path.begin(), path.end(),
                                   [&](const model::EventVersion* step) { return reported.count(step->event) != 0; });
    reported.insert(&event);
    if (known) continue;
    std::string through;
    for (const model::EventVersion* step : path)
      through += (through.empty() ? ", through " : ", ") + quoted(step->name + " v" + number(step->version));
    const model::Location& place = event.becomes->location;
    analysis.reporter
        .report(kHistoryCycle, {static_cast<FileId>(place.file), place.begin, place.end}, event.name, through)
        .label(analysis.name_span(event.current()), "the event")
        .note("every stored event is read as current ones, so each way through history must end")
        .help("let it become an event that is not retired, or " + quoted("nothing"));
  }
}

}  // namespace

void analyze_outcomes(Analysis& analysis, AggregateWork& work) {
  for (model::Event& event : work.aggregate->events) check_retirement(analysis, work, event);
  for (const EventWork& version : work.events) {
    model::Event& event = *work.events_by_name.at(version.version->name);
    if (!event.is_retired || version.version != &event.current() || !version.syntax->becomes) continue;
    event.becomes = OutcomeAnalyzer(analysis, work, version).analyze(*version.syntax->becomes);
  }
  check_cycles(analysis, work);
}

}  // namespace cqrsc::sema
