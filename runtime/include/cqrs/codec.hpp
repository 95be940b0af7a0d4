#pragma once

#include <cstring>

#include <cqrs/expected.hpp>
#include <cqrs/layout.hpp>

// The binary codec: writing, validating and decoding records in the layout of docs/storage-format.md.
//
//   Result<Buffer> bytes = cqrs::encode(deposited);
//   Result<MoneyDepositedView> view = cqrs::open<MoneyDeposited>(*bytes);       // validated, read in place
//   Result<MoneyDeposited> copy = cqrs::decode<MoneyDeposited>(*bytes);
//
// A type is stored when its `fields` function states positions and its View class is known (its _views.hpp header).

namespace cqrs {
namespace layout {

/// The longest encoding of a record.
inline constexpr std::size_t kMaxSize = std::numeric_limits<std::int32_t>::max();

// ---- Writing ----

/// Where the parts of a record that is being written go.
struct Slot {
  std::byte* fixed;
  std::byte* ends;
  std::byte* tail;

  void set_end(std::uint32_t index, const std::byte* at) const noexcept {
    store(ends + kEndSize * index, static_cast<std::uint32_t>(at - tail));
  }
  [[nodiscard]] Slot nested(Field field) const noexcept {
    return {fixed + field.offset, ends + kEndSize * field.end, tail};
  }
};

[[nodiscard]] inline Slot slot_of(std::byte* at, Shape shape) noexcept {
  return {at, at + shape.fixed, at + shape.fixed + kEndSize * shape.ends};
}

template <class T>
[[nodiscard]] std::size_t tail_size(const T& value);

/// Writes the field, its content at `tail`; gives where the tail goes on.
template <class T>
[[nodiscard]] std::byte* write(const T& value, const Slot& slot, Field field, std::byte* tail);

/// Follows the fields of a record from place to place, as the specification lays them out.
struct PositionChecker {
  Shape next{};
  std::uint32_t bit = 0;
  bool right = true;

  template <class X, class T>
  constexpr void operator()(const char*, Field field, T X::*) {
    constexpr Shape kShape = shape_of<T>();
    right = right && field.offset == (kShape.fixed > 0 ? next.fixed : 0) &&
            field.end == (kShape.ends > 0 ? next.ends : 0) && field.bit == (kIsOptional<T> ? bit : 0);
    next = {next.fixed + kShape.fixed, next.ends + kShape.ends};
    if (kIsOptional<T>) ++bit;
  }
};

/// Whether a type's `fields` and its view's constants state the layout that the specification gives to its fields.
template <Record X>
constexpr bool positions_are_right() {
  PositionChecker checker{.next = {static_cast<std::uint32_t>((kOptionalCount<X> + 7) / 8), 0}};
  fields(checker, Type<X>{});
  return checker.right && checker.next == X::View::kShape;
}

template <class X>
struct TailSizer {
  const X& x;
  std::size_t size = 0;

  template <class T>
  void operator()(const char*, Field, T X::* member) {
    size += tail_size(x.*member);
  }
};

template <class X>
struct FieldWriter {
  const X& x;
  Slot slot;
  std::byte* tail;

