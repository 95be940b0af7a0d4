#include "plan/cpp_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/cpp_globals.hpp"

namespace cqrsc::plan {
namespace {

using testing::ElementsAre;

TEST(SnakeCase, FindsTheWords) {
  EXPECT_EQ(snake_case("riskScore"), "risk_score");
  EXPECT_EQ(snake_case("AccountNotOpen"), "account_not_open");
  EXPECT_EQ(snake_case("IBANCode"), "iban_code");
  EXPECT_EQ(snake_case("line2Total"), "line2_total");
  EXPECT_EQ(snake_case("balance"), "balance");
  EXPECT_EQ(snake_case("EUR"), "eur");
  EXPECT_EQ(snake_case("already_snake"), "already_snake");
  EXPECT_EQ(snake_case("_odd__Name_"), "odd_name");
  EXPECT_EQ(snake_case("___"), "x");
  EXPECT_EQ(snake_case("_2nd"), "x2nd");
}

TEST(PascalCase, JoinsTheParts) {
  EXPECT_EQ(pascal_case("bank"), "Bank");
  EXPECT_EQ(pascal_case("retail_banking"), "RetailBanking");
  EXPECT_EQ(pascal_case("_"), "X");
}

TEST(CppName, EscapesWhatCppTakes) {
  EXPECT_EQ(cpp_name("class"), "class_");
  EXPECT_EQ(cpp_name("and"), "and_");
  EXPECT_EQ(cpp_name("co_await"), "co_await_");
  EXPECT_EQ(cpp_name("NULL"), "NULL_");
  EXPECT_EQ(cpp_name("INT32_MAX"), "INT32_MAX_");
  EXPECT_EQ(cpp_name("linux"), "linux_");
  EXPECT_EQ(cpp_name("SIGINT"), "SIGINT_");
  EXPECT_EQ(cpp_name("EUR"), "EUR");
  EXPECT_EQ(cpp_name("a__b"), "a_b");
  EXPECT_EQ(cpp_name("_Upper"), "Upper");
  EXPECT_EQ(member_name("Class"), "class_");
  EXPECT_EQ(member_name("atLeast"), "at_least");
}

TEST(CppName, KnowsWhatNoNamespaceCanBe) {
  EXPECT_TRUE(is_global("read"));
  EXPECT_TRUE(is_global("time"));
  EXPECT_TRUE(is_global("timezone"));
  EXPECT_TRUE(is_global("a64l"));
  EXPECT_TRUE(is_global("yn"));
  EXPECT_FALSE(is_global("bank"));
}

TEST(NameScope, TellsEqualNamesApart) {
  NameScope scope;
  EXPECT_EQ(scope.claim("amount"), "amount");
  EXPECT_EQ(scope.claim("amount"), "amount_");
  EXPECT_EQ(scope.claim("amount"), "amount_2");
  EXPECT_EQ(scope.claim("class_"), "class_");
  EXPECT_EQ(scope.claim("class_"), "class_2");
}

TEST(NameScope, NamesThatNeedNoChangeComeFirst) {
  NameScope scope;
  EXPECT_THAT(scope.claim_all({"atLeast", "at_least"}, &member_name), ElementsAre("at_least_", "at_least"));
  NameScope other;
  EXPECT_THAT(other.claim_all({"class", "class_"}, &member_name), ElementsAre("class_2", "class_"));
}

}  // namespace
}  // namespace cqrsc::plan
