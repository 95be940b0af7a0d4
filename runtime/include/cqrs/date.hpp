#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include <cqrs/expected.hpp>
#include <cqrs/time.hpp>

namespace cqrs {

/// A day of the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31, without a time zone.
struct Date {
  /// Since 1970-01-01.
  std::int32_t days = 0;

  static constexpr std::int32_t kFirst = -719'162;
  static constexpr std::int32_t kLast = 2'932'896;

  /// A day that is in the calendar: `Date::of(2026, 1, 31)`.
  [[nodiscard]] static constexpr Date of(int year, unsigned month, unsigned day) noexcept {
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return {static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
  }

  /// "2026-01-31"; nothing else.
  static Result<Date> parse(std::string_view text);

  [[nodiscard]] constexpr bool is_valid() const noexcept { return kFirst <= days && days <= kLast; }

  friend constexpr auto operator<=>(Date, Date) = default;
};

/// "2026-01-31".
[[nodiscard]] std::string to_string(Date date);
std::ostream& operator<<(std::ostream& out, Date date);

/// The day that it is in UTC.
[[nodiscard]] Date date_of(Instant instant) noexcept;

}  // namespace cqrs
