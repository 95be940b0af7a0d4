#pragma once

#include <concepts>
#include <cstdint>
#include <exception>
#include <limits>
#include <type_traits>

// Integer arithmetic that never wraps. A result that does not fit throws ArithmeticError; whoever runs a domain's code
// (the executor, a replay, a projection) catches it and turns it into a rejection, an error or a dead letter, so that
// it never crosses a boundary of the runtime. Where nothing overflows the price is one branch that is never taken.
//
// The type of the first operand is the type of the result; `add<std::int64_t>(a, b)` widens both before.

namespace cqrs {

/// A result that its type cannot hold.
class ArithmeticError : public std::exception {
 public:
  enum class Kind : std::uint8_t { overflow, division_by_zero };

  explicit ArithmeticError(Kind kind) noexcept : kind_(kind) {}

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] const char* what() const noexcept override;

 private:
  Kind kind_;
};

[[noreturn]] void throw_overflow();
[[noreturn]] void throw_division_by_zero();

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool>;

/// `value` as a T, which may be narrower or have another signedness.
template <Integer T, Integer A>
[[nodiscard]] constexpr T narrow(A value) {
  T result{};
  if (__builtin_add_overflow(value, A{0}, &result)) throw_overflow();
  return result;
}

template <Integer T>
[[nodiscard]] constexpr T add(T a, std::type_identity_t<T> b) {
  T result{};
  if (__builtin_add_overflow(a, b, &result)) throw_overflow();
  return result;
}

template <Integer T>
[[nodiscard]] constexpr T subtract(T a, std::type_identity_t<T> b) {
  T result{};
  if (__builtin_sub_overflow(a, b, &result)) throw_overflow();
  return result;
}

template <Integer T>
[[nodiscard]] constexpr T multiply(T a, std::type_identity_t<T> b) {
  T result{};
  if (__builtin_mul_overflow(a, b, &result)) throw_overflow();
  return result;
}

/// Rounds towards zero.
template <Integer T>
[[nodiscard]] constexpr T divide(T a, std::type_identity_t<T> b) {
  if (b == 0) throw_division_by_zero();
  if constexpr (std::is_signed_v<T>) {
    if (b == -1) return subtract<T>(0, a);
  }
  return static_cast<T>(a / b);
}

/// What divide() leaves over; it has the sign of `a`.
template <Integer T>
[[nodiscard]] constexpr T remainder(T a, std::type_identity_t<T> b) {
  if (b == 0) throw_division_by_zero();
  if constexpr (std::is_signed_v<T>) {
    if (b == -1) return 0;
  }
  return static_cast<T>(a % b);
}

template <Integer T>
[[nodiscard]] constexpr T negate(T a) {
  return subtract<T>(0, a);
}

template <Integer T>
[[nodiscard]] constexpr T absolute(T a) {
  return a < 0 ? negate(a) : a;
}

/// `total += amount`, checked. On overflow `total` is what it was.
template <Integer T>
constexpr void add_to(T& total, std::type_identity_t<T> amount) {
  total = add<T>(total, amount);
}

template <Integer T>
constexpr void subtract_from(T& total, std::type_identity_t<T> amount) {
  total = subtract<T>(total, amount);
}

}  // namespace cqrs
