#pragma once

#include <algorithm>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <cqrs/arithmetic.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/int128.hpp>

namespace cqrs {

/// An exact decimal number of at most P digits, S of them after the point. Held as a whole number of units of 10^-S in
/// 64 bits, or 128 where P > 18.
///
/// The result of + and - has the larger scale, that of * the sum of both, and 38 digits; storing it in fewer digits is
/// checked. Dividing, and storing in a smaller scale, need divide<S>() or round<S>(). What does not fit throws
/// ArithmeticError (see cqrs/arithmetic.hpp).
template <int P, int S>
class Decimal {
  static_assert(P >= 1 && P <= int128::kDigits && S >= 0 && S <= P, "decimal(p, s) has 1 <= p <= 38 and 0 <= s <= p");

 public:
  using Rep = std::conditional_t<(P <= 18), std::int64_t, Int128>;
  static constexpr int kPrecision = P;
  static constexpr int kScale = S;
  /// Units are between -kLimit and kLimit, both excluded.
  static constexpr Rep kLimit = static_cast<Rep>(int128::power_of_ten(P));

  constexpr Decimal() noexcept = default;

  /// From a decimal of no larger scale; checked.
  template <int P2, int S2>
    requires((P2 != P || S2 != S) && S2 <= S)
  constexpr Decimal(const Decimal<P2, S2>& other)  // NOLINT(google-explicit-constructor)
      : units_(checked_scaled(other.units(), S - S2)) {}

  /// From a whole number; checked.
  template <Integer I>
  constexpr Decimal(I whole)  // NOLINT(google-explicit-constructor)
      : units_(checked_scaled(static_cast<Int128>(whole), S)) {}

  /// `units` of 10^-S; checked.
  [[nodiscard]] static constexpr Decimal from_units(Int128 units) {
    if (!fits(units)) throw_overflow();
    return Decimal(Raw{}, static_cast<Rep>(units));
  }

  /// `units` of 10^-S that somebody has checked already.
  [[nodiscard]] static constexpr Decimal from_checked_units(Rep units) noexcept { return Decimal(Raw{}, units); }

  /// An optional sign "-", digits without leading zeros, and at most S digits after a point: "-12.5". None for all
  /// else.
  [[nodiscard]] static constexpr std::optional<Decimal> from_text(std::string_view text) noexcept;

  /// from_text with an error in words.
  [[nodiscard]] static Result<Decimal> parse(std::string_view text);

  [[nodiscard]] constexpr Rep units() const noexcept { return units_; }

  [[nodiscard]] static constexpr bool fits(Int128 units) noexcept { return -kLimit < units && units < kLimit; }

  template <int P2, int S2>
    requires(S2 <= S)
  constexpr Decimal& operator+=(const Decimal<P2, S2>& other) {
    return *this = *this + other;
  }
  template <int P2, int S2>
    requires(S2 <= S)
  constexpr Decimal& operator-=(const Decimal<P2, S2>& other) {
    return *this = *this - other;
  }

  constexpr Decimal& operator+=(Integer auto whole) { return *this += Decimal<38, 0>(whole); }
  constexpr Decimal& operator-=(Integer auto whole) { return *this -= Decimal<38, 0>(whole); }

  constexpr Decimal operator-() const noexcept { return Decimal(Raw{}, -units_); }

  // Within one type, the comparisons of nearly all code.
  friend constexpr bool operator==(const Decimal& a, const Decimal& b) noexcept = default;
  friend constexpr std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept {
    return a.units_ < b.units_   ? std::strong_ordering::less
           : b.units_ < a.units_ ? std::strong_ordering::greater
                                 : std::strong_ordering::equal;
  }

 private:
  struct Raw {};
  constexpr Decimal(Raw, Rep units) noexcept : units_(units) {}

  static constexpr Rep checked_scaled(Int128 units, int digits) {
    Int128 scaled = units;
    if (digits > 0 && !int128::multiply(units, int128::power_of_ten(digits), scaled)) throw_overflow();
    if (!fits(scaled)) throw_overflow();
    return static_cast<Rep>(scaled);
  }

