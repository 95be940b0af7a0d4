// Gives every declaration its object in the Model and its name in the context.
#include <algorithm>

#include "sema/analysis.hpp"
#include "sema/functions.hpp"
#include "sema/literals.hpp"

namespace cqrsc::sema {
namespace {

/// The events that an outcome names.
void collect_named(const syntax::Outcome& outcome, std::set<std::string>& names) {
  if (const auto* events = std::get_if<std::vector<syntax::Made>>(&outcome.node))
    for (const syntax::Made& made : *events)
      if (!made.type.parts.empty()) names.insert(made.type.last().text);
  const auto* choice = std::get_if<syntax::OutcomeChoice>(&outcome.node);
  if (choice == nullptr) return;
  if (choice->then_outcome) collect_named(*choice->then_outcome, names);
  if (choice->else_outcome) collect_named(*choice->else_outcome, names);
}

/// What other contexts have to know of an aggregate's events: the public ones, the retired ones that end as such, and
/// whatever else those become.
std::set<std::string> events_seen_outside(const syntax::AggregateDeclaration& aggregate) {
  std::map<std::string, const syntax::EventDeclaration*> newest;
  for (const syntax::EventDeclaration& event : aggregate.events) {
    const syntax::EventDeclaration*& last = newest[event.name.text];
    if (last == nullptr || last->version.number < event.version.number) last = &event;
  }
  std::map<std::string, std::set<std::string>> becomes;
  std::set<std::string> seen;
  for (const auto& [name, event] : newest) {
    if (event->is_public) seen.insert(name);
    if (event->becomes) collect_named(*event->becomes, becomes[name]);
  }
  const auto leads_there = [&](const std::set<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return seen.count(name) != 0; });
  };
  for (std::size_t before = 0; before != seen.size();) {
    before = seen.size();
    for (const auto& [name, names] : becomes)
      if (leads_there(names)) seen.insert(name);
  }
  for (std::size_t before = 0; before != seen.size();) {
    before = seen.size();
    for (const auto& [name, names] : becomes)
      if (seen.count(name) != 0) seen.insert(names.begin(), names.end());
  }
  return seen;
}

class Declarer {
 public:
  Declarer(Analysis& analysis, ContextWork& context) : analysis_(analysis), context_(context) {}

  void operator()(const syntax::IdDeclaration& syntax) {
    model::Id& id = context_.context->ids.emplace_back();
    id.context = context_.context;
    describe(analysis_, id, syntax.name, syntax.doc);
    annotate(analysis_, id, syntax.annotations, "an id");
    add(syntax.name, &id);
    analysis_.ids.push_back({&syntax, &id, &context_});
  }

  void operator()(const syntax::EnumDeclaration& syntax) {
    model::Enum& enumeration = context_.context->enums.emplace_back();
    enumeration.context = context_.context;
    describe(analysis_, enumeration, syntax.name, syntax.doc);
    add(syntax.name, &enumeration);
    MembersOf members;
    for (const syntax::EnumMember& member : syntax.members)
      if (const auto number = parse_integer(member.number.digits); number && *number > 0 && *number < 65535)
        members.highest = std::max(members.highest, static_cast<std::uint16_t>(*number));
    for (const syntax::EnumMember& member : syntax.members) add_member(enumeration, member, members);
    if (enumeration.members.empty() && !syntax.incomplete)
      analysis_.reporter.report(kEmptyDeclaration, syntax.name.span, "enum " + quoted(syntax.name.text))
          .help("give it members, each with its number: " + quoted("first = 1"));
    if (syntax.incomplete) analysis_.incomplete.insert(&enumeration);
  }

  void operator()(const syntax::ValueDeclaration& syntax) {
    if (syntax.base) return refine(syntax);
    const auto [known, is_new] = value_at_.try_emplace(syntax.name.text, values_.size());
    if (!is_new) return values_[known->second].written.push_back(&syntax);
    model::Value& value = context_.context->values.emplace_back();
    value.context = context_.context;
    describe(analysis_, value, syntax.name, syntax.doc);
    add(syntax.name, &value);
    values_.push_back({&value, {&syntax}});
  }

