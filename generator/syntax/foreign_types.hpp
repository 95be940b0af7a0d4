#pragma once

#include <string_view>

namespace cqrsc::syntax {

/// How a type of another language is written here; empty if it is none. Of one that holds others the word alone:
/// `list`, `set` or `map`.
std::string_view own_type(std::string_view foreign);

}  // namespace cqrsc::syntax
