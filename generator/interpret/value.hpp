#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "model/declaration.hpp"

namespace cqrsc::interpret {

using model::Int128;

struct Value;
struct MapEntry;

/// An optional that is `none`. One that is there is the value itself: optionals of optionals do not exist.
struct Absent {
  bool operator==(const Absent&) const = default;
};
struct ByteString {
  std::string bytes;
  bool operator==(const ByteString&) const = default;
};
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};  ///< in the order of the text form
  bool operator==(const Uuid&) const = default;
};
struct EnumNumber {
  std::uint16_t number = 0;
  bool operator==(const EnumNumber&) const = default;
};
/// A list, or a set: then strictly ascending.
struct List {
  std::vector<Value> elements;
  bool operator==(const List&) const;
};
/// Strictly ascending by key.
struct Map {
  std::vector<MapEntry> entries;
  bool operator==(const Map&) const;
};
/// The fields of an event, state, value, command or error, by model::Field::index.
struct Record {
  std::vector<Value> fields;
  bool operator==(const Record&) const;
};
struct UnionCase {
  std::uint16_t number = 0;
  Record record;
  bool operator==(const UnionCase&) const;
};

/// A value of the language. What it holds follows from its type: integers, decimals (unscaled), instants and durations
/// (nanoseconds) and dates (days since 1970-01-01) an Int128; floats a double; ids what their base has.
struct Value {
  std::variant<Absent, bool, Int128, double, std::string, ByteString, Uuid, EnumNumber, List, Map, Record, UnionCase>
      node;

  /// Whether both are stored as the same bytes: every NaN equals every other, and -0 is not 0. (The language's own
  /// equality, where floats compare as IEEE has it, is the evaluator's.)
  friend bool operator==(const Value& a, const Value& b);
};
struct MapEntry {
  Value key;
  Value value;
  bool operator==(const MapEntry&) const = default;
};

/// The order of the language, by which sets and maps are sorted: numbers, enums and times by size; text, bytes and
/// uuids byte by byte; false before true; what consists of several by the first that differs. Below 0, 0 or above 0.
int compare(const Value& a, const Value& b);

/// Puts the elements of a set into their order, each once.
void sort_unique(List& set);

/// Adds an entry to a map, or replaces that of the same key.
void insert_or_assign(Map& map, MapEntry entry);

/// What a field of the type is before anybody has set it: 0, "", empty, none; of a value what its fields are, of a
/// union its first alternative; of ids, enums and times what all zeros say. For layouts, where everything has a value.
Value zero_of(const model::Type& type);

/// Why something cannot be done: one sentence that begins with the place, such as `lines[3].qty: …`.
struct Failure {
  enum class Reason : std::uint8_t {
    Refused,   ///< it is no value of its type
    Overflow,  ///< a result that its type cannot hold, or a division by zero
    NeedsCpp,  ///< a function or command that is written in C++, and was not given
  };

  std::string text;
  Reason reason = Reason::Refused;
  bool operator==(const Failure&) const = default;
};
template <class T>
using Result = tl::expected<T, Failure>;

/// 10^digits; `digits` is from 0 to 38.
Int128 power_of_ten(int digits);
/// Whether a number of that many units has no more than `precision` digits.
bool has_digits(Int128 units, int precision);
/// Whether an integer type has room for the number.
bool fits(const model::Type& type, Int128 number);
/// Whether it is UTF-8 without overlong forms and surrogates.
bool is_utf8(const std::string& text);

/// 0001-01-01 and 9999-12-31 as days since 1970-01-01.
inline constexpr std::int32_t kFirstDate = -719162;
inline constexpr std::int32_t kLastDate = 2932896;

}  // namespace cqrsc::interpret
