#pragma once

#include <cstdint>

#include <cqrs/arithmetic.hpp>

// 128-bit integers for decimals of more than 18 digits.

namespace cqrs {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

namespace int128 {

/// The greatest number of decimal digits, and what they can hold: -kLimit < x < kLimit.
inline constexpr int kDigits = 38;

struct PowersOfTen {
  Int128 values[kDigits + 1];
};

inline constexpr PowersOfTen kPowersOfTen = [] {
  PowersOfTen powers{};
  powers.values[0] = 1;
  for (int i = 1; i <= kDigits; ++i) powers.values[i] = powers.values[i - 1] * 10;
  return powers;
}();

/// 10 to the power of `exponent`, which is between 0 and 38.
constexpr Int128 power_of_ten(int exponent) noexcept { return kPowersOfTen.values[exponent]; }

inline constexpr Int128 kLimit = power_of_ten(kDigits);

constexpr UInt128 magnitude(Int128 value) noexcept {
  return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

constexpr bool fits_int64(Int128 value) noexcept { return value == static_cast<std::int64_t>(value); }

/// Throws where the result has more than 38 digits. Both operands have at most 38.
constexpr Int128 add(Int128 a, Int128 b) {
  if (b < 0 ? a <= -kLimit - b : a >= kLimit - b) throw_overflow();
  return a + b;
}

/// The product of two numbers of at most 38 digits, or false where it has more. (A builtin would do; clang needs its
/// own runtime library for it.)
constexpr bool multiply(Int128 a, Int128 b, Int128& result) noexcept {
  if (fits_int64(a) && fits_int64(b)) {
    result = a * b;
  } else {
    if (a != 0 && magnitude(b) > static_cast<UInt128>(kLimit - 1) / magnitude(a)) return false;
    result = a * b;
  }
  return -kLimit < result && result < kLimit;
}

/// `a / b` with `digits` more digits after the point than `a` has beyond `b`, to the nearest, ties to even; false where
/// the result has more than 38 digits. `b` is not 0.
[[nodiscard]] bool divide(Int128 a, Int128 b, int digits, Int128& result) noexcept;

/// `value / divisor`, to the nearest, ties to even. `divisor` is positive.
constexpr Int128 divide_half_even(Int128 value, Int128 divisor) noexcept {
  Int128 quotient = value / divisor;
  const Int128 rest = value % divisor;
  const UInt128 left = magnitude(rest);
  const UInt128 right = static_cast<UInt128>(divisor) - left;
  if (left > right || (left == right && quotient % 2 != 0)) quotient += value < 0 ? -1 : 1;
  return quotient;
}

}  // namespace int128
}  // namespace cqrs
