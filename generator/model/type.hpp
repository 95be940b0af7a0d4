#pragma once

#include <cstdint>
#include <string>

namespace cqrsc::model {

struct Id;
struct Enum;
struct ValueVersion;
struct UnionVersion;

enum class TypeKind : std::uint8_t {
  Bool,
  Int8,
  Int16,
  Int32,
  Int64,
  UInt8,
  UInt16,
  UInt32,
  UInt64,
  Float32,
  Float64,
  Decimal,
  String,
  Bytes,
  Uuid,
  Instant,
  Date,
  Duration,
  List,
  Set,
  Map,
  Optional,
  Id,
  Value,
  Enum,
  Union,
};

/// A type of the language. Types are interned by Model: two equal types are the same object, so compare addresses.
/// A Type lives as long as its Model.
struct Type {
  TypeKind kind = TypeKind::Bool;
  std::uint8_t precision = 0;     ///< Decimal: digits in all, 1 to 38
  std::uint8_t scale = 0;         ///< Decimal: digits after the point, at most `precision`
  const Type* element = nullptr;  ///< List, Set, Optional: what they hold; Map: its values
  const Type* key = nullptr;      ///< Map
  const Id* id = nullptr;
  const ValueVersion* value = nullptr;
  const Enum* enumeration = nullptr;
  const UnionVersion* union_version = nullptr;

  bool operator==(const Type&) const = default;
};

bool is_integer(const Type& type);
bool is_signed_integer(const Type& type);
bool is_float(const Type& type);
/// An integer, a float or a decimal.
bool is_numeric(const Type& type);
/// Bits of an integer type: 8, 16, 32 or 64.
int integer_bits(const Type& type);
/// Whether values have an order: numbers, text, ids, times; not bool, lists, records.
bool is_ordered(const Type& type);
/// Whether it can be the key of a map, or in a set: what has an order, but for floats, and enums by their numbers.
bool is_key(const Type& type);
/// Whether a value may break a rule its type declares (a refined id, a value with conditions or invariants), or holds
/// text, whose encoding has to be checked. Such a value is checked when a command is taken in.
bool needs_intake_check(const Type& type);

/// The type as the language writes it: `decimal(18, 2)`, `list<Money>?`, `Money v1` for a version that is not current.
std::string to_text(const Type& type);
/// The same with the version of every value and union, the current one too: what a layout is called for ever.
std::string pinned_text(const Type& type);
/// The same as to_text() with the context of whatever is declared: `payments.Kind`.
std::string text_with_contexts(const Type& type);

}  // namespace cqrsc::model
