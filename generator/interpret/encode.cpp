#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "interpret/codec.hpp"
#include "interpret/shape.hpp"
#include "model/aggregate.hpp"

namespace cqrsc::interpret {

using model::Field;
using model::Type;
using model::TypeKind;

namespace {

constexpr std::size_t kMaxBytes = std::numeric_limits<std::int32_t>::max();

/// The three areas of a record, or of the elements of a list.
struct Areas {
  std::string fixed;
  std::vector<std::uint32_t> ends;
  std::string tail;

  void end() { ends.push_back(static_cast<std::uint32_t>(tail.size())); }
};

void append_number(std::string& out, Int128 number, std::size_t size) {
  auto bits = static_cast<unsigned __int128>(number);
  for (std::size_t i = 0; i < size; ++i, bits >>= 8U) out.push_back(static_cast<char>(bits & 0xFFU));
}

std::string joined(const Areas& areas) {
  std::string out = areas.fixed;
  for (const std::uint32_t end : areas.ends) append_number(out, end, 4);
  return out + areas.tail;
}

class Encoder {
 public:
  std::optional<Failure> failure;

  void record(const std::deque<Field>& fields, const Record& record, Areas& out) {
    const std::size_t bits = out.fixed.size();
    out.fixed.append(presence_bytes(fields), '\0');
    std::size_t optional = 0;
    if (record.fields.size() != fields.size()) return fail("the record has other fields than its type");
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::size_t place = path_.size();
      path_ += (path_.empty() ? "" : ".") + fields[i].name;
      if (fields[i].type->kind == TypeKind::Optional) mark(out, bits, optional++, record.fields[i]);
      field(*fields[i].type, record.fields[i], out);
      path_.resize(place);
    }
  }

 private:
  static bool is_absent(const Value& value) { return std::holds_alternative<Absent>(value.node); }

  static void mark(Areas& out, std::size_t bits, std::size_t index, const Value& value) {
    if (is_absent(value)) return;
    char& byte = out.fixed[bits + index / 8];
    byte = static_cast<char>(static_cast<unsigned char>(byte) | (1U << (index % 8)));
  }

  void fail(const std::string& what) {
    if (!failure) failure = Failure{path_ + (path_.empty() ? "" : ": ") + what};
  }

  template <class T>
  const T* get(const Value& value) {
    const T* found = std::get_if<T>(&value.node);
    if (found == nullptr) fail("the value is not of the field's type");
    return found;
  }

  void field(const Type& type, const Value& value, Areas& out) {
    if (failure) return;
    switch (type.kind) {
      case TypeKind::Optional: return optional(*type.element, value, out);
      case TypeKind::Id: return field(*type.id->base, value, out);
      case TypeKind::Value:
        if (const auto* inner = get<Record>(value)) record(type.value->fields, *inner, out);
        return;
      case TypeKind::String:
        if (const auto* text = get<std::string>(value)) {
          if (!is_utf8(*text)) return fail("the text is not UTF-8");
          out.tail += *text;
          out.end();
        }
        return;
      case TypeKind::Bytes:
        if (const auto* bytes = get<ByteString>(value)) {
          out.tail += bytes->bytes;
          out.end();
        }
        return;
      case TypeKind::List:
      case TypeKind::Set: return nested([&] { list(type, value, out); });
      case TypeKind::Map: return nested([&] { map(type, value, out); });
      case TypeKind::Union: return nested([&] { union_case(type, value, out); });
      default: return scalar(type, value, out);
    }
  }

  template <class Write>
  void nested(Write write) {
    if (++depth_ > kMaxDepth) fail("it is nested more than 64 deep");
    if (!failure) write();
    --depth_;
  }

  void optional(const Type& type, const Value& value, Areas& out) {
    const Shape shape = shapes_.of_field(type);
    if (is_absent(value)) {
      out.fixed.append(shape.ends == 0 ? shape.fixed : 0, '\0');
      if (shape.ends != 0) out.end();
      return;
    }
    if (shape.ends == 0 || type.kind != TypeKind::Value) return field(type, value, out);
    nested([&] {
      Areas alone;
      field(type, value, alone);
      out.tail += joined(alone);
      out.end();
    });
  }

  void list(const Type& type, const Value& value, Areas& out) {
    const auto* list = get<List>(value);
    if (list == nullptr) return;
    Areas areas;
    for (std::size_t i = 0; i < list->elements.size() && !failure; ++i) {
      const std::size_t place = path_.size();
      path_ += "[" + std::to_string(i) + "]";
      const bool ordered = i == 0 || compare(list->elements[i - 1], list->elements[i]) < 0;
      if (type.kind == TypeKind::Set && !ordered) fail("the elements of a set ascend");
      element(*type.element, list->elements[i], areas);
      path_.resize(place);
    }
    finish_list(shapes_.of_element(*type.element), list->elements.size(), areas, out);
  }

