#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <cqrs/bytes.hpp>
#include <cqrs/collections.hpp>
#include <cqrs/date.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/id.hpp>
#include <cqrs/record.hpp>
#include <cqrs/scalars.hpp>
#include <cqrs/time.hpp>
#include <cqrs/union.hpp>
#include <cqrs/uuid.hpp>

// The binary layout of stored values: reading in place. docs/storage-format.md is the specification. Everything here
// trusts its bytes: they have been validated (cqrs/codec.hpp does that), or were written by us a moment ago.

namespace cqrs::layout {

/// Lists, optional records and unions may be nested this deep.
inline constexpr int kMaxDepth = 64;

inline constexpr std::size_t kEndSize = 4;

// ---- Kinds of field ----

/// A struct made of fields that has a place in stored bytes: a value, an event, a state, an alternative of a union.
template <class T>
concept Record = requires { typename T::View; };

/// What stands before the fields of a union's alternative: its number.
inline constexpr std::size_t kNumberSize = 2;

/// Text and bytes, and identifiers made of text.
template <class T>
concept Blob = std::same_as<T, std::string> || std::same_as<T, Buffer> ||
               (StrongId<T> && std::same_as<typename T::Value, std::string>);

/// What the fixed part and the ends of a field of type T take in its record, its presence bit excepted.
template <class T>
constexpr Shape shape_of() {
  if constexpr (HasScalar<T>) {
    return {static_cast<std::uint32_t>(Scalar<T>::kSize), 0};
  } else if constexpr (Record<T>) {
    return T::View::kShape;
  } else if constexpr (kIsOptional<T>) {
    // What is optional and of variable size moves to the tail as a whole: left out, it takes one end.
    constexpr Shape kInner = shape_of<typename T::value_type>();
    return kInner.ends == 0 ? kInner : Shape{0, 1};
  } else {
    static_assert(Blob<T> || kIsList<T> || kIsSet<T> || kIsMap<T> || UnionType<T>,
                  "no stored form is defined for this type");
    return {0, 1};
  }
}

/// Whether the field's own record stands in the tail rather than among the fields of the one around it.
template <class T>
inline constexpr bool kIsBoxed = false;
template <Record T>
inline constexpr bool kIsBoxed<std::optional<T>> = T::View::kShape.ends > 0;

/// A list's element is a record; what is none becomes the only field of one.
template <class T>
constexpr Shape element_shape() {
  constexpr Shape kField = shape_of<T>();
  return {kField.fixed + (kIsOptional<T> ? 1U : 0U), kField.ends};
}

/// Where that only field is.
constexpr Field element_field(bool optional) noexcept { return {.offset = optional ? 1U : 0U, .end = 0, .bit = 0}; }

/// A map's entry is a record of two fields: its key, which is never optional, and its value.
struct EntryFields {
  Shape shape;
  Field key;
  Field value;
};
constexpr EntryFields entry_fields(Shape key, Shape value, bool optional) noexcept {
  const std::uint32_t bits = optional ? 1 : 0;
  return {.shape = {bits + key.fixed + value.fixed, key.ends + value.ends},
          .key = {.offset = bits, .end = 0, .bit = 0},
          .value = {.offset = bits + key.fixed, .end = key.ends, .bit = 0}};
}
template <class K, class V>
inline constexpr EntryFields kEntryFields = entry_fields(shape_of<K>(), shape_of<V>(), kIsOptional<V>);

// ---- Reading ----

/// Where the parts of one record are. The ends count from `tail`; what belongs to this record begins at `begin`.
struct Place {
  const std::byte* fixed = nullptr;
  const std::byte* ends = nullptr;
  const std::byte* tail = nullptr;
  std::uint32_t begin = 0;

