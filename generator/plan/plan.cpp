#include "plan/plan.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "plan/cpp_names.hpp"
#include "plan/cpp_text.hpp"
#include "plan/files.hpp"
#include "plan/records.hpp"
#include "plan/symbols.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

constexpr auto kFixedStems = std::to_array<std::string_view>({"externs", "fwd", "history", "types"});

/// Whether a file of every context, or of another aggregate, is called so.
bool is_taken(std::string_view stem) {
  return std::find(kFixedStems.begin(), kFixedStems.end(), stem) != kFixedStems.end() || stem.ends_with("_views") ||
         stem.ends_with("_codec");
}

/// `bank.cqrs`, `a.cqrs and b.cqrs`, `a.cqrs and 3 more files`.
std::string sources_text(const Model& model) {
  std::set<std::string> names;
  const auto add = [&](const auto& declarations) {
    for (const auto& declaration : declarations) names.insert(file_name(model, declaration.location));
  };
  const Context& context = model.context();
  names.insert(file_name(model, context.location));
  add(context.ids), add(context.enums), add(context.errors), add(context.extern_functions), add(context.aggregates);
  add(context.projections), add(context.queries);
  for (const Value& value : context.values) add(value.versions);
  for (const Union& one : context.unions) add(one.versions);
  names.erase("");
  if (names.empty()) return comment_line(context.name);
  std::string first = comment_line(*names.begin());
  if (names.size() == 1) return first;
  if (names.size() == 2) return first + " and " + comment_line(*names.rbegin());
  return first + " and " + std::to_string(names.size() - 1) + " more files";
}

/// Two aggregates or projections whose files would be the same.
bool check_file_names(const Model& model, Reporter& reporter) {
  const Context& context = model.context();
  std::map<std::string, const Declaration*> stems;
  bool good = true;
  const auto add = [&](const Declaration& declaration) {
    const std::string stem = aggregate_file_stem(declaration.name, Symbols::last_part(context));
    const auto [at, added] = stems.emplace(stem, &declaration);
    if (added) return;
    const auto span = [](const Location& location) {
      return Span{FileId{location.file}, location.begin, location.end};
    };
    reporter.report(kNameTakenInCpp, span(declaration.location), at->second->name, declaration.name, stem + ".hpp")
        .label(span(at->second->location), "the other one")
        .help("give one of them another name");
    good = false;
  };
  for (const Aggregate& aggregate : context.aggregates) add(aggregate);
  for (const Projection& projection : context.projections) add(projection);
  return good;
}

}  // namespace

std::string context_file_stem(std::string_view last_part) {
  return std::string(last_part) + (is_taken(last_part) ? "_" : "");
}

std::string aggregate_file_stem(std::string_view aggregate, std::string_view context_last_part) {
  const std::string stem = snake_case(aggregate);
  const std::string context = context_file_stem(context_last_part);
  const std::string free = is_taken(stem) || stem == context ? stem + "_" : stem;
  return free == context ? free + "_" : free;
}

std::string aggregate_path(const Symbols& symbols, const Aggregate& aggregate) {
  const Context& context = symbols.model().context();
  return Symbols::directory_of(context) + "/" + aggregate_file_stem(aggregate.name, Symbols::last_part(context));
}

Record common_data(const Symbols& symbols, const Location* of) {
  const Context& context = symbols.model().context();
  const Model& model = symbols.model();
  return Record{{"sources", of == nullptr ? sources_text(model) : comment_line(file_name(model, *of))},
                {"namespace", Symbols::namespace_of(context)},
                {"directory", Symbols::directory_of(context)},
                {"context", context.name},
                {"file_stem", context_file_stem(Symbols::last_part(context))},
                {"application", symbols.application_name()},
                {"imports", imported_directories(context)}};
}

List imported_directories(const Context& context) {
  std::set<std::string> directories;
  for (const Context* imported : context.imports) directories.insert(Symbols::directory_of(*imported));
  return {directories.begin(), directories.end()};
}

std::optional<Plan> plan_output(const Model& model, const PlanOptions& options, Reporter& reporter) {
  if (!check_file_names(model, reporter)) return std::nullopt;
  const Symbols symbols(model);
  Plan plan;
  plan.context = model.context().name;
  plan.files.push_back(plan_forward_header(symbols));
  plan_types(symbols, plan);
  plan_history(symbols, plan);
  for (const Aggregate& aggregate : model.context().aggregates) plan_aggregate(symbols, aggregate, plan);
  for (const Projection& projection : model.context().projections) plan_projection(symbols, projection, plan);
  if (!model.context().projections.empty()) plan.files.push_back(plan_tables(symbols));
  plan_application(symbols, plan);
  if (options.tests) plan_tests(symbols, options, plan);
  if (options.tools) plan.tools.push_back(plan_ctl(symbols, options));
  return plan;
}

}  // namespace cqrsc::plan
