#include <array>
#include <cstdio>

#include <cqrs/time.hpp>

namespace cqrs {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

unexpected<Error> not_an_instant(std::string_view text, std::string_view why) {
  return fail(ErrorCode::invalid_argument, "\"" + std::string(text.substr(0, 64)) + "\" is not an instant: " +
                                               std::string(why) + "; write it as 2026-01-01T09:00:00Z");
}

/// Reads `digits` decimal digits at `at`; -1 when there is anything else.
int number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// "2026-01-01T09:00:00", the part of fixed width.
std::optional<std::int64_t> parse_date_and_time(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const int year = number(text, 0, 4);
  const int month = number(text, 5, 2);
  const int day = number(text, 8, 2);
  const int hour = number(text, 11, 2);
  const int minute = number(text, 14, 2);
  const int second = number(text, 17, 2);
  if (year < 0 || month < 1 || day < 1 || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

/// The fraction from `at` on, as nanoseconds; moves `at` behind it. -1 when it is empty or longer than nine digits.
std::int64_t parse_fraction(std::string_view text, std::size_t& at) {
  std::int64_t value = 0;
  std::int64_t unit = kSecond;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
    unit /= 10;
    if (unit == 0) return -1;
    value += (text[at++] - '0') * unit;
  }
  return unit == kSecond ? -1 : value;
}

/// "Z" or "+02:00", in seconds.
std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const int hours = number(text, 1, 2);
  const int minutes = number(text, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const std::int64_t seconds = (std::int64_t{hours} * 60 + minutes) * 60;
  return text[0] == '-' ? -seconds : seconds;
}

class SystemClock final : public Clock {
 public:
  Instant now() override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<Duration>(since).count()};
  }
};

}  // namespace

Result<Instant> Instant::parse(std::string_view text) {
  auto seconds = parse_date_and_time(text);
  if (!seconds) return not_an_instant(text, "it does not begin with a date and a time of day");
  std::size_t at = 19;
  std::int64_t fraction = 0;
  if (text[at] == '.') {
    fraction = parse_fraction(text, ++at);
    if (fraction < 0) return not_an_instant(text, "the fraction of a second has one to nine digits");
  }
  const auto offset = parse_offset(text.substr(at));
  if (!offset) return not_an_instant(text, "it ends with Z or an offset such as +02:00");
  Instant instant;
  // Before 1970 the whole seconds are rounded down, so the product may leave the range although the sum does not.
  std::int64_t whole = *seconds - *offset;
  if (whole < 0 && fraction > 0) {
    whole += 1;
    fraction -= kSecond;
  }
  if (__builtin_mul_overflow(whole, kSecond, &instant.nanoseconds) ||
      __builtin_add_overflow(instant.nanoseconds, fraction, &instant.nanoseconds)) {
    return not_an_instant(text, "it is not between 1677-09-21 and 2262-04-11");
  }
  return instant;
}

std::string to_string(Instant instant) {
  std::int64_t seconds = instant.nanoseconds / kSecond;
  std::int64_t fraction = instant.nanoseconds % kSecond;
  if (fraction < 0) {
    fraction += kSecond;
    seconds -= 1;
  }
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds{seconds}});
  const std::chrono::year_month_day date{days};
  const auto of_day = seconds - days.time_since_epoch().count() * 86'400;
  std::array<char, 48> text;
  int length =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(of_day / 3600), static_cast<int>(of_day / 60 % 60), static_cast<int>(of_day % 60));
  std::string result(text.data(), static_cast<std::size_t>(length));
  if (fraction != 0) {
    const int digits = fraction % 1'000'000 == 0 ? 3 : fraction % 1'000 == 0 ? 6 : 9;
    length = std::snprintf(text.data(), text.size(), ".%09d", static_cast<int>(fraction));
    result.append(text.data(), static_cast<std::size_t>(digits) + 1);
  }
  return result + "Z";
}

std::ostream& operator<<(std::ostream& out, Instant instant) { return out << to_string(instant); }

std::optional<Instant> checked_add(Instant instant, Duration duration) noexcept {
  Instant sum;
  if (__builtin_add_overflow(instant.nanoseconds, duration.count(), &sum.nanoseconds)) return std::nullopt;
  return sum;
}

std::optional<Duration> checked_subtract(Instant later, Instant earlier) noexcept {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(later.nanoseconds, earlier.nanoseconds, &difference)) return std::nullopt;
  return Duration{difference};
}

Clock& system_clock() noexcept {
  static SystemClock clock;
  return clock;
}

}  // namespace cqrs
