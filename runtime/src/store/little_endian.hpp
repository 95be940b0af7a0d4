#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <cqrs/bytes.hpp>

// Integers as the store's own records hold them: little-endian, unaligned.

namespace cqrs::store {

template <std::integral T>
[[nodiscard]] T load(const std::byte* from) noexcept {
  T value;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&value, from, sizeof(T));
  } else {
    std::array<std::byte, sizeof(T)> reversed;
    std::reverse_copy(from, from + sizeof(T), reversed.begin());
    std::memcpy(&value, reversed.data(), sizeof(T));
  }
  return value;
}

template <std::integral T>
void store(T value, std::byte* to) noexcept {
  std::array<std::byte, sizeof(T)> bytes;
  std::memcpy(bytes.data(), &value, sizeof(T));
  if constexpr (std::endian::native == std::endian::big) std::ranges::reverse(bytes);
  std::memcpy(to, bytes.data(), sizeof(T));
}

template <std::integral T>
void put(Buffer& out, T value) {
  std::array<std::byte, sizeof(T)> bytes;
  store(value, bytes.data());
  out.insert(out.end(), bytes.begin(), bytes.end());
}

inline void put(Buffer& out, Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

/// Writes one thing behind the other where there is room for all of them.
class Pen {
 public:
  explicit Pen(std::byte* at) noexcept : at_(at) {}

  template <std::integral T>
  void put(T value) noexcept {
    store(value, at_);
    at_ += sizeof(T);
  }
  void put(Bytes bytes) noexcept {
    if (!bytes.empty()) std::memcpy(at_, bytes.data(), bytes.size());
    at_ += bytes.size();
  }
  /// With its length before it.
  template <std::integral Length>
  void put_sized(Bytes bytes) noexcept {
    put(static_cast<Length>(bytes.size()));
    put(bytes);
  }

  [[nodiscard]] std::byte* at() const noexcept { return at_; }

 private:
  std::byte* at_;
};

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
    if (!taken.empty()) std::memcpy(bytes.data(), taken.data(), taken.size());
  }

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }

 private:
  Bytes rest_;
  bool ok_ = true;
};

}  // namespace cqrs::store
