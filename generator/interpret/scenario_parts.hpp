// What scenarios of all kinds share. Inside interpret/ only.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "interpret/evaluator.hpp"
#include "model/scenario.hpp"

namespace cqrsc::interpret {

/// When things happen of which the scenario does not say when: 2000-01-01T00:00:00Z.
inline constexpr std::int64_t kUsualTime = 946'684'800'000'000'000;

/// What the scenario assumes of extern functions; it outlives them.
ExternFunctions assumed(const model::Scenario& scenario);

/// A record of `size` fields, of which those are set. May throw Stop.
Record filled(const std::vector<model::FieldInit>& fields, std::size_t size, const ExternFunctions& externs);

/// `owner: "Bob", expected "Ada"`, a line each; empty where they are the same.
std::string difference(const model::Field& field, const Value& is, const Value& should);
/// The same of all fields that are named. May throw Stop.
std::string differences(const std::deque<model::Field>& fields, const std::vector<model::FieldInit>& named,
                        const Record& actual, const ExternFunctions& externs);

/// Of a projection or a query. May throw Stop.
Result<std::string> run_read_scenario(const model::Scenario& scenario);

}  // namespace cqrsc::interpret
