#include <array>
#include <cstring>
#include <limits>

#include <cqrs/duration.hpp>
#include <cqrs/json.hpp>

// Walks through values by the tables of their types.

namespace cqrs::json {
namespace {

using record::FieldInfo;
using record::Kind;
using record::Table;
using record::TypeInfo;

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

/// An enum is not what is below it, only of the same size.
std::uint16_t enum_number(const void* value) {
  std::uint16_t number = 0;
  std::memcpy(&number, value, sizeof number);
  return number;
}

Int128 decimal_units(const TypeInfo& type, const void* value) {
  // Decimal holds its units and nothing else.
  return type.precision <= 18 ? as<std::int64_t>(value) : as<Int128>(value);
}

void write_enum(JsonWriter& out, const TypeInfo& type, std::uint16_t number) {
  const std::string_view name = type.access.name == nullptr ? std::string_view{} : type.access.name(number);
  if (name.empty()) {
    out.number(std::uint64_t{number});
  } else {
    out.plain(name);
  }
}

void write_list(JsonWriter& out, const TypeInfo& type, const void* list) {
  out.open('[');
  const std::size_t size = type.access.size(list);
  for (std::size_t i = 0; i < size; ++i) {
    write_value(out, *type.inner, type.access.at(list, i));
    out.comma();
  }
  out.close(']');
}

void write_set(JsonWriter& out, const TypeInfo& type, const void* set) {
  out.open('[');
  type.access.each(set, [&](const void* element, const void*) {
    write_value(out, *type.inner, element);
    out.comma();
  });
  out.close(']');
}

/// A key of an object: text, whatever the JSON form of its type is.
void write_key(JsonWriter& out, const TypeInfo& type, const void* key) {
  std::string form;
  JsonWriter writer(form);
  write_value(writer, type, key);
  if (form.starts_with('"')) form = form.substr(1, form.size() - 2);
  out.key(form);
}

void write_map(JsonWriter& out, const TypeInfo& type, const void* map) {
  out.open('{');
  type.access.each(map, [&](const void* key, const void* value) {
    write_key(out, *type.key, key);
    write_value(out, *type.inner, value);
    out.comma();
  });
  out.close('}');
}

void write_optional(JsonWriter& out, const TypeInfo& type, const void* optional) {
  if (const void* value = type.access.get(optional)) {
    write_value(out, *type.inner, value);
  } else {
    out.null();
  }
}

/// A number of type T between its limits.
template <class T>
bool read_integer(JsonReader& in, const TypeInfo&, void* value) {
  if constexpr (std::is_signed_v<T>) {
    std::int64_t number = 0;
    if (!in.read_signed(number, std::numeric_limits<T>::min(), std::numeric_limits<T>::max())) return false;
    *static_cast<T*>(value) = static_cast<T>(number);
  } else {
    std::uint64_t number = 0;
    if (!in.read_unsigned(number, std::numeric_limits<T>::max())) return false;
    *static_cast<T*>(value) = static_cast<T>(number);
  }
  return true;
}

template <class T>
bool read_float(JsonReader& in, const TypeInfo&, void* value) {
  double number = 0;
  if (!in.read_double(number)) return false;
  *static_cast<T*>(value) = static_cast<T>(number);
  return true;
}

bool read_decimal(JsonReader& in, const TypeInfo& type, void* value) {
  Int128 units = 0;
  if (!in.read_decimal(units, type.precision, type.scale)) return false;
  if (type.precision <= 18) {
    *static_cast<std::int64_t*>(value) = static_cast<std::int64_t>(units);
  } else {
    *static_cast<Int128*>(value) = units;
  }
  return true;
}

bool read_string(JsonReader& in, const TypeInfo&, void* value) {
  std::string_view text;
  if (!in.read_text(text)) return false;
  *static_cast<std::string*>(value) = text;
  return true;
}

bool read_enum(JsonReader& in, const TypeInfo& type, void* value) {
  std::uint16_t number = 0;
  if (in.at_text() && type.access.from_name != nullptr) {
    std::string_view name;
    if (!in.read_text(name)) return false;
    const bool found =
        type.access.from_name(name, number) || (in.at_key() && read_integer<std::uint16_t>(in, type, &number));
    if (!found) return in.fail("\"" + std::string(name) + "\" is not one of its names");
  } else if (!read_integer<std::uint16_t>(in, type, &number)) {
    return false;
  }
  std::memcpy(value, &number, sizeof number);
  return true;
}

bool read_list(JsonReader& in, const TypeInfo& type, void* list) {
  type.access.clear(list);
  return in.read_list([&] {
    if (type.access.append != nullptr) return read_value(in, *type.inner, type.access.append(list));
    bool flag = false;
    if (!in.read_boolean(flag)) return false;
    type.access.append_boolean(list, flag);
    return true;
  });
}

bool read_set(JsonReader& in, const TypeInfo& type, void* set) {
  type.access.clear(set);
  const auto read = [&](void* element, void*) { return read_value(in, *type.inner, element); };
  // Where the element itself is wrong, that has been noted already.
  return in.read_list([&] { return type.access.insert(set, read) || in.fail("it is in the set already"); });
}

bool read_map(JsonReader& in, const TypeInfo& type, void* map) {
  type.access.clear(map);
  return in.read_object([&](std::string_view text) {
    const auto read = [&](void* key, void* value) {
      return in.read_key(text, [&] { return read_value(in, *type.key, key); }) && read_value(in, *type.inner, value);
    };
    return type.access.insert(map, read) || in.fail("the key is given twice");
  });
}

/// An element that may be absent; a field that is absent is not written at all.
bool read_optional(JsonReader& in, const TypeInfo& type, void* optional) {
  type.access.reset(optional);
  return in.at_null() || read_value(in, *type.inner, type.access.emplace(optional));
}

/// A value that the reader knows how to read.
template <class T, bool (JsonReader::*kRead)(T&)>
bool read_as(JsonReader& in, const TypeInfo&, void* value) {
  return (in.*kRead)(*static_cast<T*>(value));
}

bool read_generated(JsonReader& in, const TypeInfo& type, void* value) { return type.access.read_json(in, value); }

using Read = bool (*)(JsonReader& in, const TypeInfo& type, void* value);

constexpr Read reader_of(Kind kind) {
  switch (kind) {
    case Kind::boolean: return read_as<bool, &JsonReader::read_boolean>;
    case Kind::int8: return read_integer<std::int8_t>;
    case Kind::int16: return read_integer<std::int16_t>;
    case Kind::int32: return read_integer<std::int32_t>;
    case Kind::int64: return read_integer<std::int64_t>;
    case Kind::uint8: return read_integer<std::uint8_t>;
    case Kind::uint16: return read_integer<std::uint16_t>;
    case Kind::uint32: return read_integer<std::uint32_t>;
    case Kind::uint64: return read_integer<std::uint64_t>;
    case Kind::float32: return read_float<float>;
    case Kind::float64: return read_float<double>;
    case Kind::decimal: return read_decimal;
    case Kind::uuid: return read_as<Uuid, &JsonReader::read_uuid>;
    case Kind::instant: return read_as<Instant, &JsonReader::read_instant>;
    case Kind::duration: return read_as<Duration, &JsonReader::read_duration>;
    case Kind::date: return read_as<Date, &JsonReader::read_date>;
    case Kind::enumeration: return read_enum;
    case Kind::text: return read_string;
    case Kind::bytes: return read_as<Buffer, &JsonReader::read_base64>;
    case Kind::list: return read_list;
    case Kind::set: return read_set;
    case Kind::map: return read_map;
    case Kind::optional: return read_optional;
    case Kind::record:
    case Kind::union_: break;
  }
  return read_generated;
}

/// One call to what each kind needs, instead of a function that has made room for the needs of all.
constexpr auto kReaders = [] {
  std::array<Read, static_cast<std::size_t>(Kind::union_) + 1> readers{};
  for (std::size_t kind = 0; kind < readers.size(); ++kind) readers[kind] = reader_of(static_cast<Kind>(kind));
  return readers;
}();

}  // namespace

bool read_value(JsonReader& in, const TypeInfo& type, void* value) {
  return kReaders[static_cast<std::size_t>(type.kind)](in, type, value);
}

namespace {

/// The field of that name; null if there is none.
const FieldInfo* find_field(const Table& table, std::string_view name) {
  for (const FieldInfo& field : table.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

bool read_field(JsonReader& in, const FieldInfo& field, void* record) {
  void* member = record::member_at(record, field.offset);
  if (field.type->kind != Kind::optional) return read_value(in, *field.type, member);
  return read_value(in, *field.type->inner, field.type->access.emplace(member));
}

/// Which fields of a record have been read. Few records have so many that memory must be asked for.
class SeenFields {
 public:
  void begin(std::size_t fields) {
    first_ = 0;
    if (fields > kBits) more_.assign(fields - kBits, false);
  }
  void add(std::size_t i) {
    if (i < kBits) {
      first_ |= std::uint64_t{1} << i;
    } else {
      more_[i - kBits] = true;
    }
  }
  /// Whether the first so many have been read.
  [[nodiscard]] bool has_all(std::size_t fields) const {
    return fields < kBits && first_ == (std::uint64_t{1} << fields) - 1;
  }
  [[nodiscard]] bool has(std::size_t i) const { return i < kBits ? (first_ >> i & 1U) != 0 : more_[i - kBits]; }

 private:
  static constexpr std::size_t kBits = 64;

  std::uint64_t first_ = 0;
  std::vector<bool> more_;
};

/// After the last key: what is optional and was not given is absent; what is not is missing.
bool finish_record(JsonReader& in, const Table& table, const SeenFields& seen, void* record) {
  if (seen.has_all(table.fields.size())) return true;
  for (std::size_t i = 0; i < table.fields.size(); ++i) {
    const FieldInfo& field = table.fields[i];
    if (seen.has(i)) continue;
    if (field.type->kind != Kind::optional) return in.fail_field(field.name, "the field is missing");
    field.type->access.reset(record::member_at(record, field.offset));
  }
  return true;
}

}  // namespace

void write_value(JsonWriter& out, const TypeInfo& type, const void* value) {
  switch (type.kind) {
    case Kind::boolean: return out.boolean(as<bool>(value));
    case Kind::int8: return out.number(std::int64_t{as<std::int8_t>(value)});
    case Kind::int16: return out.number(std::int64_t{as<std::int16_t>(value)});
    case Kind::int32: return out.number(std::int64_t{as<std::int32_t>(value)});
    case Kind::int64: return out.number(as<std::int64_t>(value));
    case Kind::uint8: return out.number(std::uint64_t{as<std::uint8_t>(value)});
    case Kind::uint16: return out.number(std::uint64_t{as<std::uint16_t>(value)});
    case Kind::uint32: return out.number(std::uint64_t{as<std::uint32_t>(value)});
    case Kind::uint64: return out.number(as<std::uint64_t>(value));
    case Kind::float32: return out.number(as<float>(value));
    case Kind::float64: return out.number(as<double>(value));
    case Kind::decimal: return out.decimal(decimal_units(type, value), type.scale);
    case Kind::uuid: return out.uuid(as<Uuid>(value));
    case Kind::instant: return out.plain(to_string(as<Instant>(value)));
    case Kind::duration: return out.plain(duration_text(as<Duration>(value)));
    case Kind::date: return out.plain(to_string(as<Date>(value)));
    case Kind::enumeration: return write_enum(out, type, enum_number(value));
    case Kind::text: return out.text(as<std::string>(value));
    case Kind::bytes: return out.base64(as<Buffer>(value));
    case Kind::list: return write_list(out, type, value);
    case Kind::set: return write_set(out, type, value);
    case Kind::map: return write_map(out, type, value);
    case Kind::optional: return write_optional(out, type, value);
    case Kind::record:
    case Kind::union_: return type.access.write_json(out, value);
  }
}

namespace {

void write_members(JsonWriter& out, const Table& table, const void* record) {
  for (const FieldInfo& field : table.fields) {
    const TypeInfo* type = field.type;
    const void* value = record::member_at(record, field.offset);
    if (type->kind == Kind::optional) {
      value = type->access.get(value);
      type = type->inner;
      if (value == nullptr) continue;
    }
    out.key(field.name);
    write_value(out, *type, value);
    out.comma();
  }
}

/// Reads the fields of one record as their keys come, which is mostly the order in which they are declared.
struct RecordReading {
  JsonReader& in;
  const Table* table = nullptr;
  void* record = nullptr;
  std::string_view tag = {};  ///< a key that has been read already
  SeenFields seen = {};
  bool tag_seen = false;

  void begin(const Table& fields, void* target) {
    table = &fields;
    record = target;
    seen.begin(fields.fields.size());
  }
  bool read_all() {
    const FieldInfo* likely = table->fields.data();
    const FieldInfo* const end = likely + table->fields.size();
    std::string_view key;
    for (bool first = true;; first = false) {
      std::string_view name = first ? tag : std::string_view{};
      if (name.empty() && likely != end) name = likely->name;
      if (!in.next_member(first, name, key)) break;
      const bool in_order = likely != end && key.data() == likely->name.data();
      if (!read(in_order ? likely : find_field(*table, key), key, likely)) return in.fail_member(key);
    }
    return !in.failed() && finish_record(in, *table, seen, record);
  }

 private:
  bool read(const FieldInfo* field, std::string_view key, const FieldInfo*& next) {
    if (!tag.empty() && key == tag) return read_tag();
    if (field == nullptr) return in.fail("there is no such field");
    const auto index = static_cast<std::size_t>(field - table->fields.data());
    if (seen.has(index)) return in.fail("the field is given twice");
    seen.add(index);
    next = field + 1;
    return read_field(in, *field, record);
  }
  bool read_tag() {
    if (tag_seen) return in.fail("the field is given twice");
    tag_seen = true;
    std::string_view text;
    return in.read_text(text);
  }
};

constexpr std::string_view kTag = "type";

std::string no_alternative(std::string_view name, record::Alternatives alternatives) {
  std::string text = "\"" + std::string(name) + "\" is none of ";
  for (const auto& alternative : alternatives) {
    text += (&alternative == alternatives.data() ? "" : ", ") + std::string(alternative.name);
  }
  return text;
}

}  // namespace

void write_record(JsonWriter& out, const Table& table, const void* record) {
  out.open('{');
  write_members(out, table, record);
  out.close('}');
}

bool read_record(JsonReader& in, const Table& table, void* record) {
  RecordReading reading{in};
  reading.begin(table, record);
  return in.open_object() && reading.read_all();
}

void write_alternative(JsonWriter& out, const record::AlternativeInfo& alternative, const void* held) {
  out.open('{');
  out.key(kTag);
  out.plain(alternative.name);
  out.comma();
  write_members(out, alternative.table(), held);
  out.close('}');
}

bool read_alternative(JsonReader& in, record::Alternatives alternatives, FunctionRef<void*(std::size_t)> hold) {
  RecordReading reading{in};
  reading.tag = kTag;
  const auto choose = [&](std::string_view name) {
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
      if (alternatives[i].name != name) continue;
      reading.begin(alternatives[i].table(), hold(i));
      return true;
    }
    return in.fail(no_alternative(name, alternatives));
  };
  return in.open_object() && in.choose_by(kTag, choose) && reading.read_all();
}

}  // namespace cqrs::json
