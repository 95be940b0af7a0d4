#include <chrono>
#include <ostream>

#include <cqrs/date.hpp>

namespace cqrs {
namespace {

/// The number that exactly these digits write, or -1.
int digits(std::string_view text) {
  int number = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return -1;
    number = number * 10 + (digit - '0');
  }
  return number;
}

void append(std::string& out, unsigned number, std::size_t width) {
  const std::string text = std::to_string(number);
  out.append(width - std::min(width, text.size()), '0');
  out += text;
}

}  // namespace

Result<Date> Date::parse(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const int year = digits(text.substr(0, 4));
    const int month = digits(text.substr(5, 2));
    const int day = digits(text.substr(8, 2));
    if (year > 0 && month > 0 && day > 0) {
      const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(month)),
                                             std::chrono::day(static_cast<unsigned>(day))};
      if (date.ok()) return Date{static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count())};
    }
  }
  return fail(ErrorCode::invalid_argument,
              "\"" + std::string(text.substr(0, 60)) + "\" is no date such as \"2026-01-31\"");
}

std::string to_string(Date date) {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{date.days}}};
  std::string out;
  append(out, static_cast<unsigned>(static_cast<int>(day.year())), 4);
  out += '-';
  append(out, static_cast<unsigned>(day.month()), 2);
  out += '-';
  append(out, static_cast<unsigned>(day.day()), 2);
  return out;
}

std::ostream& operator<<(std::ostream& out, Date date) { return out << to_string(date); }

Date date_of(Instant instant) noexcept {
  const auto day = std::chrono::floor<std::chrono::days>(instant.to_sys_time());
  return Date{static_cast<std::int32_t>(day.time_since_epoch().count())};
}

}  // namespace cqrs
