#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "interpret/value.hpp"

namespace cqrsc::interpret {

/// Scalars as text, the way JSON and messages write them. Reading gives none for what is no such text.

std::string instant_text(Int128 nanoseconds);                ///< RFC 3339 in UTC
std::optional<Int128> parse_instant(std::string_view text);  ///< any offset
std::string date_text(Int128 days);                          ///< 2026-01-31
std::optional<Int128> parse_date(std::string_view text);
std::string duration_text(Int128 nanoseconds);  ///< ISO 8601 in seconds: PT90S, -PT0.25S
std::optional<Int128> parse_duration(std::string_view text);
std::string base64_text(std::string_view bytes);                 ///< RFC 4648 with padding
std::optional<std::string> parse_base64(std::string_view text);  ///< padded, nothing left over
std::optional<Uuid> parse_uuid(std::string_view text);           ///< either case
/// In units of 10^-scale; none if it is no number, or has more than `precision` digits or `scale` behind the point.
std::optional<Int128> parse_decimal(std::string_view text, int precision, int scale);
/// The shortest text that reads back as the same number, of the type's own width.
std::string float_text(const model::Type& type, double number);

/// Days since 1970-01-01 of an instant.
Int128 date_of(Int128 nanoseconds);

std::string hex_text(std::string_view bytes);  ///< lower case
std::optional<std::string> parse_hex(std::string_view text);

}  // namespace cqrsc::interpret
