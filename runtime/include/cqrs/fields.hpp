#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

// How generated code tells the codecs what a type is made of: one function a type, in the view of what is stored,
//
//   template <class Io, class X>
//   static constexpr void fields(Io& io, X& money) {
//     io("amount", {.offset = 0}, money.amount);
//     io("currency", {.offset = 8}, money.currency);
//   }
//
// and beside the type where it is never stored, `void fields(Io& io, const Deposit& command)` without the positions;
// from which the binary codec, JSON and printing follow. The names are those of the .cqrs file. What `io` does depends
// on the types of the fields alone, so that what the compiler makes of it for one record serves all others too.

namespace cqrs {

/// Names a type in overload resolution.
template <class T>
struct Type {};

namespace layout {

/// Where a field is in its record: the offset among the fixed parts, the index of its first end, and, for an optional
/// one, the number of its presence bit. What a field does not have is 0.
struct Field {
  std::uint32_t offset = 0;
  std::uint32_t end = 0;
  std::uint32_t bit = 0;
};

/// The size of a record's fixed part (presence bits included), and the number of its ends.
struct Shape {
  std::uint32_t fixed = 0;
  std::uint32_t ends = 0;
  friend constexpr bool operator==(Shape, Shape) = default;
};

}  // namespace layout

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
inline constexpr bool kIsList = false;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = true;
/// Those are bytes.
template <>
inline constexpr bool kIsList<std::vector<std::byte>> = false;

/// Calls `io` with every field of `x`, in the order of the .cqrs file: its name, where it is stored, if it is, and
/// itself.
template <class Io, class X>
constexpr void each_field(Io& io, X& x) {
  if constexpr (requires { typename std::remove_const_t<X>::View; }) {
    std::remove_const_t<X>::View::fields(io, x);
  } else {
    fields(io, x);
  }
}

}  // namespace cqrs
