#pragma once

#include <string_view>

namespace cqrsc::plan {

/// Whether something at the outermost level of a C++ program has the name already, a function, a variable or a type of
/// the C library: no namespace can have it.
bool is_global(std::string_view name);

}  // namespace cqrsc::plan
