#include "random_values.hpp"

#include <array>

namespace read_models {

using namespace cqrsc::interpret;
using cqrsc::model::Alternative;
using cqrsc::model::Field;
using cqrsc::model::Type;
using cqrsc::model::TypeKind;

Record RandomValues::record(const std::deque<Field>& fields) {
  Record record;
  for (const Field& field : fields) record.fields.push_back(value(*field.type));
  return record;
}

Int128 RandomValues::number(const Type& type) {
  // Once in a while whatever there is, so that things overflow.
  if (below(12) == 0) return std::get<Int128>(random_.value(type).node);
  switch (type.kind) {
    case TypeKind::Date: return 20'450 + static_cast<Int128>(below(4));
    case TypeKind::Instant: return 1'767'000'000'000'000'000 + static_cast<Int128>(below(4));
    case TypeKind::Decimal: return (static_cast<Int128>(below(9)) - 3) * 100;
    default: break;
  }
  const bool is_signed = type.kind == TypeKind::Duration || cqrsc::model::is_signed_integer(type);
  return static_cast<Int128>(below(7)) - (is_signed ? 2 : 0);
}

Value RandomValues::value(const Type& type) {
  static const std::array<std::string, 6> kTexts = {"", "a", "b", "ab", "A", "\xc3\xa4"};
  switch (type.kind) {
    case TypeKind::Optional: return below(2) == 0 ? Value{Absent{}} : value(*type.element);
    case TypeKind::String: return {kTexts[below(kTexts.size())]};
    case TypeKind::Uuid: {
      Uuid uuid;
      uuid.bytes.back() = static_cast<std::uint8_t>(below(4));
      return {uuid};
    }
    case TypeKind::Id: return value(*type.id->base);
    case TypeKind::Float64: return below(5) == 0 ? random_.value(type) : Value{static_cast<double>(below(5)) / 4};
    case TypeKind::Enum: {
      const auto& members = type.enumeration->members;
      // A number without a name is a value too.
      const auto at = below(members.size() * 3 + 1);
      return {EnumNumber{at == members.size() * 3 ? std::uint16_t{77} : members[at % members.size()].number}};
    }
    case TypeKind::List: {
      List list;
      for (auto left = below(4); left > 0; --left) list.elements.push_back(value(*type.element));
      return {std::move(list)};
    }
    case TypeKind::Value: return {record(type.value->fields)};
    case TypeKind::Union: {
      const auto& alternatives = type.union_version->alternatives;
      const Alternative& chosen = alternatives[below(alternatives.size())];
      return {UnionCase{chosen.number, record(chosen.fields)}};
    }
    case TypeKind::Bytes: {
      static const std::array<std::string, 4> kBytes = {std::string(), std::string(1, '\0'), "\x01", "\xff\xfe"};
      return {ByteString{kBytes[below(kBytes.size())]}};
    }
    case TypeKind::Set: {
      List set;
      for (auto left = below(4); left > 0; --left) set.elements.push_back(value(*type.element));
      sort_unique(set);
      return {std::move(set)};
    }
    case TypeKind::Map: {
      Map map;
      for (auto left = below(4); left > 0; --left) {
        Value key = value(*type.key);
        insert_or_assign(map, {std::move(key), value(*type.element)});
      }
      return {std::move(map)};
    }
    case TypeKind::Bool:
    case TypeKind::Float32: return random_.value(type);
    default: return {number(type)};
  }
}

}  // namespace read_models
