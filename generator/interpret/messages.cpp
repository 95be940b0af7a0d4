// Values as text, the way messages to people have them.
#include <cmath>

#include "interpret/evaluator.hpp"
#include "interpret/text_forms.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

std::string record_text(const std::deque<Field>& fields, const Record& record) {
  std::string text = "{";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    text += (i == 0 ? "" : ", ") + fields[i].name + ": " + message_text(*fields[i].type, record.fields[i]);
  }
  return text + "}";
}

std::string member_text(const Enum& enumeration, std::uint16_t number) {
  for (const EnumMember& member : enumeration.members) {
    if (member.number == number) return member.name;
  }
  return "unknown(" + std::to_string(number) + ")";
}

std::string floating_text(const Type& type, double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  return float_text(type, number);
}

std::string list_text(const Type& type, const List& list) {
  std::string text = "[";
  for (const Value& element : list.elements) {
    text += (text.size() > 1 ? ", " : "") + message_text(*type.element, element);
  }
  return text + "]";
}

std::string map_text(const Type& type, const Map& map) {
  std::string text = "[";
  for (const interpret::MapEntry& entry : map.entries) {
    text += (text.size() > 1 ? ", " : "") + message_text(*type.key, entry.key) + ": " +
            message_text(*type.element, entry.value);
  }
  return text + "]";
}

std::string union_text(const Type& type, const UnionCase& chosen) {
  for (const Alternative& alternative : type.union_version->alternatives) {
    if (alternative.number == chosen.number) return record_text(alternative.fields, chosen.record);
  }
  return "none";
}

}  // namespace

std::string message_text(const Type& type, const Value& value) {
  if (std::holds_alternative<Absent>(value.node)) return "none";
  switch (type.kind) {
    case TypeKind::Bool: return std::get<bool>(value.node) ? "true" : "false";
    case TypeKind::Float32:
    case TypeKind::Float64: return floating_text(type, std::get<double>(value.node));
    case TypeKind::String: return std::get<std::string>(value.node);
    case TypeKind::Bytes: return base64_text(std::get<ByteString>(value.node).bytes);
    case TypeKind::Uuid: return uuid_text({std::get<Uuid>(value.node).bytes});
    case TypeKind::Decimal: return decimal_text(std::get<Int128>(value.node), type.scale);
    case TypeKind::Instant: return instant_text(std::get<Int128>(value.node));
    case TypeKind::Date: return date_text(std::get<Int128>(value.node));
    case TypeKind::Duration: return duration_text(std::get<Int128>(value.node));
    case TypeKind::Enum: return member_text(*type.enumeration, std::get<EnumNumber>(value.node).number);
    case TypeKind::List:
    case TypeKind::Set: return list_text(type, std::get<List>(value.node));
    case TypeKind::Map: return map_text(type, std::get<Map>(value.node));
    case TypeKind::Optional: return message_text(*type.element, value);
    case TypeKind::Id: return message_text(*type.id->base, value);
    case TypeKind::Value: return record_text(type.value->fields, std::get<Record>(value.node));
    case TypeKind::Union: return union_text(type, std::get<UnionCase>(value.node));
    default: return to_text(std::get<Int128>(value.node));
  }
}

}  // namespace cqrsc::interpret