  template <class T>
  void operator()(const char*, Field field, T X::* member) {
    tail = write(x.*member, slot, field, tail);
  }
};

/// What a record adds to the tail it shares.
template <Record X>
[[nodiscard]] std::size_t record_tail_size(const X& x) {
  if constexpr (X::View::kShape.ends == 0) {
    return 0;
  } else {
    TailSizer<X> sizer{x};
    fields(sizer, Type<X>{});
    return sizer.size;
  }
}

template <Record X>
[[nodiscard]] std::byte* write_record(const X& x, const Slot& slot, std::byte* tail) {
  static_assert(positions_are_right<X>(), "the view's constants are not those of docs/storage-format.md");
  constexpr std::size_t kPresence = (kOptionalCount<X> + 7) / 8;
  if constexpr (kPresence > 0) std::memset(slot.fixed, 0, kPresence);
  FieldWriter<X> writer{x, slot, tail};
  fields(writer, Type<X>{});
  return writer.tail;
}

/// The size of a record that stands alone.
template <Record X>
[[nodiscard]] std::size_t record_size(const X& x) {
  constexpr Shape kShape = X::View::kShape;
  return kShape.fixed + kEndSize * kShape.ends + record_tail_size(x);
}

template <class T>
[[nodiscard]] std::size_t list_size(const std::vector<T>& list) {
  constexpr Shape kShape = element_shape<T>();
  if constexpr (kShape.ends == 0) {
    return list.size() * kStride<T>;
  } else {
    if (list.empty()) return 0;
    std::size_t size = sizeof(std::uint32_t) + list.size() * (kShape.fixed + kEndSize * kShape.ends);
    for (const auto& element : list) size += tail_size(element);
    return size;
  }
}

template <class T>
void write_element(const T& element, const Slot& slot, std::byte*& tail) {
  if constexpr (kIsOptional<T>) *slot.fixed = std::byte{0};
  tail = write(element, slot, kElementField<T>, tail);
}

template <class T>
[[nodiscard]] std::byte* write_list(const std::vector<T>& list, std::byte* at) {
  constexpr Shape kShape = element_shape<T>();
  if (list.empty()) return at;
  if constexpr (kShape == Shape{0, 0}) {
    std::memset(at, 0, list.size());
    return at + list.size();
  } else if constexpr (kShape.ends == 0) {
    for (const auto& element : list) {
      std::byte* none = nullptr;
      write_element<T>(element, Slot{at, nullptr, nullptr}, none);
      at += kShape.fixed;
    }
    return at;
  } else {
    store(at, static_cast<std::uint32_t>(list.size()));
    std::byte* fixed = at + sizeof(std::uint32_t);
    std::byte* ends = fixed + list.size() * kShape.fixed;
    std::byte* const begin = ends + list.size() * kShape.ends * kEndSize;
    std::byte* tail = begin;
    for (const auto& element : list) {
      write_element<T>(element, Slot{fixed, ends, begin}, tail);
      fixed += kShape.fixed;
      ends += kShape.ends * kEndSize;
    }
    return tail;
  }
}

template <class T>
std::size_t tail_size(const T& value) {
  if constexpr (StrongId<T> && Blob<T>) {
    return value.value().size();
  } else if constexpr (Blob<T>) {
    return value.size();
  } else if constexpr (kIsList<T>) {
    return list_size(value);
  } else if constexpr (Record<T>) {
    return record_tail_size(value);
  } else if constexpr (kIsBoxed<T>) {
    return value ? record_size(*value) : 0;
  } else if constexpr (kIsOptional<T>) {
    return value ? tail_size(*value) : 0;
  } else {
    return 0;
  }
}

[[nodiscard]] inline std::byte* write_blob(const void* data, std::size_t size, std::byte* tail) noexcept {
  if (size > 0) std::memcpy(tail, data, size);
  return tail + size;
}

/// Writes an optional that holds nothing: zeros, and an end where the one before is.
template <class T>
std::byte* write_absent(const Slot& slot, Field field, std::byte* tail) noexcept {
  constexpr Shape kShape = shape_of<T>();
  if constexpr (kShape.fixed > 0) std::memset(slot.fixed + field.offset, 0, kShape.fixed);
  if constexpr (kShape.ends > 0) slot.set_end(field.end, tail);
  return tail;
}

template <class T>
std::byte* write(const T& value, const Slot& slot, Field field, std::byte* tail) {
  if constexpr (HasScalar<T>) {
    Scalar<T>::store(slot.fixed + field.offset, value);
    return tail;
  } else if constexpr (Record<T>) {
    return write_record(value, slot.nested(field), tail);
  } else if constexpr (kIsOptional<T>) {
    if (!value) return write_absent<T>(slot, field, tail);
    slot.fixed[field.bit / 8] |= std::byte{1} << (field.bit % 8);
    if constexpr (kIsBoxed<T>) {
      const Slot inner = slot_of(tail, T::value_type::View::kShape);
      tail = write_record(*value, inner, inner.tail);
      slot.set_end(field.end, tail);
      return tail;
    } else {
      return write(*value, slot, field, tail);
    }
  } else {
    if constexpr (kIsList<T>) {
      tail = write_list(value, tail);
    } else if constexpr (StrongId<T>) {
      tail = write_blob(value.value().data(), value.value().size(), tail);
    } else {
      tail = write_blob(value.data(), value.size(), tail);
    }
    slot.set_end(field.end, tail);
    return tail;
  }
}

// ---- Validating ----

/// Whether the text is UTF-8 without overlong forms and surrogates.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;
[[nodiscard]] bool is_ascii(Bytes bytes) noexcept;

/// The state of one validation: what has been found wrong, and where.
class Validation {
 public:
  [[nodiscard]] bool ok() const noexcept { return problem_ == nullptr; }

