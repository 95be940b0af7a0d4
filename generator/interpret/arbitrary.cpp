#include "interpret/arbitrary.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "interpret/stable_sort.hpp"
#include "model/aggregate.hpp"

namespace cqrsc::interpret {

using model::Type;
using model::TypeKind;

namespace {

void append_code_point(std::string& out, std::uint32_t point) {
  if (point >= 0xD800 && point < 0xE000) point -= 0x800;
  const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) return byte(0xC0U | point >> 6U), byte(0x80U | (point & 0x3FU));
  if (point >= 0x10000) {
    byte(0xF0U | point >> 18U);
    byte(0x80U | (point >> 12U & 0x3FU));
  } else {
    byte(0xE0U | point >> 12U);
  }
  byte(0x80U | (point >> 6U & 0x3FU));
  byte(0x80U | (point & 0x3FU));
}

/// What one sample is made by: which limit, and which of several where there is a choice.
class SampleMaker {
 public:
  enum class Limit : std::uint8_t { Zero, Greatest, Least };

  SampleMaker(Limit limit, std::size_t choice) : limit_(limit), choice_(choice) {}

  Record record(const std::deque<model::Field>& fields) {
    Record record;
    for (const model::Field& field : fields) record.fields.push_back(value(*field.type));
    return record;
  }

 private:
  [[nodiscard]] bool empty() const { return limit_ == Limit::Zero; }

  Int128 number(Int128 least, Int128 greatest) const {
    return limit_ == Limit::Greatest ? greatest : limit_ == Limit::Least ? least : Int128{0};
  }

  Value value(const Type& type) {
    switch (type.kind) {
      case TypeKind::Bool: return {limit_ == Limit::Greatest};
      case TypeKind::Float32:
      case TypeKind::Float64: return {floating(type)};
      case TypeKind::String: return {text()};
      case TypeKind::Bytes:
        return {ByteString{empty() ? std::string() : std::string("\0\xff\x80\x7f", choice_ % 4 + 1)}};
      case TypeKind::Uuid: return {uuid()};
      case TypeKind::Enum: return {member(*type.enumeration)};
      case TypeKind::Optional: return empty() || depth_ > 3 ? Value{Absent{}} : value(*type.element);
      case TypeKind::Id: return value(*type.id->base);
      case TypeKind::Value: return {record(type.value->fields)};
      case TypeKind::Union: {
        const auto& alternatives = type.union_version->alternatives;
        const model::Alternative& chosen = alternatives[choice_ % alternatives.size()];
        return {UnionCase{chosen.number, record(chosen.fields)}};
      }
      case TypeKind::List:
      case TypeKind::Set:
      case TypeKind::Map: return collection(type);
      case TypeKind::Decimal: {
        const Int128 greatest = power_of_ten(type.precision) - 1;
        return {number(-greatest, greatest)};
      }
      case TypeKind::Date: return {number(kFirstDate, kLastDate)};
      case TypeKind::Instant:
      case TypeKind::Duration:
        return {number(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max())};
      default: {
        const Int128 span = Int128{1} << model::integer_bits(type);
        const bool is_signed = model::is_signed_integer(type);
        return {number(is_signed ? -span / 2 : Int128{0}, is_signed ? span / 2 - 1 : span - 1)};
      }
    }
  }

  [[nodiscard]] double floating(const Type& type) const {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const double greatest =
        type.kind == TypeKind::Float32 ? std::numeric_limits<float>::max() : std::numeric_limits<double>::max();
    const double numbers[] = {greatest, -0.0, kInfinity, std::numeric_limits<double>::quiet_NaN(), 0.5};
    if (empty()) return 0;
    return numbers[(choice_ + (limit_ == Limit::Least ? 1 : 0)) % std::size(numbers)];
  }

  [[nodiscard]] std::string text() const {
    static const char* const kTexts[] = {"text", "K\xc3\xb6ln \xe2\x82\xac \xf0\x9f\x8c\x8d", "a \"quoted\"\n\ttab\\",
                                         "\xcc\x81 combining, \xef\xbf\xbd", " "};
    return empty() ? std::string() : kTexts[choice_ % std::size(kTexts)];
  }

