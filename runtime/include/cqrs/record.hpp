#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <cqrs/bytes.hpp>
#include <cqrs/collections.hpp>
#include <cqrs/date.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/function_ref.hpp>
#include <cqrs/id.hpp>
#include <cqrs/time.hpp>
#include <cqrs/union.hpp>
#include <cqrs/uuid.hpp>

// Tables of what types and records are made of, for the code that walks through values: JSON, printing, validating,
// decoding. That code is compiled once, here in the runtime; a generated type only adds its table. (Templates that do
// the same for each type made generated code ten times slower to compile.)

namespace cqrs {

class JsonReader;
class JsonWriter;
class Printer;

/// An enum whose names are generated: `enum_name` and `enum_from_name` are found beside it.
template <class T>
concept NamedEnum = std::is_enum_v<T> && requires(T value) {
  { enum_name(value) } -> std::same_as<std::string_view>;
  { enum_from_name(std::string_view{}, value) } -> std::same_as<bool>;
};

namespace record {
struct Table;
}
namespace json {
void write_record(JsonWriter& out, const record::Table& table, const void* record);
[[nodiscard]] bool read_record(JsonReader& in, const record::Table& table, void* record);
}  // namespace json
namespace text {
void print_record(Printer& out, const record::Table& table, const void* record);
}

namespace record {

enum class Kind : std::uint8_t {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float32,
  float64,
  decimal,
  uuid,
  instant,
  duration,
  date,
  enumeration,
  text,
  bytes,
  list,
  set,
  map,
  optional,
  record,
  union_,
};

/// What can be done with a value behind a pointer. Which functions are there depends on the kind.
struct Access {
  // list, and as far as it goes set and map
  std::size_t (*size)(const void* list) = nullptr;
  const void* (*at)(const void* list, std::size_t index) = nullptr;
  void (*clear)(void* list) = nullptr;
  void* (*resize)(void* list, std::size_t size) = nullptr;  ///< gives the first element; null for a list of bool
  std::size_t element_size = 0;
  void* (*append)(void* list) = nullptr;               ///< a new element; null for a list of bool
  void (*append_boolean)(void* list, bool) = nullptr;  ///< for a list of bool

  // set and map: each element in order, and of a map what it stands for; and one more, told by `fill` of a new one,
  // which is best behind all others. False where `fill` is, or where it is there already.
  void (*each)(const void* collection, FunctionRef<void(const void* key, const void* value)> visit) = nullptr;
  bool (*insert)(void* collection, FunctionRef<bool(void* key, void* value)> fill) = nullptr;

  // optional
  const void* (*get)(const void* optional) = nullptr;  ///< null when there is nothing
  void* (*emplace)(void* optional) = nullptr;
  void (*reset)(void* optional) = nullptr;

  // enumeration
  std::string_view (*name)(std::uint16_t number) = nullptr;
  bool (*from_name)(std::string_view name, std::uint16_t& number) = nullptr;

  // union: which of its alternatives it is, counted from 0; that one; and making it another
  std::size_t (*which)(const void* value) = nullptr;
  const void* (*held)(const void* value) = nullptr;
  void* (*hold)(void* value, std::size_t index) = nullptr;

