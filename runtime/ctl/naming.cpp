#include "naming.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include <cqrs/uuid.hpp>

namespace cqrs::ctl {
namespace {

std::optional<Buffer> from_hexadecimal(std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) return std::nullopt;
  Buffer bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    unsigned value = 0;
    const auto read = std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    if (read.ec != std::errc() || read.ptr != text.data() + i + 2) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(value));
  }
  return bytes;
}

/// "account/1" → "account".
std::string_view category_of(std::string_view text) { return text.substr(0, text.find('/')); }

}  // namespace

Result<std::vector<StreamId>> streams_named(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size()) {
    return fail(ErrorCode::invalid_argument, "\"" + std::string(text) +
                                                 "\" does not name a stream; write it as category/key, such as "
                                                 "bank.Account/6f1c0000-0000-7000-8000-000000000001");
  }
  std::string_view category = category_of(text);
  const std::string_view key = text.substr(slash + 1);
  std::string_view tenant;
  if (const auto colon = category.rfind(':'); colon != std::string_view::npos) {
    tenant = category.substr(0, colon);
    category = category.substr(colon + 1);
  }
  std::vector<StreamId> streams;
  const auto add = [&](Bytes bytes) {
    streams.emplace_back(std::string(tenant), std::string(category), to_buffer(bytes));
  };
  if (const auto uuid = Uuid::from_text(key)) add(std::as_bytes(std::span(uuid->bytes)));
  add(as_bytes(key));
  if (const auto bytes = from_hexadecimal(key)) add(*bytes);
  return streams;
}

Result<StreamId> find_stream(Store& store, std::string_view text) {
  const auto streams = streams_named(text);
  if (!streams) return unexpected(streams.error());
  for (const auto& stream : *streams) {
    const auto head = store.head(stream);
    if (!head) return unexpected(head.error());
    if (*head > 0) return stream;
  }
  return fail(ErrorCode::not_found, "there is no stream " + std::string(text) + "; `streams --category " +
                                        std::string(category_of(text)) + "` lists those there are");
}

Result<Position> parse_position(std::string_view text) {
  std::uint64_t sequence = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), sequence);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return Position(0, sequence);
  return Position::parse(text);
}

std::string event_name(std::string_view type, std::string_view category) {
  const bool own = type.starts_with(category) && type.substr(category.size()).starts_with('.');
  return std::string(own ? type.substr(category.size() + 1) : type);
}

std::string short_time(Instant instant) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  std::int64_t seconds = instant.nanoseconds / kSecond;
  if (instant.nanoseconds % kSecond < 0) --seconds;
  if (seconds < std::numeric_limits<std::int64_t>::min() / kSecond) return to_string(instant);
  return to_string(Instant{seconds * kSecond});
}

}  // namespace cqrs::ctl
