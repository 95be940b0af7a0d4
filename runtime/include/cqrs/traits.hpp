#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>

#include <cqrs/fields.hpp>
#include <cqrs/layout.hpp>

// What follows from the types of a stored record's fields, found by the compiler in one walk through them. A part of
// cqrs/codec.hpp.

namespace cqrs::layout {

/// Where a value can hold wrong bytes though all ends are right.
enum class Suspect : std::uint8_t { never, outside_ascii, always };

/// What is known of the type of a field, and of all fields of a record together.
struct Traits {
  Shape shape{};  ///< presence bits excepted
  /// Whether it holds neither lists of lists, nor sets, maps and unions, nor records that stand in the tail; and
  /// whether it holds no lists either.
  bool flat = true;
  bool flat_in_list = true;
  bool all_text = true;  ///< what of it stands in the tail
  Suspect suspect = Suspect::never;
  std::uint32_t optionals = 0;
};

template <class T>
constexpr Traits traits_of();

template <class T>
inline constexpr Traits kTraits = traits_of<T>();

/// Takes the fields of a record together, and follows them from place to place as the specification lays them out.
struct TraitsFinder {
  Traits found{};
  std::uint32_t presence = 0;  ///< how many bytes of bits stand before the first part that has a fixed size
  bool in_place = true;

  template <class T>
  constexpr void operator()(const char*, Field field, const T&) {
    const Traits& traits = kTraits<T>;
    if (found.shape.fixed == 0) presence = field.offset;
    in_place = in_place && field.offset == (traits.shape.fixed > 0 ? presence + found.shape.fixed : 0) &&
               field.end == (traits.shape.ends > 0 ? found.shape.ends : 0) &&
               field.bit == (kIsOptional<T> ? found.optionals : 0);
    found.shape = {found.shape.fixed + traits.shape.fixed, found.shape.ends + traits.shape.ends};
    found.flat = found.flat && traits.flat;
    found.flat_in_list = found.flat_in_list && traits.flat_in_list;
    found.all_text = found.all_text && traits.all_text;
    found.suspect = std::max(found.suspect, traits.suspect);
    if (kIsOptional<T>) ++found.optionals;
  }
};

/// A record that nobody has made: its fields have types, and nobody reads them.
template <class X>
union Unmade {
  constexpr Unmade() noexcept : none() {}
  constexpr ~Unmade() {}  // NOLINT(modernize-use-equals-default): it would be deleted
  char none;
  X x;
};
template <class X>
inline constexpr Unmade<X> kUnmade;

template <Record X>
constexpr TraitsFinder find_traits() {
  TraitsFinder finder;
  X::View::fields(finder, kUnmade<X>.x);
  return finder;
}

template <Record X>
constexpr Traits record_traits() {
  constexpr TraitsFinder kFinder = find_traits<X>();
  constexpr std::uint32_t kPresence = (kFinder.found.optionals + 7) / 8;
  Traits found = kFinder.found;
  static_assert(kFinder.in_place && (kFinder.found.shape.fixed == 0 || kFinder.presence == kPresence) &&
                    kFinder.found.shape.fixed + kPresence == X::View::kShape.fixed &&
                    kFinder.found.shape.ends == X::View::kShape.ends,
                "the view's positions are not those of docs/storage-format.md");
  found.shape = X::View::kShape;
  if (found.optionals % 8 != 0) found.suspect = Suspect::always;
  return found;
}

template <class T>
constexpr Traits traits_of() {
  constexpr Shape kShape = shape_of<T>();
  if constexpr (HasScalar<T>) {
    return {.shape = kShape, .suspect = Scalar<T>::kAnyBytes ? Suspect::never : Suspect::always};
  } else if constexpr (Blob<T>) {
    constexpr bool kText = !std::same_as<T, Buffer>;
    return {.shape = kShape, .all_text = kText, .suspect = kText ? Suspect::outside_ascii : Suspect::never};
  } else if constexpr (Record<T>) {
    return record_traits<T>();
  } else if constexpr (kIsOptional<T>) {
    constexpr Traits kInner = kTraits<typename T::value_type>;
    return {.shape = kShape,
            .flat = !kIsBoxed<T> && kInner.flat,
            .flat_in_list = !kIsBoxed<T> && kInner.flat_in_list,
            .all_text = kInner.all_text,
            .suspect = Suspect::always};
  } else if constexpr (kIsList<T>) {
    constexpr bool kFlat = kTraits<typename T::value_type>.flat_in_list;
    return {.shape = kShape, .flat = kFlat, .flat_in_list = false, .all_text = false, .suspect = Suspect::always};
  } else {
    return {.shape = kShape, .flat = false, .flat_in_list = false, .all_text = false, .suspect = Suspect::always};
  }
}

/// Whether straight code validates and decodes it.
template <class T>
constexpr bool is_flat() {
  return kTraits<T>.flat;
}

}  // namespace cqrs::layout
