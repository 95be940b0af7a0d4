// Literals to constants. Pure functions: no names, no types but what is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/constant.hpp"

namespace cqrsc::sema {

/// A decimal as written: 10.00 is {1000, 2}.
struct WrittenDecimal {
  model::Int128 unscaled = 0;
  int scale = 0;
};

/// 10 to the power of `exponent`, 0 to 38.
model::Int128 power_of_ten(int exponent);
/// Digits of the number without its sign; 0 has one.
int digit_count(model::Int128 value);
/// `value * 10^by`; none if that leaves 38 digits.
std::optional<model::Int128> scale_up(model::Int128 value, int by);

/// Digits only. None beyond 38 digits.
std::optional<model::Int128> parse_integer(std::string_view digits);
/// "10.00". None beyond 38 digits; zeros at the end of the fraction that `drop_zeros_beyond` does not need are dropped.
std::optional<WrittenDecimal> parse_decimal(std::string_view text);
/// The same number with fewer digits after the point, where only zeros go.
WrittenDecimal without_trailing_zeros(WrittenDecimal decimal, int keep_scale);
/// "6f1c0000-0000-7000-8000-000000000001", upper or lower case.
std::optional<model::UuidConstant> parse_uuid(std::string_view text);
/// RFC 3339 in UTC or with an offset, up to nanoseconds: nanoseconds since 1970. None if it is not one or out of range.
std::optional<std::int64_t> parse_instant(std::string_view text);
/// "2026-01-31": days since 1970.
std::optional<std::int32_t> parse_date(std::string_view text);
/// Base64 with padding, one form only.
std::optional<std::string> parse_base64(std::string_view text);
/// 30 of "s": nanoseconds.
std::optional<std::int64_t> parse_duration(std::string_view digits, std::string_view unit);

}  // namespace cqrsc::sema