  [[nodiscard]] Uuid uuid() const {
    Uuid uuid;
    if (limit_ == Limit::Greatest) uuid.bytes.fill(0xff);
    if (limit_ == Limit::Least) {
      for (std::size_t i = 0; i < uuid.bytes.size(); ++i) uuid.bytes[i] = static_cast<std::uint8_t>(i + choice_);
    }
    return uuid;
  }

  [[nodiscard]] EnumNumber member(const model::Enum& enumeration) const {
    if (empty() || enumeration.members.empty()) return {};
    const std::size_t index = choice_ % (enumeration.members.size() + 1);
    if (index == enumeration.members.size()) return {std::numeric_limits<std::uint16_t>::max()};
    return {enumeration.members[index].number};
  }

  Value collection(const Type& type) {
    const std::size_t count = empty() || depth_ > 2 ? 0 : 1 + choice_ % 3;
    const Limit limit = limit_;
    const std::size_t choice = choice_;
    ++depth_;
    List list;
    Map map;
    for (std::size_t i = 0; i < count; ++i) {
      if (i == 1) limit_ = Limit::Zero;
      if (i == 2) limit_ = limit == Limit::Least ? Limit::Greatest : Limit::Least;
      choice_ = choice + i;
      if (type.kind == TypeKind::Map) {
        Value key = value(*type.key);
        map.entries.push_back({std::move(key), value(*type.element)});
      } else {
        list.elements.push_back(value(*type.element));
      }
    }
    --depth_;
    limit_ = limit;
    choice_ = choice;
    if (type.kind == TypeKind::Map) return {sorted(std::move(map))};
    if (type.kind == TypeKind::Set) sort_unique(list);
    return {std::move(list)};
  }

  static Map sorted(Map map) {
    const auto before = [](const MapEntry& a, const MapEntry& b) { return compare(a.key, b.key) < 0; };
    const auto same = [](const MapEntry& a, const MapEntry& b) { return compare(a.key, b.key) == 0; };
    sort_stably(map.entries, before);
    map.entries.erase(std::unique(map.entries.begin(), map.entries.end(), same), map.entries.end());
    return map;
  }

  Limit limit_;
  std::size_t choice_;
  int depth_ = 0;
};

/// How many samples it takes to show every alternative and member below the type once.
std::size_t choices(const Type& type, int depth) {
  if (depth > 8) return 1;
  std::size_t most = 1;
  const auto look = [&](const std::deque<model::Field>& fields) {
    for (const model::Field& field : fields) most = std::max(most, choices(*field.type, depth + 1));
  };
  if (type.kind == TypeKind::Enum) return type.enumeration->members.size() + 1;
  if (type.kind == TypeKind::Union) {
    most = type.union_version->alternatives.size();
    for (const model::Alternative& alternative : type.union_version->alternatives) look(alternative.fields);
  }
  if (type.kind == TypeKind::Value) look(type.value->fields);
  if (type.key != nullptr) most = std::max(most, choices(*type.key, depth + 1));
  if (type.element != nullptr) most = std::max(most, choices(*type.element, depth + 1));
  return most;
}

}  // namespace

std::vector<Record> sample_records(const std::deque<model::Field>& fields) {
  constexpr std::size_t kMost = 16;
  using Limit = SampleMaker::Limit;
  std::vector<Record> samples;
  const auto add = [&](Limit limit, std::size_t choice) {
    Record record = SampleMaker(limit, choice).record(fields);
    if (std::find(samples.begin(), samples.end(), record) == samples.end()) samples.push_back(std::move(record));
  };
  std::size_t count = 3;
  for (const model::Field& field : fields) count = std::max(count, choices(*field.type, 0));
  add(Limit::Zero, 0);
  for (std::size_t i = 0; i < std::min(count, kMost); ++i) add(i % 2 == 0 ? Limit::Greatest : Limit::Least, i);
  return samples;
}

std::uint64_t Arbitrary::bits() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

Int128 Arbitrary::integer(int bits_of, bool is_signed) {
  const Int128 span = Int128{1} << bits_of;
  const Int128 least = is_signed ? -span / 2 : Int128{0};
  switch (below(6)) {
    case 0: return least;
    case 1: return least + span - 1;
    case 2: return Int128{is_signed ? static_cast<int>(below(3)) - 1 : static_cast<int>(below(3))};
    default: {
      const Int128 number = static_cast<Int128>(bits() >> below(64)) % span;
      return is_signed ? number % (span / 2) * (chance(2) ? -1 : 1) : number;
    }
  }
}

