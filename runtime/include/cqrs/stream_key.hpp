#pragma once

#include <algorithm>
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
