#include "interpret/text_forms.hpp"

#include <charconv>
#include <chrono>
#include <limits>

namespace cqrsc::interpret {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

/// The number that exactly these digits write.
std::optional<int> digits(std::string_view text) {
  int number = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  return text.empty() ? std::nullopt : std::optional(number);
}

std::string padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

Int128 floor_divide(Int128 a, Int128 b) { return a / b - (a % b < 0 ? 1 : 0); }

std::optional<Int128> in_64_bits(Int128 number) {
  const bool fits =
      std::numeric_limits<std::int64_t>::min() <= number && number <= std::numeric_limits<std::int64_t>::max();
  return fits ? std::optional(number) : std::nullopt;
}

std::optional<Int128> date_in(std::string_view text, int first_year) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day || *year < first_year) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Int128{std::chrono::sys_days(date).time_since_epoch().count()};
}

/// "Z" or "+02:00", in seconds.
std::optional<int> offset_in(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = digits(text.substr(1, 2));
  const auto minutes = digits(text.substr(4, 2));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes) * 60;
}

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789abcdef";

std::size_t hex_digit(char c) { return kHex.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c); }

}  // namespace

Int128 date_of(Int128 nanoseconds) { return floor_divide(nanoseconds, Int128{kSecond} * 86400); }

std::string date_text(Int128 days) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
  return padded(static_cast<int>(date.year()), 4) + "-" + padded(static_cast<unsigned>(date.month()), 2) + "-" +
         padded(static_cast<unsigned>(date.day()), 2);
}

std::optional<Int128> parse_date(std::string_view text) { return date_in(text, 1); }

std::string instant_text(Int128 nanoseconds) {
  const Int128 days = date_of(nanoseconds);
  const auto of_day = static_cast<std::int64_t>(nanoseconds - days * kSecond * 86400);
  const std::int64_t seconds = of_day / kSecond;
  const std::int64_t fraction = of_day % kSecond;
  std::string text = date_text(days) + "T" + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" +
                     padded(seconds % 60, 2);
  if (fraction != 0) {
    const std::size_t shown = fraction % 1'000'000 == 0 ? 3 : fraction % 1000 == 0 ? 6 : 9;
    text += "." + padded(fraction, 9).substr(0, shown);
  }
  return text + "Z";
}

std::optional<Int128> parse_instant(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':') return std::nullopt;
  const auto days = date_in(text.substr(0, 10), 0);
  const auto hour = digits(text.substr(11, 2));
  const auto minute = digits(text.substr(14, 2));
  const auto second = digits(text.substr(17, 2));
  if (!days || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::string_view rest = text.substr(19);
  Int128 fraction = 0;
  if (rest.starts_with('.')) {
    const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    const auto number = digits(rest.substr(1, end - 1));
    if (!number || end > 10) return std::nullopt;
    fraction = *number * power_of_ten(static_cast<int>(10 - end));
    rest.remove_prefix(end);
  }
  const auto offset = offset_in(rest);
  if (!offset) return std::nullopt;
  const Int128 seconds = *days * 86400 + *hour * 3600 + *minute * 60 + *second - *offset;
  return in_64_bits(seconds * kSecond + fraction);
}

std::string duration_text(Int128 nanoseconds) {
  std::string seconds = model::decimal_text(nanoseconds < 0 ? -nanoseconds : nanoseconds, 9);
  seconds.erase(seconds.find_last_not_of('0') + 1);
  if (seconds.back() == '.') seconds.pop_back();
  return (nanoseconds < 0 ? "-PT" : "PT") + seconds + "S";
}

std::optional<Int128> parse_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (!text.starts_with("PT") || !text.ends_with('S') || text.size() < 4 || text[2] == '-') return std::nullopt;
  const auto parsed = parse_decimal(text.substr(2, text.size() - 3), 38, 9);
  if (!parsed) return std::nullopt;
  return in_64_bits(negative ? -*parsed : *parsed);
}

std::string base64_text(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t there = std::min<std::size_t>(3, bytes.size() - i);
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8U | (k < there ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) text += k <= there ? kBase64[group >> (18 - 6 * k) & 63U] : '=';
  }
  return text;
}

std::optional<std::string> parse_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::size_t there = 4;
    if (i + 4 == text.size()) {
      while (there > 2 && text[i + there - 1] == '=') --there;
    }
    std::size_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const std::size_t digit = k < there ? kBase64.find(text[i + k]) : 0;
      if (digit == std::string_view::npos) return std::nullopt;
      group = group << 6U | digit;
    }
    for (std::size_t k = 0; k + 1 < there; ++k) bytes += static_cast<char>(group >> (16 - 8 * k) & 255U);
    if ((group & ((std::size_t{1} << (8 * (4 - there))) - 1)) != 0) return std::nullopt;
  }
  return bytes;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string digits_only;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (text[i] == '-')) return std::nullopt;
    if (!dash) digits_only += text[i];
  }
  const auto bytes = parse_hex(digits_only);
  if (!bytes) return std::nullopt;
  Uuid uuid;
  for (std::size_t i = 0; i < 16; ++i) uuid.bytes[i] = static_cast<std::uint8_t>((*bytes)[i]);
  return uuid;
}

std::optional<Int128> parse_decimal(std::string_view text, int precision, int scale) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0') || whole.size() > 38) return std::nullopt;
  if ((point != std::string_view::npos && fraction.empty()) || fraction.size() > static_cast<std::size_t>(scale))
    return std::nullopt;
  Int128 units = 0;
  std::string all(whole);
  all += fraction;
  all.append(static_cast<std::size_t>(scale) - fraction.size(), '0');
  for (const char digit : all) {
    if (digit < '0' || digit > '9' || !has_digits(units, 37)) return std::nullopt;
    units = units * 10 + (digit - '0');
  }
  if (!has_digits(units, precision)) return std::nullopt;
  return negative ? -units : units;
}

std::string float_text(const model::Type& type, double number) {
  char text[32];
  const auto result = type.kind == model::TypeKind::Float32
                          ? std::to_chars(text, text + sizeof text, static_cast<float>(number))
                          : std::to_chars(text, text + sizeof text, number);
  return {text, result.ptr};
}

std::string hex_text(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    text += kHex[static_cast<unsigned char>(byte) >> 4U];
    text += kHex[static_cast<unsigned char>(byte) & 15U];
  }
  return text;
}

std::optional<std::string> parse_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::size_t high = hex_digit(text[i]);
    const std::size_t low = hex_digit(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes += static_cast<char>(high << 4U | low);
  }
  return bytes;
}

}  // namespace cqrsc::interpret
