#include <bank/bank.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

#include <cqrs/testing.hpp>

namespace {

using namespace cqrs::literals;
using bank::AccountOpened;
using bank::Deposit;
using bank::MoneyDeposited;
using cqrs::testing::only;
using cqrs::testing::Scenario;

const AccountOpened kOpened{.owner = "Ada", .currency = bank::Currency::EUR, .risk = 1};
bank::Money eur(cqrs::Decimal<18, 2> amount) { return {amount, bank::Currency::EUR}; }

// The text of the one failure that `run` reports; says so if there is none, or more.
template <class Run>
std::string failure(Run run) {
  testing::TestPartResultArray results;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
    run();
  }
  if (results.size() != 1) return "there were " + std::to_string(results.size()) + " failures";
  const auto& result = results.GetTestPartResult(0);
  return std::string(result.file_name()) + ":" + std::to_string(result.line_number()) + ": " + result.message();
}

TEST(ScenarioTest, PassesWhatIsAsExpected) {
  Scenario<bank::Account>()
      .given(kOpened, MoneyDeposited{.amount = eur(3)})
      .when(Deposit{.amount = eur(1), .note = "x"})
      .then(MoneyDeposited{.amount = eur(1), .note = "x"})
      .then_state(bank::AccountState{"Ada", eur(4), bank::AccountStatus::open, {"x"}});
  Scenario<bank::Account>().given(kOpened).when(bank::Close{}).then(bank::AccountClosed{});
  Scenario<bank::Account>().given(kOpened, bank::AccountClosed{}).when(bank::Close{}).then_nothing();
  Scenario<bank::Account>().when(bank::Close{}).then_rejected(cqrs::DoesNotExist{});
  Scenario<bank::Account>().given(kOpened).when(Deposit{.amount = eur(0)}).then_rejected(cqrs::Invalid{{"amount"}});
  Scenario<bank::Account>().given(kOpened).then(kOpened);
}

TEST(ScenarioTest, ShowsWhereAnEventDiffersFieldByField) {
  const auto text = failure([] {
    Scenario<bank::Account>({}, "bank.cqrs", 95)
        .given(kOpened)
        .when(Deposit{.amount = eur("10.00"_dec), .note = "x"})
        .then(MoneyDeposited{.amount = eur("10.01"_dec), .note = "x"});
  });
  EXPECT_EQ(text, R"(bank.cqrs:95: Failed
the events are not those expected
  event 1, MoneyDeposited, differs:
    amount.amount: 10.00, expected 10.01
  given
    AccountOpened { owner = "Ada"  currency = EUR  risk = 1 }
  when
    Deposit { amount = Money { amount = 10.00  currency = EUR }  note = "x" })");
}

TEST(ScenarioTest, ComparesOnlyTheFieldsNamed) {
  Scenario<bank::Account>()
      .given(kOpened)
      .when(Deposit{.amount = eur(1), .note = "x"})
      .then(only(MoneyDeposited{.note = "x"}, {"note"}));
  EXPECT_THAT(failure([] {
                Scenario<bank::Account>()
                    .given(kOpened)
                    .when(Deposit{.amount = eur(1), .note = "x"})
                    .then(only(MoneyDeposited{.note = std::nullopt}, {"note"}));
              }),
              testing::HasSubstr("note: \"x\", expected none"));
}

TEST(ScenarioTest, ShowsEventsThatAreMissingOrTooMany) {
  EXPECT_THAT(failure([] { Scenario<bank::Account>().given(kOpened).when(bank::Close{}).then_nothing(); }),
              testing::HasSubstr("event 1 was not expected: AccountClosed"));
  EXPECT_THAT(failure([] {
                Scenario<bank::Account>().given(kOpened, bank::AccountClosed{}).when(bank::Close{}).then(kOpened);
              }),
              testing::HasSubstr("event 1 is missing: AccountOpened"));
  EXPECT_THAT(failure([] { Scenario<bank::Account>().given(kOpened).when(bank::Close{}).then(kOpened); }),
              testing::HasSubstr("event 1 is AccountClosed"));
}

TEST(ScenarioTest, ShowsARejectionThatWasNotExpectedAndTheOtherWayRound) {
  EXPECT_THAT(failure([] { Scenario<bank::Account>().when(bank::Close{}).then_nothing(); }),
              testing::HasSubstr("the command was rejected: DoesNotExist"));
  EXPECT_THAT(
      failure([] { Scenario<bank::Account>().given(kOpened).when(bank::Close{}).then_rejected(cqrs::NotAllowed{}); }),
      testing::AllOf(testing::HasSubstr("the command was accepted"), testing::HasSubstr("it came to AccountClosed")));
  EXPECT_THAT(failure([] {
                Scenario<bank::Account>()
                    .given(kOpened)
                    .when(bank::Withdraw{.amount = eur(2)}, {.roles = {"teller"}})
                    .then_rejected(bank::InsufficientFunds{.missing = eur(1)});
              }),
              testing::HasSubstr("missing.amount: 2.00, expected 1.00"));
  EXPECT_THAT(failure([] { Scenario<bank::Account>().given(kOpened).then_rejected(cqrs::NotAllowed{}); }),
              testing::HasSubstr("there is no command"));
}

TEST(ScenarioTest, ShowsWhereTheStateDiffers) {
  EXPECT_THAT(
      failure([] {
        Scenario<bank::Account>().given(kOpened).then_state(only(bank::AccountState{.owner = "Eve"}, {"owner"}));
      }),
      testing::HasSubstr("owner: \"Ada\", expected \"Eve\""));
  EXPECT_THAT(failure([] { Scenario<bank::Account>().then_state(bank::AccountState{}); }),
              testing::HasSubstr("has no events"));
}

TEST(ScenarioTest, AFailureOfTheMachineryIsAFailureOfTheTest) {
  EXPECT_THAT(
      failure([] {
        Scenario<bank::Account>().when(bank::Open{.owner = "Ada", .currency = bank::Currency::EUR}).then_nothing();
      }),
      testing::HasSubstr("bank.cqrs:22: riskScore"));
}

TEST(ScenarioTest, ExternsCanBeAssumed) {
  bank::Externs externs;
  externs.risk_score = [](std::string_view owner) { return owner == "Ada" ? 7 : 0; };
  Scenario<bank::Account>(externs)
      .when(bank::Open{.owner = "Ada", .currency = bank::Currency::EUR})
      .then(AccountOpened{.owner = "Ada", .currency = bank::Currency::EUR, .risk = 7});
}

}  // namespace
