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

TEST(NearNames, DoesNotGuess) {
  EXPECT_EQ(nearest_name("amount", {"balance", "owner"}), std::nullopt);
  EXPECT_EQ(nearest_name("x", {"id", "at"}), std::nullopt);
  EXPECT_EQ(nearest_name("owner", {"owner"}), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(1000, 'a'), {std::string(1000, 'a') + "b"}), std::nullopt);
}

}  // namespace
}  // namespace cqrsc::sema
