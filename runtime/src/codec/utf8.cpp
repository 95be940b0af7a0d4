#include <cstring>

#include <simdjson.h>

#include <cqrs/codec.hpp>

namespace cqrs::layout {

bool is_utf8(std::string_view text) noexcept {
  // Most text is short and ASCII; the vector code pays from a few dozen bytes on.
  if (text.size() < 64 && is_ascii(as_bytes(text))) return true;
  return simdjson::validate_utf8(text.data(), text.size());
}

bool is_ascii(Bytes bytes) noexcept {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  const std::byte* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t seen = 0;
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    seen |= word;
  }
  std::uint64_t word = 0;
  if (left > 0) std::memcpy(&word, at, left);
  return ((seen | word) & kHighBits) == 0;
}

}  // namespace cqrs::layout