  /// Always false. The first problem counts.
  bool fail(const char* problem) noexcept;
  /// On the way out of a failure: the field, or the element, it is in.
  void in_field(const char* name);
  void in_element(std::size_t index);

  [[nodiscard]] bool enter() noexcept;
  void leave() noexcept { --depth_; }

  /// "MoneyDeposited.note: the text is not UTF-8".
  [[nodiscard]] Error error() const;

 private:
  const char* problem_ = nullptr;
  std::string path_;
  int depth_ = 0;
};

/// Whether `count` ends at `ends` never fall and the last is `size`.
[[nodiscard]] inline bool ends_valid(const std::byte* ends, std::size_t count, std::size_t size) noexcept {
  std::uint32_t previous = 0;
  bool ordered = true;
  for (std::size_t i = 0; i < count; ++i) {
    const auto end = load<std::uint32_t>(ends + kEndSize * i);
    ordered = ordered && previous <= end;
    previous = end;
  }
  return ordered && previous == size;
}

/// Whether a field of this type can hold wrong bytes though all ends are right.
template <class T>
constexpr bool needs_check() {
  if constexpr (HasScalar<T>) {
    return !Scalar<T>::kAnyBytes;
  } else {
    return !std::same_as<T, Buffer>;
  }
}

/// `ascii`: nothing in the tail is outside ASCII, so that its text need not be looked at.
template <class T>
[[nodiscard]] bool check(Validation& validation, const Place& place, Field field, bool ascii);

template <class X>
struct FieldChecker {
  Validation& validation;
  const Place& place;
  bool ascii;
  bool ok = true;

  template <class T>
  void operator()(const char* name, Field field, T X::*) {
    if constexpr (needs_check<T>()) {
      if (!ok || check<T>(validation, place, field, ascii)) return;
      ok = false;
      validation.in_field(name);
    }
  }
};

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
[[nodiscard]] bool check_record(Validation& validation, const Place& place, bool ascii) {
  if (!unused_bits_zero(place.fixed, kOptionalCount<X>)) return validation.fail("unused presence bits are set");
  FieldChecker<X> checker{validation, place, ascii};
  fields(checker, Type<X>{});
  return checker.ok;
}

/// A record that stands alone: all of `bytes`, no more and no less.
template <Record X>
[[nodiscard]] bool check_block(Validation& validation, Bytes bytes) {
  constexpr Shape kShape = X::View::kShape;
  constexpr std::size_t kRoot = kShape.fixed + kEndSize * kShape.ends;
  if (bytes.size() < kRoot) return validation.fail("the bytes end too early");
  const Place place = place_of(bytes, kShape);
  if (!ends_valid(place.ends, kShape.ends, bytes.size() - kRoot)) {
    return validation.fail("the ends of its parts do not fit its size");
  }
  return check_record<X>(validation, place, kShape.ends > 0 && is_ascii(bytes.subspan(kRoot)));
}

template <class T>
[[nodiscard]] bool check_elements(Validation& validation, const ListView<T>& list, bool ascii) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place place = list.place(i);
    bool ok = true;
    if constexpr (kIsOptional<T>) {
      if (!unused_bits_zero(place.fixed, 1)) ok = validation.fail("unused presence bits are set");
    }
    if (ok && check<T>(validation, place, kElementField<T>, ascii)) continue;
    validation.in_element(i);
    return false;
  }
  return true;
}

