#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "interpret/value.hpp"

namespace cqrsc::interpret {

/// The stored form of docs/storage-format.md, for any layout of the Model. Written from that page and not from the
/// runtime's codec: that the two agree is what tests hold them to. Bytes are kept in std::string. Thread-safe.

/// The one encoding of a record. A failure names what is no value of its type: text that is not UTF-8, a number that is
/// too large, a set out of order, nesting beyond 64.
Result<std::string> encode(const std::deque<model::Field>& fields, const Record& record);

/// The record that the bytes are the encoding of. Any bytes may be given; what is not the encoding of a value is a
/// failure that names the field.
Result<Record> decode(const std::deque<model::Field>& fields, std::string_view bytes);

/// Lists, optional values with ends, and unions within one another.
inline constexpr int kMaxDepth = 64;

}  // namespace cqrsc::interpret
