#pragma once

#include <string>
#include <string_view>

namespace cqrsc::driver {

/// What changes between two texts, as `diff -u` shows it; nothing where they are equal. What is the same at both ends
/// is found first, and the middle is compared line by line where it is not too long; else it is shown as replaced
/// whole.
std::string unified_diff(std::string_view name, std::string_view before, std::string_view after);

}  // namespace cqrsc::driver