Int128 Arbitrary::units(int precision) {
  const Int128 limit = power_of_ten(precision);
  switch (below(5)) {
    case 0: return limit - 1;
    case 1: return 1 - limit;
    case 2: return Int128{static_cast<int>(below(3)) - 1};
    default: {
      const auto wide = static_cast<unsigned __int128>(bits()) << 64U | bits();
      return static_cast<Int128>(wide >> (1U + below(100))) % limit * (chance(2) ? -1 : 1);
    }
  }
}

double Arbitrary::floating(bool narrow) {
  switch (below(7)) {
    case 0: return std::numeric_limits<double>::quiet_NaN();
    case 1: return chance(2) ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
    case 2: return -0.0;
    case 3: return static_cast<double>(static_cast<float>(static_cast<std::int32_t>(bits())));
    default: {
      const std::uint64_t pattern = bits();
      if (!narrow) return std::bit_cast<double>(pattern);
      return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(pattern)));
    }
  }
}

std::string Arbitrary::text() {
  std::string out;
  const bool wide = chance(4);
  const std::uint64_t size = below(std::uint64_t{size_} * 2 + 1);
  for (std::uint64_t i = 0; i < size; ++i) {
    append_code_point(out, static_cast<std::uint32_t>(wide ? below(std::uint64_t{1} << (7 + below(14))) : below(128)));
  }
  return out;
}

std::string Arbitrary::byte_string() {
  std::string out(below(std::uint64_t{size_} * 2 + 1), '\0');
  for (char& byte : out) byte = static_cast<char>(bits());
  return out;
}

Value Arbitrary::collection(const Type& type) {
  // What is nested deeper is shorter, so that the whole stays small.
  const std::uint64_t size = depth_ > 8 ? 0 : below((size_ >> depth_) + 2);
  ++depth_;
  List list;
  Map map;
  for (std::uint64_t i = 0; i < size; ++i)
    list.elements.push_back(value(type.kind == TypeKind::Map ? *type.key : *type.element));
  if (type.kind != TypeKind::List) sort_unique(list);
  if (type.kind == TypeKind::Map) {
    for (Value& key : list.elements) map.entries.push_back({std::move(key), value(*type.element)});
  }
  --depth_;
  return type.kind == TypeKind::Map ? Value{std::move(map)} : Value{std::move(list)};
}

Value Arbitrary::value(const Type& type) {
  switch (type.kind) {
    case TypeKind::Bool: return {chance(2)};
    case TypeKind::Float32:
    case TypeKind::Float64: return {floating(type.kind == TypeKind::Float32)};
    case TypeKind::Decimal: return {units(type.precision)};
    case TypeKind::String: return {text()};
    case TypeKind::Bytes: return {ByteString{byte_string()}};
    case TypeKind::Uuid: {
      Uuid uuid;
      for (auto& byte : uuid.bytes) byte = static_cast<std::uint8_t>(chance(4) ? 0 : bits());
      return {uuid};
    }
    case TypeKind::Instant:
    case TypeKind::Duration: return {integer(64, true)};
    case TypeKind::Date: return {kFirstDate + static_cast<Int128>(below(kLastDate - kFirstDate + 1))};
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map: return collection(type);
    case TypeKind::Optional: {
      if (depth_ > 8 || chance(2)) return {Absent{}};
      ++depth_;
      Value there = value(*type.element);
      --depth_;
      return there;
    }
    case TypeKind::Id: return value(*type.id->base);
    case TypeKind::Value: return {record(type.value->fields)};
    case TypeKind::Enum: return {EnumNumber{static_cast<std::uint16_t>(chance(4) ? bits() : below(5))}};
    case TypeKind::Union: {
      const auto& alternatives = type.union_version->alternatives;
      const model::Alternative& chosen = alternatives[below(alternatives.size())];
      return {UnionCase{chosen.number, record(chosen.fields)}};
    }
    default: return {integer(model::integer_bits(type), model::is_signed_integer(type))};
  }
}

Record Arbitrary::record(const std::deque<model::Field>& fields) {
  Record record;
  for (const model::Field& field : fields) record.fields.push_back(value(*field.type));
  return record;
}

}  // namespace cqrsc::interpret
