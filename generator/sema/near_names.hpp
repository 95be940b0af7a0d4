#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cqrsc::sema {

/// The candidate that `name` most likely is a slip of: the same but for case, or few edits away. None if all are far.
std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace cqrsc::sema
