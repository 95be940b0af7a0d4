#include <bit>
#include <cmath>
#include <optional>

#include "interpret/codec.hpp"
#include "interpret/shape.hpp"
#include "model/aggregate.hpp"

namespace cqrsc::interpret {

using model::Field;
using model::Type;
using model::TypeKind;

namespace {

std::uint32_t word_at(std::string_view bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    word |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return word;
}

/// The areas of a record, or of the elements of a list, each read from front to back.
class Areas {
 public:
  Areas(std::string_view fixed, std::string_view ends, std::string_view tail)
      : fixed_(fixed), ends_(ends), tail_(tail) {}

  /// There is room: Decoder::split has seen to it.
  std::string_view fixed(std::size_t size) {
    const std::string_view taken = fixed_.substr(0, size);
    fixed_.remove_prefix(size);
    return taken;
  }
  /// The content of the next field; none where its end is before its beginning, or behind the tail.
  std::optional<std::string_view> content() {
    const std::uint32_t end = word_at(ends_, 0);
    ends_.remove_prefix(4);
    if (end < begin_ || end > tail_.size()) return std::nullopt;
    const std::string_view taken = tail_.substr(begin_, end - begin_);
    begin_ = end;
    return taken;
  }
  [[nodiscard]] bool all_read() const { return fixed_.empty() && ends_.empty() && begin_ == tail_.size(); }

 private:
  std::string_view fixed_;
  std::string_view ends_;
  std::string_view tail_;
  std::size_t begin_ = 0;
};

class Decoder {
 public:
  std::optional<Failure> failure;

  /// A record that stands alone.
  Record alone(const std::deque<Field>& fields, std::string_view bytes) {
    auto areas = split(shapes_.of_record(fields), 1, bytes);
    if (!areas) return {};
    Record read = record(fields, *areas);
    finish(*areas);
    return read;
  }

 private:
  void fail(const std::string& what) {
    if (!failure) failure = Failure{path_ + (path_.empty() ? "" : ": ") + what};
  }

  void finish(const Areas& areas) {
    if (!areas.all_read()) fail("the last end is not the size of the tail");
  }

  std::optional<Areas> split(Shape shape, std::size_t count, std::string_view bytes) {
    // A count is at most 2^32 - 1 and a shape small, so nothing overflows.
    const std::size_t fixed = shape.fixed * count;
    const std::size_t ends = shape.ends * count * 4;
    if (bytes.size() < fixed + ends) {
      fail("the bytes end early");
      return std::nullopt;
    }
    return Areas(bytes.substr(0, fixed), bytes.substr(fixed, ends), bytes.substr(fixed + ends));
  }

  Record record(const std::deque<Field>& fields, Areas& areas) {
    const std::string_view bits = areas.fixed(presence_bytes(fields));
    Record read;
    std::size_t optional = 0;
    for (const Field& field : fields) {
      const std::size_t place = path_.size();
      path_ += (path_.empty() ? "" : ".") + field.name;
      const bool is_optional = field.type->kind == TypeKind::Optional;
      read.fields.push_back(is_optional ? this->optional(*field.type->element, bit(bits, optional++), areas)
                                        : this->field(*field.type, areas));
      path_.resize(place);
      if (failure) return read;
    }
    check_unused(bits, optional);
    return read;
  }

  static bool bit(std::string_view bits, std::size_t index) {
    return ((static_cast<unsigned char>(bits[index / 8]) >> (index % 8)) & 1U) != 0;
  }

  void check_unused(std::string_view bits, std::size_t used) {
    for (std::size_t i = used; i < bits.size() * 8; ++i) {
      if (bit(bits, i)) fail("a presence bit is set that belongs to no field");
    }
  }

