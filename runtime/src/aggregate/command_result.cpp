#include "aggregate/command_result.hpp"

namespace cqrs::aggregate {
namespace {

constexpr std::byte kFormat{1};
constexpr std::size_t kSize = 5;

}  // namespace

Buffer encode_command_result(std::uint32_t events) {
  Buffer bytes{kFormat};
  for (unsigned shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::byte>(events >> shift));
  return bytes;
}

std::optional<std::uint32_t> decode_command_result(Bytes bytes) {
  if (bytes.size() != kSize || bytes[0] != kFormat) return std::nullopt;
  std::uint32_t events = 0;
  for (unsigned i = 0; i < 4; ++i) events |= std::to_integer<std::uint32_t>(bytes[i + 1]) << (8 * i);
  return events;
}

}  // namespace cqrs::aggregate
