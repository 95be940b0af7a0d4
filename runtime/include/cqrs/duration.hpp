#pragma once

#include <string>
#include <string_view>

#include <cqrs/expected.hpp>
#include <cqrs/time.hpp>

namespace cqrs {

/// ISO 8601 in seconds, one text a duration: "PT90S", "-PT0.25S", "PT0S".
[[nodiscard]] std::string duration_text(Duration duration);

/// What duration_text() writes; trailing zeros of the fraction are allowed.
[[nodiscard]] Result<Duration> parse_duration(std::string_view text);

}  // namespace cqrs
