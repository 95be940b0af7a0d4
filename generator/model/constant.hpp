#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>

namespace cqrsc::model {

__extension__ using Int128 = __int128;

struct EnumMember;

struct NoneConstant {
  bool operator==(const NoneConstant&) const = default;
};
struct BytesConstant {
  std::string bytes;
  bool operator==(const BytesConstant&) const = default;
};
struct UuidConstant {
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(const UuidConstant&) const = default;
};
struct EnumConstant {
  const EnumMember* member = nullptr;
  bool operator==(const EnumConstant&) const = default;
};

/// A literal, evaluated. Which alternative is there follows from the type of the expression that holds it:
/// integers, decimals (unscaled), instants and durations (nanoseconds) and dates (days since 1970-01-01): Int128;
/// floats: double; ids: what their base type has; `none` of any optional: NoneConstant.
using Constant =
    std::variant<NoneConstant, bool, Int128, double, std::string, BytesConstant, UuidConstant, EnumConstant>;

/// Decimal digits of `value`, with a sign where it is negative.
std::string to_text(Int128 value);
/// A decimal with `scale` digits after the point: 1001, 2 is "10.01".
std::string decimal_text(Int128 unscaled, int scale);
/// The usual 36 characters in lower case.
std::string uuid_text(const UuidConstant& uuid);

}  // namespace cqrsc::model
