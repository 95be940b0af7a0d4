#pragma once

#include <algorithm>
#include <cstring>

#include <cqrs/expected.hpp>
#include <cqrs/flat.hpp>
#include <cqrs/layout.hpp>
#include <cqrs/traits.hpp>

// The binary codec: writing, validating and decoding records in the layout of docs/storage-format.md.
//
//   Result<Buffer> bytes = cqrs::encode(deposited);
//   Result<MoneyDepositedView> view = cqrs::open<MoneyDeposited>(*bytes);       // validated, read in place
//   Result<MoneyDeposited> copy = cqrs::decode<MoneyDeposited>(*bytes);
//
// A type is stored when its `fields` function states positions and its View class is known (its _views.hpp header).

namespace cqrs {
namespace layout {

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

struct TailSizer {
  std::size_t size = 0;

  template <class T>
  void operator()(const char*, Field, const T& value) {
    if constexpr (!HasScalar<T>) size += tail_size(value);
  }
};

struct FieldWriter {
  Slot slot;
  std::byte* tail;

  template <class T>
  void operator()(const char*, Field field, const T& value) {
    tail = write(value, slot, field, tail);
  }
};

/// What a record adds to the tail it shares.
template <Record X>
[[nodiscard]] std::size_t record_tail_size(const X& x) {
  if constexpr (X::View::kShape.ends == 0) {
    return 0;
  } else {
    TailSizer sizer;
    X::View::fields(sizer, x);
    return sizer.size;
  }
}

template <Record X>
[[nodiscard]] std::byte* write_record(const X& x, const Slot& slot, std::byte* tail) {
  constexpr std::size_t kPresence = (kTraits<X>.optionals + 7) / 8;
  if constexpr (kPresence > 0) std::memset(slot.fixed, 0, kPresence);
  FieldWriter writer{slot, tail};
  X::View::fields(writer, x);
  return writer.tail;
}

/// The size of a record that stands alone.
template <Record X>
[[nodiscard]] std::size_t record_size(const X& x) {
  constexpr Shape kShape = X::View::kShape;
  return kShape.fixed + kEndSize * kShape.ends + record_tail_size(x);
}

/// The elements of a list, a set or a map, as records.
template <class C>
struct Elements {
  using T = typename C::value_type;
  static constexpr Shape kShape = element_shape<T>();

  static std::size_t tail(const T& element) { return tail_size(element); }
  static void write(const T& element, const Slot& slot, std::byte*& tail) {
    if constexpr (kIsOptional<T>) *slot.fixed = std::byte{0};
    tail = layout::write(element, slot, element_field(kIsOptional<T>), tail);
  }
};
template <class K, class V>
struct Elements<Map<K, V>> {
  using T = std::pair<const K, V>;
  static constexpr EntryFields kFields = kEntryFields<K, V>;
  static constexpr Shape kShape = kFields.shape;