  // record and union: what is generated beside it, as far as it is
  void (*write_json)(JsonWriter& out, const void* record) = nullptr;
  bool (*read_json)(JsonReader& in, void* record) = nullptr;
  void (*print)(Printer& out, const void* record) = nullptr;
};

/// A type of values. Identifiers are what they are made of.
struct TypeInfo {
  Kind kind;
  std::uint8_t precision = 0;  ///< of a decimal
  std::uint8_t scale = 0;
  const TypeInfo* inner = nullptr;  ///< of an element, of a map's values, or of what is optional
  const TypeInfo* key = nullptr;    ///< of a map
  Access access = {};
};

/// How values of a type are stored; see docs/storage-format.md.
struct StoredInfo;

struct FieldInfo {
  std::string_view name;
  std::size_t offset;  ///< in the struct
  const TypeInfo* type;
  layout::Field place;       ///< in the stored record
  const StoredInfo* stored;  ///< null where the record is never stored
};

/// What a record is made of. Lives for ever.
struct Table {
  std::string_view name = {};  ///< as it is printed
  std::span<const FieldInfo> fields = {};
  /// A new record without anything said, and its end. Null where nobody makes one without knowing its type.
  void* (*make)() = nullptr;
  void (*drop)(void* record) = nullptr;
};

/// A record that states its table, as generated ones do.
template <class T>
concept Tabled = requires {
  { T::kTable } -> std::same_as<const Table&>;
};

}  // namespace record

// What is found beside types that state no table.

template <record::Tabled T>
void write_json(JsonWriter& out, const T& value) {
  json::write_record(out, T::kTable, &value);
}
template <record::Tabled T>
[[nodiscard]] bool read_json(JsonReader& in, T& value) {
  return json::read_record(in, T::kTable, &value);
}
template <record::Tabled T>
void print(Printer& out, const T& value) {
  text::print_record(out, T::kTable, &value);
}

namespace record {

/// One alternative of a union.
struct AlternativeInfo {
  std::string_view name;
  const Table& (*table)();
};
using Alternatives = std::span<const AlternativeInfo>;

template <class T>
constexpr Access list_access() {
  using Element = typename T::value_type;
  Access access;
  access.size = [](const void* list) { return static_cast<const T*>(list)->size(); };
  access.clear = [](void* list) { static_cast<T*>(list)->clear(); };
  access.element_size = sizeof(Element);
  if constexpr (std::same_as<Element, bool>) {
    access.at = [](const void* list, std::size_t index) -> const void* {
      static constexpr bool kValues[] = {false, true};
      return &kValues[(*static_cast<const T*>(list))[index] ? 1 : 0];
    };
    access.append_boolean = [](void* list, bool value) { static_cast<T*>(list)->push_back(value); };
  } else {
    access.at = [](const void* list, std::size_t index) -> const void* {
      return static_cast<const T*>(list)->data() + index;
    };
    access.resize = [](void* list, std::size_t size) -> void* {
      static_cast<T*>(list)->resize(size);
      return static_cast<T*>(list)->data();
    };
    access.append = [](void* list) -> void* { return &static_cast<T*>(list)->emplace_back(); };
  }
  return access;
}

template <class T>
constexpr Access set_access() {
  Access access;
  access.size = [](const void* set) { return static_cast<const T*>(set)->size(); };
  access.clear = [](void* set) { static_cast<T*>(set)->clear(); };
  access.each = [](const void* set, FunctionRef<void(const void*, const void*)> visit) {
    for (const auto& element : *static_cast<const T*>(set)) visit(&element, nullptr);
  };
  access.insert = [](void* set, FunctionRef<bool(void*, void*)> fill) {
    typename T::value_type element{};
    if (!fill(&element, nullptr)) return false;
    T& to = *static_cast<T*>(set);
    const std::size_t before = to.size();
    to.insert(to.end(), std::move(element));
    return to.size() > before;
  };
  return access;
}

template <class T>
constexpr Access map_access() {
  Access access;
  access.size = [](const void* map) { return static_cast<const T*>(map)->size(); };
  access.clear = [](void* map) { static_cast<T*>(map)->clear(); };
  access.each = [](const void* map, FunctionRef<void(const void*, const void*)> visit) {
    for (const auto& [key, value] : *static_cast<const T*>(map)) visit(&key, &value);
  };
  access.insert = [](void* map, FunctionRef<bool(void*, void*)> fill) {
    typename T::key_type key{};
    typename T::mapped_type value{};
    if (!fill(&key, &value)) return false;
    T& to = *static_cast<T*>(map);
    const std::size_t before = to.size();
    to.emplace_hint(to.end(), std::move(key), std::move(value));
    return to.size() > before;
  };
  return access;
}

template <class T>
constexpr Access optional_access() {
  Access access;
  access.get = [](const void* optional) -> const void* {
    const T& value = *static_cast<const T*>(optional);
    return value ? &*value : nullptr;
  };
  access.emplace = [](void* optional) -> void* { return &static_cast<T*>(optional)->emplace(); };
  access.reset = [](void* optional) { static_cast<T*>(optional)->reset(); };
  return access;
}

template <class T>
constexpr Access enum_access() {
  static_assert(std::same_as<std::underlying_type_t<T>, std::uint16_t>);
  Access access;
  if constexpr (NamedEnum<T>) {
    access.name = [](std::uint16_t number) { return enum_name(static_cast<T>(number)); };
    access.from_name = [](std::string_view name, std::uint16_t& number) {
      T value{};
      if (!enum_from_name(name, value)) return false;
      number = static_cast<std::uint16_t>(value);
      return true;
    };
  }
  return access;
}

template <class T>
constexpr Access record_access() {
  Access access;
  if constexpr (requires(JsonWriter& out, const T& value) { write_json(out, value); }) {
    access.write_json = [](JsonWriter& out, const void* value) { write_json(out, *static_cast<const T*>(value)); };
  }
  if constexpr (requires(JsonReader& in, T& value) { read_json(in, value); }) {
    access.read_json = [](JsonReader& in, void* value) { return read_json(in, *static_cast<T*>(value)); };
  }
  if constexpr (requires(Printer& out, const T& value) { print(out, value); }) {
    access.print = [](Printer& out, const void* value) { print(out, *static_cast<const T*>(value)); };
  }
  return access;
}

template <class T, class... Types>
constexpr Access union_access(AlternativeList<Types...>) {
  Access access = record_access<T>();
  access.which = [](const void* value) { return static_cast<const T*>(value)->index(); };
  access.held = [](const void* value) {
    return static_cast<const T*>(value)->visit([](const auto& one) -> const void* { return &one; });
  };
  access.hold = [](void* value, std::size_t index) {
    using Hold = void* (*)(T&);
    constexpr Hold kHold[] = {[](T& of) -> void* { return &of.template emplace<Types>(); }...};
    return kHold[index](*static_cast<T*>(value));
  };
  return access;
}

template <class T>
constexpr Kind integer_kind() {
  constexpr int kSize = sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 1 : sizeof(T) == 4 ? 2 : 3;
  return static_cast<Kind>(static_cast<int>(std::is_signed_v<T> ? Kind::int8 : Kind::uint8) + kSize);
}

template <class T>
constexpr TypeInfo type_info();

template <class T>
inline constexpr TypeInfo kTypeInfo = type_info<T>();

template <class T>
constexpr TypeInfo type_info() {
  if constexpr (std::same_as<T, bool>) {
    return {.kind = Kind::boolean};
  } else if constexpr (Integer<T>) {
    return {.kind = integer_kind<T>()};
  } else if constexpr (std::floating_point<T>) {
    return {.kind = sizeof(T) == 4 ? Kind::float32 : Kind::float64};
  } else if constexpr (kIsDecimal<T>) {
    return {.kind = Kind::decimal, .precision = T::kPrecision, .scale = T::kScale};
  } else if constexpr (std::same_as<T, Uuid>) {
    return {.kind = Kind::uuid};
  } else if constexpr (std::same_as<T, Instant>) {
    return {.kind = Kind::instant};
  } else if constexpr (std::same_as<T, Duration>) {
    return {.kind = Kind::duration};
  } else if constexpr (std::same_as<T, Date>) {
    return {.kind = Kind::date};
  } else if constexpr (std::same_as<T, std::string>) {
    return {.kind = Kind::text};
  } else if constexpr (std::same_as<T, Buffer>) {
    return {.kind = Kind::bytes};
  } else if constexpr (StrongId<T>) {
    // An identifier is its base and nothing else, at the same address.
    static_assert(std::is_standard_layout_v<T> && sizeof(T) == sizeof(typename T::Value));
    return type_info<typename T::Value>();
  } else if constexpr (kIsList<T>) {
    return {.kind = Kind::list, .inner = &kTypeInfo<typename T::value_type>, .access = list_access<T>()};
  } else if constexpr (kIsSet<T>) {
    return {.kind = Kind::set, .inner = &kTypeInfo<typename T::value_type>, .access = set_access<T>()};
  } else if constexpr (kIsMap<T>) {
    return {.kind = Kind::map,
            .inner = &kTypeInfo<typename T::mapped_type>,
            .key = &kTypeInfo<typename T::key_type>,
            .access = map_access<T>()};
  } else if constexpr (kIsOptional<T>) {
    return {.kind = Kind::optional, .inner = &kTypeInfo<typename T::value_type>, .access = optional_access<T>()};
  } else if constexpr (std::is_enum_v<T>) {
    return {.kind = Kind::enumeration, .access = enum_access<T>()};
  } else if constexpr (UnionType<T>) {
    return {.kind = Kind::union_, .access = union_access<T>(typename T::Alternatives{})};
  } else {
    static_assert(std::is_class_v<T>, "no JSON form is defined for this type");
    return {.kind = Kind::record, .access = record_access<T>()};
  }
}

/// How a T is stored; defined in cqrs/layout.hpp.
template <class T>
struct StoredInfoOf;

/// A row of a generated table: of a field that is stored, and of one that never is.
template <class T>
constexpr FieldInfo stored_field(std::string_view name, std::size_t offset, layout::Field place) {
  return {name, offset, &kTypeInfo<T>, place, StoredInfoOf<T>::get()};
}
template <class T>
constexpr FieldInfo plain_field(std::string_view name, std::size_t offset) {
  return {name, offset, &kTypeInfo<T>, {}, nullptr};
}

/// For a generated table.
template <class X>
void* make() {
  return new X;
}
template <class X>
void drop(void* record) {
  delete static_cast<X*>(record);
}

/// Collects the fields of a record, from a value of it.
struct TableBuilder {
  const void* prototype;
  std::vector<FieldInfo>& fields;

