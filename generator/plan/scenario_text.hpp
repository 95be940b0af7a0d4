#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"
#include "plan/cpp_names.hpp"
#include "plan/data.hpp"
#include "plan/expressions.hpp"

namespace cqrsc::plan {

/// A name for GoogleTest, which wants no underscores: "an overdraft is refused" → AnOverdraftIsRefused. Two titles may
/// come to one name.
std::string unique_test_name(NameScope& names, const std::string& title);

/// Writes one scenario as calls of cqrs::testing::Scenario, ProjectionScenario or QueryScenario.
class ScenarioText {
 public:
  ScenarioText(const Symbols& symbols, const model::Scenario& scenario)
      : symbols_(symbols), scenario_(scenario), expressions_(symbols, {}) {}

  /// `.given(…)`, `.when(…)`, `.then(…)`, the last with a semicolon.
  List steps();

  /// `externs.risk_score = …;`, one for each function that is assumed something of.
  List assumptions();

  [[nodiscard]] bool uses_literals() const { return expressions_.uses_literals(); }

 private:
  std::string value(const std::string& type, const std::vector<model::FieldInit>& fields);
  std::string assumed(const model::ExternFunction& function);
  std::string argument(const model::Expression& value);
  [[nodiscard]] std::string stamp(const model::Stamp& stamp) const;
  std::string expected(const std::string& type, std::vector<model::FieldInit> fields,
                       const std::vector<const model::Field*>& all);
  std::string rejection(const model::ExpectedRejection& node);
  std::string key(const model::Projection& projection, const std::vector<const model::Expression*>& keys);

  void given_streams(List& list);
  void expectations(List& list);
  void expected_rows(List& list, const model::Projection& projection);
  void expected_results(List& list, const model::Query& query);

  const Symbols& symbols_;
  const model::Scenario& scenario_;
  Expressions expressions_;
};

/// The test of a scenario, for the templates that have them. `table`: the extern functions, where nothing is assumed.
struct ScenarioTest {
  Record data;
  bool uses_literals = false;
};
struct ScenarioSubject {
  std::string suite;    ///< `AccountScenarios`
  std::string type;     ///< `Scenario<Account>`, in namespace cqrs::testing
  std::string skipped;  ///< why it cannot run, as a string literal; empty: it can
};
ScenarioTest scenario_test(const Symbols& symbols, const model::Scenario& scenario, const ScenarioSubject& subject,
                           const std::string& name, const std::string& table, bool has_logic);

}  // namespace cqrsc::plan