template <class T>
[[nodiscard]] bool check_list(Validation& validation, Bytes bytes) {
  constexpr Shape kShape = element_shape<T>();
  if constexpr (kShape.ends == 0) {
    if (bytes.size() % kStride<T> != 0) return validation.fail("the list's size is no multiple of its elements'");
    if constexpr (kShape.fixed == 0) {
      return all_zero(bytes.data(), bytes.size()) || validation.fail("elements without fields are not zero");
    } else if constexpr (needs_check<T>()) {
      return check_elements(validation, ListView<T>(bytes), true);
    } else {
      return true;
    }
  } else {
    if (bytes.empty()) return true;
    if (bytes.size() < sizeof(std::uint32_t)) return validation.fail("the list ends before its count");
    const std::uint64_t count = load<std::uint32_t>(bytes.data());
    if (count == 0) return validation.fail("an empty list takes no bytes");
    const std::uint64_t roots = sizeof(std::uint32_t) + count * (kShape.fixed + kEndSize * kShape.ends);
    if (roots > bytes.size()) return validation.fail("the list has no room for its elements");
    const std::byte* ends = bytes.data() + sizeof(std::uint32_t) + count * kShape.fixed;
    const Bytes tail = bytes.subspan(static_cast<std::size_t>(roots));
    if (!ends_valid(ends, static_cast<std::size_t>(count) * kShape.ends, tail.size())) {
      return validation.fail("the ends of its elements do not fit its size");
    }
    if constexpr (needs_check<T>()) {
      const bool ascii = is_ascii(tail);
      if (Blob<T> && ascii) return true;
      return check_elements(validation, ListView<T>(bytes), ascii);
    } else {
      return true;
    }
  }
}

template <class T>
[[nodiscard]] bool check_absent(Validation& validation, const Place& place, Field field) {
  constexpr Shape kShape = shape_of<T>();
  if (kShape.fixed > 0 && !all_zero(place.fixed + field.offset, kShape.fixed)) {
    return validation.fail("it is absent and not zero");
  }
  if (kShape.ends > 0 && !place.slice(field.end).empty()) return validation.fail("it is absent and not empty");
  return true;
}

template <class T>
bool check(Validation& validation, const Place& place, Field field, bool ascii) {
  if constexpr (!needs_check<T>()) {
    return true;
  } else if constexpr (HasScalar<T>) {
    return Scalar<T>::valid(place.fixed + field.offset) || validation.fail("the bytes are no value of its type");
  } else if constexpr (Blob<T>) {
    return ascii || is_utf8(as_text(place.slice(field.end))) || validation.fail("the text is not UTF-8");
  } else if constexpr (Record<T>) {
    return check_record<T>(validation, place.nested(field), ascii);
  } else if constexpr (kIsOptional<T>) {
    using Inner = typename T::value_type;
    if (!place.has(field.bit)) return check_absent<T>(validation, place, field);
    if constexpr (kIsBoxed<T>) {
      if (!validation.enter()) return false;
      const bool ok = check_block<Inner>(validation, place.slice(field.end));
      validation.leave();
      return ok;
    } else {
      return check<Inner>(validation, place, field, ascii);
    }
  } else {
    if (!validation.enter()) return false;
    const bool ok = check_list<typename T::value_type>(validation, place.slice(field.end));
    validation.leave();
    return ok;
  }
}

// ---- Decoding ----

template <class T>
void assign(T& value, const Place& place, Field field);

template <class X>
struct FieldReader {
  X& x;
  const Place& place;

  template <class T>
  void operator()(const char*, Field field, T X::* member) {
    assign(x.*member, place, field);
  }
};

template <Record X>
void assign_record(X& x, const Place& place) {
  FieldReader<X> reader{x, place};
  fields(reader, Type<X>{});
}

