#include <cstdint>
#include <limits>
#include <optional>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cqrs/arithmetic.hpp>
#include <cqrs/int128.hpp>

namespace {

using cqrs::ArithmeticError;

/// What the function gives, or none where it throws.
template <class Function>
auto result_of(Function function) -> std::optional<decltype(function())> {
  try {
    return function();
  } catch (const ArithmeticError&) {
    return std::nullopt;
  }
}

/// The result as it would be in a wider type, or none where T cannot hold it.
template <class T>
std::optional<T> fitting(cqrs::Int128 exact) {
  if (exact < std::numeric_limits<T>::min() || exact > std::numeric_limits<T>::max()) return std::nullopt;
  return static_cast<T>(exact);
}

template <class T>
class CheckedIntegers : public testing::Test {};
using Integers = testing::Types<std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                                std::uint32_t, std::uint64_t>;
TYPED_TEST_SUITE(CheckedIntegers, Integers);

template <class T>
void compare_with_exact(T a, T b) {
  using Wide = cqrs::Int128;
  RC_ASSERT(result_of([&] { return cqrs::add(a, b); }) == fitting<T>(Wide{a} + b));
  RC_ASSERT(result_of([&] { return cqrs::subtract(a, b); }) == fitting<T>(Wide{a} - b));
  const auto product = result_of([&] { return cqrs::multiply(a, b); });
  // The exact product of two uint64 may not fit 128 bits with a sign.
  const bool product_is_exact = !std::is_same_v<T, std::uint64_t> || static_cast<std::uint64_t>(a) >> 63U == 0;
  if (product_is_exact) RC_ASSERT(product == fitting<T>(Wide{a} * b));
  RC_ASSERT(result_of([&] { return cqrs::negate(a); }) == fitting<T>(-Wide{a}));
  if (b == 0) {
    RC_ASSERT(!result_of([&] { return cqrs::divide(a, b); }).has_value());
    RC_ASSERT(!result_of([&] { return cqrs::remainder(a, b); }).has_value());
  } else {
    RC_ASSERT(result_of([&] { return cqrs::divide(a, b); }) == fitting<T>(Wide{a} / b));
    RC_ASSERT(result_of([&] { return cqrs::remainder(a, b); }) == fitting<T>(Wide{a} % b));
  }
}

TYPED_TEST(CheckedIntegers, AreExactOrThrow) {
  using T = TypeParam;
  const T special[] = {std::numeric_limits<T>::min(), std::numeric_limits<T>::max(), T{0}, T{1}, static_cast<T>(-1)};
  for (const T a : special) {
    for (const T b : special) compare_with_exact<T>(a, b);
  }
  EXPECT_TRUE(rc::check([] { compare_with_exact<T>(*rc::gen::arbitrary<T>(), *rc::gen::arbitrary<T>()); }));
}

TEST(Arithmetic, SaysWhatWentWrong) {
  try {
    (void)cqrs::divide(1, 0);
    FAIL();
  } catch (const ArithmeticError& error) {
    EXPECT_EQ(error.kind(), ArithmeticError::Kind::division_by_zero);
    EXPECT_STREQ(error.what(), "division by zero");
  }
}

TEST(Arithmetic, NarrowsWhatFits) {
  EXPECT_EQ(cqrs::narrow<std::int8_t>(std::int64_t{-128}), -128);
  EXPECT_EQ(cqrs::narrow<std::uint8_t>(std::int64_t{255}), 255);
  EXPECT_THROW((void)cqrs::narrow<std::uint8_t>(-1), ArithmeticError);
  EXPECT_THROW((void)cqrs::narrow<std::int64_t>(std::numeric_limits<std::uint64_t>::max()), ArithmeticError);
}

TEST(Arithmetic, ATotalThatOverflowsStaysWhatItWas) {
  std::int8_t total = 100;
  EXPECT_THROW(cqrs::add_to(total, 28), ArithmeticError);
  EXPECT_EQ(total, 100);
  cqrs::add_to(total, 27);
  EXPECT_EQ(total, 127);
  cqrs::subtract_from(total, 127);
  EXPECT_EQ(total, 0);
}

}  // namespace
