#pragma once

#include <cstdint>

#include <cqrs/bytes.hpp>
#include <cqrs/command.hpp>

namespace cqrs::aggregate {

/// What is stored beside a command id, for ever: a byte of format (1), then the number of the command's events as 4
/// bytes, little-endian. Versions and position are the store's to remember.
[[nodiscard]] Buffer encode_command_result(std::uint32_t events);

/// None: these bytes are not a result, or of a newer format.
[[nodiscard]] std::optional<std::uint32_t> decode_command_result(Bytes bytes);

}  // namespace cqrs::aggregate
