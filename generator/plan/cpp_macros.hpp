#pragma once

#include <string_view>

namespace cqrsc::plan {

/// Whether a header that generated code includes, or a program beside it, may define a macro of that name: as a name it
/// would become something else.
bool is_macro(std::string_view name);

}  // namespace cqrsc::plan