  Rep units_ = 0;
};

template <class T>
inline constexpr bool kIsDecimal = false;
template <int P, int S>
inline constexpr bool kIsDecimal<Decimal<P, S>> = true;

namespace decimal {

/// The number `text` names, in units of 10^-scale; none if it is no number, or has more than `precision` digits before
/// or `scale` behind the point.
constexpr std::optional<Int128> parse_units(std::string_view text, int precision, int scale) noexcept {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  const auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
  if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
  if (whole.size() > static_cast<std::size_t>(int128::kDigits)) return std::nullopt;
  if (fraction.size() > static_cast<std::size_t>(scale)) return std::nullopt;
  Int128 units = 0;
  for (const auto digits : {whole, fraction}) {
    for (const char digit : digits) {
      if (digit < '0' || digit > '9') return std::nullopt;
      if (!int128::multiply(units, 10, units)) return std::nullopt;
      units += digit - '0';
    }
  }
  if (!int128::multiply(units, int128::power_of_ten(scale - static_cast<int>(fraction.size())), units)) {
    return std::nullopt;
  }
  if (units >= int128::power_of_ten(precision)) return std::nullopt;
  return negative ? -units : units;
}

/// Room for the longest text: a sign, 38 digits, a point and a zero before it.
inline constexpr std::size_t kMaxText = 41;

/// Writes the text form to `out`, which has room for kMaxText characters; gives what was written.
std::string_view format(Int128 units, int scale, char* out) noexcept;

Error parse_error(std::string_view text, int precision, int scale);
std::ostream& print(std::ostream& out, Int128 units, int scale);

constexpr std::strong_ordering compare(Int128 a, int scale_a, Int128 b, int scale_b) noexcept {
  // A number that outgrows 38 digits in the other's scale is beyond all that the other can be.
  if (scale_a < scale_b && !int128::multiply(a, int128::power_of_ten(scale_b - scale_a), a)) {
    return a < 0 ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  if (scale_b < scale_a && !int128::multiply(b, int128::power_of_ten(scale_a - scale_b), b)) {
    return b < 0 ? std::strong_ordering::greater : std::strong_ordering::less;
  }
  return a < b ? std::strong_ordering::less : b < a ? std::strong_ordering::greater : std::strong_ordering::equal;
}

}  // namespace decimal

template <int P, int S>
constexpr std::optional<Decimal<P, S>> Decimal<P, S>::from_text(std::string_view text) noexcept {
  const auto units = decimal::parse_units(text, P, S);
  if (!units) return std::nullopt;
  return Decimal(Raw{}, static_cast<Rep>(*units));
}

template <int P, int S>
Result<Decimal<P, S>> Decimal<P, S>::parse(std::string_view text) {
  if (const auto value = from_text(text)) return *value;
  return unexpected<Error>(decimal::parse_error(text, P, S));
}

/// "-12.50": always all S digits after the point.
template <int P, int S>
[[nodiscard]] std::string to_string(const Decimal<P, S>& value) {
  char text[decimal::kMaxText];
  return std::string(decimal::format(value.units(), S, text));
}

template <int P, int S>
std::ostream& operator<<(std::ostream& out, const Decimal<P, S>& value) {
  return decimal::print(out, value.units(), S);
}

template <int P1, int S1, int P2, int S2>
  requires(P1 != P2 || S1 != S2)
[[nodiscard]] constexpr bool operator==(const Decimal<P1, S1>& a, const Decimal<P2, S2>& b) noexcept {
  return decimal::compare(a.units(), S1, b.units(), S2) == 0;
}
template <int P1, int S1, int P2, int S2>
  requires(P1 != P2 || S1 != S2)
[[nodiscard]] constexpr std::strong_ordering operator<=>(const Decimal<P1, S1>& a, const Decimal<P2, S2>& b) noexcept {
  return decimal::compare(a.units(), S1, b.units(), S2);
}

template <int P1, int S1, int P2, int S2>
[[nodiscard]] constexpr Decimal<38, std::max(S1, S2)> operator+(const Decimal<P1, S1>& a, const Decimal<P2, S2>& b) {
  using Sum = Decimal<38, std::max(S1, S2)>;
  return Sum::from_units(int128::add(Sum(a).units(), Sum(b).units()));
}
template <int P1, int S1, int P2, int S2>
[[nodiscard]] constexpr Decimal<38, std::max(S1, S2)> operator-(const Decimal<P1, S1>& a, const Decimal<P2, S2>& b) {
  return a + -b;
}
template <int P1, int S1, int P2, int S2>
  requires(S1 + S2 <= int128::kDigits)
[[nodiscard]] constexpr Decimal<38, S1 + S2> operator*(const Decimal<P1, S1>& a, const Decimal<P2, S2>& b) {
  Int128 units = 0;
  if (!int128::multiply(a.units(), b.units(), units)) throw_overflow();
  return Decimal<38, S1 + S2>::from_units(units);
}

// With whole numbers: `amount > 0`, `price * 3`.
template <int P, int S, Integer I>
[[nodiscard]] constexpr bool operator==(const Decimal<P, S>& a, I b) noexcept {
  return decimal::compare(a.units(), S, static_cast<Int128>(b), 0) == 0;
}
template <int P, int S, Integer I>
[[nodiscard]] constexpr std::strong_ordering operator<=>(const Decimal<P, S>& a, I b) noexcept {
  return decimal::compare(a.units(), S, static_cast<Int128>(b), 0);
}
template <int P, int S, Integer I>
[[nodiscard]] constexpr auto operator+(const Decimal<P, S>& a, I b) {
  return a + Decimal<38, 0>(b);
}
template <int P, int S, Integer I>
[[nodiscard]] constexpr auto operator+(I a, const Decimal<P, S>& b) {
  return Decimal<38, 0>(a) + b;
}
template <int P, int S, Integer I>
[[nodiscard]] constexpr auto operator-(const Decimal<P, S>& a, I b) {
  return a - Decimal<38, 0>(b);
}
template <int P, int S, Integer I>
[[nodiscard]] constexpr auto operator-(I a, const Decimal<P, S>& b) {
  return Decimal<38, 0>(a) - b;
}
template <int P, int S, Integer I>
[[nodiscard]] constexpr auto operator*(const Decimal<P, S>& a, I b) {
  return a * Decimal<38, 0>(b);
}
template <int P, int S, Integer I>
[[nodiscard]] constexpr auto operator*(I a, const Decimal<P, S>& b) {
  return Decimal<38, 0>(a) * b;
}

/// `value` with R digits after the point: to the nearest, ties to the even neighbour (as banks do).
template <int R, int P, int S>
[[nodiscard]] constexpr Decimal<38, R> round(const Decimal<P, S>& value) {
  if constexpr (R >= S) {
    return value;
  } else {
    return Decimal<38, R>::from_units(int128::divide_half_even(value.units(), int128::power_of_ten(S - R)));
  }
}

/// `round(a / b, R)`, rounded once.
template <int R, int P1, int S1, int P2, int S2>
[[nodiscard]] Decimal<38, R> divide(const Decimal<P1, S1>& a, const Decimal<P2, S2>& b) {
  if (b.units() == 0) throw_division_by_zero();
  Int128 units = 0;
  if (!int128::divide(a.units(), b.units(), R + S2 - S1, units)) throw_overflow();
  return Decimal<38, R>::from_units(units);
}

template <int P, int S>
[[nodiscard]] constexpr Decimal<P, S> absolute(const Decimal<P, S>& value) noexcept {
  return value < Decimal<P, S>{} ? -value : value;
}

namespace decimal {

/// The characters of a literal, as a template's argument.
template <std::size_t N>
struct Literal {
  consteval Literal(const char (&literal)[N]) {  // NOLINT(google-explicit-constructor)
    for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
  }
  // Both look at a copy: with -fsanitize=undefined, g++ 12 takes no address of a template's argument for a constant.
  [[nodiscard]] constexpr int scale() const noexcept {
    int digits = 0;
    bool behind_point = false;
    for (const char character : Literal(*this).text) {
      if (behind_point && character != '\0') ++digits;
      behind_point = behind_point || character == '.';
    }
    return digits;
  }
  [[nodiscard]] constexpr std::optional<Int128> units() const noexcept {
    const Literal copy = *this;
    return parse_units({copy.text, N - 1}, int128::kDigits, scale());
  }
  char text[N]{};
};

}  // namespace decimal

inline namespace literals {

/// "10.00"_dec is a Decimal<18, 2>, or one of 38 digits where it needs more than 18. What is no number does not
/// compile.
template <decimal::Literal Text>
[[nodiscard]] consteval auto operator""_dec() {
  constexpr int kScale = Text.scale();
  constexpr auto kUnits = Text.units();
  static_assert(kUnits.has_value(), "not a decimal number of at most 38 digits");
  constexpr bool kSmall = kScale <= 18 && -int128::power_of_ten(18) < *kUnits && *kUnits < int128::power_of_ten(18);
  return Decimal < kSmall ? 18 : 38, kScale > ::from_units(*kUnits);
}

}  // namespace literals
}  // namespace cqrs