  [[nodiscard]] std::uint32_t end(std::uint32_t index) const noexcept {
    return load<std::uint32_t>(ends + kEndSize * index);
  }
  [[nodiscard]] std::uint32_t begin_of(std::uint32_t index) const noexcept {
    return index == 0 ? begin : end(index - 1);
  }
  /// The part of the tail that belongs to an end.
  [[nodiscard]] Bytes slice(std::uint32_t index) const noexcept {
    const std::uint32_t from = begin_of(index);
    return {tail + from, end(index) - from};
  }
  [[nodiscard]] bool has(std::uint32_t bit) const noexcept {
    return ((std::to_integer<unsigned>(fixed[bit / 8]) >> (bit % 8)) & 1U) != 0;
  }
  /// A record among the fields of this one.
  [[nodiscard]] Place nested(Field field) const noexcept {
    return {fixed + field.offset, ends + kEndSize * field.end, tail, begin_of(field.end)};
  }
};

/// The place of a record that stands alone in `bytes`.
[[nodiscard]] inline Place place_of(Bytes bytes, Shape shape) noexcept {
  const std::byte* ends = bytes.data() + shape.fixed;
  return {bytes.data(), ends, ends + kEndSize * shape.ends, 0};
}

/// Where the parts of a list are.
struct ListPlace {
  const std::byte* fixed = nullptr;
  const std::byte* ends = nullptr;
  const std::byte* tail = nullptr;
  std::size_t size = 0;
  /// From one element's fixed part to the next. What takes no bytes at all takes one, so that it can be counted.
  std::size_t stride = 1;
  std::size_t ends_stride = 0;

  /// Of a list's part of the tail.
  [[nodiscard]] static ListPlace of(Bytes bytes, Shape element) noexcept {
    ListPlace list;
    list.stride = element == Shape{0, 0} ? 1 : element.fixed;
    list.ends_stride = kEndSize * element.ends;
    if (bytes.empty()) return list;
    list.fixed = bytes.data();
    if (element.ends == 0) {
      list.size = bytes.size() / list.stride;
    } else {
      list.size = load<std::uint32_t>(bytes.data());
      list.fixed += sizeof(std::uint32_t);
      list.ends = list.fixed + list.size * list.stride;
      list.tail = list.ends + list.size * list.ends_stride;
    }
    return list;
  }

  /// The record that is the element at `index`.
  [[nodiscard]] Place element(std::size_t index) const noexcept {
    const std::byte* element_ends = ends + index * ends_stride;
    const bool first = index == 0 || ends_stride == 0;
    return {fixed + index * stride, element_ends, tail, first ? 0 : load<std::uint32_t>(element_ends - kEndSize)};
  }
  /// The same where the elements' shape is known when it is compiled.
  template <Shape kElement>
  [[nodiscard]] Place element(std::size_t index) const noexcept {
    const std::byte* const element_fixed = fixed + index * (kElement == Shape{0, 0} ? 1 : kElement.fixed);
    if constexpr (kElement.ends == 0) {
      return {element_fixed, ends, tail, 0};
    } else {
      const std::byte* const element_ends = ends + index * (kEndSize * kElement.ends);
      return {element_fixed, element_ends, tail, index == 0 ? 0 : load<std::uint32_t>(element_ends - kEndSize)};
    }
  }
};

template <class T>
class ListView;
template <class T>
class SetView;
template <class K, class V>
class MapView;
template <class T>
class UnionView;

template <class T>
struct ViewOf {
  using type = T;
};
template <Record T>
struct ViewOf<T> {
  using type = typename T::View;
};
template <Blob T>
struct ViewOf<T> {
  using type = std::string_view;
};
template <>
struct ViewOf<Buffer> {
  using type = Bytes;
};
template <UnionType T>
struct ViewOf<T> {
  using type = UnionView<T>;
};
template <class T>
struct ViewOf<std::vector<T>> {
  using type = ListView<T>;
};
template <class T>
struct ViewOf<Set<T>> {
  using type = SetView<T>;
};
template <class K, class V>
struct ViewOf<Map<K, V>> {
  using type = MapView<K, V>;
};
template <class T>
struct ViewOf<std::optional<T>> {
  using type = std::optional<typename ViewOf<T>::type>;
};

/// How a view shows a field of type T: scalars as they are, text as std::string_view, records as their views, lists as
/// ListView, sets and maps as SetView and MapView, unions as UnionView, optionals of these.
template <class T>
using ViewType = typename ViewOf<T>::type;

template <class T>
[[nodiscard]] ViewType<T> read(const Place& place, Field field);

template <class View>
class IndexIterator;

/// A list in place. Valid as long as the bytes are.
template <class T>
class ListView {
 public:
  using value_type = ViewType<T>;
  using Iterator = IndexIterator<ListView>;

