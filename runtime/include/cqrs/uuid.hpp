#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <cqrs/expected.hpp>
#include <cqrs/random.hpp>
#include <cqrs/time.hpp>

namespace cqrs {

/// 16 bytes in the order in which they are written (RFC 9562), compared as such.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  /// A new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits.
  [[nodiscard]] static Uuid make();
  [[nodiscard]] static Uuid make(Clock& clock, Random& random);

  /// The 36 characters of the text form, either case; none if `text` is anything else.
  [[nodiscard]] static constexpr std::optional<Uuid> from_text(std::string_view text) noexcept;

  /// from_text with an error in words.
  static Result<Uuid> parse(std::string_view text);

  [[nodiscard]] constexpr bool is_nil() const noexcept { return *this == Uuid{}; }

  friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// Lower case, with hyphens.
[[nodiscard]] std::string to_string(const Uuid& uuid);
std::ostream& operator<<(std::ostream& out, const Uuid& uuid);

constexpr std::optional<Uuid> Uuid::from_text(std::string_view text) noexcept {
  constexpr auto kDigit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  if (text.size() != 36) return std::nullopt;
  Uuid uuid;
  std::size_t at = 0;
  for (auto& byte : uuid.bytes) {
    if (at == 8 || at == 13 || at == 18 || at == 23) {
      if (text[at++] != '-') return std::nullopt;
    }
    const int high = kDigit(text[at]);
    const int low = kDigit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    byte = static_cast<std::uint8_t>(high * 16 + low);
    at += 2;
  }
  return uuid;
}

}  // namespace cqrs

template <>
struct std::hash<cqrs::Uuid> {
  /// Ids are random in their second half; those that are not only cost time.
  std::size_t operator()(const cqrs::Uuid& uuid) const noexcept {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::memcpy(&high, uuid.bytes.data(), 8);
    std::memcpy(&low, uuid.bytes.data() + 8, 8);
    return static_cast<std::size_t>((high * 0x9E3779B97F4A7C15ULL) ^ low);
  }
};
