#pragma once

#include <string>

#include "interpret/value.hpp"
#include "model/scenario.hpp"

namespace cqrsc::interpret {

/// Runs a scenario of an aggregate as the generated tests do. Gives what is wrong, in a few lines, or nothing where it
/// holds; a failure where it cannot be run without C++ (a command or function that is written there). Thread-safe.
Result<std::string> run_scenario(const model::Scenario& scenario);

}  // namespace cqrsc::interpret
