#include "sema/near_names.hpp"

#include <gtest/gtest.h>

namespace cqrsc::sema {
namespace {

TEST(NearNames, FindsSlips) {
  const std::vector<std::string> names{"balance", "currency", "owner", "riskScore"};
  EXPECT_EQ(nearest_name("balnace", names), "balance");
  EXPECT_EQ(nearest_name("Currency", names), "currency");
  EXPECT_EQ(nearest_name("riskscore", names), "riskScore");
  EXPECT_EQ(nearest_name("ownr", names), "owner");
}

TEST(NearNames, FindsWhatHasTheSameWords) {
  EXPECT_EQ(related_name("amountPaid", {"paid_amount", "currency"}), "paid_amount");
  EXPECT_EQ(related_name("fullName", {"name", "currency"}), "name");
  EXPECT_EQ(related_name("given_title", {"titleGiven", "titleShort"}), "titleGiven");
  EXPECT_EQ(related_name("fullName", {"firstName", "lastName"}), std::nullopt) << "it may be either";
  EXPECT_EQ(related_name("isOpen", {"isPaid"}), std::nullopt) << "words of few letters say nothing";
  EXPECT_EQ(related_name("amountOfTheFirstOrder", {"amount"}), std::nullopt) << "most of it is something else";
}

TEST(NearNames, ListsTheFirstFew) {
  EXPECT_EQ(listed({"a"}), "`a`");
  EXPECT_EQ(listed({"a", "b", "c"}), "`a`, `b` and `c`");
  EXPECT_EQ(listed({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}),
            "`a`, `b`, `c`, `d`, `e`, `f`, `g`, `h` and 2 more");
}

TEST(NearNames, DoesNotGuess) {
  EXPECT_EQ(nearest_name("amount", {"balance", "owner"}), std::nullopt);
  EXPECT_EQ(nearest_name("x", {"id", "at"}), std::nullopt);
  EXPECT_EQ(nearest_name("owner", {"owner"}), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(1000, 'a'), {std::string(1000, 'a') + "b"}), std::nullopt);
}

}  // namespace
}  // namespace cqrsc::sema
