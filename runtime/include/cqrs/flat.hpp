#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <cqrs/layout.hpp>
#include <cqrs/traits.hpp>

// Validating and decoding what is made of fields and of lists without lists in them, which is most of what is stored:
// straight code for each type, where the general forms walk through tables. Both accept the same bytes and make the
// same of them; only the general validator has words for what is wrong.

namespace cqrs::layout {

/// The longest encoding of a record.
inline constexpr std::size_t kMaxSize = std::numeric_limits<std::int32_t>::max();

/// Whether the text is UTF-8 without overlong forms and surrogates.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

[[nodiscard]] inline bool is_ascii(Bytes bytes) noexcept {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  const std::byte* at = bytes.data();
  std::size_t left = bytes.size();
  if (left >= 8) {
    auto seen = load<std::uint64_t>(at + left - 8);
    for (; left > 32; at += 32, left -= 32) {
      seen |= load<std::uint64_t>(at) | load<std::uint64_t>(at + 8) | load<std::uint64_t>(at + 16) |
              load<std::uint64_t>(at + 24);
    }
    for (; left > 8; at += 8, left -= 8) seen |= load<std::uint64_t>(at);
    return (seen & kHighBits) == 0;
  }
  if (left >= 4) {
    return ((load<std::uint32_t>(at) | load<std::uint32_t>(at + left - 4)) & static_cast<std::uint32_t>(kHighBits)) ==
           0;
  }
  return left == 0 || ((at[0] | at[left / 2] | at[left - 1]) & std::byte{0x80}) == std::byte{0};
}

/// is_utf8(), without a call for most texts, which are short and ASCII.
[[nodiscard]] inline bool is_text(Bytes bytes) noexcept {
  return (bytes.size() < 64 && is_ascii(bytes)) || is_utf8(as_text(bytes));
}

/// Whether `count` ends at `ends` never fall and the last is `size`, which is at most kMaxSize.
[[nodiscard]] inline bool ends_valid(const std::byte* ends, std::size_t count, std::size_t size) noexcept {
  // Among numbers without the highest bit, a difference has it where it is below zero: one test at the end for all.
  std::uint32_t previous = 0;
  std::uint32_t high_bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto end = load<std::uint32_t>(ends + kEndSize * i);
    high_bits |= end | (end - previous);
    previous = end;
  }
  return high_bits <= kMaxSize && previous == size;
}

/// Bits that no optional field has are zero.
[[nodiscard]] inline bool unused_bits_zero(const std::byte* fixed, std::size_t optional_count) noexcept {
  if (optional_count % 8 == 0) return true;
  return (std::to_integer<unsigned>(fixed[optional_count / 8]) >> (optional_count % 8)) == 0;
}

[[nodiscard]] inline bool all_zero(const std::byte* from, std::size_t size) noexcept {
  for (std::size_t i = 0; i < size; ++i) {
    if (from[i] != std::byte{0}) return false;
  }
  return true;
}

template <Record X>
[[nodiscard]] bool flat_record_valid(const Place& place, bool ascii) noexcept;

template <class Element>
[[nodiscard]] bool flat_list_valid(Bytes bytes) noexcept;

template <class T>
[[nodiscard]] bool flat_field_valid(const Place& place, Field field, bool ascii) noexcept {
  if constexpr (HasScalar<T>) {
    if constexpr (Scalar<T>::kAnyBytes)
      return true;
    else
      return Scalar<T>::valid(place.fixed + field.offset);
  } else if constexpr (std::same_as<T, Buffer>) {
    return true;
  } else if constexpr (Blob<T>) {
    return ascii || is_text(place.slice(field.end));
  } else if constexpr (Record<T>) {
    return flat_record_valid<T>(place.nested(field), ascii);
  } else if constexpr (kIsList<T>) {
    return flat_list_valid<typename T::value_type>(place.slice(field.end));
  } else {
    constexpr Shape kShape = shape_of<T>();
    if (place.has(field.bit)) return flat_field_valid<typename T::value_type>(place, field, ascii);
    if constexpr (kShape.ends > 0) {
      if (!place.slice(field.end).empty()) return false;
    }
    return all_zero(place.fixed + field.offset, kShape.fixed);
  }
}

struct FlatValidator {
  const Place& place;
  bool ascii;
  bool valid;

  template <class T>
  void operator()(const char*, Field field, const T&) {
    valid = valid && flat_field_valid<T>(place, field, ascii);
  }
};

template <Record X>
bool flat_record_valid(const Place& place, bool ascii) noexcept {
  FlatValidator validator{place, ascii, unused_bits_zero(place.fixed, kTraits<X>.optionals)};
  X::View::fields(validator, kUnmade<X>.x);
  return validator.valid;
}

template <class Element>
bool flat_elements_valid(const ListPlace& list, bool ascii) noexcept {
  if constexpr (kTraits<Element>.suspect == Suspect::never) return true;
  if (ascii && kTraits<Element>.suspect == Suspect::outside_ascii) return true;
  for (std::size_t i = 0; i < list.size; ++i) {
    const Place place = list.element<element_shape<Element>()>(i);
    if (kIsOptional<Element> && !unused_bits_zero(place.fixed, 1)) return false;
    if (!flat_field_valid<Element>(place, element_field(kIsOptional<Element>), ascii)) return false;
  }
  return true;
}

