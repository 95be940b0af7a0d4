#pragma once

#include <string>
#include <string_view>

namespace cqrs::ctl {

/// JSON as the runtime writes it, a member a line, for people.
[[nodiscard]] std::string laid_out(std::string_view json);

}  // namespace cqrs::ctl
