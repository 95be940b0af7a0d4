#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "interpret/value.hpp"

namespace cqrsc::interpret {

/// The JSON form of docs/storage-format.md, for any layout of the Model. Thread-safe.

/// On one line, without spaces, fields in the order of declaration: equal values give equal text.
std::string to_json(const std::deque<model::Field>& fields, const Record& record);
std::string to_json(const model::Type& type, const Value& value);

/// Strict: unknown, repeated and missing fields, other types and numbers that do not fit are failures that begin with
/// the path, `$.lines[3].qty: …`.
Result<Record> from_json(const std::deque<model::Field>& fields, std::string_view text);

}  // namespace cqrsc::interpret
