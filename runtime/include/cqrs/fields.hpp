#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

// How generated code tells the codecs what a type is made of: one function a type,
//
//   template <class Io>
//   constexpr void fields(Io& io, cqrs::Type<Money>) {
//     io("amount", MoneyView::kAmount, &Money::amount);
//     io("currency", MoneyView::kCurrency, &Money::currency);
//   }
//
// from which the binary codec, JSON and printing follow. The names are those of the .cqrs file. Types that are never
// stored leave the positions out. All of it is resolved by the compiler.

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

namespace fields_detail {

struct Counter {
  std::size_t all = 0;
  std::size_t optional = 0;

  template <class X, class T>
  constexpr void operator()(const char*, T X::*) {
    ++all;
    if (kIsOptional<T>) ++optional;
  }
  template <class X, class T>
  constexpr void operator()(const char* name, layout::Field, T X::* member) {
    (*this)(name, member);
  }
};

template <class X>
constexpr Counter count() {
  Counter counter;
  fields(counter, Type<X>{});
  return counter;
}

}  // namespace fields_detail

template <class X>
inline constexpr std::size_t kFieldCount = fields_detail::count<X>().all;

template <class X>
inline constexpr std::size_t kOptionalCount = fields_detail::count<X>().optional;

}  // namespace cqrs