  Value optional(const Type& type, bool present, Areas& areas) {
    const Shape shape = shapes_.of_field(type);
    if (!present) {
      if (shape.ends == 0) {
        if (areas.fixed(shape.fixed).find_first_not_of('\0') != std::string_view::npos) fail("it is absent and not 0");
      } else if (!content_of(areas).empty()) {
        fail("it is absent and not empty");
      }
      return {Absent{}};
    }
    if (shape.ends == 0 || type.kind != TypeKind::Value) return field(type, areas);
    const std::string_view bytes = content_of(areas);
    Value value;
    nested([&] { value.node = alone(type.value->fields, bytes); });
    return value;
  }

  std::string_view content_of(Areas& areas) {
    const auto bytes = areas.content();
    if (!bytes) fail("its end is before its beginning, or behind the tail");
    return bytes.value_or(std::string_view{});
  }

  template <class Read>
  void nested(Read read) {
    if (++depth_ > kMaxDepth) fail("it is nested more than 64 deep");
    if (!failure) read();
    --depth_;
  }

  Value field(const Type& type, Areas& areas) {
    switch (type.kind) {
      case TypeKind::Id: return field(*type.id->base, areas);
      case TypeKind::Value: return {record(type.value->fields, areas)};
      case TypeKind::String: {
        std::string text(content_of(areas));
        if (!is_utf8(text)) fail("the text is not UTF-8");
        return {std::move(text)};
      }
      case TypeKind::Bytes: return {ByteString{std::string(content_of(areas))}};
      case TypeKind::List:
      case TypeKind::Set:
      case TypeKind::Map:
      case TypeKind::Union: {
        const std::string_view bytes = content_of(areas);
        Value value;
        nested([&] { value = type.kind == TypeKind::Union ? union_case(type, bytes) : collection(type, bytes); });
        return value;
      }
      default: return scalar(type, areas.fixed(shapes_.of_field(type).fixed));
    }
  }

  /// How many elements there are; none where the bytes are no list.
  std::optional<std::size_t> count_of(Shape element, std::string_view& bytes) {
    if (bytes.empty()) return 0;
    if (element.ends != 0) {
      if (bytes.size() < 4 || word_at(bytes, 0) == 0) {
        fail("a list that is not empty begins with its count");
        return std::nullopt;
      }
      const std::size_t count = word_at(bytes, 0);
      bytes.remove_prefix(4);
      return count;
    }
    const std::size_t stride = element.fixed == 0 ? 1 : element.fixed;
    if (bytes.size() % stride != 0) {
      fail("the size is no multiple of an element's");
      return std::nullopt;
    }
    return bytes.size() / stride;
  }

  Value collection(const Type& type, std::string_view bytes) {
    const Shape shape = type.kind == TypeKind::Map ? shapes_.of_entry(type) : shapes_.of_element(*type.element);
    const auto count = count_of(shape, bytes);
    if (!count) return {};
    if (shape.ends == 0 && shape.fixed == 0) {
      if (bytes.find_first_not_of('\0') != std::string_view::npos) fail("an element without fields is a byte of 0");
      bytes = {};
    }
    auto areas = split(shape, *count, bytes);
    if (!areas) return {};
    Value value = type.kind == TypeKind::Map ? map(type, *count, *areas) : list(type, *count, *areas);
    if (!failure) finish(*areas);
    return value;
  }

  Value list(const Type& type, std::size_t count, Areas& areas) {
    List list;
    for (std::size_t i = 0; i < count && !failure; ++i) {
      const std::size_t place = path_.size();
      path_ += "[" + std::to_string(i) + "]";
      list.elements.push_back(element(*type.element, areas));
      const bool ordered = i == 0 || compare(list.elements[i - 1], list.elements[i]) < 0;
      if (type.kind == TypeKind::Set && !ordered) fail("the elements of a set ascend");
      path_.resize(place);
    }
    return {std::move(list)};
  }

  Value element(const Type& type, Areas& areas) {
    if (type.kind != TypeKind::Optional) return field(type, areas);
    return optional(*type.element, presence(areas), areas);
  }

