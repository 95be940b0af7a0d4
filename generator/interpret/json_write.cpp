#include <cmath>

#include "interpret/json.hpp"
#include "interpret/text_forms.hpp"
#include "model/aggregate.hpp"

namespace cqrsc::interpret {

using model::Type;
using model::TypeKind;

namespace {

void append_escaped(std::string& out, char character) {
  switch (character) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  if (static_cast<unsigned char>(character) < 0x20) {
    out += "\\u00" + hex_text({&character, 1});
  } else {
    out += character;
  }
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char character : text) append_escaped(out, character);
  return out + "\"";
}

std::string enum_json(const model::Enum& enumeration, std::uint16_t number, EnumText enums) {
  for (const model::EnumMember& member : enumeration.members) {
    if (member.number == number && enums == EnumText::Name) return quoted(member.name);
  }
  return std::to_string(number);
}

std::string float_json(const Type& type, double number) {
  if (std::isnan(number)) return "\"NaN\"";
  if (std::isinf(number)) return number < 0 ? "\"-Infinity\"" : "\"Infinity\"";
  return float_text(type, number);
}

std::string number_json(const Type& type, Int128 number) {
  switch (type.kind) {
    case TypeKind::Decimal: return quoted(model::decimal_text(number, type.scale));
    case TypeKind::Instant: return quoted(instant_text(number));
    case TypeKind::Date: return quoted(date_text(number));
    case TypeKind::Duration: return quoted(duration_text(number));
    default: return model::to_text(number);
  }
}

/// `"name":value,…` of the fields that are there, behind what stands in the object already.
std::string object_json(std::string out, const std::deque<model::Field>& fields, const Record& record, EnumText enums) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Value& value = record.fields[i];
    if (std::holds_alternative<Absent>(value.node)) continue;
    out += (out.size() > 1 ? "," : "") + quoted(fields[i].name) + ":" + to_json(*fields[i].type, value, enums);
  }
  return out + "}";
}

std::string list_json(const Type& type, const List& list, EnumText enums) {
  std::string out = "[";
  for (const Value& element : list.elements)
    out += (out.size() > 1 ? "," : "") + to_json(*type.element, element, enums);
  return out + "]";
}

std::string map_json(const Type& type, const Map& map, EnumText enums) {
  std::string out = "{";
  for (const MapEntry& entry : map.entries) {
    std::string key = to_json(*type.key, entry.key, enums);
    if (!key.starts_with('"')) key = "\"" + key + "\"";
    out += (out.size() > 1 ? "," : "") + key + ":" + to_json(*type.element, entry.value, enums);
  }
  return out + "}";
}

std::string union_json(const Type& type, const UnionCase& chosen, EnumText enums) {
  for (const model::Alternative& alternative : type.union_version->alternatives) {
    if (alternative.number != chosen.number) continue;
    return object_json("{\"type\":" + quoted(alternative.name), alternative.fields, chosen.record, enums);
  }
  return "null";
}

}  // namespace

std::string to_json(const Type& type, const Value& value, EnumText enums) {
  if (std::holds_alternative<Absent>(value.node)) return "null";
  switch (type.kind) {
    case TypeKind::Bool: return std::get<bool>(value.node) ? "true" : "false";
    case TypeKind::Float32:
    case TypeKind::Float64: return float_json(type, std::get<double>(value.node));
    case TypeKind::String: return quoted(std::get<std::string>(value.node));
    case TypeKind::Bytes: return quoted(base64_text(std::get<ByteString>(value.node).bytes));
    case TypeKind::Uuid: return quoted(model::uuid_text({std::get<Uuid>(value.node).bytes}));
    case TypeKind::Enum: return enum_json(*type.enumeration, std::get<EnumNumber>(value.node).number, enums);
    case TypeKind::Optional: return to_json(*type.element, value, enums);
    case TypeKind::Id: return to_json(*type.id->base, value, enums);
    case TypeKind::List:
    case TypeKind::Set: return list_json(type, std::get<List>(value.node), enums);
    case TypeKind::Map: return map_json(type, std::get<Map>(value.node), enums);
    case TypeKind::Value: return object_json("{", type.value->fields, std::get<Record>(value.node), enums);
    case TypeKind::Union: return union_json(type, std::get<UnionCase>(value.node), enums);
    default: return number_json(type, std::get<Int128>(value.node));
  }
}

std::string to_json(const std::deque<model::Field>& fields, const Record& record, EnumText enums) {
  return object_json("{", fields, record, enums);
}

}  // namespace cqrsc::interpret
