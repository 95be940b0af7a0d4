#include <algorithm>
#include <array>

#include <cqrs/event.hpp>

namespace cqrs {
namespace {

std::strong_ordering compare(Bytes a, Bytes b) noexcept {
  return std::lexicographical_compare_three_way(a.begin(), a.end(), b.begin(), b.end());
}

bool is_printable(Bytes bytes) {
  return std::ranges::all_of(as_text(bytes), [](char c) { return c > ' ' && c <= '~'; });
}

std::string hexadecimal(Bytes bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kMost = 32;
  std::string text = "0x";
  for (const std::byte byte : bytes.first(std::min(bytes.size(), kMost))) {
    text += kDigits[std::to_integer<std::size_t>(byte >> 4U)];
    text += kDigits[std::to_integer<std::size_t>(byte & std::byte{0x0F})];
  }
  return bytes.size() > kMost ? text + "..." : text;
}

std::string key_text(Bytes key) {
  if (!key.empty() && key.size() <= 64 && is_printable(key)) return std::string(as_text(key));
  if (key.size() != 16) return hexadecimal(key);
  Uuid uuid;
  std::memcpy(uuid.bytes.data(), key.data(), 16);
  return to_string(uuid);
}

}  // namespace

bool operator==(const StreamRef& a, const StreamRef& b) noexcept {
  return as_text(a.key) == as_text(b.key) && a.category == b.category && a.tenant == b.tenant;
}

std::strong_ordering operator<=>(const StreamRef& a, const StreamRef& b) noexcept {
  if (const auto order = a.tenant <=> b.tenant; order != 0) return order;
  if (const auto order = a.category <=> b.category; order != 0) return order;
  return compare(a.key, b.key);
}

std::string to_string(const StreamRef& stream) {
  std::string text;
  if (!stream.tenant.empty()) text.append(stream.tenant).append(":");
  return text.append(stream.category).append("/").append(key_text(stream.key));
}

Uuid event_id(const Uuid& command_id, std::uint32_t index) noexcept {
  std::array<std::byte, 20> name;
  std::memcpy(name.data(), command_id.bytes.data(), 16);
  for (unsigned i = 0; i < 4; ++i) name[16 + i] = static_cast<std::byte>(index >> (8 * i));
  const Hash128 hash = hash128(name);
  Uuid id = command_id;  // its first six bytes, the time, stay
  std::copy(hash.bytes.begin(), hash.bytes.begin() + 10, id.bytes.begin() + 6);
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0FU) | 0x80U);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3FU) | 0x80U);
  return id;
}

}  // namespace cqrs
