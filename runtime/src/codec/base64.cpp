#include "codec/base64.hpp"

#include <array>
#include <cstdint>

namespace cqrs::base64 {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto kValues = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}();

/// 1 to 3 bytes as 4 characters.
void append_group(std::string& out, Bytes group) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    bits = bits << 8U | (i < group.size() ? std::to_integer<std::uint32_t>(group[i]) : 0U);
  }
  for (std::size_t i = 0; i < 4; ++i) out += i <= group.size() ? kDigits[bits >> (18 - 6 * i) & 63U] : '=';
}

/// 4 characters as 1 to 3 bytes; false unless they are the ones that append_group() writes.
bool parse_group(std::string_view group, Buffer& out) {
  const std::size_t padding = group[3] != '=' ? 0 : group[2] != '=' ? 1 : 2;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const int value = i < 4 - padding ? kValues[static_cast<unsigned char>(group[i])] : 0;
    if (value < 0) return false;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
  }
  if ((bits & ((1U << 8 * padding) - 1)) != 0) return false;
  for (std::size_t i = 0; i < 3 - padding; ++i) out.push_back(static_cast<std::byte>(bits >> (16 - 8 * i) & 255U));
  return true;
}

}  // namespace

void append(std::string& out, Bytes bytes) {
  for (std::size_t i = 0; i < bytes.size(); i += 3)
    append_group(out, bytes.subspan(i, std::min<std::size_t>(3, bytes.size() - i)));
}

std::optional<Buffer> parse(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  Buffer out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const std::size_t before = out.size();
    if (!parse_group(text.substr(i, 4), out)) return std::nullopt;
    if (out.size() - before < 3 && i + 4 != text.size()) return std::nullopt;
  }
  return out;
}

}  // namespace cqrs::base64