  ListView() = default;

  /// A list's part of the tail.
  explicit ListView(Bytes bytes) noexcept : list_(ListPlace::of(bytes, element_shape<T>())) {}

  [[nodiscard]] std::size_t size() const noexcept { return list_.size; }
  [[nodiscard]] bool empty() const noexcept { return list_.size == 0; }

  /// `index` is less than size().
  [[nodiscard]] value_type operator[](std::size_t index) const {
    return read<T>(list_.element<element_shape<T>()>(index), element_field(kIsOptional<T>));
  }

  [[nodiscard]] Iterator begin() const noexcept { return Iterator(this, 0); }
  [[nodiscard]] Iterator end() const noexcept { return Iterator(this, size()); }

 private:
  ListPlace list_;
};

/// Walks through what a view finds by its index.
template <class View>
class IndexIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = typename View::value_type;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = value_type;

  IndexIterator() = default;
  IndexIterator(const View* view, std::size_t index) noexcept : view_(view), index_(index) {}

  value_type operator*() const { return (*view_)[index_]; }
  IndexIterator& operator++() noexcept {
    ++index_;
    return *this;
  }
  IndexIterator operator++(int) noexcept {
    IndexIterator before = *this;
    ++index_;
    return before;
  }
  friend bool operator==(const IndexIterator& a, const IndexIterator& b) noexcept { return a.index_ == b.index_; }

 private:
  const View* view_ = nullptr;
  std::size_t index_ = 0;
};

/// What a key that is looked up is taken as: text and bytes in place.
template <class T>
struct LookupOf {
  using type = T;
};
template <>
struct LookupOf<std::string> {
  using type = std::string_view;
};
template <>
struct LookupOf<Buffer> {
  using type = Bytes;
};
template <class T>
using Lookup = typename LookupOf<T>::type;

/// A key as views show it.
template <class T>
[[nodiscard]] ViewType<T> shown(const Lookup<T>& key) {
  if constexpr (StrongId<T> && Blob<T>) {
    return key.value();
  } else {
    return key;
  }
}

template <class T>
[[nodiscard]] bool is_before(const ViewType<T>& a, const ViewType<T>& b) {
  if constexpr (std::same_as<T, Buffer>) {
    return as_text(a) < as_text(b);
  } else {
    return a < b;
  }
}

/// The index of the first key that is not before the wanted one; `key_at` gives the key at an index.
template <class T, class KeyAt>
[[nodiscard]] std::size_t lower_bound(std::size_t size, const ViewType<T>& wanted, const KeyAt& key_at) {
  std::size_t begin = 0;
  while (size > 0) {
    const std::size_t half = size / 2;
    if (is_before<T>(key_at(begin + half), wanted)) {
      begin += half + 1;
      size -= half + 1;
    } else {
      size = half;
    }
  }
  return begin;
}

/// A set in place: a list that ascends. Valid as long as the bytes are.
template <class T>
class SetView : public ListView<T> {
 public:
  using ListView<T>::ListView;

  [[nodiscard]] bool contains(const Lookup<T>& element) const {
    const ViewType<T> wanted = shown<T>(element);
    const std::size_t at = lower_bound<T>(this->size(), wanted, [&](std::size_t index) { return (*this)[index]; });
    return at < this->size() && !is_before<T>(wanted, (*this)[at]);
  }
};

/// A map in place, by its keys in ascending order. Valid as long as the bytes are.
template <class K, class V>
class MapView {
 public:
  using value_type = std::pair<ViewType<K>, ViewType<V>>;
  using Iterator = IndexIterator<MapView>;

  MapView() = default;

