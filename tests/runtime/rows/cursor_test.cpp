#include "projection/cursor.hpp"

#include <limits>

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "accounts.hpp"

namespace {

using cqrs::projection::Cursor;
using cqrs::projection::parse_cursor;
using cqrs::projection::StoredValue;
using cqrs::projection::to_text;
using testing::HasSubstr;

const cqrs::OrderColumn kOrder[] = {{"a"}, {"b", true}, {"c", false, true}, {"d"}, {"e"}};
const cqrs::QueryDefinition kQuery{.name = "test.Query", .order = kOrder};

TEST(Cursor, IsReadAsItWasWritten) {
  const Cursor cursor{
      {StoredValue(std::numeric_limits<std::int64_t>::min()), StoredValue(-0.1), StoredValue(),
       StoredValue(std::string("n\"\0~\xc3\xa4", 6)), StoredValue(cqrs::Buffer{std::byte{255}, std::byte{0}})},
      42};
  const auto text = to_text(cursor, kQuery);
  EXPECT_THAT(text, testing::Not(testing::ContainsRegex("[^A-Za-z0-9_-]")));
  const auto parsed = parse_cursor(text, kQuery);
  ASSERT_TRUE(parsed) << parsed.error().text;
  EXPECT_EQ(parsed->after, cursor.after);
  EXPECT_EQ(parsed->given, 42);
}

TEST(Cursor, OfAnotherOrderIsRefused) {
  const auto text = to_text({std::vector<StoredValue>(5), 0}, kQuery);
  const cqrs::OrderColumn other[] = {{"a"}, {"b"}, {"c", false, true}, {"d"}, {"e"}};
  const auto parsed = parse_cursor(text, {.name = "test.Query", .order = other});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, cqrs::ErrorCode::invalid_argument);
  EXPECT_THAT(parsed.error().text, HasSubstr("the query's order has changed since"));
}

TEST(Cursor, MadeOfAnythingElseIsRefused) {
  const auto good = to_text({std::vector<StoredValue>(5), 7}, kQuery);
  EXPECT_TRUE(rc::check([&] {
    std::string text = good;
    const auto changes = *rc::gen::inRange(1, 4);
    for (int i = 0; i < changes && !text.empty(); ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      if (*rc::gen::arbitrary<bool>()) {
        text[at] = *rc::gen::arbitrary<char>();
      } else {
        text.erase(at, 1);
      }
    }
    const auto parsed = parse_cursor(text, kQuery);
    // A digit may have become another: then it is a cursor all the same, of the right shape.
    if (parsed) {
      RC_ASSERT(parsed->after.size() == 5U);
      RC_ASSERT(parsed->given >= 0);
    } else {
      RC_ASSERT(parsed.error().code == cqrs::ErrorCode::invalid_argument);
    }
  }));
  for (const std::string text : {"", "=", "e30", "e30=", "bnVsbA", "W10", "////"}) {
    EXPECT_FALSE(parse_cursor(text, kQuery)) << text;
  }
}

}  // namespace
