#include <cqrs/arithmetic.hpp>

namespace cqrs {

const char* ArithmeticError::what() const noexcept {
  return kind_ == Kind::overflow ? "a number does not fit its type" : "division by zero";
}

void throw_overflow() { throw ArithmeticError(ArithmeticError::Kind::overflow); }

void throw_division_by_zero() { throw ArithmeticError(ArithmeticError::Kind::division_by_zero); }

}  // namespace cqrs
