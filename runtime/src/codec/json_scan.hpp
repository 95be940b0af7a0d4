#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cqrs/scalars.hpp>

// The pieces of a JSON text: where they end, and what they stand for.

namespace cqrs::json {

/// The first character of [at, end) that ends a string or stands for another: a quote, a backslash, a control
/// character; `end` if there is none. Eight at a time: what is taken from each byte borrows its highest bit where the
/// byte is one of them; bytes behind the first such may show it too, and those outside ASCII do not count.
[[nodiscard]] inline const char* find_special(const char* at, const char* end) noexcept {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  for (; end - at >= 8; at += 8) {
    const auto word = layout::load<std::uint64_t>(reinterpret_cast<const std::byte*>(at));
    const std::uint64_t quotes = (word ^ (kOnes * '"')) - kOnes;
    const std::uint64_t backslashes = (word ^ (kOnes * '\\')) - kOnes;
    const std::uint64_t controls = word - kOnes * 0x20;
    const std::uint64_t found = (quotes | backslashes | controls) & ~word & kHighBits;
    if (found != 0) return at + static_cast<unsigned>(std::countr_zero(found)) / 8;
  }
  for (; at != end; ++at) {
    if (*at == '"' || *at == '\\' || static_cast<unsigned char>(*at) < 0x20) return at;
  }
  return end;
}

[[nodiscard]] inline bool is_blank(char c) noexcept {
  return static_cast<unsigned char>(c) <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

/// What may stand behind a number or a word.
inline constexpr auto kEndsToken = [] {
  std::array<bool, 256> ends{};
  for (const char c : std::string_view(" \n\r\t,}]:{[\"")) ends[static_cast<unsigned char>(c)] = true;
  return ends;
}();
[[nodiscard]] inline bool ends_token(char c) noexcept { return kEndsToken[static_cast<unsigned char>(c)]; }

/// Reads the digits at `place` and moves it behind them. False: there are none, they begin with a needless zero, or the
/// number has more than 64 bits.
[[nodiscard]] inline bool take_digits(const char*& place, const char* end, std::uint64_t& number) noexcept {
  constexpr std::ptrdiff_t kAlwaysFit = 19;
  const char* const begin = place;
  const char* at = begin;
  const char* const most = end - at > kAlwaysFit ? at + kAlwaysFit : end;
  std::uint64_t value = 0;
  const auto digit = [&] { return static_cast<unsigned>(*at) - unsigned{'0'}; };
  for (; at != most && digit() <= 9; ++at) value = value * 10 + digit();
  bool good = at != begin && (*begin != '0' || at == begin + 1);
  if (at == most) {
    for (; at != end && digit() <= 9; ++at) {
      good = good && !__builtin_mul_overflow(value, 10U, &value) && !__builtin_add_overflow(value, digit(), &value);
    }
  }
  place = at;
  number = value;
  return good;
}

/// The number that a token is; none if it is none, or too large. What is too small is zero.
[[nodiscard]] std::optional<double> parse_double(std::string_view token);

/// Appends what stands between the quotes of a JSON string. False: an escape is wrong.
[[nodiscard]] bool unescape(std::string_view raw, std::string& out);

}  // namespace cqrs::json