  static std::size_t tail(const T& entry) { return tail_size(entry.first) + tail_size(entry.second); }
  static void write(const T& entry, const Slot& slot, std::byte*& tail) {
    if constexpr (kIsOptional<V>) *slot.fixed = std::byte{0};
    tail = layout::write(entry.first, slot, kFields.key, tail);
    tail = layout::write(entry.second, slot, kFields.value, tail);
  }
};

template <class C>
[[nodiscard]] std::size_t list_size(const C& list) {
  constexpr Shape kShape = Elements<C>::kShape;
  if constexpr (kShape.ends == 0) {
    return list.size() * std::max<std::size_t>(kShape.fixed, 1);
  } else {
    if (list.empty()) return 0;
    std::size_t size = sizeof(std::uint32_t) + list.size() * (kShape.fixed + kEndSize * kShape.ends);
    for (const auto& element : list) size += Elements<C>::tail(element);
    return size;
  }
}

template <class C>
[[nodiscard]] std::byte* write_list(const C& list, std::byte* at) {
  constexpr Shape kShape = Elements<C>::kShape;
  if (list.empty()) return at;
  if constexpr (kShape == Shape{0, 0}) {
    std::memset(at, 0, list.size());
    return at + list.size();
  } else if constexpr (kShape.ends == 0) {
    for (const auto& element : list) {
      std::byte* none = nullptr;
      Elements<C>::write(element, Slot{at, nullptr, nullptr}, none);
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
      Elements<C>::write(element, Slot{fixed, ends, begin}, tail);
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
  } else if constexpr (kIsList<T> || kIsSet<T> || kIsMap<T>) {
    return list_size(value);
  } else if constexpr (UnionType<T>) {
    return value.visit([](const auto& one) { return kNumberSize + record_size(one); });
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

/// Both ends of a short text, which overlap in the middle.
template <std::size_t Half>
void copy_ends(std::byte* to, const std::byte* from, std::size_t size) noexcept {
  std::byte first[Half];
  std::byte last[Half];
  std::memcpy(first, from, Half);
  std::memcpy(last, from + size - Half, Half);
  std::memcpy(to, first, Half);
  std::memcpy(to + size - Half, last, Half);
}

/// Most texts are short: for those a call of memcpy costs more than the copy.
[[nodiscard]] inline std::byte* write_blob(const void* data, std::size_t size, std::byte* tail) noexcept {
  const auto* const from = static_cast<const std::byte*>(data);
  if (size > 32) {
    std::memcpy(tail, from, size);
  } else if (size > 16) {
    copy_ends<16>(tail, from, size);
  } else if (size >= 8) {
    copy_ends<8>(tail, from, size);
  } else if (size >= 4) {
    copy_ends<4>(tail, from, size);
  } else if (size > 0) {
    tail[0] = from[0];
    tail[size / 2] = from[size / 2];
    tail[size - 1] = from[size - 1];
  }
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

template <UnionType T>
[[nodiscard]] std::byte* write_union(const T& value, std::byte* at) {
  return value.visit([&]<class A>(const A& one) {
    store(at, A::kNumber);
    const Slot slot = slot_of(at + kNumberSize, A::View::kShape);
    return write_record(one, slot, slot.tail);
  });
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
    if constexpr (kIsList<T> || kIsSet<T> || kIsMap<T>) {
      tail = write_list(value, tail);
    } else if constexpr (UnionType<T>) {
      tail = write_union(value, tail);
    } else if constexpr (StrongId<T>) {
      tail = write_blob(value.value().data(), value.value().size(), tail);
    } else {
      tail = write_blob(value.data(), value.size(), tail);
    }
    slot.set_end(field.end, tail);
    return tail;
  }
}

/// Writes one record behind what is in a buffer, field by field: straight code for generated ones.
class RecordWriter {
 public:
  /// `tail` is what the fields add to it, together.
  RecordWriter(Buffer& out, Shape shape, std::size_t optionals, std::size_t tail) {
    const std::size_t before = out.size();
    out.resize(before + shape.fixed + kEndSize * shape.ends + tail);
    slot_ = slot_of(out.data() + before, shape);
    tail_ = slot_.tail;
    for (std::size_t i = 0; i < optionals; i += 8) slot_.fixed[i / 8] = std::byte{0};
  }

  template <class T>
  void operator()(Field field, const T& value) {
    tail_ = write(value, slot_, field, tail_);
  }

 private:
  Slot slot_{};
  std::byte* tail_;
};

// ---- Validating and decoding ----

/// What is wrong with the bytes of a record that stands alone, such as "note: the text is not UTF-8"; none where they
/// are its only encoding. Allocates nothing unless there is something to say.
[[nodiscard]] std::optional<Error> find_error(const record::Layout& layout, Bytes bytes);

/// Makes of the struct what validated bytes say.
void assign_record(void* x, const record::Layout& layout, const Place& place);

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

/// Whether the bytes hold one X, whole, in its only encoding.
template <layout::Record X>
[[nodiscard]] bool is_valid(Bytes bytes) {
  if constexpr (requires { X::View::valid(bytes); }) {
    return X::View::valid(bytes);
  } else if constexpr (layout::is_flat<X>()) {
    return layout::flat_valid<X>(bytes);
  } else {
    return !layout::find_error(record::layout_of<X>(), bytes);
  }
}

/// What is wrong with the bytes, if anything: is_valid() in words.
template <layout::Record X>
[[nodiscard]] Result<void> validate(Bytes bytes) {
  if (layout::kHasStraightValidator<X> && is_valid<X>(bytes)) return {};
  if (auto error = layout::find_error(record::layout_of<X>(), bytes)) return unexpected<Error>(std::move(*error));
  return {};
}

/// A view of bytes that have been validated. Valid as long as they are.
template <layout::Record X>
[[nodiscard]] typename X::View view_of(Bytes valid) {
  return typename X::View(layout::place_of(valid, X::View::kShape));
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
  if (auto valid = validate<X>(bytes); !valid) return unexpected(std::move(valid).error());
  return view_of<X>(bytes);
}

/// What a view shows, as a value of its own.
template <layout::Record X>
[[nodiscard]] X to_struct(const typename X::View& view) {
  X x;
  if constexpr (layout::is_flat<X>()) {
    layout::flat_assign_record(x, view.place());
  } else {
    layout::assign_record(&x, record::layout_of<X>(), view.place());
  }
  return x;
}

template <layout::Record X>
[[nodiscard]] Result<X> decode(Bytes bytes) {
  if (auto valid = validate<X>(bytes); !valid) return unexpected(std::move(valid).error());
  return to_struct<X>(view_of<X>(bytes));
}

}  // namespace cqrs
