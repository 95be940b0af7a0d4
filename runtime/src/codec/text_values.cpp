#include <cstring>

#include <cqrs/duration.hpp>
#include <cqrs/text.hpp>

// Prints values by the tables of their types.

namespace cqrs::text {
namespace {

using record::FieldInfo;
using record::Kind;
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

void print_enum(Printer& out, const TypeInfo& type, std::uint16_t number) {
  const std::string_view name = type.access.name == nullptr ? std::string_view{} : type.access.name(number);
  if (name.empty()) {
    out.unknown_enum(number);
  } else {
    out.word(name);
  }
}

void print_list(Printer& out, const TypeInfo& type, const void* list) {
  out.begin_list();
  const std::size_t size = type.access.size(list);
  for (std::size_t i = 0; i < size; ++i) {
    out.begin_element(i);
    print_value(out, *type.inner, type.access.at(list, i));
    out.end_element();
  }
  out.end_list();
}

void print_set(Printer& out, const TypeInfo& type, const void* set) {
  out.begin_list();
  std::size_t index = 0;
  type.access.each(set, [&](const void* element, const void*) {
    out.begin_element(index++);
    print_value(out, *type.inner, element);
    out.end_element();
  });
  out.end_list();
}

void print_map(Printer& out, const TypeInfo& type, const void* map) {
  out.begin_list();
  bool first = true;
  type.access.each(map, [&](const void* key, const void* value) {
    Printer name(out.style() == Printer::Style::message ? Printer::Style::message : Printer::Style::source);
    print_value(name, *type.key, key);
    out.begin_entry(name.text(), first);
    print_value(out, *type.inner, value);
    out.end_element();
    first = false;
  });
  out.end_list();
}

void print_optional(Printer& out, const TypeInfo& type, const void* optional) {
  if (const void* value = type.access.get(optional)) {
    print_value(out, *type.inner, value);
  } else {
    out.word("none");
  }
}

}  // namespace

void print_value(Printer& out, const TypeInfo& type, const void* value) {
  switch (type.kind) {
    case Kind::boolean: return out.word(as<bool>(value) ? "true" : "false");
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
    case Kind::decimal:
      return out.decimal(type.precision <= 18 ? as<std::int64_t>(value) : as<Int128>(value), type.scale);
    case Kind::uuid: return out.quoted(to_string(as<Uuid>(value)));
    case Kind::instant: return out.quoted(to_string(as<Instant>(value)));
    case Kind::duration: return out.quoted(duration_text(as<Duration>(value)));
    case Kind::date: return out.quoted(to_string(as<Date>(value)));
    case Kind::enumeration: return print_enum(out, type, enum_number(value));
    case Kind::text: return out.quoted(as<std::string>(value));
    case Kind::bytes: return out.bytes(as<Buffer>(value));
    case Kind::list: return print_list(out, type, value);
    case Kind::set: return print_set(out, type, value);
    case Kind::map: return print_map(out, type, value);
    case Kind::optional: return print_optional(out, type, value);
    case Kind::record:
    case Kind::union_: return type.access.print(out, value);
  }
}

namespace {

void print_members(Printer& out, const record::Table& table, const void* record) {
  for (const FieldInfo& field : table.fields) {
    out.begin_field(field.name);
    print_value(out, *field.type, record::member_at(record, field.offset));
    out.end_field();
  }
  out.end_record();
}

}  // namespace

void print_record(Printer& out, std::string_view name, const record::Table& table, const void* record) {
  out.begin_record(name);
  print_members(out, table, record);
}

void print_record(Printer& out, const record::Table& table, const void* record) {
  print_record(out, table.name, table, record);
}

void print_alternative(Printer& out, const record::AlternativeInfo& alternative, const void* held) {
  out.begin_alternative(alternative.name);
  print_members(out, alternative.table(), held);
}

}  // namespace cqrs::text
