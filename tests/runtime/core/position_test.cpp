#include <gtest/gtest.h>

#include <cqrs/position.hpp>

namespace cqrs {
namespace {

TEST(PositionTest, IsOrderedWithinItsPartition) {
  EXPECT_LT(Position(), Position(0, 1));
  EXPECT_LT(Position(0, 1, 5), Position(0, 2));
  EXPECT_LT(Position(0, 2), Position(0, 2, 1));
  EXPECT_EQ(Position(3, 2, 1), Position(3, 2, 1));
  EXPECT_EQ(Position::start_of(0), Position());
}

TEST(PositionTest, HasNoOrderAcrossPartitions) {
  EXPECT_EQ(Position(0, 1) <=> Position(1, 1), std::partial_ordering::unordered);
  EXPECT_FALSE(Position(0, 1) < Position(1, 2));
  EXPECT_FALSE(Position(0, 1) > Position(1, 2));
}

TEST(PositionTest, ReadsWhatItPrints) {
  for (const Position& position : {Position(), Position(7, 42, 3), Position(4'294'967'295U, ~std::uint64_t{0}, 9)}) {
    EXPECT_EQ(Position::parse(to_string(position)), position);
  }
  EXPECT_EQ(to_string(Position(0, 42)), "0-42-0");
}

TEST(PositionTest, RefusesEverythingElse) {
  for (const auto* text : {"", "1", "1-2", "1-2-", "1-2-3-4", "-1-2-3", "+1-2-3", "01-2-3", "1-2-3 ", " 1-2-3", "a-b-c",
                           "1-18446744073709551616-0", "4294967296-1-0"}) {
    const auto parsed = Position::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_argument);
  }
}

}  // namespace
}  // namespace cqrs
