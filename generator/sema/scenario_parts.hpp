// What scenarios for aggregates, projections and queries are made of alike.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sema/blocks.hpp"

namespace cqrsc::sema {

class ScenarioParts {
 public:
  /// Begins `scenario`, which outlives this, as do all others.
  ScenarioParts(Analysis& analysis, const ContextWork& context, const syntax::ScenarioDeclaration& syntax,
                model::Scenario& scenario);

  Typer& typer() { return typer_; }

  /// The title is the name of a test: reports one that another scenario for the same subject has.
  void check_title(const std::vector<const model::Scenario*>& others, const std::string& subject);
  /// False: there was an error.
  bool add_assumption(const syntax::Assumption& syntax);
  /// The version that is written, else the newest; null, reported: there is none of that number.
  const model::EventVersion* find_version(const model::Event& event, const std::optional<syntax::Version>& version);
  /// An event of any version that has happened; none: it has an error.
  std::optional<model::GivenEvent> given(const model::Event& event, const syntax::Happening& happening);
  model::Stamp stamp(const std::vector<syntax::Stamp>& stamps);

 private:
  Analysis& analysis_;
  const ContextWork& context_;
  const syntax::ScenarioDeclaration& syntax_;
  model::Scenario& scenario_;
  Scope scope_;
  Typer typer_;
};

/// Analyzes a scenario for a projection or a query.
void analyze_scenario(Analysis& analysis, ContextWork& context, model::Projection& projection,
                      const syntax::ScenarioDeclaration& syntax);
void analyze_scenario(Analysis& analysis, ContextWork& context, model::Query& query,
                      const syntax::ScenarioDeclaration& syntax);

}  // namespace cqrsc::sema
