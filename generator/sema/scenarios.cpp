// Scenarios for aggregates: what is given, done and expected.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sema/blocks.hpp"
#include "sema/near_names.hpp"
#include "sema/scenario_parts.hpp"

namespace cqrsc::sema {
namespace {

using model::BuiltinError;

constexpr BuiltinError kBuiltinErrors[] = {BuiltinError::AlreadyExists, BuiltinError::DoesNotExist,
                                           BuiltinError::Invalid,       BuiltinError::NotAllowed,
                                           BuiltinError::Overflow,      BuiltinError::InvariantBroken};

std::optional<BuiltinError> builtin_error(const syntax::Path& path) {
  for (const BuiltinError error : kBuiltinErrors)
    if (path.parts.size() == 1 && path.last().text == model::to_text(error)) return error;
  return std::nullopt;
}

const std::string& name_of(const model::CanReject& item, std::string& buffer) {
  if (const auto* error = std::get_if<const model::Error*>(&item)) return (*error)->name;
  return buffer = model::to_text(std::get<BuiltinError>(item));
}

class ScenarioAnalyzer {
 public:
  ScenarioAnalyzer(Analysis& analysis, AggregateWork& work, const syntax::ScenarioDeclaration& syntax)
      : analysis_(analysis),
        work_(work),
        syntax_(syntax),
        scenario_(&work.context->context->scenarios.emplace_back()),
        parts_(analysis, *work.context, syntax, *scenario_),
        typer_(parts_.typer()) {}

  void analyze() {
    scenario_->aggregate = work_.aggregate;
    parts_.check_title(work_.aggregate->scenarios, work_.aggregate->name);
    for (const syntax::Assumption& assumption : syntax_.assumptions)
      if (!parts_.add_assumption(assumption)) broken_ = true;
    for (const auto& given : syntax_.given) add_given(given);
    if (syntax_.when) add_when(*syntax_.when);
    for (const syntax::Expectation& expectation : syntax_.then) add_expectation(expectation);
    check_expectations();
    work_.aggregate->scenarios.push_back(scenario_);
  }

 private:
  void refuse(Span span, const std::string& what, const std::string& help) {
    broken_ = true;
    analysis_.reporter.report(kScenarioForm, span, what, "an aggregate").help(help);
  }

  // given Opened { } Close { }: what is asked for, without its word.
  bool is_command(const syntax::Path& path) {
    const bool known = path.parts.size() == 1 && work_.events_by_name.count(path.last().text) == 0 &&
                       work_.commands.count(path.last().text) != 0;
    if (!known) return false;
    broken_ = true;
    analysis_.reporter.report(kUnknownEvent, path.span, work_.aggregate->name, path.text())
        .help("it has a command of this name: write `when` before what is asked for", path.span.before(), "when ");
    return true;
  }

  void add_given(const std::variant<syntax::StreamHistory, syntax::Happening>& given) {
    if (const auto* stream = std::get_if<syntax::StreamHistory>(&given))
      return refuse(stream->aggregate.span, "a stream of its own", "name the events alone: they are the aggregate's");
    const auto& happening = std::get<syntax::Happening>(given);
    if (is_command(happening.type)) return;
    const model::Event* event = find_event(analysis_, work_, happening.type);
    auto made = event == nullptr ? std::nullopt : parts_.given(*event, happening);
    if (made) scenario_->given.push_back(std::move(*made));
  }

  void add_when(const syntax::When& when) {
    const auto* happening = std::get_if<syntax::Happening>(&when.node);
    if (happening == nullptr)
      return refuse(when.span, "what happens to a process", "give a command: " + quoted("when SomeCommand { … }"));
    const syntax::Path& path = happening->type;
    if (path.parts.empty()) {
      broken_ = true;
      return;
    }
    const bool own = path.parts.size() == 1 || path.parts.front().text == work_.aggregate->name;
    const auto found = own ? work_.commands.find(path.last().text) : work_.commands.end();
    if (found == work_.commands.end()) {
      broken_ = true;
      return report_unknown_command(path);
    }
    const model::Command& command = *found->second.second;
    command_ = &command;
    const InitRules rules{.owner = "command " + quoted(command.name)};
    auto fields = typer_.initialize(command.fields, happening->initializers, path.span, happening->braces, rules);
    const model::Stamp stamped = parts_.stamp(happening->stamps);
    if (fields)
      scenario_->when = model::WhenCommand{&command, std::move(*fields), stamped, analysis_.locate(happening->span)};
  }

