#include "cqrs/functions.hpp"

#include <limits>

#include <gmock/gmock.h>

#include <cqrs/decimal.hpp>

namespace cqrs {
namespace {

using testing::ElementsAre;

TEST(Functions, LengthCountsCodePoints) {
  EXPECT_EQ(length(""), 0);
  EXPECT_EQ(length("abc"), 3);
  EXPECT_EQ(length("Zoë €𝄞"), 6);
  EXPECT_EQ(length(std::vector<int>{1, 2}), 2);
}

TEST(Functions, TextMustBeUtf8) {
  EXPECT_TRUE(is_text("Zoë"));
  EXPECT_FALSE(is_text("\xff"));
  EXPECT_FALSE(is_text("\xed\xa0\x80")) << "a surrogate";
}

TEST(Functions, CasesAreAscii) {
  EXPECT_EQ(lower("ÄBC xyz"), "Äbc xyz");
  EXPECT_EQ(upper("äbc XYZ"), "äBC XYZ");
}

TEST(Functions, TrimTakesWhiteSpaceAtTheEnds) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Functions, ContainsLooksInTextAndLists) {
  EXPECT_TRUE(contains("abc", "bc"));
  EXPECT_TRUE(contains("abc", ""));
  EXPECT_FALSE(contains("abc", "cb"));
  EXPECT_TRUE(contains(std::vector<int>{1, 2}, 2));
  EXPECT_FALSE(contains(std::vector<std::string>{"a"}, "b"));
}

TEST(Functions, OfListsGiveNoneWhereThereIsNothing) {
  const std::vector<int> none;
  const std::vector<int> list{3, 1, 2};
  EXPECT_FALSE(first(none) || last(none) || min(none) || max(none));
  EXPECT_EQ(first(list), 3);
  EXPECT_EQ(last(list), 2);
  EXPECT_EQ(min(list), 1);
  EXPECT_EQ(max(list), 3);
  EXPECT_EQ(min(4, 2), 2);
  EXPECT_EQ(max(4, 2), 4);
}

TEST(Functions, OfListsWithLambdas) {
  const std::vector<int> list{3, 1, 2, 1};
  const auto odd = [](int x) { return x % 2 != 0; };
  EXPECT_EQ(count(list), 4);
  EXPECT_EQ(count(list, odd), 3);
  EXPECT_TRUE(any(list, odd));
  EXPECT_FALSE(all(list, odd));
  EXPECT_THAT(filter(list, odd), ElementsAre(3, 1, 1));
  EXPECT_THAT(map<std::string>(list, [](int x) { return std::to_string(x); }), ElementsAre("3", "1", "2", "1"));
  EXPECT_THAT(distinct(list), ElementsAre(3, 1, 2));
  EXPECT_THAT(sort(list), ElementsAre(1, 1, 2, 3));
  EXPECT_THAT(sort(list, [](int x) { return -x; }), ElementsAre(3, 2, 1, 1));
}

TEST(Functions, SumIsChecked) {
  EXPECT_EQ(sum<std::int32_t>(std::vector<std::int32_t>{1, 2, 3}), 6);
  const std::vector<std::int8_t> bytes{100, 100};
  EXPECT_THROW(static_cast<void>(sum<std::int8_t>(bytes)), ArithmeticError);
  const std::vector<Decimal<3, 2>> prices{"9.00"_dec, "9.00"_dec};
  EXPECT_THROW(static_cast<void>(sum<Decimal<3, 2>>(prices)), ArithmeticError);
  EXPECT_EQ((sum<Decimal<18, 2>>(prices, [](const auto& price) { return price * 2; })), 36);
}

TEST(Functions, TimesAreChecked) {
  constexpr Instant kLast{std::numeric_limits<std::int64_t>::max()};
  constexpr Instant kFirst{std::numeric_limits<std::int64_t>::min()};
  EXPECT_EQ(add(Instant{5}, Duration(3)), Instant{8});
  EXPECT_EQ(subtract(Instant{5}, Duration(3)), Instant{2});
  EXPECT_EQ(subtract(Instant{5}, Instant{3}), Duration(2));
  EXPECT_THROW(static_cast<void>(add(kLast, Duration(1))), ArithmeticError);
  EXPECT_THROW(static_cast<void>(subtract(kFirst, Duration(1))), ArithmeticError);
  EXPECT_THROW(static_cast<void>(subtract(kLast, kFirst)), ArithmeticError);
}

}  // namespace
}  // namespace cqrs
