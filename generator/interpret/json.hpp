#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "interpret/value.hpp"

namespace cqrsc::interpret {

/// The JSON form of docs/storage-format.md, for any layout of the Model. Thread-safe.

/// How members of enums are written. Reading takes both.
enum class EnumText : std::uint8_t {
  Name,    ///< the number where there is no name
  Number,  ///< always: for what is kept for longer than names are
};

/// On one line, without spaces, fields in the order of declaration: equal values give equal text.
std::string to_json(const std::deque<model::Field>& fields, const Record& record, EnumText enums = EnumText::Name);
std::string to_json(const model::Type& type, const Value& value, EnumText enums = EnumText::Name);

/// Strict: unknown, repeated and missing fields, other types and numbers that do not fit are failures that begin with
/// the path, `$.lines[3].qty: …`.
Result<Record> from_json(const std::deque<model::Field>& fields, std::string_view text);

}  // namespace cqrsc::interpret
