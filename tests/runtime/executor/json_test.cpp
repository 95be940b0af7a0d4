#include <gmock/gmock.h>

#include "bank_fixture.hpp"

namespace bank_test {
namespace {

class ExecuteJson : public BankTest {
 protected:
  static cqrs::ErrorCode code(const cqrs::AnyOutcome& outcome) { return std::get<cqrs::Error>(outcome.error()).code; }
  static std::string text(const cqrs::AnyOutcome& outcome) { return std::get<cqrs::Error>(outcome.error()).text; }
};

TEST_F(ExecuteJson, CarriesOutACommandKnownByName) {
  auto app = start();
  const auto ada = to_string(open_account(app));
  const auto outcome = app.execute_json("Account.Deposit", ada, R"({"amount":{"amount":"10.00","currency":"EUR"}})");
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->versions, (cqrs::Versions{2, 2}));
  EXPECT_TRUE(app.execute_json("bank.Account.Close", ada, "{}"));
}

TEST_F(ExecuteJson, GivesARejectionInWordsAndFields) {
  auto app = start();
  const auto ada = to_string(open_account(app));
  const auto outcome = app.execute_json("Account.Withdraw", ada, R"({"amount":{"amount":"0.01","currency":"EUR"}})",
                                        {.actor = teller()});
  ASSERT_FALSE(outcome);
  const auto& rejection = std::get<cqrs::Rejection>(outcome.error());
  EXPECT_EQ(rejection.name, "InsufficientFunds");
  EXPECT_EQ(rejection.message, "{amount: 0.01, currency: EUR} are missing");
  EXPECT_EQ(rejection.json, R"({"missing":{"amount":"0.01","currency":"EUR"}})");
}

TEST_F(ExecuteJson, NamesWhatIsWrongWithTheRequest) {
  auto app = start();
  const auto ada = to_string(open_account(app));
  const auto unknown = app.execute_json("Account.Rob", ada, "{}");
  EXPECT_EQ(code(unknown), cqrs::ErrorCode::invalid_argument);
  EXPECT_THAT(text(unknown), testing::HasSubstr("bank.Account.Deposit"));
  EXPECT_EQ(code(app.execute_json("Deposit", ada, "{}")), cqrs::ErrorCode::invalid_argument);
  EXPECT_EQ(code(app.execute_json("", ada, "{}")), cqrs::ErrorCode::invalid_argument);
  EXPECT_EQ(code(app.execute_json("Account.Close", "ada", "{}")), cqrs::ErrorCode::invalid_argument);
  const auto field = app.execute_json("Account.Deposit", ada, R"({"amount":{"amount":"1","currency":"EUR"},"to":1})");
  EXPECT_EQ(code(field), cqrs::ErrorCode::invalid_argument);
  EXPECT_THAT(text(field), testing::HasSubstr("$.to"));
}

}  // namespace
}  // namespace bank_test
