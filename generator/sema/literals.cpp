#include "sema/literals.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace cqrsc::sema {
namespace {

using model::Int128;

constexpr int kMaxDigits = 38;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Reads fixed-width numbers and separators from the front of a text; every call fails after the first failure.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  int number(std::size_t width) {
    if (rest_.size() < width ||
        !std::all_of(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(width), is_digit))
      return fail();
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value * 10 + (rest_[i] - '0');
    rest_.remove_prefix(width);
    return value;
  }
  bool skip(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) {
    if (!skip(wanted)) fail();
  }
  /// Up to nine digits as nanoseconds.
  std::int64_t fraction() {
    std::int64_t value = 0;
    int digits = 0;
    for (; digits < 9 && !rest_.empty() && is_digit(rest_.front()); ++digits) {
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    if (digits == 0) fail();
    for (; digits < 9; ++digits) value *= 10;
    return value;
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return good_ && rest_.empty(); }

 private:
  int fail() {
    good_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  static constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar; years are counted from March, so that leap days come
/// last.
std::int32_t days_from_civil(int year, int month, int day) {
  const int shifted = month <= 2 ? year - 1 : year;
  const int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  const int year_of_era = shifted - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

std::optional<std::int32_t> read_date(Cursor& cursor) {
  const int year = cursor.number(4);
  cursor.expect('-');
  const int month = cursor.number(2);
  cursor.expect('-');
  const int day = cursor.number(2);
  if (!cursor.good() || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
  return days_from_civil(year, month, day);
}

/// Seconds that the offset at the end of an RFC 3339 text is east of UTC.
std::optional<int> read_offset(Cursor& cursor) {
  if (cursor.skip('Z') || cursor.skip('z')) return 0;
  const bool west = cursor.skip('-');
  if (!west) cursor.expect('+');
  const int hours = cursor.number(2);
  cursor.expect(':');
  const int minutes = cursor.number(2);
  if (!cursor.good() || hours > 23 || minutes > 59) return std::nullopt;
  const int seconds = hours * 3600 + minutes * 60;
  return west ? -seconds : seconds;
}

std::optional<std::int64_t> in_int64(Int128 value) {
  if (value < std::numeric_limits<std::int64_t>::min() || value > std::numeric_limits<std::int64_t>::max())
    return std::nullopt;
  return static_cast<std::int64_t>(value);
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return -1;
}

}  // namespace

Int128 power_of_ten(int exponent) {
  Int128 value = 1;
  for (int i = 0; i < exponent; ++i) value *= 10;
  return value;
}

int digit_count(Int128 value) {
  int digits = 1;
  for (Int128 rest = value / 10; rest != 0; rest /= 10) ++digits;
  return digits;
}

std::optional<Int128> scale_up(Int128 value, int by) {
  if (value == 0) return value;
  if (by < 0 || digit_count(value) + by > kMaxDigits) return std::nullopt;
  return value * power_of_ten(by);
}

std::optional<Int128> parse_integer(std::string_view digits) {
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size());
  digits.remove_prefix(first);
  if (digits.size() > kMaxDigits || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  Int128 value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::optional<WrittenDecimal> parse_decimal(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) {
    const auto whole = parse_integer(text);
    return whole ? std::optional(WrittenDecimal{*whole, 0}) : std::nullopt;
  }
  const std::size_t scale = text.size() - point - 1;
  if (scale > kMaxDigits) return std::nullopt;
  const auto unscaled = parse_integer(std::string(text.substr(0, point)) + std::string(text.substr(point + 1)));
  if (!unscaled) return std::nullopt;
  return WrittenDecimal{*unscaled, static_cast<int>(scale)};
}

WrittenDecimal without_trailing_zeros(WrittenDecimal decimal, int keep_scale) {
  while (decimal.scale > keep_scale && decimal.unscaled % 10 == 0) {
    decimal.unscaled /= 10;
    --decimal.scale;
  }
  return decimal;
}

std::optional<model::UuidConstant> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  model::UuidConstant uuid;
  std::size_t byte = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i++] != '-') return std::nullopt;
      continue;
    }
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    uuid.bytes[byte++] = static_cast<std::uint8_t>(high * 16 + low);
    i += 2;
  }
  return uuid;
}

std::optional<std::int64_t> parse_instant(std::string_view text) {
  Cursor cursor(text);
  const auto days = read_date(cursor);
  if (!days) return std::nullopt;
  if (!cursor.skip('T')) cursor.expect('t');
  const int hour = cursor.number(2);
  cursor.expect(':');
  const int minute = cursor.number(2);
  cursor.expect(':');
  const int second = cursor.number(2);
  const std::int64_t nanoseconds = cursor.skip('.') ? cursor.fraction() : 0;
  const auto offset = read_offset(cursor);
  if (!cursor.at_end() || !offset || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const Int128 seconds = Int128{*days} * 86400 + hour * 3600 + minute * 60 + second - *offset;
  return in_int64(seconds * 1'000'000'000 + nanoseconds);
}

std::optional<std::int32_t> parse_date(std::string_view text) {
  Cursor cursor(text);
  const auto days = read_date(cursor);
  return cursor.at_end() ? days : std::nullopt;
}

std::optional<std::string> parse_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    const std::size_t padding = !last ? 0 : text[i + 3] != '=' ? 0 : text[i + 2] != '=' ? 1 : 2;
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const int value = j >= 4 - padding ? 0 : base64_value(text[i + j]);
      if (value < 0) return std::nullopt;
      group = (group << 6U) | static_cast<std::uint32_t>(value);
    }
    // Bits that padding leaves over are zero, so that one sequence of bytes has one text.
    const std::uint32_t unused = padding == 2 ? 0xFFFFU : padding == 1 ? 0xFFU : 0;
    if ((group & unused) != 0) return std::nullopt;
    for (std::size_t j = 0; j < 3 - padding; ++j) bytes.push_back(static_cast<char>((group >> (16 - 8 * j)) & 0xFFU));
  }
  return bytes;
}

std::optional<std::int64_t> parse_duration(std::string_view digits, std::string_view unit) {
  struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
  };
  static constexpr std::array<Unit, 7> kUnits{{{"ns", 1},
                                               {"us", 1'000},
                                               {"ms", 1'000'000},
                                               {"s", 1'000'000'000},
                                               {"m", 60'000'000'000},
                                               {"h", 3'600'000'000'000},
                                               {"d", 86'400'000'000'000}}};
  const auto amount = parse_integer(digits);
  const auto* found = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) { return u.name == unit; });
  if (!amount || found == kUnits.end() || digit_count(*amount) > 19) return std::nullopt;
  return in_int64(*amount * found->nanoseconds);
}

}  // namespace cqrsc::sema
