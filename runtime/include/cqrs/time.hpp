#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <cqrs/expected.hpp>

namespace cqrs {

/// A length of time in nanoseconds, signed, 64 bits: 292 years either way.
using Duration = std::chrono::nanoseconds;

/// A point in time: nanoseconds since 1970-01-01T00:00:00Z without leap seconds, 1677-09-21 to 2262-04-11.
struct Instant {
  std::int64_t nanoseconds = 0;

  /// RFC 3339, strict: "2026-01-01T09:00:00Z", up to nine digits of fraction, any offset; no leap second.
  static Result<Instant> parse(std::string_view text);

  [[nodiscard]] constexpr std::chrono::sys_time<Duration> to_sys_time() const noexcept {
    return std::chrono::sys_time<Duration>{Duration{nanoseconds}};
  }

  friend constexpr auto operator<=>(Instant, Instant) = default;
};

/// RFC 3339 in UTC with 0, 3, 6 or 9 digits of fraction, the fewest that say everything: "2026-01-01T09:00:00.250Z".
[[nodiscard]] std::string to_string(Instant instant);
std::ostream& operator<<(std::ostream& out, Instant instant);

/// None when the result is out of range.
[[nodiscard]] std::optional<Instant> checked_add(Instant instant, Duration duration) noexcept;
[[nodiscard]] std::optional<Duration> checked_subtract(Instant later, Instant earlier) noexcept;

/// Where the time comes from. Thread-safe. Nothing in the runtime reads a clock in any other way, and no order depends
/// on what it says.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  [[nodiscard]] virtual Instant now() = 0;
};

/// The machine's clock. Lives for ever.
[[nodiscard]] Clock& system_clock() noexcept;

}  // namespace cqrs
