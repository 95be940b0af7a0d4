#include "sema/scenario_parts.hpp"

namespace cqrsc::sema {

ScenarioParts::ScenarioParts(Analysis& analysis, const ContextWork& context, const syntax::ScenarioDeclaration& syntax,
                             model::Scenario& scenario)
    : analysis_(analysis), context_(context), syntax_(syntax), scenario_(scenario), typer_(analysis, context, scope_) {
  scope_.block = "a scenario";
  scope_.names_versions = true;
  scenario_.title = syntax.name.value;
  scenario_.doc = syntax.doc.text;
  scenario_.location = analysis.locate(syntax.name.span);
}

void ScenarioParts::check_title(const std::vector<const model::Scenario*>& others, const std::string& subject) {
  for (const model::Scenario* other : others) {
    if (other->title != syntax_.name.value) continue;
    analysis_.reporter.report(kScenarioTwice, syntax_.name.span, other->title, subject)
        .label({static_cast<FileId>(other->location.file), other->location.begin, other->location.end},
               "the first one is here")
        .help("the title is the name of a test: give each its own");
    return;
  }
}

bool ScenarioParts::add_assumption(const syntax::Assumption& syntax) {
  const SymbolEntry* entry =
      find_symbol(analysis_, context_, {{syntax.function}, syntax.function.span}, "extern function");
  auto* const* found = entry == nullptr ? nullptr : std::get_if<model::ExternFunction*>(&entry->symbol);
  if (found == nullptr) {
    if (entry != nullptr)
      analysis_.reporter
          .report(kWrongDeclaration, syntax.function.span, syntax.function.text, kind_text(entry->symbol),
                  "an extern function")
          .label(entry->span, "declared here");
    return false;
  }
  const model::ExternFunction& function = **found;
  model::Assumption assumption{&function, {}, nullptr, analysis_.locate(syntax.span)};
  if (syntax.arguments.size() != function.parameters.size()) {
    const std::size_t wanted = function.parameters.size();
    analysis_.reporter
        .report(kArgumentCount, syntax.function.span, function.name,
                std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments"),
                std::to_string(syntax.arguments.size()) + (syntax.arguments.size() == 1 ? " is" : " are"))
        .label(analysis_.name_span(function), "declared here");
    return false;
  }
  for (std::size_t i = 0; i < syntax.arguments.size(); ++i)
    assumption.arguments.push_back(typer_.check(*syntax.arguments[i], function.parameters[i].type));
  assumption.result = typer_.check(*syntax.result, function.result);
  scenario_.assumptions.push_back(std::move(assumption));
  return true;
}

model::Stamp ScenarioParts::stamp(const std::vector<syntax::Stamp>& stamps) {
  model::Stamp result;
  for (const syntax::Stamp& stamp : stamps) {
    if (stamp.kind == syntax::StampKind::role) {
      result.roles.push_back(stamp.value.value);
    } else if (stamp.kind == syntax::StampKind::by) {
      result.by = stamp.value.value;
    } else if (const auto instant = parse_instant(stamp.value.value)) {
      result.at = *instant;
    } else {
      analysis_.reporter.report(kLiteralText, stamp.value.span, "an instant")
          .note("`instant` is written like \"2026-01-31T09:00:00Z\"");
    }
  }
  return result;
}

const model::EventVersion* ScenarioParts::find_version(const model::Event& event,
                                                       const std::optional<syntax::Version>& version) {
  if (!version) return &event.current();
  for (const model::EventVersion& candidate : event.versions)
    if (candidate.version == version->number) return &candidate;
  if (version->number != 0)
    analysis_.reporter.report(kUnknownVersion, version->span, event.name, std::to_string(version->number))
        .label(analysis_.name_span(event.current()), "the newest is v" + std::to_string(event.current().version));
  return nullptr;
}

std::optional<model::GivenEvent> ScenarioParts::given(const model::Event& event, const syntax::Happening& happening) {
  const model::EventVersion* version = find_version(event, happening.version);
  if (version == nullptr) return std::nullopt;
  const std::string number = happening.version ? " v" + std::to_string(version->version) : "";
  const InitRules rules{.owner = "event " + quoted(event.name) + number,
                        .missing = InitRules::Missing::Initial,
                        .version = happening.version && version != &event.current() ? version : nullptr};
  auto fields =
      typer_.initialize(version->fields, happening.initializers, happening.type.span, happening.braces, rules);
  const model::Stamp when = stamp(happening.stamps);
  if (!fields) return std::nullopt;
  return model::GivenEvent{version, std::move(*fields), when, analysis_.locate(happening.span)};
}

}  // namespace cqrsc::sema