  void element(const Type& type, const Value& value, Areas& out) {
    if (type.kind == TypeKind::Optional) {
      out.fixed.push_back('\0');
      mark(out, out.fixed.size() - 1, 0, value);
    }
    field(type, value, out);
  }

  void map(const Type& type, const Value& value, Areas& out) {
    const auto* map = get<Map>(value);
    if (map == nullptr) return;
    Areas areas;
    for (std::size_t i = 0; i < map->entries.size() && !failure; ++i) {
      const MapEntry& entry = map->entries[i];
      if (i != 0 && compare(map->entries[i - 1].key, entry.key) >= 0) fail("the keys of a map ascend");
      // The value may be optional, the key is not.
      element_bits(type, entry, areas);
      field(*type.key, entry.key, areas);
      field(*type.element, entry.value, areas);
    }
    finish_list(shapes_.of_entry(type), map->entries.size(), areas, out);
  }

  static void element_bits(const Type& map, const MapEntry& entry, Areas& out) {
    if (map.element->kind != TypeKind::Optional) return;
    out.fixed.push_back('\0');
    mark(out, out.fixed.size() - 1, 0, entry.value);
  }

  void finish_list(Shape element, std::size_t count, const Areas& areas, Areas& out) {
    if (count != 0 && element.ends == 0) {
      out.tail += element.fixed == 0 ? std::string(count, '\0') : areas.fixed;
    } else if (count != 0) {
      append_number(out.tail, static_cast<Int128>(count), 4);
      out.tail += joined(areas);
    }
    out.end();
  }

  void union_case(const Type& type, const Value& value, Areas& out) {
    const auto* chosen = get<UnionCase>(value);
    if (chosen == nullptr) return;
    for (const model::Alternative& alternative : type.union_version->alternatives) {
      if (alternative.number != chosen->number) continue;
      append_number(out.tail, chosen->number, 2);
      Areas alone;
      record(alternative.fields, chosen->record, alone);
      out.tail += joined(alone);
      out.end();
      return;
    }
    fail("no alternative has the number " + std::to_string(chosen->number));
  }

  void scalar(const Type& type, const Value& value, Areas& out) {
    const std::size_t size = shapes_.of_field(type).fixed;
    switch (type.kind) {
      case TypeKind::Bool:
        if (const auto* flag = get<bool>(value)) out.fixed.push_back(*flag ? '\1' : '\0');
        return;
      case TypeKind::Float32:
      case TypeKind::Float64:
        if (const auto* number = get<double>(value)) floating(type, *number, out);
        return;
      case TypeKind::Uuid:
        if (const auto* uuid = get<Uuid>(value)) {
          for (const std::uint8_t byte : uuid->bytes) out.fixed.push_back(static_cast<char>(byte));
        }
        return;
      case TypeKind::Enum:
        if (const auto* number = get<EnumNumber>(value)) append_number(out.fixed, number->number, size);
        return;
      default: break;
    }
    const auto* number = get<Int128>(value);
    if (number == nullptr) return;
    if (!in_range(type, *number)) return fail(model::to_text(*number) + " is no " + model::to_text(type));
    append_number(out.fixed, *number, size);
  }

  static bool in_range(const Type& type, Int128 number) {
    switch (type.kind) {
      case TypeKind::Decimal: return has_digits(number, type.precision);
      case TypeKind::Date: return kFirstDate <= number && number <= kLastDate;
      case TypeKind::Instant:
      case TypeKind::Duration:
        return std::numeric_limits<std::int64_t>::min() <= number && number <= std::numeric_limits<std::int64_t>::max();
      default: return fits(type, number);
    }
  }

  static void floating(const Type& type, double number, Areas& out) {
    if (type.kind == TypeKind::Float32) {
      const auto narrow = static_cast<float>(number);
      append_number(out.fixed, std::isnan(number) ? 0x7fc00000U : std::bit_cast<std::uint32_t>(narrow), 4);
    } else {
      const auto bits = std::isnan(number) ? std::uint64_t{0x7ff8} << 48U : std::bit_cast<std::uint64_t>(number);
      append_number(out.fixed, static_cast<Int128>(bits), 8);
    }
  }

  Shapes shapes_;
  std::string path_;
  int depth_ = 0;
};

}  // namespace

Result<std::string> encode(const std::deque<Field>& fields, const Record& record) {
  Encoder encoder;
  Areas areas;
  encoder.record(fields, record, areas);
  if (encoder.failure) return tl::unexpected(*encoder.failure);
  std::string bytes = joined(areas);
  if (bytes.size() > kMaxBytes) return tl::unexpected(Failure{"it takes more than 2^31 - 1 bytes"});
  return bytes;
}

}  // namespace cqrsc::interpret
