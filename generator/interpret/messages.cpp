// Values as text, the way messages to people have them.
#include <cmath>

#include "interpret/evaluator.hpp"
#include "interpret/json.hpp"
#include "interpret/text_forms.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

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

/// Values as text: with their texts in quotes, or as they are.
class TextWriter {
 public:
  explicit TextWriter(bool quotes) : quotes_(quotes) {}

  [[nodiscard]] std::string text(const Type& type, const Value& value) const {
    if (std::holds_alternative<Absent>(value.node)) return "none";
    switch (type.kind) {
      case TypeKind::Bool: return std::get<bool>(value.node) ? "true" : "false";
      case TypeKind::Float32:
      case TypeKind::Float64: return floating_text(type, std::get<double>(value.node));
      case TypeKind::String: return quotes_ ? to_json(type, value) : std::get<std::string>(value.node);
      case TypeKind::Bytes: return quoted(base64_text(std::get<ByteString>(value.node).bytes));
      case TypeKind::Uuid: return quoted(uuid_text({std::get<Uuid>(value.node).bytes}));
      case TypeKind::Decimal: return decimal_text(std::get<Int128>(value.node), type.scale);
      case TypeKind::Instant: return quoted(instant_text(std::get<Int128>(value.node)));
      case TypeKind::Date: return quoted(date_text(std::get<Int128>(value.node)));
      case TypeKind::Duration: return duration_text(std::get<Int128>(value.node));
      case TypeKind::Enum: return member_text(*type.enumeration, std::get<EnumNumber>(value.node).number);
      case TypeKind::List:
      case TypeKind::Set: return list_text(type, std::get<List>(value.node));
      case TypeKind::Map: return map_text(type, std::get<Map>(value.node));
      case TypeKind::Optional: return text(*type.element, value);
      case TypeKind::Id: return text(*type.id->base, value);
      case TypeKind::Value: return record_text(type.value->fields, std::get<Record>(value.node));
      case TypeKind::Union: return union_text(type, std::get<UnionCase>(value.node));
      default: return to_text(std::get<Int128>(value.node));
    }
  }

  [[nodiscard]] std::string record_text(const std::deque<Field>& fields, const Record& record) const {
    std::string result = "{";
    for (std::size_t i = 0; i < fields.size(); ++i)
      result += (i == 0 ? "" : ", ") + fields[i].name + ": " + text(*fields[i].type, record.fields[i]);
    return result + "}";
  }

 private:
  [[nodiscard]] std::string quoted(const std::string& plain) const { return quotes_ ? '"' + plain + '"' : plain; }

  [[nodiscard]] std::string list_text(const Type& type, const List& list) const {
    std::string result = "[";
    for (const Value& element : list.elements) result += (result.size() > 1 ? ", " : "") + text(*type.element, element);
    return result + "]";
  }

  [[nodiscard]] std::string map_text(const Type& type, const Map& map) const {
    std::string result = "[";
    for (const interpret::MapEntry& entry : map.entries)
      result += (result.size() > 1 ? ", " : "") + text(*type.key, entry.key) + ": " + text(*type.element, entry.value);
    return result + "]";
  }

  [[nodiscard]] std::string union_text(const Type& type, const UnionCase& chosen) const {
    for (const Alternative& alternative : type.union_version->alternatives) {
      if (alternative.number != chosen.number) continue;
      return (quotes_ ? alternative.name + " " : "") + record_text(alternative.fields, chosen.record);
    }
    return "none";
  }

  bool quotes_;
};

}  // namespace

std::string message_text(const Type& type, const Value& value) { return TextWriter(false).text(type, value); }

std::string shown_text(const Type& type, const Value& value) { return TextWriter(true).text(type, value); }

std::string shown_text(const std::deque<Field>& fields, const Record& record) {
  return TextWriter(true).record_text(fields, record);
}

}  // namespace cqrsc::interpret