  template <class T>
  void operator()(const char* name, const T& field) {
    add(name, &field, &kTypeInfo<T>, {}, nullptr);
  }
  template <class T>
  void operator()(const char* name, layout::Field place, const T& field) {
    add(name, &field, &kTypeInfo<T>, place, StoredInfoOf<T>::get());
  }

  void add(const char* name, const void* field, const TypeInfo* type, layout::Field place, const StoredInfo* stored);
};

/// The table of a type written by hand, made when it is first asked for. Thread-safe.
template <class X>
const Table& made_table() {
  // Never destroyed: threads may outlive the end of main().
  struct Made {
    std::vector<FieldInfo> fields;
    Table table;
  };
  static const Made& kept = *[] {
    auto* made = new Made;
    const X prototype{};
    TableBuilder builder{&prototype, made->fields};
    each_field(builder, prototype);
    made->table = {.fields = made->fields, .make = make<X>, .drop = drop<X>};
    return made;
  }();
  return kept.table;
}

template <class X>
const Table& table_of() {
  if constexpr (Tabled<X>) {
    return X::kTable;
  } else {
    return made_table<X>();
  }
}

template <class List>
struct AlternativeTable;
template <class... Types>
struct AlternativeTable<AlternativeList<Types...>> {
  static constexpr AlternativeInfo kRows[] = {{Types::kName, &table_of<Types>}...};
};

/// What the union X may be, in the order of declaration.
template <UnionType X>
constexpr Alternatives alternatives_of() {
  return AlternativeTable<typename X::Alternatives>::kRows;
}

inline const void* member_at(const void* record, std::size_t offset) noexcept {
  return static_cast<const std::byte*>(record) + offset;
}
inline void* member_at(void* record, std::size_t offset) noexcept { return static_cast<std::byte*>(record) + offset; }

}  // namespace record
}  // namespace cqrs
