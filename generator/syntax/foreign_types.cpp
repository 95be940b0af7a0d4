#include "syntax/foreign_types.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace cqrsc::syntax {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

// However they are capitalized, they are nothing that a domain would declare.
constexpr auto kInAnyCase = std::to_array<Entry>({
    {"string", "string"},
    {"str", "string"},
    {"text", "string"},
    {"char", "string"},
    {"varchar", "string"},
    {"nvarchar", "string"},
    {"clob", "string"},
    {"charsequence", "string"},
    {"int", "int32"},
    {"integer", "int32"},
    {"int4", "int32"},
    {"int32_t", "int32"},
    {"i32", "int32"},
    {"serial", "int32"},
    {"smallint", "int16"},
    {"int16_t", "int16"},
    {"i16", "int16"},
    {"tinyint", "int8"},
    {"int8_t", "int8"},
    {"i8", "int8"},
    {"sbyte", "int8"},
    {"bigint", "int64"},
    {"biginteger", "int64"},
    {"bigserial", "int64"},
    {"int64_t", "int64"},
    {"i64", "int64"},
    {"number", "int64"},
    {"byte", "uint8"},
    {"uint8_t", "uint8"},
    {"u8", "uint8"},
    {"ushort", "uint16"},
    {"uint16_t", "uint16"},
    {"u16", "uint16"},
    {"uint", "uint32"},
    {"unsigned", "uint32"},
    {"uint32_t", "uint32"},
    {"u32", "uint32"},
    {"ulong", "uint64"},
    {"uint64_t", "uint64"},
    {"u64", "uint64"},
    {"size_t", "uint64"},
    {"usize", "uint64"},
    {"float", "float64"},
    {"double", "float64"},
    {"f64", "float64"},
    {"f32", "float32"},
    {"bool", "bool"},
    {"boolean", "bool"},
    {"bigdecimal", "decimal(18, 2)"},
    {"decimal", "decimal(18, 2)"},
    {"numeric", "decimal(18, 2)"},
    {"datetime", "instant"},
    {"datetime2", "instant"},
    {"datetimeoffset", "instant"},
    {"localdatetime", "instant"},
    {"zoneddatetime", "instant"},
    {"offsetdatetime", "instant"},
    {"timestamp", "instant"},
    {"timestamptz", "instant"},
    {"utctime", "instant"},
    {"instant", "instant"},
    {"localdate", "date"},
    {"dateonly", "date"},
    {"date", "date"},
    {"duration", "duration"},
    {"timespan", "duration"},
    {"timedelta", "duration"},
    {"interval", "duration"},
    {"uuid", "uuid"},
    {"guid", "uuid"},
    {"uniqueidentifier", "uuid"},
    {"blob", "bytes"},
    {"bytea", "bytes"},
    {"varbinary", "bytes"},
    {"bytearray", "bytes"},
    {"list", "list"},
    {"array", "list"},
    {"vector", "list"},
    {"vec", "list"},
    {"arraylist", "list"},
    {"ilist", "list"},
    {"seq", "list"},
    {"iterable", "list"},
    {"ienumerable", "list"},
    {"set", "set"},
    {"hashset", "set"},
    {"unordered_set", "set"},
    {"map", "map"},
    {"hashmap", "map"},
    {"unordered_map", "map"},
    {"dict", "map"},
    {"dictionary", "map"},
});

// Otherwise capitalized, these may well be words of the domain.
constexpr auto kAsWritten = std::to_array<Entry>({
    {"short", "int16"},
    {"long", "int64"},
    {"Long", "int64"},
    {"real", "float64"},
    {"money", "decimal(18, 2)"},
    {"time", "instant"},
    {"binary", "bytes"},
    {"Collection", "list"},
    {"Sequence", "list"},
    {"Record", "map"},
});

std::string_view find(const auto& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, &Entry::first);
  return found == entries.end() ? std::string_view() : found->second;
}

}  // namespace

std::string_view own_type(std::string_view foreign) {
  if (const std::string_view own = find(kAsWritten, foreign); !own.empty()) return own;
  std::string lower(foreign);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const std::string_view own = find(kInAnyCase, lower);
  return own == foreign ? std::string_view() : own;
}

}  // namespace cqrsc::syntax
