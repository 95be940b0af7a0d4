#pragma once

#include <string>

namespace cqrsc::sema {

/// Whether the language itself has a function of this name.
bool is_builtin_function(const std::string& name);

}  // namespace cqrsc::sema
