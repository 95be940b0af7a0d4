#include "codec/json_scan.hpp"

#include <algorithm>
#include <charconv>

namespace cqrs::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_while_digits(std::string_view& rest) {
  const auto size = static_cast<std::size_t>(std::ranges::find_if_not(rest, is_digit) - rest.begin());
  const std::string_view digits = rest.substr(0, size);
  rest.remove_prefix(size);
  return digits;
}

bool take(std::string_view& rest, char c) {
  if (rest.empty() || rest.front() != c) return false;
  rest.remove_prefix(1);
  return true;
}

/// The parts of a number as RFC 8259 has them.
struct NumberParts {
  std::string_view whole;
  std::string_view fraction;
  std::string_view exponent;
  bool small = false;  ///< the exponent is negative
};

std::optional<NumberParts> parts_of(std::string_view token) {
  NumberParts parts;
  (void)take(token, '-');
  parts.whole = take_while_digits(token);
  if (parts.whole.empty() || (parts.whole.size() > 1 && parts.whole.front() == '0')) return std::nullopt;
  if (take(token, '.')) {
    parts.fraction = take_while_digits(token);
    if (parts.fraction.empty()) return std::nullopt;
  }
  if (take(token, 'e') || take(token, 'E')) {
    parts.small = take(token, '-');
    if (!parts.small) (void)take(token, '+');
    parts.exponent = take_while_digits(token);
    if (parts.exponent.empty()) return std::nullopt;
  }
  return token.empty() ? std::optional(parts) : std::nullopt;
}

/// Of a number that is none a double can hold: whether it is too close to zero, rather than too far from it.
bool is_tiny(const NumberParts& parts) {
  std::int64_t exponent = 0;
  for (const char c : parts.exponent) exponent = std::min<std::int64_t>(exponent * 10 + (c - '0'), 1'000'000'000'000);
  if (parts.small) exponent = -exponent;
  if (parts.whole != "0") return exponent + static_cast<std::int64_t>(parts.whole.size()) < 0;
  const auto zeros = std::min(parts.fraction.find_first_not_of('0'), parts.fraction.size());
  return exponent - static_cast<std::int64_t>(zeros) < 0;
}

std::optional<std::uint32_t> take_hex(std::string_view& rest) {
  if (rest.size() < 4) return std::nullopt;
  std::uint32_t value = 0;
  const auto [end, code] = std::from_chars(rest.data(), rest.data() + 4, value, 16);
  if (code != std::errc{} || end != rest.data() + 4) return std::nullopt;
  rest.remove_prefix(4);
  return value;
}

/// What follows "\u", the second half of a pair with it.
std::optional<std::uint32_t> take_code_point(std::string_view& rest) {
  const auto first = take_hex(rest);
  if (!first || *first < 0xD800 || *first > 0xDFFF) return first;
  if (*first > 0xDBFF || !take(rest, '\\') || !take(rest, 'u')) return std::nullopt;
  const auto second = take_hex(rest);
  if (!second || *second < 0xDC00 || *second > 0xDFFF) return std::nullopt;
  return 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6U);
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12U);
    } else {
      put(0xF0 | code >> 18U);
      put(0x80 | (code >> 12U & 0x3FU));
    }
    put(0x80 | (code >> 6U & 0x3FU));
  }
  put(0x80 | (code & 0x3FU));
}

}  // namespace

std::optional<double> parse_double(std::string_view token) {
  const auto parts = parts_of(token);
  if (!parts) return std::nullopt;
  double value = 0;
  const auto [end, code] = std::from_chars(token.data(), token.data() + token.size(), value);
  if (code == std::errc{}) return value;
  if (!is_tiny(*parts)) return std::nullopt;
  return token.front() == '-' ? -0.0 : 0.0;
}

bool unescape(std::string_view raw, std::string& out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  while (true) {
    const auto plain = raw.substr(0, raw.find('\\'));
    out += plain;
    raw.remove_prefix(plain.size());
    if (raw.empty()) return true;
    raw.remove_prefix(1);
    if (take(raw, 'u')) {
      const auto code = take_code_point(raw);
      if (!code) return false;
      append_utf8(out, *code);
      continue;
    }
    const auto letter = raw.empty() ? std::string_view::npos : kLetters.find(raw.front());
    if (letter == std::string_view::npos) return false;
    out += kMeanings[letter];
    raw.remove_prefix(1);
  }
}

}  // namespace cqrs::json