  void report_unknown_command(const syntax::Path& path) {
    if (work_.syntax->incomplete) return;
    std::vector<std::string> names;
    for (const auto& [name, command] : work_.commands) names.push_back(name);
    Diagnostic& report = analysis_.reporter.report(kUnknownCommand, path.span, work_.aggregate->name, path.text());
    report.label(analysis_.name_span(*work_.aggregate), "the aggregate");
    if (work_.events_by_name.count(path.last().text) != 0)
      report.note("it has an event of this name; what has happened stands after `given`");
    if (const auto near = related_name(path.last().text, names))
      report.help("there is " + quoted(*near), path.span, *near);
    else if (!names.empty())
      report.note("it has " + listed(names));
  }

  void add_expectation(const syntax::Expectation& expectation);
  void add_expected_event(const syntax::Happening& happening, const model::Location& location);
  bool report_rejection_of_elsewhere(const syntax::Path& path);
  void add_expected_rejection(const syntax::Made& made, const model::Location& location);
  void add_expected_state(const syntax::ExpectState& node, Span span);
  void check_expectations();
  void check_assumptions(bool rejected);

  Analysis& analysis_;
  AggregateWork& work_;
  const syntax::ScenarioDeclaration& syntax_;
  model::Scenario* scenario_;
  ScenarioParts parts_;
  Typer& typer_;
  const model::Command* command_ = nullptr;
  bool broken_ = false;
};

void ScenarioAnalyzer::add_expectation(const syntax::Expectation& expectation) {
  const model::Location location = analysis_.locate(expectation.span);
  const auto& node = expectation.node;
  if (std::holds_alternative<syntax::ExpectNothing>(node)) {
    scenario_->then.push_back({location, model::ExpectedNothing{}});
  } else if (const auto* event = std::get_if<syntax::ExpectEvent>(&node)) {
    add_expected_event(event->event, location);
  } else if (const auto* rejected = std::get_if<syntax::ExpectRejected>(&node)) {
    add_expected_rejection(rejected->error, location);
  } else if (const auto* state = std::get_if<syntax::ExpectState>(&node)) {
    add_expected_state(*state, expectation.span);
  } else {
    const bool row =
        std::holds_alternative<syntax::ExpectRow>(node) || std::holds_alternative<syntax::ExpectNoRow>(node);
    refuse(expectation.span, row ? "a row" : "what a process does",
           "expect events, " + quoted("rejected …") + ", " + quoted("nothing") + " or " + quoted("state { … }"));
  }
}

void ScenarioAnalyzer::add_expected_event(const syntax::Happening& happening, const model::Location& location) {
  const model::Event* event = find_event(analysis_, work_, happening.type);
  const model::EventVersion* version = event == nullptr ? nullptr : parts_.find_version(*event, happening.version);
  if (version == nullptr) {
    broken_ = true;
    return;
  }
  if (refuse_retired(analysis_, *event, happening.type.span, "expected")) {
    broken_ = true;
    return;
  }
  if (version != &event->current())
    return refuse(happening.version->span, "an older version of an event after `then`",
                  "what comes out is always the newest: leave the version out");
  if (command_ != nullptr && analysis_.reporter.error_count() == 0) {
    const bool possible = std::any_of(command_->emits.begin(), command_->emits.end(),
                                      [&](const model::EmitsItem& item) { return item.event == event; });
    if (!possible) {
      std::vector<std::string> emitted;
      for (const model::EmitsItem& item : command_->emits) emitted.push_back(item.event->name);
      analysis_.reporter.report(kImpossibleEvent, happening.type.span, command_->name, event->name)
          .label(analysis_.name_span(*command_), "the command")
          .note(emitted.empty() ? "it emits nothing" : "it can emit " + listed(emitted));
    }
  }
  const InitRules rules{.owner = "event " + quoted(event->name), .missing = InitRules::Missing::Leave};
  auto fields =
      typer_.initialize(version->fields, happening.initializers, happening.type.span, happening.braces, rules);
  if (fields) scenario_->then.push_back({location, model::ExpectedEvent{version, std::move(*fields)}});
}

/// rejected NotAuthorized: what comes with the language is called as it is called there.
bool ScenarioAnalyzer::report_rejection_of_elsewhere(const syntax::Path& path) {
  constexpr auto kNames = std::to_array<std::pair<std::string_view, const char*>>({{"NotAuthorized", "NotAllowed"},
                                                                                   {"Unauthorized", "NotAllowed"},
                                                                                   {"AccessDenied", "NotAllowed"},
                                                                                   {"PermissionDenied", "NotAllowed"},
                                                                                   {"Forbidden", "NotAllowed"},
                                                                                   {"NotFound", "DoesNotExist"},
                                                                                   {"DoesntExist", "DoesNotExist"},
                                                                                   {"Exists", "AlreadyExists"},
                                                                                   {"ValidationFailed", "Invalid"},
                                                                                   {"ValidationError", "Invalid"}});
  const auto known = std::ranges::find(kNames, path.text(), &std::pair<std::string_view, const char*>::first);
  if (known == kNames.end() || find_symbol_quietly(*work_.context, path.last().text) != nullptr) return false;
  analysis_.reporter.report(kUnknownName, path.span, path.text())
      .note("it comes with the language, and is not declared")
      .help("write " + quoted(known->second), path.span, known->second);
  broken_ = true;
  return true;
}

void ScenarioAnalyzer::add_expected_rejection(const syntax::Made& made, const model::Location& location) {
  model::ExpectedRejection expected;
  if (const auto builtin = builtin_error(made.type);
      builtin && find_symbol_quietly(*work_.context, made.type.last().text) == nullptr) {
    expected.error = *builtin;
    for (const syntax::Initializer& initializer : made.initializers) {
      const bool fields = *builtin == BuiltinError::Invalid && initializer.name.text == "fields";
      if (!fields) {
        typer_.check(*initializer.value, nullptr);
        analysis_.reporter.report(kUnknownField, initializer.name.span, "error " + quoted(made.type.text()),
                                  initializer.name.text);
        continue;
      }
      const model::Type* names = analysis_.list_of(analysis_.scalar(model::TypeKind::String));
      const model::Expression* value = typer_.check(*initializer.value, names);
      if (value == nullptr) continue;
      std::vector<std::string>& texts = expected.invalid_fields.emplace();
      for (const model::Expression* element : std::get<model::ListNode>(value->node).elements)
        if (const auto* constant = std::get_if<model::ConstantNode>(&element->node))
          texts.push_back(std::get<std::string>(constant->value));
    }
  } else {
    if (report_rejection_of_elsewhere(made.type)) return;
    const model::Error* error = find_error(analysis_, *work_.context, made.type);
    if (error == nullptr) {
      broken_ = true;
      return;
    }
    expected.error = error;
    const InitRules rules{.owner = "error " + quoted(error->name), .missing = InitRules::Missing::Leave};
    auto fields = typer_.initialize(error->fields, made.initializers, made.type.span, made.braces, rules);
    if (!fields) return;
    expected.fields = std::move(*fields);
  }
  // What a command can reject is known only where all of it could be analyzed.
  if (command_ != nullptr && analysis_.reporter.error_count() == 0 &&
      std::find(command_->rejects.begin(), command_->rejects.end(), expected.error) == command_->rejects.end()) {
    std::string buffer;
    std::string all;
    for (const model::CanReject& item : command_->rejects)
      all += (all.empty() ? "" : ", ") + quoted(name_of(item, buffer));
    analysis_.reporter.report(kImpossibleRejection, made.type.span, command_->name, made.type.text())
        .label(analysis_.name_span(*command_), "the command")
        .note(all.empty() ? "it never rejects" : "it can reject with " + all);
  }
  scenario_->then.push_back({location, std::move(expected)});
}

void ScenarioAnalyzer::add_expected_state(const syntax::ExpectState& node, Span span) {
  const InitRules rules{.owner = "the state of " + quoted(work_.aggregate->name), .missing = InitRules::Missing::Leave};
  auto fields = typer_.initialize(work_.aggregate->state.fields, node.initializers, span, std::nullopt, rules);
  if (fields) scenario_->then.push_back({analysis_.locate(span), model::ExpectedState{std::move(*fields)}});
}

void ScenarioAnalyzer::check_expectations() {
  if (broken_ || syntax_.incomplete) return;
  if (syntax_.then.empty()) {
    if (work_.context->incomplete) return;  // it may end with a brace that is missing
    analysis_.reporter.report(kScenarioEmpty, syntax_.name.span, syntax_.name.value)
        .help("say what follows: " + quoted("then SomeEvent { … }") + ", " + quoted("then rejected SomeError") +
              " or " + quoted("then nothing"));
    return;
  }
  const auto holds = [&](auto sample) {
    return std::find_if(syntax_.then.begin(), syntax_.then.end(), [&](const syntax::Expectation& expectation) {
      return std::holds_alternative<decltype(sample)>(expectation.node);
    });
  };
  const auto event = holds(syntax::ExpectEvent{});
  const auto nothing = holds(syntax::ExpectNothing{});
  const auto rejected = holds(syntax::ExpectRejected{});
  const auto none = syntax_.then.end();
  const auto mixed = [&](auto first, const char* a, auto second, const char* b) {
    analysis_.reporter.report(kExpectationMixed, second->span, b, a)
        .label(first->span, "expected here")
        .help("keep one of them");
  };
  if (event != none && nothing != none)
    mixed(event, "an event", nothing, "`nothing`");
  else if (event != none && rejected != none)
    mixed(event, "an event", rejected, "a rejection");
  else if (nothing != none && rejected != none)
    mixed(nothing, "`nothing`", rejected, "a rejection");
  if (!syntax_.when && (nothing != none || rejected != none))
    return refuse((nothing != none ? nothing : rejected)->span, "a decision without a command",
                  "add `when SomeCommand { … }`");
  check_assumptions(rejected != none);
}

void ScenarioAnalyzer::check_assumptions(bool rejected) {
  if (command_ == nullptr || rejected) return;
  for (const model::ExternFunction* function : analysis_.called[command_]) {
    const bool assumed =
        std::any_of(syntax_.assumptions.begin(), syntax_.assumptions.end(),
                    [&](const auto& assumption) { return assumption.function.text == function->name; });
    if (assumed) continue;
    analysis_.reporter.report(kAssumptionMissing, syntax_.when->span, command_->name, function->name)
        .label(analysis_.name_span(*function), "written in C++")
        .help("say it: " + quoted("assuming " + function->name + "(…) = …"));
  }
}

/// The one aggregate that has the command that a scenario asks for, where its subject is nothing.
void help_with_subject(Analysis& analysis, const syntax::ScenarioDeclaration& syntax) {
  Diagnostic* const said = analysis.reporter.said(kUnknownDeclaration, syntax.subject.span);
  const auto* asked = syntax.when ? std::get_if<syntax::Happening>(&syntax.when->node) : nullptr;
  if (said == nullptr || !said->helps.empty() || asked == nullptr || asked->type.parts.size() != 1) return;
  const AggregateWork* found = nullptr;
  for (const AggregateWork& work : analysis.aggregates) {
    if (work.is_imported() || work.commands.count(asked->type.last().text) == 0) continue;
    if (found != nullptr) return;
    found = &work;
  }
  if (found != nullptr)
    said->help(quoted(found->aggregate->name) + " has the command " + quoted(asked->type.last().text),
               syntax.subject.span, found->aggregate->name);
}

/// What the subject of a scenario is.
void analyze_scenario(Analysis& analysis, ContextWork& context, const syntax::ScenarioDeclaration& syntax) {
  const SymbolEntry* entry = find_symbol(analysis, context, syntax.subject, "aggregate, projection or query");
  if (entry == nullptr) help_with_subject(analysis, syntax);
  if (entry == nullptr || std::holds_alternative<LaterDeclaration>(entry->symbol)) return;
  if (auto* const* projection = std::get_if<model::Projection*>(&entry->symbol))
    return sema::analyze_scenario(analysis, context, **projection, syntax);
  if (auto* const* query = std::get_if<model::Query*>(&entry->symbol))
    return sema::analyze_scenario(analysis, context, **query, syntax);
  if (auto* const* aggregate = std::get_if<model::Aggregate*>(&entry->symbol)) {
    for (AggregateWork& work : analysis.aggregates)
      if (work.aggregate == *aggregate) return ScenarioAnalyzer(analysis, work, syntax).analyze();
  }
  analysis.reporter
      .report(kWrongDeclaration, syntax.subject.span, syntax.subject.text(), kind_text(entry->symbol),
              "an aggregate, projection or query")
      .label(entry->span, "declared here");
}

}  // namespace

void analyze_scenarios(Analysis& analysis) {
  ContextWork& context = analysis.contexts.front();
  for (const syntax::File* file : context.files)
    for (const syntax::Declaration& declaration : file->declarations)
      if (const auto* syntax = std::get_if<syntax::ScenarioDeclaration>(&declaration))
        analyze_scenario(analysis, context, *syntax);
}

}  // namespace cqrsc::sema