  /// A map's part of the tail.
  explicit MapView(Bytes bytes) noexcept : entries_(ListPlace::of(bytes, kEntryFields<K, V>.shape)) {}

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size; }
  [[nodiscard]] bool empty() const noexcept { return entries_.size == 0; }

  /// `index` is less than size().
  [[nodiscard]] value_type operator[](std::size_t index) const { return {key(index), value(index)}; }

  [[nodiscard]] Iterator begin() const noexcept { return Iterator(this, 0); }
  [[nodiscard]] Iterator end() const noexcept { return Iterator(this, size()); }

  [[nodiscard]] bool contains(const Lookup<K>& wanted) const { return index_of(wanted) < size(); }
  /// `wanted` is there.
  [[nodiscard]] ViewType<V> at(const Lookup<K>& wanted) const { return value(index_of(wanted)); }
  [[nodiscard]] std::optional<ViewType<V>> find(const Lookup<K>& wanted) const {
    const std::size_t index = index_of(wanted);
    return index < size() ? std::optional<ViewType<V>>(value(index)) : std::nullopt;
  }

 private:
  [[nodiscard]] ViewType<K> key(std::size_t index) const {
    return read<K>(entries_.element<kEntryFields<K, V>.shape>(index), kEntryFields<K, V>.key);
  }
  [[nodiscard]] ViewType<V> value(std::size_t index) const {
    return read<V>(entries_.element<kEntryFields<K, V>.shape>(index), kEntryFields<K, V>.value);
  }
  /// size() where it is not there.
  [[nodiscard]] std::size_t index_of(const Lookup<K>& wanted) const {
    const ViewType<K> at = shown<K>(wanted);
    const std::size_t index = lower_bound<K>(size(), at, [&](std::size_t i) { return key(i); });
    return index < size() && !is_before<K>(at, key(index)) ? index : size();
  }

  ListPlace entries_;
};

/// A union in place. Valid as long as the bytes are.
template <class T>
class UnionView {
 public:
  /// A union's part of the tail.
  explicit UnionView(Bytes bytes) noexcept : bytes_(bytes) {}

  /// Of the alternative that it is.
  [[nodiscard]] std::uint16_t number() const noexcept { return load<std::uint16_t>(bytes_.data()); }

  /// Whether it is an A, an alternative of the union.
  template <class A>
  [[nodiscard]] bool is() const noexcept {
    return number() == A::kNumber;
  }
  /// The A that it is, in place; nothing where it is another.
  template <class A>
  [[nodiscard]] std::optional<typename A::View> get_if() const {
    if (!is<A>()) return std::nullopt;
    return view<A>();
  }
  /// Calls the one of the functions that takes the view of what it is.
  template <class... Functions>
  decltype(auto) visit(Functions&&... functions) const {
    return choose(Overloaded<std::decay_t<Functions>...>{std::forward<Functions>(functions)...},
                  typename T::Alternatives{});
  }

  /// The fields, as a record that stands alone.
  [[nodiscard]] Bytes fields() const noexcept { return bytes_.subspan(kNumberSize); }

 private:
  template <class A>
  [[nodiscard]] typename A::View view() const {
    return typename A::View(place_of(fields(), A::View::kShape));
  }
  /// Valid bytes are one of the alternatives: what is none of the others is the last.
  template <class Function, class A, class... Others>
  decltype(auto) choose(const Function& function, AlternativeList<A, Others...>) const {
    if constexpr (sizeof...(Others) == 0) {
      return function(view<A>());
    } else {
      return is<A>() ? function(view<A>()) : choose(function, AlternativeList<Others...>{});
    }
  }

  Bytes bytes_;
};

template <class T>
inline constexpr bool kIsUnionView = false;
template <class T>
inline constexpr bool kIsUnionView<UnionView<T>> = true;

template <class T>
ViewType<T> read(const Place& place, Field field) {
  if constexpr (HasScalar<T>) {
    return Scalar<T>::load(place.fixed + field.offset);
  } else if constexpr (std::same_as<T, Buffer>) {
    return place.slice(field.end);
  } else if constexpr (Blob<T>) {
    return as_text(place.slice(field.end));
  } else if constexpr (kIsList<T> || kIsSet<T> || kIsMap<T> || UnionType<T>) {
    return ViewType<T>(place.slice(field.end));
  } else if constexpr (Record<T>) {
    return typename T::View(place.nested(field));
  } else {
    using Inner = typename T::value_type;
    if (!place.has(field.bit)) return std::nullopt;
    if constexpr (kIsBoxed<T>) {
      return typename Inner::View(place_of(place.slice(field.end), Inner::View::kShape));
    } else {
      return read<Inner>(place, field);
    }
  }
}

