#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <cqrs/bytes.hpp>

// Integers as the store's own records hold them: little-endian, unaligned.

namespace cqrs::store {

template <std::integral T>
[[nodiscard]] T load(const std::byte* from) noexcept {
  std::make_unsigned_t<T> value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value =
        static_cast<std::make_unsigned_t<T>>(value | (std::to_integer<std::make_unsigned_t<T>>(from[i]) << (8 * i)));
  }
  return static_cast<T>(value);
}

template <std::integral T>
void store(T value, std::byte* to) noexcept {
  const auto bits = static_cast<std::make_unsigned_t<T>>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) to[i] = static_cast<std::byte>(bits >> (8 * i));
}

template <std::integral T>
void put(Buffer& out, T value) {
  std::array<std::byte, sizeof(T)> bytes;
  store(value, bytes.data());
  out.insert(out.end(), bytes.begin(), bytes.end());
}

inline void put(Buffer& out, Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

/// Takes values from the front of `bytes`; once they run out, every value is zero or empty and `ok()` is false.
class Cursor {
 public:
  explicit Cursor(Bytes bytes) noexcept : rest_(bytes) {}

  template <std::integral T>
  T take() noexcept {
    const Bytes bytes = take(sizeof(T));
    return bytes.size() == sizeof(T) ? load<T>(bytes.data()) : T{};
  }

  Bytes take(std::size_t count) noexcept {
    if (count > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const Bytes bytes = rest_.first(count);
    rest_ = rest_.subspan(count);
    return bytes;
  }

  template <class Array>
  void take_into(Array& bytes) noexcept {
    const Bytes taken = take(bytes.size());
    for (std::size_t i = 0; i < taken.size(); ++i) bytes[i] = std::to_integer<std::uint8_t>(taken[i]);
  }

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }

 private:
  Bytes rest_;
  bool ok_ = true;
};

}  // namespace cqrs::store
