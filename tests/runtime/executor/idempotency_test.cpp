#include <gmock/gmock.h>

#include "bank_fixture.hpp"

namespace bank_test {
namespace {

using bank::Deposit;

class Idempotency : public BankTest {};

TEST_F(Idempotency, TheSameIdIsCarriedOutOnce) {
  auto app = start();
  const auto ada = open_account(app);
  const auto id = cqrs::Uuid::make();
  const auto first = app.execute(ada, Deposit{.amount = eur(5)}, {.command_id = id});
  const auto second = app.execute(ada, Deposit{.amount = eur(5)}, {.command_id = id});
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(second->duplicate);
  EXPECT_EQ(second->versions, first->versions);
  EXPECT_EQ(second->position, first->position);
  EXPECT_EQ(second->command_id, id);
  EXPECT_EQ(app.account(ada).current()->state.balance, eur(5));
}

TEST_F(Idempotency, ASecondProcessKnowsTheResultToo) {
  auto one = start();
  const auto ada = open_account(one);
  const auto id = cqrs::Uuid::make();
  ASSERT_TRUE(one.execute(ada, Deposit{.amount = eur(5)}, {.command_id = id}));
  auto other = start();
  EXPECT_TRUE(other.execute(ada, Deposit{.amount = eur(5)}, {.command_id = id})->duplicate);
}

TEST_F(Idempotency, TheSameIdForAnotherCommandIsAMistake) {
  auto app = start();
  const auto ada = open_account(app);
  const auto eve = open_account(app, "Eve");
  const auto id = cqrs::Uuid::make();
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(5)}, {.command_id = id}));
  const auto mismatch = [&](const auto& outcome) {
    return is<cqrs::Error>(outcome) &&
           std::get<cqrs::Error>(outcome.error()).code == cqrs::ErrorCode::duplicate_mismatch;
  };
  EXPECT_TRUE(mismatch(app.execute(ada, Deposit{.amount = eur(6)}, {.command_id = id}))) << "another body";
  EXPECT_TRUE(mismatch(app.execute(eve, Deposit{.amount = eur(5)}, {.command_id = id}))) << "another stream";
  EXPECT_TRUE(mismatch(app.execute(ada, bank::Close{}, {.command_id = id}))) << "another command";
}

TEST_F(Idempotency, ARejectionIsDecidedAgain) {
  auto app = start();
  const auto ada = open_account(app);
  const auto id = cqrs::Uuid::make();
  const bank::Withdraw withdraw{.amount = eur(5)};
  EXPECT_TRUE(is<bank::InsufficientFunds>(app.execute(ada, withdraw, {.command_id = id, .actor = teller()})));
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(5)}));
  const auto again = app.execute(ada, withdraw, {.command_id = id, .actor = teller()});
  ASSERT_TRUE(again) << describe(again);
  EXPECT_FALSE(again->duplicate);
}

TEST_F(Idempotency, ACommandWithoutEventsIsRememberedToo) {
  auto app = start();
  const auto ada = open_account(app);
  const auto id = cqrs::Uuid::make();
  const auto first = app.execute(ada, bank::ApplyInterest{.rate = 1}, {.command_id = id});
  ASSERT_TRUE(first) << describe(first);
  EXPECT_TRUE(first->versions.empty());
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(5)}));
  const auto second = app.execute(ada, bank::ApplyInterest{.rate = 1}, {.command_id = id});
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->duplicate) << "decided now, it would earn interest";
  EXPECT_EQ(second->versions, first->versions);
}

TEST_F(Idempotency, TheIdIsTheCallers) {
  auto app = start();
  const auto ada = open_account(app);
  const auto outcome = app.execute(ada, Deposit{.amount = eur(5)}, {.command_id = cqrs::Uuid{}});
  ASSERT_TRUE(is<cqrs::Error>(outcome));
  EXPECT_EQ(std::get<cqrs::Error>(outcome.error()).code, cqrs::ErrorCode::invalid_argument);
}

TEST_F(Idempotency, ARetryAfterALostAcknowledgementFindsTheResult) {
  auto app = start();
  const auto ada = open_account(app);
  store_->inject(store_->appends() + 1, cqrs::memory::FaultPoint::after_commit,
                 {cqrs::ErrorCode::unknown_outcome, "the acknowledgement is lost"});
  const cqrs::CommandOptions options{.command_id = cqrs::Uuid::make()};
  const auto lost = app.execute(ada, Deposit{.amount = eur(5)}, options);
  ASSERT_TRUE(is<cqrs::Error>(lost));
  EXPECT_EQ(std::get<cqrs::Error>(lost.error()).code, cqrs::ErrorCode::unknown_outcome);
  const auto retried = app.execute(ada, Deposit{.amount = eur(5)}, options);
  ASSERT_TRUE(retried) << describe(retried);
  EXPECT_TRUE(retried->duplicate);
  EXPECT_EQ(app.account(ada).current()->state.balance, eur(5));
}

}  // namespace
}  // namespace bank_test
