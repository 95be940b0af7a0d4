#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <cqrs/date.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/id.hpp>
#include <cqrs/time.hpp>
#include <cqrs/uuid.hpp>

// The binary layout of what has a fixed size; see docs/storage-format.md. A part of cqrs/layout.hpp.

namespace cqrs::layout {

/// Stored little-endian, at any address.
template <class T>
  requires std::is_integral_v<T> || std::same_as<T, Int128>
[[nodiscard]] inline T load(const std::byte* from) noexcept {
  T value;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&value, from, sizeof(T));
  } else {
    std::byte reversed[sizeof(T)];
    for (std::size_t i = 0; i < sizeof(T); ++i) reversed[i] = from[sizeof(T) - 1 - i];
    std::memcpy(&value, reversed, sizeof(T));
  }
  return value;
}

template <class T>
  requires std::is_integral_v<T> || std::same_as<T, Int128>
inline void store(std::byte* to, T value) noexcept {
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(to, &value, sizeof(T));
  } else {
    std::byte native[sizeof(T)];
    std::memcpy(native, &value, sizeof(T));
    for (std::size_t i = 0; i < sizeof(T); ++i) to[i] = native[sizeof(T) - 1 - i];
  }
}

// ---- Scalars: what has a fixed size and is not made of fields ----

/// kSize; load(from); store(to, value); kAnyBytes, whether every sequence of bytes is a value, and if not, valid(from).
template <class T>
struct Scalar;

template <class T>
concept HasScalar = requires { Scalar<T>::kSize; };

template <class T>
  requires(std::is_integral_v<T> && !std::same_as<T, bool>)
struct Scalar<T> {
  static constexpr std::size_t kSize = sizeof(T);
  static constexpr bool kAnyBytes = true;
  static T load(const std::byte* from) noexcept { return layout::load<T>(from); }
  static void store(std::byte* to, T value) noexcept { layout::store<T>(to, value); }
};

template <>
struct Scalar<bool> {
  static constexpr std::size_t kSize = 1;
  static constexpr bool kAnyBytes = false;
  static bool load(const std::byte* from) noexcept { return *from != std::byte{0}; }
  static void store(std::byte* to, bool value) noexcept { *to = std::byte{value}; }
  static bool valid(const std::byte* from) noexcept { return *from <= std::byte{1}; }
};

/// NaN has one encoding: positive, quiet, without payload.
template <std::floating_point T>
struct Scalar<T> {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  static constexpr std::size_t kSize = sizeof(T);
  static constexpr bool kAnyBytes = false;
  static T load(const std::byte* from) noexcept { return std::bit_cast<T>(layout::load<Bits>(from)); }
  static void store(std::byte* to, T value) noexcept {
    layout::store<Bits>(to, value != value ? kNaN : std::bit_cast<Bits>(value));
  }
  static bool valid(const std::byte* from) noexcept {
    const T value = load(from);
    return value == value || layout::load<Bits>(from) == kNaN;
  }
  static constexpr Bits kNaN = sizeof(T) == 4 ? Bits{0x7fc00000U} : static_cast<Bits>(0x7ff8000000000000ULL);
};

/// Open: numbers without a name are values too.
template <class T>
  requires std::is_enum_v<T>
struct Scalar<T> {
  static_assert(std::same_as<std::underlying_type_t<T>, std::uint16_t>);
  static constexpr std::size_t kSize = 2;
  static constexpr bool kAnyBytes = true;
  static T load(const std::byte* from) noexcept { return static_cast<T>(layout::load<std::uint16_t>(from)); }
  static void store(std::byte* to, T value) noexcept { layout::store(to, static_cast<std::uint16_t>(value)); }
};

template <>
struct Scalar<Uuid> {
  static constexpr std::size_t kSize = 16;
  static constexpr bool kAnyBytes = true;
  static Uuid load(const std::byte* from) noexcept {
    Uuid uuid;
    std::memcpy(uuid.bytes.data(), from, kSize);
    return uuid;
  }
  static void store(std::byte* to, const Uuid& uuid) noexcept { std::memcpy(to, uuid.bytes.data(), kSize); }
};

template <>
struct Scalar<Instant> {
  static constexpr std::size_t kSize = 8;
  static constexpr bool kAnyBytes = true;
  static Instant load(const std::byte* from) noexcept { return Instant{layout::load<std::int64_t>(from)}; }
  static void store(std::byte* to, Instant value) noexcept { layout::store(to, value.nanoseconds); }
};

template <>
struct Scalar<Duration> {
  static constexpr std::size_t kSize = 8;
  static constexpr bool kAnyBytes = true;
  static Duration load(const std::byte* from) noexcept { return Duration{layout::load<std::int64_t>(from)}; }
  static void store(std::byte* to, Duration value) noexcept {
    layout::store(to, static_cast<std::int64_t>(value.count()));
  }
};

template <>
struct Scalar<Date> {
  static constexpr std::size_t kSize = 4;
  static constexpr bool kAnyBytes = false;
  static Date load(const std::byte* from) noexcept { return Date{layout::load<std::int32_t>(from)}; }
  static void store(std::byte* to, Date value) noexcept { layout::store(to, value.days); }
  static bool valid(const std::byte* from) noexcept { return load(from).is_valid(); }
};

template <int P, int S>
struct Scalar<Decimal<P, S>> {
  using Value = Decimal<P, S>;
  using Rep = typename Value::Rep;
  static constexpr std::size_t kSize = sizeof(Rep);
  static constexpr bool kAnyBytes = false;
  static Value load(const std::byte* from) noexcept { return Value::from_checked_units(layout::load<Rep>(from)); }
  static void store(std::byte* to, const Value& value) noexcept { layout::store<Rep>(to, value.units()); }
  static bool valid(const std::byte* from) noexcept { return Value::fits(layout::load<Rep>(from)); }
};

template <StrongId T>
  requires HasScalar<typename T::Value>
struct Scalar<T> {
  using Base = Scalar<typename T::Value>;
  static constexpr std::size_t kSize = Base::kSize;
  static constexpr bool kAnyBytes = Base::kAnyBytes;
  static T load(const std::byte* from) noexcept { return T(Base::load(from)); }
  static void store(std::byte* to, const T& value) noexcept { Base::store(to, value.value()); }
};

}  // namespace cqrs::layout
