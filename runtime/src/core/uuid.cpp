#include <cqrs/uuid.hpp>

namespace cqrs {

Uuid Uuid::make() { return make(system_clock(), system_random()); }

Uuid Uuid::make(Clock& clock, Random& random) {
  Uuid uuid;
  random.fill(std::as_writable_bytes(std::span(uuid.bytes)).subspan(6));
  const auto milliseconds = static_cast<std::uint64_t>(clock.now().nanoseconds / 1'000'000);
  for (unsigned i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0FU) | 0x70U);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U);
  return uuid;
}

Result<Uuid> Uuid::parse(std::string_view text) {
  if (const auto uuid = from_text(text)) return *uuid;
  return fail(ErrorCode::invalid_argument, "\"" + std::string(text.substr(0, 64)) +
                                               "\" is not a UUID; write 36 characters such as "
                                               "6f1c0000-0000-7000-8000-000000000001");
}

std::string to_string(const Uuid& uuid) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[uuid.bytes[i] >> 4U];
    text += kDigits[uuid.bytes[i] & 0x0FU];
  }
  return text;
}

std::ostream& operator<<(std::ostream& out, const Uuid& uuid) { return out << to_string(uuid); }

}  // namespace cqrs