  void refine(const syntax::ValueDeclaration& syntax) {
    if (syntax.version)
      analysis_.reporter.report(kValueOfType, syntax.version->span, syntax.name.text, "have versions")
          .note("what is stored is the type it stands for: whoever holds another type is a new version itself")
          .help("leave the version out", syntax.name.span.to(syntax.version->span), syntax.name.text);
    Refinement& refinement = analysis_.refinements.emplace_back();
    refinement.syntax = &syntax;
    refinement.context = &context_;
    add(syntax.name, &refinement);
  }

  void operator()(const syntax::UnionDeclaration& syntax) {
    const auto [known, is_new] = union_at_.try_emplace(syntax.name.text, unions_.size());
    if (!is_new) return unions_[known->second].written.push_back(&syntax);
    model::Union& added = context_.context->unions.emplace_back();
    added.context = context_.context;
    describe(analysis_, added, syntax.name, syntax.doc);
    add(syntax.name, &added);
    unions_.push_back({&added, {&syntax}});
  }

  void operator()(const syntax::ErrorDeclaration& syntax) {
    model::Error& error = context_.context->errors.emplace_back();
    error.context = context_.context;
    describe(analysis_, error, syntax.name, syntax.doc);
    add(syntax.name, &error);
    analysis_.errors.push_back({&syntax, &error, &context_});
    add_record(RecordKind::Error, "error " + quoted(error.name), syntax.fields, error.fields, syntax.incomplete);
  }

