#pragma once

#include <array>
#include <compare>
#include <cstdint>

#include <cqrs/bytes.hpp>

namespace cqrs {

/// XXH3. Stored for ever, as the checksum of frames: never changes. Not for secrets.
[[nodiscard]] std::uint64_t hash64(Bytes bytes, std::uint64_t seed = 0) noexcept;

/// 128 bits in XXH128's canonical (big-endian) order.
struct Hash128 {
  std::array<std::uint8_t, 16> bytes{};
  friend constexpr auto operator<=>(const Hash128&, const Hash128&) = default;
};

/// XXH128 with seed 0. Tells different bodies of one command id apart.
[[nodiscard]] Hash128 hash128(Bytes bytes) noexcept;

}  // namespace cqrs