/// What every generated view is: the place of a record, read field by field. Two pointers and a bit; copy it. Valid as
/// long as the bytes are.
class View {
 public:
  explicit View(const Place& place) noexcept : place_(place) {}

  [[nodiscard]] const Place& place() const noexcept { return place_; }

 protected:
  template <class T>
  [[nodiscard]] ViewType<T> get(Field field) const {
    return read<T>(place_, field);
  }

 private:
  Place place_;
};

}  // namespace cqrs::layout

namespace cqrs {

/// `map[key]` of a map in place.
template <class K, class V>
[[nodiscard]] std::optional<layout::ViewType<V>> find(const layout::MapView<K, V>& map,
                                                      const std::type_identity_t<layout::Lookup<K>>& key) {
  return map.find(key);
}

}  // namespace cqrs

namespace cqrs::record {

/// A record that is stored: its table and its shape. Lives for ever.
struct Layout {
  const Table& table;
  layout::Shape shape;
  std::size_t optional_count = 0;
  /// The fields whose bytes may be wrong though all ends are right; and those that may be wrong even where there is
  /// nothing but ASCII in the tail.
  std::vector<const FieldInfo*> checked;
  std::vector<const FieldInfo*> checked_in_ascii;

  Layout(const Table& fields, layout::Shape record_shape);
};

/// The layout of X, made when it is first asked for. Thread-safe.
template <layout::Record X>
const Layout& layout_of() {
  static const Layout& kept = *new Layout(table_of<X>(), X::View::kShape);
  return kept;
}

/// Prints the record that the bytes hold, or appends its JSON form. False: they hold none, and nothing is appended.
[[nodiscard]] bool print_stored(Printer& out, const Table& table, layout::Shape shape, Bytes bytes);
[[nodiscard]] bool append_stored_json(std::string& out, const Table& table, layout::Shape shape, Bytes bytes);

/// One alternative of a stored union.
struct StoredAlternative {
  std::uint16_t number;
  const Layout& (*layout)();
};

struct StoredInfo {
  layout::Shape shape;                ///< as a field
  layout::Shape element = {};         ///< of the elements of a list or set, of a map's entries, as records
  const StoredInfo* inner = nullptr;  ///< of a list's element, of a map's values, or of what is optional
  const StoredInfo* key = nullptr;    ///< of a map
  const Layout& (*record)() = nullptr;
  std::span<const StoredAlternative> alternatives = {};  ///< of a union, in the order of declaration

  /// Of an optional: its record stands in the tail rather than among the fields of the one around it.
  [[nodiscard]] bool is_boxed() const { return inner->record != nullptr && inner->shape.ends > 0; }
};

template <class List>
struct StoredAlternatives;
template <class... Types>
struct StoredAlternatives<AlternativeList<Types...>> {
  static constexpr StoredAlternative kRows[] = {{Types::kNumber, &layout_of<Types>}...};
};

template <class T>
constexpr StoredInfo stored_info();

template <class T>
inline constexpr StoredInfo kStoredInfo = stored_info<T>();

template <class T>
constexpr StoredInfo stored_info() {
  StoredInfo info{.shape = layout::shape_of<T>()};
  if constexpr (kIsList<T> || kIsSet<T>) {
    info.element = layout::element_shape<typename T::value_type>();
    info.inner = &kStoredInfo<typename T::value_type>;
  } else if constexpr (kIsMap<T>) {
    info.element = layout::kEntryFields<typename T::key_type, typename T::mapped_type>.shape;
    info.inner = &kStoredInfo<typename T::mapped_type>;
    info.key = &kStoredInfo<typename T::key_type>;
  } else if constexpr (kIsOptional<T>) {
    info.inner = &kStoredInfo<typename T::value_type>;
  } else if constexpr (layout::Record<T>) {
    info.record = &layout_of<T>;
  } else if constexpr (UnionType<T>) {
    info.alternatives = StoredAlternatives<typename T::Alternatives>::kRows;
  }
  return info;
}

template <class T>
struct StoredInfoOf {
  static constexpr const StoredInfo* get() { return &kStoredInfo<T>; }
};

}  // namespace cqrs::record
