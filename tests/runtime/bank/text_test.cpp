#include <sstream>

#include <bank/account.hpp>
#include <gtest/gtest.h>

#include <cqrs/fmt.hpp>
#include <cqrs/text.hpp>

namespace {

using namespace bank;
using namespace cqrs::literals;

TEST(BankText, PrintsAsTheSourceWouldHaveIt) {
  const MoneyDeposited deposited{.amount = {"10.00"_dec, Currency::EUR}, .note = "x\"y"};
  EXPECT_EQ(cqrs::to_text(deposited),
            R"(MoneyDeposited { amount = Money { amount = 10.00  currency = EUR }  note = "x\"y" })");
  EXPECT_EQ(cqrs::to_text(MoneyDeposited{}),
            "MoneyDeposited { amount = Money { amount = 0.00  currency = unknown(0) }  note = none }");
  EXPECT_EQ(cqrs::to_text(AccountClosed{}), "AccountClosed { }");
  std::ostringstream out;
  out << deposited << ' ' << Close{};
  EXPECT_EQ(out.str(), cqrs::to_text(deposited) + " Close { }");
}

TEST(BankText, IsWhatFmtPrints) { EXPECT_EQ(fmt::format("<{:>10}>", Close{}), "< Close { }>"); }

TEST(BankText, RejectionsSayWhatTheSourceSays) {
  EXPECT_EQ(AccountNotOpen{AccountStatus::frozen}.message(), "the account is frozen");
  EXPECT_EQ((InsufficientFunds{{"0.01"_dec, Currency::EUR}}.message()), "{amount: 0.01, currency: EUR} are missing");
}

TEST(BankText, DifferencesNameTheField) {
  AccountState expected{.owner = "Ada", .notes = {"a", "b"}};
  AccountState actual = expected;
  EXPECT_EQ(cqrs::difference(actual, expected), "");
  actual.balance.currency = Currency::EUR;
  actual.notes = {"a"};
  EXPECT_EQ(cqrs::difference(actual, expected),
            "balance.currency: EUR, expected unknown(0)\nnotes[1]: missing, expected \"b\"\n");
}

}  // namespace
