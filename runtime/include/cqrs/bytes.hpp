#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace cqrs {

/// Bytes somebody else owns. Valid as long as the owner says.
using Bytes = std::span<const std::byte>;

/// Bytes of one's own.
using Buffer = std::vector<std::byte>;

[[nodiscard]] inline Bytes as_bytes(std::string_view text) noexcept {
  return std::as_bytes(std::span<const char>(text.data(), text.size()));
}

/// The same bytes seen as text; nothing checks that they are UTF-8.
[[nodiscard]] inline std::string_view as_text(Bytes bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline Buffer to_buffer(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace cqrs