template <class Element>
bool flat_list_valid(Bytes bytes) noexcept {
  constexpr Shape kShape = element_shape<Element>();
  if constexpr (kShape == Shape{0, 0}) {
    return all_zero(bytes.data(), bytes.size());
  } else if constexpr (kShape.ends == 0) {
    return bytes.size() % kShape.fixed == 0 && flat_elements_valid<Element>(ListPlace::of(bytes, kShape), true);
  } else {
    if (bytes.empty()) return true;
    if (bytes.size() < sizeof(std::uint32_t)) return false;
    const std::uint64_t count = load<std::uint32_t>(bytes.data());
    const std::uint64_t roots = sizeof(std::uint32_t) + count * (kShape.fixed + kEndSize * kShape.ends);
    if (count == 0 || roots > bytes.size()) return false;
    const ListPlace list = ListPlace::of(bytes, kShape);
    const Bytes tail = bytes.subspan(static_cast<std::size_t>(roots));
    return ends_valid(list.ends, list.size * kShape.ends, tail.size()) &&
           flat_elements_valid<Element>(list, is_ascii(tail));
  }
}

/// Of a record that stands alone.
template <Record X>
  requires(is_flat<X>())
[[nodiscard]] bool flat_valid(Bytes bytes) noexcept {
  constexpr Shape kShape = X::View::kShape;
  constexpr std::size_t kRoot = kShape.fixed + kEndSize * kShape.ends;
  if (bytes.size() < kRoot || bytes.size() > kMaxSize) return false;
  const Place place = place_of(bytes, kShape);
  return ends_valid(place.ends, kShape.ends, bytes.size() - kRoot) &&
         flat_record_valid<X>(place, kTraits<X>.all_text && is_ascii(bytes.subspan(kRoot)));
}

/// What stands behind the fixed part of a record: with nothing but text, one look tells whether all of it is ASCII;
/// numbers of lists would only be looked at for nothing.
enum class Tail : std::uint8_t { text, mixed };

/// Looks at one record that stands alone, field by field: straight code for generated ones.
class RecordChecker {
 public:
  RecordChecker(Bytes bytes, Shape shape, std::size_t optionals, Tail tail = Tail::text) noexcept
      : place_(place_of(bytes, shape)) {
    const std::size_t root = shape.fixed + kEndSize * shape.ends;
    if (bytes.size() < root || bytes.size() > kMaxSize) return;
    ordered_ = ends_valid(place_.ends, shape.ends, bytes.size() - root) && unused_bits_zero(place_.fixed, optionals);
    ascii_ = ordered_ && tail == Tail::text && is_ascii(bytes.subspan(root));
  }

  /// Whether all but the fields is right; if not, nobody asks for them.
  [[nodiscard]] bool root() const noexcept { return ordered_; }

  template <class T>
  [[nodiscard]] bool field(Field field) const noexcept {
    return flat_field_valid<T>(place_, field, ascii_);
  }

 private:
  Place place_;
  bool ordered_ = false;
  bool ascii_ = false;
};

/// Whether there is straight code that validates an X: generated with its view, or made of its fields here.
template <Record X>
inline constexpr bool kHasStraightValidator = [] {
  if constexpr (requires(Bytes bytes) { X::View::valid(bytes); }) {
    return true;
  } else {
    return is_flat<X>();
  }
}();

// ---- Decoding ----

template <Record X>
void flat_assign_record(X& x, const Place& place);

template <class T>
void flat_assign(T& value, const Place& place, Field field) {
  if constexpr (HasScalar<T>) {
    value = Scalar<T>::load(place.fixed + field.offset);
  } else if constexpr (std::same_as<T, Buffer>) {
    const Bytes bytes = place.slice(field.end);
    value.assign(bytes.begin(), bytes.end());
  } else if constexpr (std::same_as<T, std::string>) {
    value = as_text(place.slice(field.end));
  } else if constexpr (Blob<T>) {
    value = T(std::string(as_text(place.slice(field.end))));
  } else if constexpr (Record<T>) {
    flat_assign_record(value, place.nested(field));
  } else if constexpr (kIsList<T>) {
    using Element = typename T::value_type;
    const ListPlace list = ListPlace::of(place.slice(field.end), element_shape<Element>());
    value.clear();
    value.reserve(list.size);
    for (std::size_t i = 0; i < list.size; ++i) {
      Element element{};
      flat_assign(element, list.element<element_shape<Element>()>(i), element_field(kIsOptional<Element>));
      value.push_back(std::move(element));
    }
  } else if (place.has(field.bit)) {
    flat_assign(value.emplace(), place, field);
  } else {
    value.reset();
  }
}

struct FlatAssigner {
  const Place& place;

  template <class T>
  void operator()(const char*, Field field, T& value) {
    flat_assign(value, place, field);
  }
};

/// Makes of the struct what validated bytes say.
template <Record X>
void flat_assign_record(X& x, const Place& place) {
  FlatAssigner assigner{place};
  X::View::fields(assigner, x);
}

}  // namespace cqrs::layout
