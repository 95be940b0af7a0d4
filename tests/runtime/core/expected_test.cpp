#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include <cqrs/expected.hpp>

namespace cqrs {
namespace {

Result<std::vector<int>> numbers() { return std::vector<int>{1, 2, 3}; }
Result<std::vector<int>> nothing() { return fail(ErrorCode::not_found, "there are none"); }
Result<void> done() { return {}; }
Result<void> undone() { return fail(ErrorCode::stopped, "it was stopped"); }

// What a temporary gives out must be a value: a reference would dangle at the end of the statement.
static_assert(std::is_same_v<decltype(numbers().value()), std::vector<int>>);
static_assert(std::is_same_v<decltype(*numbers()), std::vector<int>>);
static_assert(std::is_same_v<decltype(numbers().error()), Error>);
static_assert(std::is_same_v<decltype(undone().error()), Error>);
static_assert(std::is_same_v<decltype(std::declval<Result<int>&>().value()), int&>);
static_assert(std::is_same_v<decltype(*std::declval<const Result<int>&>()), const int&>);

TEST(ExpectedTest, HoldsAValueOrAnError) {
  const auto good = numbers();
  ASSERT_TRUE(good);
  EXPECT_EQ(good->size(), 3U);
  const auto bad = nothing();
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::not_found);
  EXPECT_EQ(bad.error().text, "there are none");
  EXPECT_TRUE(done());
  EXPECT_FALSE(undone());
  done().value();
  EXPECT_ANY_THROW(undone().value());
}

TEST(ExpectedTest, ALoopOverATemporaryIsSafe) {
  int sum = 0;
  for (const int number : numbers().value()) sum += number;
  for (const int number : *numbers()) sum += number;
  EXPECT_EQ(sum, 12);
}

TEST(ExpectedTest, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> held = std::make_unique<int>(7);
  std::unique_ptr<int> taken = *std::move(held);
  EXPECT_EQ(*taken, 7);
}

TEST(ExpectedTest, ComesBackFromTheMonadicFunctions) {
  const Result<std::size_t> size = numbers().map([](const std::vector<int>& list) { return list.size(); });
  ASSERT_TRUE(size);
  EXPECT_EQ(*size, 3U);
  const Result<std::size_t> none = nothing().map([](const std::vector<int>& list) { return list.size(); });
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
}

TEST(ExpectedTest, Compares) {
  EXPECT_EQ(Result<int>(3), Result<int>(3));
  EXPECT_NE(Result<int>(3), Result<int>(4));
  EXPECT_EQ(Result<int>(3), 3);
  EXPECT_NE(Result<int>(3), 4);
  EXPECT_EQ(nothing(), nothing());
  EXPECT_NE(nothing(), numbers());
  EXPECT_EQ(done(), done());
  EXPECT_NE(done(), undone());
}

}  // namespace
}  // namespace cqrs
