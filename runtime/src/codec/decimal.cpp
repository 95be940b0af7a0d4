#include <cstdlib>
#include <ostream>

#include <cqrs/decimal.hpp>

namespace cqrs {
namespace int128 {
namespace {

/// ten * rest / divisor and what is left, without a number wider than 128 bits. rest < divisor < 10^38.
int next_digit(UInt128& rest, UInt128 divisor) noexcept {
  UInt128 left = 0;
  int digit = 0;
  for (int i = 0; i < 10; ++i) {
    left += rest;
    if (left >= divisor) {
      left -= divisor;
      ++digit;
    }
  }
  rest = left;
  return digit;
}

/// a * 10^digits / b for digits < 0.
bool divide_down(Int128 a, Int128 b, int digits, Int128& result) noexcept {
  Int128 divisor = 0;
  // A divisor of more than 38 digits is more than twice any dividend: nothing is left of it.
  if (-digits > kDigits || !multiply(b < 0 ? -b : b, power_of_ten(-digits), divisor)) {
    result = 0;
    return true;
  }
  result = divide_half_even(b < 0 ? -a : a, divisor);
  return true;
}

}  // namespace

bool divide(Int128 a, Int128 b, int digits, Int128& result) noexcept {
  if (digits < 0) return divide_down(a, b, digits, result);
  const UInt128 divisor = magnitude(b);
  UInt128 rest = magnitude(a) % divisor;
  Int128 quotient = static_cast<Int128>(magnitude(a) / divisor);
  for (int i = 0; i < digits; ++i) {
    const int digit = next_digit(rest, divisor);
    if (!multiply(quotient, 10, quotient)) return false;
    quotient += digit;
  }
  const UInt128 missing = divisor - rest;
  if (rest > missing || (rest == missing && quotient % 2 != 0)) ++quotient;
  if (quotient >= kLimit) return false;
  result = (a < 0) != (b < 0) ? -quotient : quotient;
  return true;
}

}  // namespace int128

namespace decimal {

std::string_view format(Int128 units, int scale, char* out) noexcept {
  char digits[kMaxText];
  char* at = digits + kMaxText;
  UInt128 rest = int128::magnitude(units);
  int written = 0;
  // At least one digit before the point.
  while (rest != 0 || written <= scale) {
    if (scale > 0 && written == scale) *--at = '.';
    *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
    ++written;
  }
  if (units < 0) *--at = '-';
  const auto size = static_cast<std::size_t>(digits + kMaxText - at);
  std::copy(at, at + size, out);
  return {out, size};
}

Error parse_error(std::string_view text, int precision, int scale) {
  return Error{ErrorCode::invalid_argument, "\"" + std::string(text.substr(0, 60)) +
                                                "\" is no decimal number of at most " +
                                                std::to_string(precision - scale) + " digits before and " +
                                                std::to_string(scale) + " after the point"};
}

std::ostream& print(std::ostream& out, Int128 units, int scale) {
  char text[kMaxText];
  return out << format(units, scale, text);
}

}  // namespace decimal
}  // namespace cqrs