  bool presence(Areas& areas) {
    const std::string_view bits = areas.fixed(1);
    check_unused(bits, 1);
    return bit(bits, 0);
  }

  Value map(const Type& type, std::size_t count, Areas& areas) {
    Map map;
    for (std::size_t i = 0; i < count && !failure; ++i) {
      MapEntry entry;
      const bool is_optional = type.element->kind == TypeKind::Optional;
      const bool present = is_optional && presence(areas);
      entry.key = field(*type.key, areas);
      entry.value = is_optional ? optional(*type.element->element, present, areas) : field(*type.element, areas);
      if (i != 0 && compare(map.entries.back().key, entry.key) >= 0) fail("the keys of a map ascend");
      map.entries.push_back(std::move(entry));
    }
    return {std::move(map)};
  }

  Value union_case(const Type& type, std::string_view bytes) {
    if (bytes.size() < 2) {
      fail("a union begins with the number of its alternative");
      return {};
    }
    const auto number = static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[0]) |
                                                   static_cast<unsigned>(static_cast<unsigned char>(bytes[1])) << 8U);
    for (const model::Alternative& alternative : type.union_version->alternatives) {
      if (alternative.number == number) return {UnionCase{number, alone(alternative.fields, bytes.substr(2))}};
    }
    fail("no alternative has the number " + std::to_string(number));
    return {};
  }

  static unsigned __int128 unsigned_of(std::string_view bytes) {
    unsigned __int128 bits = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) bits = bits << 8U | static_cast<unsigned char>(bytes[i]);
    return bits;
  }

  static Int128 signed_of(std::string_view bytes) {
    const unsigned unused = 128 - 8 * static_cast<unsigned>(bytes.size());
    return static_cast<Int128>(unsigned_of(bytes) << unused) >> unused;
  }

  Value scalar(const Type& type, std::string_view bytes) {
    switch (type.kind) {
      case TypeKind::Bool:
        if (bytes[0] != '\0' && bytes[0] != '\1') fail("it is neither 0 nor 1");
        return {bytes[0] == '\1'};
      case TypeKind::Float32:
      case TypeKind::Float64: return {floating(type, unsigned_of(bytes))};
      case TypeKind::Enum: return {EnumNumber{static_cast<std::uint16_t>(unsigned_of(bytes))}};
      case TypeKind::Uuid: {
        Uuid uuid;
        for (std::size_t i = 0; i < uuid.bytes.size(); ++i) uuid.bytes[i] = static_cast<std::uint8_t>(bytes[i]);
        return {uuid};
      }
      case TypeKind::UInt8:
      case TypeKind::UInt16:
      case TypeKind::UInt32:
      case TypeKind::UInt64: return {static_cast<Int128>(unsigned_of(bytes))};
      default: break;
    }
    const Int128 number = signed_of(bytes);
    const bool decimal = type.kind == TypeKind::Decimal && !has_digits(number, type.precision);
    const bool date = type.kind == TypeKind::Date && (number < kFirstDate || kLastDate < number);
    if (decimal || date) fail(model::to_text(number) + " is no " + model::to_text(type));
    return {number};
  }

  double floating(const Type& type, unsigned __int128 bits) {
    const bool narrow = type.kind == TypeKind::Float32;
    const double number = narrow ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)))
                                 : std::bit_cast<double>(static_cast<std::uint64_t>(bits));
    const std::uint64_t nan = narrow ? 0x7fc00000U : std::uint64_t{0x7ff8} << 48U;
    if (std::isnan(number) && bits != nan) fail("it is a NaN other than the one");
    return number;
  }

  Shapes shapes_;
  std::string path_;
  int depth_ = 0;
};

}  // namespace

Result<Record> decode(const std::deque<Field>& fields, std::string_view bytes) {
  Decoder decoder;
  Record record = decoder.alone(fields, bytes);
  if (decoder.failure) return tl::unexpected(*decoder.failure);
  return record;
}

}  // namespace cqrsc::interpret
