#pragma once

#include <optional>
#include <string>

#include "model/expression.hpp"

namespace cqrsc::sema {

/// The function that the language itself has by this name.
std::optional<model::BuiltinFunction> builtin_function(const std::string& name);

}  // namespace cqrsc::sema
