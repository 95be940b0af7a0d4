#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "model/history.hpp"
#include "plan/cpp_text.hpp"
#include "plan/files.hpp"
#include "plan/fold.hpp"
#include "plan/read_models.hpp"
#include "plan/records.hpp"
#include "plan/scenario_text.hpp"
#include "plan/signature.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

/// What a scenario that cannot run says; empty for one that can.
std::string why_skipped(const Scenario& scenario, const PlanOptions& options) {
  const bool needs_logic = scenario.when && scenario.when->command->is_extern;
  if (!needs_logic || options.logic) return {};
  return string_literal(scenario.when->command->name + " is decided in C++, which was not named with --logic");
}

/// The table of extern functions where nothing is assumed.
std::string function_table(const Symbols& symbols, const PlanOptions& options) {
  if (!options.logic) return symbols.externs_name() + "{}";
  return Symbols::namespace_of(symbols.model().context()) + "::externs<::" + options.logic->struct_name + ">()";
}

/// What a scenario is for: its test suite and its class; nothing where it goes to the other file.
std::optional<ScenarioSubject> subject_of(const Symbols& symbols, const Scenario& scenario, const PlanOptions& options,
                                          bool of_read_models) {
  if (of_read_models != (scenario.aggregate == nullptr)) return std::nullopt;
  if (scenario.aggregate != nullptr) {
    const std::string& name = symbols.name(*scenario.aggregate);
    return ScenarioSubject{name + "Scenarios", "Scenario<" + name + ">", why_skipped(scenario, options)};
  }
  if (scenario.projection != nullptr) {
    const std::string& name = symbols.name(*scenario.projection);
    return ScenarioSubject{name + "Scenarios", "ProjectionScenario<" + name + ">", {}};
  }
  const std::string& name = symbols.name(*scenario.query);
  return ScenarioSubject{name + "Scenarios", "QueryScenario<" + name + ">", {}};
}

/// The scenarios of aggregates, or those of projections and queries.
void add_scenarios(const Symbols& symbols, const PlanOptions& options, bool of_read_models, bool uses_literals,
                   Record& data) {
  const Context& context = symbols.model().context();
  List list;
  std::map<std::string, NameScope> names;
  for (const Scenario& scenario : context.scenarios) {
    const auto subject = subject_of(symbols, scenario, options, of_read_models);
    if (!subject) continue;
    ScenarioTest test =
        scenario_test(symbols, scenario, *subject, unique_test_name(names[subject->suite], scenario.title),
                      function_table(symbols, options), options.logic.has_value());
    uses_literals = uses_literals || test.uses_literals;
    list.emplace_back(std::move(test.data));
  }
  data.add("scenarios", std::move(list)).add("uses_literals", uses_literals).add("has_history", has_history(context));
  if (options.logic) {
    data.add("logic", Record{{"header", options.logic->header}});
  } else {
    data.add("logic", false);
  }
}

PlannedFile scenarios_file(const Symbols& symbols, const PlanOptions& options) {
  Record data = common_data(symbols);
  add_scenarios(symbols, options, false, false, data);
  return {test_stem(symbols.model().context()) + "_scenarios_test.cpp", "file_scenarios_test", std::move(data)};
}

/// `cqrs::testing::Streams<Account, AccountOpened, v1::AccountOpened>`, for each aggregate that it follows.
std::vector<std::string> followed_streams(const Symbols& symbols, const Projection& projection) {
  std::vector<std::string> streams;
  for (const Aggregate* aggregate : projection.aggregates) {
    std::vector<const EventVersion*> versions;
    for (const RowHandler& handler : projection.handlers) {
      if (handler.event->event->aggregate != aggregate) continue;
      for (const EventVersion* version : sources_of(*aggregate, *handler.event)) {
        if (std::find(versions.begin(), versions.end(), version) == versions.end()) versions.push_back(version);
      }
    }
    if (versions.empty()) continue;
    std::string text = symbols.qualified(*aggregate);
    for (const EventVersion* version : versions) text += ", " + symbols.qualified(*version);
    streams.push_back("cqrs::testing::Streams<" + text + ">");
  }
  return streams;
}

/// Where the layouts of what projections follow are, and the types of imported contexts.
List layout_headers(const Symbols& symbols) {
  std::set<std::string> headers;
  for (const Projection& projection : symbols.model().context().projections) {
    for (const Aggregate* aggregate : projection.aggregates) {
      headers.insert(aggregate_file(*aggregate) + "_views.hpp");
      headers.insert(Symbols::directory_of(*aggregate->context) + "/history_views.hpp");
    }
  }
  return {headers.begin(), headers.end()};
}

PlannedFile projections_file(const Symbols& symbols, const PlanOptions& options) {
  const Context& context = symbols.model().context();
  List properties;
  for (const Projection& projection : context.projections) {
    std::vector<std::string> arguments = followed_streams(symbols, projection);
    if (arguments.empty()) continue;
    arguments.insert(arguments.begin(), symbols.name(projection));
    properties.emplace_back(Record{
        {"suite", symbols.name(projection) + "Properties"},
        {"place", place_text(symbols.model(), projection.location)},
        {"call", fold_long_lines(template_list("cqrs::testing::check_projection", arguments, "(kFunctions);", 2), 2)}});
  }
  Record data = common_data(symbols);
  add_scenarios(symbols, options, true, false, data);
  data.add("views", layout_headers(symbols))
      .add("has_properties", !properties.empty())
      .add("table_doc", history_functions_doc(options))
      .add("table", history_functions(symbols, options))
      .add("properties", std::move(properties));
  return {test_stem(context) + "_projections_test.cpp", "file_projections_test", std::move(data)};
}

}  // namespace

std::string test_stem(const Context& context) {
  std::string stem = context.name;
  std::replace(stem.begin(), stem.end(), '.', '_');
  return stem;
}

void plan_tests(const Symbols& symbols, const PlanOptions& options, Plan& plan) {
  plan.tests.push_back(scenarios_file(symbols, options));
  plan.tests.push_back(plan_properties_test(symbols, options));
  if (!symbols.model().context().projections.empty()) plan.tests.push_back(projections_file(symbols, options));
}

}  // namespace cqrsc::plan