template <class T>
void assign_list(std::vector<T>& list, Bytes bytes) {
  const ListView<T> view(bytes);
  list.clear();
  list.reserve(view.size());
  for (std::size_t i = 0; i < view.size(); ++i) {
    if constexpr (std::same_as<T, bool>) {
      list.push_back(view[i]);
    } else {
      assign(list.emplace_back(), view.place(i), kElementField<T>);
    }
  }
}

template <class T>
void assign(T& value, const Place& place, Field field) {
  if constexpr (HasScalar<T>) {
    value = Scalar<T>::load(place.fixed + field.offset);
  } else if constexpr (std::same_as<T, Buffer>) {
    const Bytes bytes = place.slice(field.end);
    value.assign(bytes.begin(), bytes.end());
  } else if constexpr (StrongId<T>) {
    value = T(std::string(as_text(place.slice(field.end))));
  } else if constexpr (Blob<T>) {
    value = as_text(place.slice(field.end));
  } else if constexpr (kIsList<T>) {
    assign_list(value, place.slice(field.end));
  } else if constexpr (Record<T>) {
    assign_record(value, place.nested(field));
  } else {
    using Inner = typename T::value_type;
    if (!place.has(field.bit)) {
      value.reset();
    } else if constexpr (kIsBoxed<T>) {
      assign_record(value.emplace(), place_of(place.slice(field.end), Inner::View::kShape));
    } else {
      assign(value.emplace(), place, field);
    }
  }
}

}  // namespace layout

/// How many bytes encode() needs. For values within layout::kMaxSize.
template <layout::Record X>
[[nodiscard]] std::size_t encoded_size(const X& x) {
  return layout::record_size(x);
}

/// Writes exactly encoded_size(x) bytes. Checks nothing: text that is not UTF-8 is written as it is.
template <layout::Record X>
void encode_to(std::byte* out, const X& x) {
  const layout::Slot slot = layout::slot_of(out, X::View::kShape);
  (void)layout::write_record(x, slot, slot.tail);
}

/// What is wrong with the bytes, if anything: they hold one X, whole, in its only encoding.
template <layout::Record X>
[[nodiscard]] Result<void> validate(Bytes bytes) {
  layout::Validation validation;
  if (bytes.size() > layout::kMaxSize) {
    (void)validation.fail("it is too large");
  } else if (layout::check_block<X>(validation, bytes)) {
    return {};
  }
  return unexpected<Error>(validation.error());
}

/// The bytes of x, appended to `out`. An error (invalid_argument, or too_large) where x could not be read again: text
/// that is not UTF-8; `out` is then as it was.
template <layout::Record X>
[[nodiscard]] Result<void> append_encoded(Buffer& out, const X& x) {
  const std::size_t size = encoded_size(x);
  if (size > layout::kMaxSize) return fail(ErrorCode::too_large, "a record takes more than 2 GiB");
  const std::size_t before = out.size();
  out.resize(before + size);
  encode_to(out.data() + before, x);
  auto valid = validate<X>(Bytes(out).subspan(before));
  if (valid) return {};
  out.resize(before);
  return fail(ErrorCode::invalid_argument, std::move(valid).error().text);
}

template <layout::Record X>
[[nodiscard]] Result<Buffer> encode(const X& x) {
  Buffer out;
  auto appended = append_encoded(out, x);
  if (!appended) return unexpected<Error>(std::move(appended).error());
  return out;
}

/// A view of validated bytes; ErrorCode::corruption where they are not what encode() writes. Valid as long as they are.
template <layout::Record X>
[[nodiscard]] Result<typename X::View> open(Bytes bytes) {
  auto valid = validate<X>(bytes);
  if (!valid) return unexpected<Error>(std::move(valid).error());
  return typename X::View(layout::place_of(bytes, X::View::kShape));
}

/// What a view shows, as a value of its own.
template <layout::Record X>
[[nodiscard]] X to_struct(const typename X::View& view) {
  X x;
  layout::assign_record(x, view.place());
  return x;
}

template <layout::Record X>
[[nodiscard]] Result<X> decode(Bytes bytes) {
  auto view = open<X>(bytes);
  if (!view) return unexpected<Error>(std::move(view).error());
  return to_struct<X>(*view);
}

}  // namespace cqrs
