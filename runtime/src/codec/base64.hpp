#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <cqrs/bytes.hpp>

namespace cqrs::base64 {

/// Appends RFC 4648's base64, with padding.
void append(std::string& out, Bytes bytes);

/// None if `text` is not what append() writes.
[[nodiscard]] std::optional<Buffer> parse(std::string_view text);

}  // namespace cqrs::base64
