#include "interpret/value.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "interpret/stable_sort.hpp"
#include "model/aggregate.hpp"

namespace cqrsc::interpret {

using model::TypeKind;

bool List::operator==(const List& other) const { return elements == other.elements; }
bool Map::operator==(const Map& other) const { return entries == other.entries; }
bool Record::operator==(const Record& other) const { return fields == other.fields; }
bool UnionCase::operator==(const UnionCase& other) const { return number == other.number && record == other.record; }

bool operator==(const Value& a, const Value& b) {
  const auto* left = std::get_if<double>(&a.node);
  const auto* right = std::get_if<double>(&b.node);
  if (left == nullptr || right == nullptr) return a.node == b.node;
  if (std::isnan(*left) || std::isnan(*right)) return std::isnan(*left) == std::isnan(*right);
  return std::bit_cast<std::uint64_t>(*left) == std::bit_cast<std::uint64_t>(*right);
}

namespace {

template <class T>
int order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

template <class T, class Compare>
int order_all(const std::vector<T>& a, const std::vector<T>& b, Compare by) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (const int first = by(a[i], b[i]); first != 0) return first;
  }
  return order(a.size(), b.size());
}

/// Both sides hold the same alternative.
struct Order {
  const Value& other;

  int operator()(const Absent&) const { return 0; }
  int operator()(const std::string& a) const { return a.compare(std::get<std::string>(other.node)); }
  int operator()(const ByteString& a) const { return a.bytes.compare(std::get<ByteString>(other.node).bytes); }
  int operator()(const Uuid& a) const { return order(a.bytes, std::get<Uuid>(other.node).bytes); }
  int operator()(const EnumNumber& a) const { return order(a.number, std::get<EnumNumber>(other.node).number); }
  int operator()(const List& a) const { return order_all(a.elements, std::get<List>(other.node).elements, compare); }
  int operator()(const Record& a) const { return order_all(a.fields, std::get<Record>(other.node).fields, compare); }
  int operator()(const Map& a) const {
    return order_all(a.entries, std::get<Map>(other.node).entries, [](const MapEntry& x, const MapEntry& y) {
      const int keys = compare(x.key, y.key);
      return keys != 0 ? keys : compare(x.value, y.value);
    });
  }
  int operator()(const UnionCase& a) const {
    const auto& b = std::get<UnionCase>(other.node);
    const int numbers = order(a.number, b.number);
    return numbers != 0 ? numbers : order_all(a.record.fields, b.record.fields, compare);
  }
  template <class Number>
  int operator()(const Number& a) const {
    return order(a, std::get<Number>(other.node));
  }
};

Record zero_record(const std::deque<model::Field>& fields) {
  Record record;
  for (const model::Field& field : fields) record.fields.push_back(zero_of(*field.type));
  return record;
}

}  // namespace

int compare(const Value& a, const Value& b) {
  if (a.node.index() != b.node.index()) return order(a.node.index(), b.node.index());
  return std::visit(Order{b}, a.node);
}

void sort_unique(List& set) {
  const auto before = [](const Value& a, const Value& b) { return compare(a, b) < 0; };
  const auto same = [](const Value& a, const Value& b) { return compare(a, b) == 0; };
  sort_stably(set.elements, before);
  set.elements.erase(std::unique(set.elements.begin(), set.elements.end(), same), set.elements.end());
}

void insert_or_assign(Map& map, MapEntry entry) {
  const auto at = std::lower_bound(map.entries.begin(), map.entries.end(), entry.key,
                                   [](const MapEntry& one, const Value& key) { return compare(one.key, key) < 0; });
  if (at != map.entries.end() && compare(at->key, entry.key) == 0) {
    at->value = std::move(entry.value);
  } else {
    map.entries.insert(at, std::move(entry));
  }
}

Value zero_of(const model::Type& type) {
  switch (type.kind) {
    case TypeKind::Bool: return {false};
    case TypeKind::Float32:
    case TypeKind::Float64: return {0.0};
    case TypeKind::String: return {std::string()};
    case TypeKind::Bytes: return {ByteString{}};
    case TypeKind::Uuid: return {Uuid{}};
    case TypeKind::Enum: return {EnumNumber{}};
    case TypeKind::List:
    case TypeKind::Set: return {List{}};
    case TypeKind::Map: return {Map{}};
    case TypeKind::Optional: return {Absent{}};
    case TypeKind::Id: return zero_of(*type.id->base);
    case TypeKind::Value: return {zero_record(type.value->fields)};
    case TypeKind::Union: {
      const model::Alternative& first = type.union_version->alternatives.front();
      return {UnionCase{first.number, zero_record(first.fields)}};
    }
    default: return {Int128{0}};
  }
}

Int128 power_of_ten(int digits) {
  static constexpr auto kPowers = [] {
    std::array<Int128, 39> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
  }();
  return kPowers[static_cast<std::size_t>(digits)];
}

bool has_digits(Int128 units, int precision) {
  const Int128 limit = power_of_ten(precision);
  return -limit < units && units < limit;
}

bool fits(const model::Type& type, Int128 number) {
  const int bits = model::integer_bits(type);
  if (model::is_signed_integer(type)) {
    const Int128 half = Int128{1} << (bits - 1);
    return -half <= number && number < half;
  }
  return number >= 0 && number < (Int128{1} << bits);
}

bool is_utf8(const std::string& text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
    if (size == 0 || i + size > text.size()) return false;
    std::uint32_t point = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t k = 1; k < size; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0U) != 0x80U) return false;
      point = (point << 6U) | (next & 0x3FU);
    }
    const bool overlong = (size == 3 && point < 0x800) || (size == 4 && point < 0x10000);
    if (overlong || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return false;
    i += size;
  }
  return true;
}

}  // namespace cqrsc::interpret
