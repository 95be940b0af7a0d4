#include <cqrs/decimal.hpp>
#include <cqrs/duration.hpp>

namespace cqrs {
namespace {

// A duration is a decimal number of seconds with nine digits behind the point.
constexpr int kScale = 9;

std::string_view without(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix ? text.substr(prefix.size()) : std::string_view{};
}

}  // namespace

std::string duration_text(Duration duration) {
  char room[decimal::kMaxText];
  const Int128 nanoseconds = duration.count();
  std::string_view seconds = decimal::format(nanoseconds < 0 ? -nanoseconds : nanoseconds, kScale, room);
  while (seconds.back() == '0') seconds.remove_suffix(1);
  if (seconds.back() == '.') seconds.remove_suffix(1);
  return (nanoseconds < 0 ? "-PT" : "PT") + std::string(seconds) + "S";
}

Result<Duration> parse_duration(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  std::string_view seconds = without(text.substr(negative ? 1 : 0), "PT");
  if (!seconds.empty() && seconds.back() == 'S' && seconds.front() != '-') {
    seconds.remove_suffix(1);
    if (const auto parsed = decimal::parse_units(seconds, int128::kDigits, kScale)) {
      const Int128 nanoseconds = negative ? -*parsed : *parsed;
      if (int128::fits_int64(nanoseconds)) return Duration{static_cast<std::int64_t>(nanoseconds)};
    }
  }
  return fail(ErrorCode::invalid_argument,
              "\"" + std::string(text.substr(0, 60)) + "\" is no duration in seconds such as \"PT90S\"");
}

}  // namespace cqrs