  void operator()(const syntax::ExternFunction& syntax) {
    if (!context_.is_main) {
      // Never called by another context; known, so that a call in an imported mapping can be told.
      context_.symbols.try_emplace(syntax.name.text, SymbolEntry{LaterDeclaration{}, syntax.name.span});
      return;
    }
    model::ExternFunction& function = context_.context->extern_functions.emplace_back();
    function.context = context_.context;
    describe(analysis_, function, syntax.name, syntax.doc);
    if (syntax.revision) {
      const auto revision = parse_integer(syntax.revision->digits);
      if (revision && *revision <= 1'000'000'000)
        function.revision = static_cast<std::uint32_t>(*revision);
      else
        analysis_.reporter.report(kLiteralRange, syntax.revision->span, syntax.revision->digits, "a revision");
    }
    if (builtin_function(syntax.name.text))
      analysis_.reporter.report(kReservedFunction, syntax.name.span, syntax.name.text).help("choose another name");
    add(syntax.name, &function);
    analysis_.functions.push_back({&syntax, &function, &context_});
  }

  void operator()(const syntax::EventDeclaration& syntax) {
    if (!context_.is_main) return;
    analysis_.reporter.report(kNotYet, syntax.name.span, "an event outside an aggregate")
        .note("only a process publishes such an event, and a later release of cqrsc compiles processes")
        .help("declare the event inside the aggregate that emits it");
    context_.symbols.try_emplace(syntax.name.text, SymbolEntry{LaterDeclaration{}, syntax.name.span});
  }

  void operator()(const syntax::AggregateDeclaration& syntax) {
    const std::set<std::string> seen = context_.is_main ? std::set<std::string>{} : events_seen_outside(syntax);
    // Of an aggregate that says nothing in public only the name is known outside.
    auto& home = context_.is_main || !seen.empty() ? context_.context->aggregates : analysis_.hidden_aggregates;
    model::Aggregate& aggregate = home.emplace_back();
    aggregate.context = context_.context;
    describe(analysis_, aggregate, syntax.name, syntax.doc);
    add(syntax.name, &aggregate);
    AggregateWork& work = analysis_.aggregates.emplace_back();
    work.syntax = &syntax;
    work.aggregate = &aggregate;
    work.context = &context_;
    if (context_.is_main) {
      add_state(work);
      add_events(work, [](const std::string&) { return true; });
      for (const syntax::CommandDeclaration& command : syntax.commands) add_command(work, command);
    } else {
      add_events(work, [&](const std::string& name) { return seen.count(name) != 0; });
    }
    add_outline(work, context_.is_main || !seen.empty());
  }

  void operator()(const syntax::ProjectionDeclaration& syntax) {
    if (!context_.is_main) {
      context_.context->outline.projections.push_back({syntax.name.text, nullptr});
      return;
    }
    model::Projection& projection = context_.context->projections.emplace_back();
    context_.context->outline.projections.push_back({syntax.name.text, &projection});
    projection.context = context_.context;
    projection.is_inline = syntax.is_inline;
    describe(analysis_, projection, syntax.name, syntax.doc);
    add(syntax.name, &projection);
    analysis_.projections.push_back({&syntax, &projection, &context_});
    add_record(RecordKind::Row, "projection " + quoted(projection.name), syntax.fields, projection.fields,
               syntax.incomplete);
  }

  void operator()(const syntax::QueryDeclaration& syntax) {
    if (!context_.is_main) {
      context_.context->outline.queries.push_back({syntax.name.text, nullptr});
      return;
    }
    model::Query& query = context_.context->queries.emplace_back();
    context_.context->outline.queries.push_back({syntax.name.text, &query});
    query.context = context_.context;
    describe(analysis_, query, syntax.name, syntax.doc);
    add(syntax.name, &query);
    analysis_.queries.push_back({&syntax, &query, &context_});
  }

  void operator()(const syntax::ProcessDeclaration& syntax) {
    later(syntax.name, "a process", "send the commands from C++ for now, and leave the process out");
  }
  void operator()(const syntax::ScenarioDeclaration&) {}

  /// Once every declaration of the context was seen: only then is it known which versions there are.
  void finish() {
    for (Versions<syntax::ValueDeclaration, model::Value>& value : values_) add_versions(value);
    for (Versions<syntax::UnionDeclaration, model::Union>& one : unions_) {
      sort_versions("union " + quoted(one.target->name), one.written);
      add_union_versions(analysis_, context_, *one.target, one.written);
    }
  }

 private:
  /// What is declared under one name, a version each.
  template <typename Syntax, typename Target>
  struct Versions {
    Target* target = nullptr;
    std::vector<const Syntax*> written;
  };

  /// The members of an enum so far; of each number the first.
  struct MembersOf {
    std::map<std::string, const model::EnumMember*> by_name;
    std::map<std::uint16_t, const model::EnumMember*> by_number;
    std::uint16_t highest = 0;  ///< of all that are written, those not read yet too
  };

  void add(const syntax::Name& name, Symbol symbol) {
    const auto [entry, added] = context_.symbols.try_emplace(name.text, SymbolEntry{symbol, name.span});
    if (added) return;
    analysis_.reporter.report(kDeclaredTwice, name.span, quoted(name.text))
        .label(entry->second.span, "first declared here")
        .help("give one of them another name");
  }

  void later(const syntax::Name& name, const std::string& what, const std::string& instead) {
    if (!context_.is_main) return;
    analysis_.reporter.report(kNotYet, name.span, what)
        .note("the language has it, and a later release of cqrsc compiles it")
        .help(instead);
    context_.symbols.try_emplace(name.text, SymbolEntry{LaterDeclaration{}, name.span});
  }

  RecordWork& add_record(RecordKind kind, const std::string& owner, const std::vector<syntax::Field>& syntax,
                         std::deque<model::Field>& fields, bool incomplete) {
    RecordWork& record = analysis_.records.emplace_back();
    record.kind = kind;
    record.owner = owner;
    record.syntax_fields = &syntax;
    record.fields = &fields;
    record.context = &context_;
    if (incomplete) analysis_.incomplete.insert(&fields);
    return record;
  }

  void add_member(model::Enum& enumeration, const syntax::EnumMember& syntax, MembersOf& members) {
    if (const auto other = members.by_name.find(syntax.name.text); other != members.by_name.end()) {
      analysis_.reporter.report(kDeclaredTwice, syntax.name.span, "member " + quoted(syntax.name.text))
          .label(analysis_.name_span(*other->second), "first declared here");
      return;
    }
    model::EnumMember& member = enumeration.members.emplace_back();
    members.by_name.emplace(syntax.name.text, &member);
    describe(analysis_, member, syntax.name, syntax.doc);
    annotate(analysis_, member, syntax.annotations, "a member of an enum");
    const auto number = parse_integer(syntax.number.digits);
    if (!number || *number < 1 || *number > 65535) {
      analysis_.reporter.report(kEnumNumberRange, syntax.number.span, syntax.number.digits)
          .note("numbers go from 1 to 65535; 0 is kept for a value that was never set");
      return;
    }
    member.number = static_cast<std::uint16_t>(*number);
    const auto [first, is_new] = members.by_number.try_emplace(member.number, &member);
    if (is_new) return;
    const model::EnumMember& other = *first->second;
    analysis_.reporter.report(kEnumNumberTwice, syntax.number.span, other.name, member.name, syntax.number.digits)
        .label(analysis_.name_span(other), "has it first")
        .note("the number is what is stored, so it belongs to one member for ever")
        .help("write a number that no other member has", syntax.number.span, std::to_string(members.highest + 1));
  }

  void add_state(AggregateWork& work) {
    const std::vector<syntax::StateBlock>& states = work.syntax->states;
    if (states.empty()) {
      // Its fields may be what could not be read.
      if (work.syntax->incomplete) analysis_.incomplete.insert(&work.aggregate->state.fields);
      return;
    }
    for (std::size_t i = 1; i < states.size(); ++i)
      analysis_.reporter.report(kBlockTwice, states[i].span.before(), work.aggregate->name, "state")
          .label(states[0].span.before(), "the first one is here")
          .help("put all fields into one " + quoted("state") + " block");
    work.aggregate->state.location = analysis_.locate(states[0].span);
    add_record(RecordKind::State, "the state of " + quoted(work.aggregate->name), states[0].fields,
               work.aggregate->state.fields, states[0].incomplete || states.size() > 1);
  }

  /// Sorts by version and leaves out what is there already, which it reports.
  template <typename Syntax>
  void sort_versions(const std::string& owner, std::vector<const Syntax*>& written) {
    const auto number = [](const Syntax* syntax) { return syntax->version ? syntax->version->number : 1; };
    std::stable_sort(written.begin(), written.end(),
                     [&](const Syntax* a, const Syntax* b) { return number(a) < number(b); });
    std::vector<const Syntax*> kept;
    for (const Syntax* syntax : written) {
      if (kept.empty() || number(kept.back()) != number(syntax)) {
        kept.push_back(syntax);
        continue;
      }
      const Span first = kept.back()->name.span;
      if (number(syntax) == 0) continue;  // reported as a syntax error
      if (!syntax->version && !kept.back()->version)
        analysis_.reporter.report(kDeclaredTwice, syntax->name.span, quoted(syntax->name.text))
            .label(first, "first declared here")
            .help("give one of them another name");
      else
        analysis_.reporter
            .report(kVersionTwice, syntax->version ? syntax->version->span : syntax->name.span, owner,
                    std::to_string(number(syntax)))
            .label(first, "first declared here")
            .note("one that names no version is v1")
            .help("give the newer layout the next version");
    }
    written = std::move(kept);
  }

  /// `is_seen`: whether the aggregate itself is in the Model.
  void add_outline(const AggregateWork& work, bool is_seen) {
    model::AggregateNames& names = context_.context->outline.aggregates.emplace_back();
    names.aggregate = {work.syntax->name.text, is_seen ? work.aggregate : nullptr};
    std::set<std::string> known;
    for (const syntax::EventDeclaration& event : work.syntax->events) {
      const std::string& name = event.name.text;
      if (!known.insert(name).second) continue;
      const auto found = work.events_by_name.find(name);
      names.events.push_back({name, found == work.events_by_name.end() ? nullptr : found->second});
    }
    for (const syntax::CommandDeclaration& command : work.syntax->commands) {
      const std::string& name = command.name.text;
      if (!known.insert(name).second) continue;
      const auto found = work.commands.find(name);
      names.commands.push_back({name, found == work.commands.end() ? nullptr : found->second.second});
    }
  }

  void add_versions(Versions<syntax::ValueDeclaration, model::Value>& declared);
  template <typename IsKept>
  void add_events(AggregateWork& work, IsKept is_kept);
  void add_command(AggregateWork& work, const syntax::CommandDeclaration& syntax);

  Analysis& analysis_;
  ContextWork& context_;
  std::deque<Versions<syntax::ValueDeclaration, model::Value>> values_;  ///< in the order of their first appearance
  std::map<std::string, std::size_t> value_at_;                          ///< where in `values_`, by name
  std::deque<Versions<syntax::UnionDeclaration, model::Union>> unions_;
  std::map<std::string, std::size_t> union_at_;
};

void Declarer::add_versions(Versions<syntax::ValueDeclaration, model::Value>& declared) {
  model::Value& value = *declared.target;
  const std::string owner = "value " + quoted(value.name);
  sort_versions(owner, declared.written);
  for (const syntax::ValueDeclaration* syntax : declared.written) {
    model::ValueVersion& version = value.versions.emplace_back();
    describe(analysis_, version, syntax->name, syntax->doc);
    version.value = &value;
    version.version = syntax->version ? syntax->version->number : 1;
    analysis_.values.push_back({syntax, &version, &context_});
    RecordWork& record = add_record(RecordKind::Value, owner, syntax->fields, version.fields, syntax->incomplete);
    record.version = version.version;
    record.is_current = syntax == declared.written.back();
  }
  static_cast<model::Declaration&>(value) = value.current();
}

template <typename IsKept>
void Declarer::add_events(AggregateWork& work, IsKept is_kept) {
  std::vector<const syntax::EventDeclaration*> sorted;
  for (const syntax::EventDeclaration& event : work.syntax->events) {
    if (!is_kept(event.name.text)) continue;
    sorted.push_back(&event);
    if (work.events_by_name.count(event.name.text) != 0) continue;
    model::Event& added = work.aggregate->events.emplace_back();
    added.context = context_.context;
    added.aggregate = work.aggregate;
    work.events_by_name.emplace(event.name.text, &added);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* a, const auto* b) { return a->version.number < b->version.number; });
  for (const syntax::EventDeclaration* syntax : sorted) {
    model::Event& event = *work.events_by_name.at(syntax->name.text);
    if (!event.versions.empty() && event.current().version == syntax->version.number) {
      if (syntax->version.number == 0) continue;  // reported as a syntax error
      analysis_.reporter
          .report(kVersionTwice, syntax->version.span, "event " + quoted(syntax->name.text),
                  std::to_string(syntax->version.number))
          .label(analysis_.name_span(event.current()), "first declared here")
          .help("give the newer layout the next version");
      analysis_.twice.insert(&event.current());
      continue;
    }
    model::EventVersion& version = event.versions.emplace_back();
    describe(analysis_, version, syntax->name, syntax->doc);
    annotate(analysis_, version, syntax->annotations, "a whole event");
    version.event = &event;
    version.version = syntax->version.number;
    static_cast<model::Declaration&>(event) = version;
    event.is_public = syntax->is_public;
    event.is_retired = syntax->retired;
    work.events.push_back({syntax, &version, analysis_.records.size()});
    add_record(RecordKind::Event, "event " + quoted(event.name), syntax->fields, version.fields, syntax->incomplete)
        .version = version.version;
  }
  // What is not the newest is history, which is known only now that all versions are.
  for (const EventWork& event : work.events)
    analysis_.records[event.record].is_current =
        event.version == &event.version->event->current() && !event.version->event->is_retired;
}

