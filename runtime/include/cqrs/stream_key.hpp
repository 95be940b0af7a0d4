#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstring>
#include <string>
#include <string_view>

#include <cqrs/bytes.hpp>
#include <cqrs/id.hpp>

// How an aggregate's id names its stream. Stored for ever: a uuid is its 16 bytes, a string its UTF-8, an integer its
// decimal digits, so that widening the integer keeps the streams.

namespace cqrs {

template <StrongId T>
[[nodiscard]] Buffer key_of(const T& id) {
  if constexpr (std::same_as<typename T::Value, Uuid>) {
    return to_buffer(std::as_bytes(std::span(id.value().bytes)));
  } else {
    return to_buffer(as_bytes(to_string(id)));
  }
}

/// A key of one's own. That of a uuid, which most are, takes no memory elsewhere.
class StreamKey {
 public:
  StreamKey(Buffer key) : long_(std::move(key)), size_(long_.size()) {}  // NOLINT(google-explicit-constructor)
  explicit StreamKey(const Uuid& id) noexcept : short_(id.bytes), size_(id.bytes.size()) {}

  template <StrongId T>
  [[nodiscard]] static StreamKey of(const T& id) {
    if constexpr (std::same_as<typename T::Value, Uuid>) {
      return StreamKey(id.value());
    } else {
      return key_of(id);
    }
  }

  /// Valid until the key moves.
  [[nodiscard]] Bytes bytes() const noexcept {
    return long_.empty() ? std::as_bytes(std::span(short_)).first(size_) : Bytes(long_);
  }

 private:
  std::array<std::uint8_t, 16> short_{};
  Buffer long_;
  std::size_t size_;
};

/// The id that has this key. Keys come from key_of; what does not is the initial value.
template <StrongId T>
[[nodiscard]] T id_of(Bytes key) {
  if constexpr (std::same_as<typename T::Value, Uuid>) {
    Uuid uuid;
    if (key.size() == uuid.bytes.size()) std::memcpy(uuid.bytes.data(), key.data(), key.size());
    return T(uuid);
  } else {
    auto id = T::parse(as_text(key));
    return id ? *std::move(id) : T();
  }
}

}  // namespace cqrs