void Declarer::add_command(AggregateWork& work, const syntax::CommandDeclaration& syntax) {
  const std::string& name = syntax.name.text;
  const auto same = work.commands.find(name);
  const auto event = work.events_by_name.find(name);
  if (same != work.commands.end() || event != work.events_by_name.end()) {
    const model::Declaration& first = same != work.commands.end()
                                          ? static_cast<const model::Declaration&>(*same->second.second)
                                          : static_cast<const model::Declaration&>(*event->second);
    Diagnostic& report = analysis_.reporter.report(kDeclaredTwice, syntax.name.span, quoted(name));
    report.label(analysis_.name_span(first), "first declared here");
    if (event != work.events_by_name.end())
      report.help("a command asks (" + quoted("Close") + "), an event tells what happened (" + quoted("Closed") + ")");
    return;
  }
  model::Command& command = work.aggregate->commands.emplace_back();
  command.aggregate = work.aggregate;
  describe(analysis_, command, syntax.name, syntax.doc);
  annotate(analysis_, command, syntax.annotations, "a command");
  command.is_extern = syntax.is_extern.has_value();
  if (syntax.existence) {
    using syntax::ExistenceKind;
    const ExistenceKind kind = syntax.existence->kind;
    command.existence = kind == ExistenceKind::creates      ? model::Existence::MustNotExist
                        : kind == ExistenceKind::may_create ? model::Existence::MayExist
                                                            : model::Existence::MustExist;
  }
  work.commands.emplace(name, std::pair(&syntax, &command));
  add_record(RecordKind::Command, "command " + quoted(name), syntax.fields, command.fields, syntax.incomplete);
}

}  // namespace

void declare(Analysis& analysis) {
  for (ContextWork& context : analysis.contexts) {
    Declarer declarer(analysis, context);
    for (const syntax::File* file : context.files)
      for (const syntax::Declaration& declaration : file->declarations) std::visit(declarer, declaration);
    declarer.finish();
  }
}

}  // namespace cqrsc::sema
