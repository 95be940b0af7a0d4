#include <gmock/gmock.h>

#include "bank_fixture.hpp"

namespace bank_test {
namespace {

using bank::Deposit;

class History : public BankTest {};

TEST_F(History, ShowsTheStateAtAVersion) {
  auto app = start();
  const auto ada = open_account(app);
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(i)}));

  const auto account = app.account(ada);
  EXPECT_EQ(account.at(cqrs::version{1})->state.balance, eur(0));
  EXPECT_EQ(account.at(cqrs::version{3})->state.balance, eur(3));
  EXPECT_EQ(account.at(cqrs::version{4})->state.balance, eur(6));
  EXPECT_EQ(account.at(cqrs::version{4})->version, 4);

  const auto later = account.at(cqrs::version{5});
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().code, cqrs::ErrorCode::not_found);
  EXPECT_THAT(later.error().text, testing::HasSubstr("its last one is 4"));
  EXPECT_EQ(account.at(cqrs::version{0}).error().code, cqrs::ErrorCode::invalid_argument);
}

TEST_F(History, ShowsTheStateAtAPointInTime) {
  auto app = start();
  const auto ada = open_account(app);
  const auto between = clock_.now();
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(5)}));

  EXPECT_EQ(app.account(ada).at(between)->state.balance, eur(0));
  EXPECT_EQ(app.account(ada).at(clock_.now())->state.balance, eur(5));
  EXPECT_EQ(app.account(ada).at(cqrs::Instant{0}).error().code, cqrs::ErrorCode::not_found);
}

TEST_F(History, SeesWhatAnotherApplicationHasDone) {
  auto one = start();
  auto other = start();
  const auto ada = open_account(one);
  ASSERT_TRUE(one.account(ada).current());
  ASSERT_TRUE(other.execute(ada, Deposit{.amount = eur(5)}));
  EXPECT_EQ(one.account(ada).current()->state.balance, eur(5));
}

TEST_F(History, OfWhatDoesNotExistIsNotFound) {
  auto app = start();
  const auto nobody = app.account(bank::AccountId::make()).current();
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, cqrs::ErrorCode::not_found);
}

// Appends an event as another release might have.
class ForeignEvents : public BankTest {
 protected:
  void append(const bank::AccountId& id, const cqrs::NewEvent& event) {
    const auto key = cqrs::key_of(id);
    const cqrs::StreamAppend append{{{}, bank::Account::kName, key}, cqrs::ExpectedVersion::any(), {&event, 1}};
    cqrs::AppendRequest request;
    request.streams = {&append, 1};
    request.metadata.command_id = cqrs::Uuid::make();
    ASSERT_TRUE(store_->append(request));
  }
};

TEST_F(ForeignEvents, ANewerVersionStopsTheStreamAndLosesNothing) {
  auto app = start();
  const auto ada = open_account(app);
  append(ada, {"bank.Account.MoneyDeposited", 2, {}});
  const auto state = app.account(ada).current();
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, cqrs::ErrorCode::unsupported_version);
  EXPECT_THAT(state.error().text, testing::HasSubstr("MoneyDeposited v2"));
  EXPECT_EQ(app.account(ada).at(cqrs::version{1})->version, 1) << "what came before can be read";

  const auto outcome = app.execute(ada, Deposit{.amount = eur(1)});
  ASSERT_TRUE(is<cqrs::Error>(outcome));
  EXPECT_EQ(std::get<cqrs::Error>(outcome.error()).code, cqrs::ErrorCode::unsupported_version);
  EXPECT_EQ(head(ada), 2);
}

TEST_F(ForeignEvents, AnUnknownTypeStopsTheStream) {
  auto app = start();
  const auto ada = open_account(app);
  append(ada, {"bank.Account.LimitRaised", 1, {}});
  EXPECT_EQ(app.account(ada).current().error().code, cqrs::ErrorCode::unsupported_version);
}

TEST_F(ForeignEvents, MalformedBytesAreCorruption) {
  auto app = start();
  const auto ada = open_account(app);
  append(ada, {"bank.Account.MoneyDeposited", 1, cqrs::as_bytes("no deposit")});
  EXPECT_EQ(app.account(ada).current().error().code, cqrs::ErrorCode::corruption);
}

TEST_F(ForeignEvents, AnOverflowOnReplayNamesStreamAndVersion) {
  auto app = start();
  const auto ada = open_account(app);
  cqrs::Buffer most;
  encode(most, bank::MoneyDeposited{.amount = eur("9999999999999999.99"_dec)});
  append(ada, {"bank.Account.MoneyDeposited", 1, most});
  append(ada, {"bank.Account.MoneyDeposited", 1, most});
  const auto state = app.account(ada).current();
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, cqrs::ErrorCode::corruption);
  EXPECT_THAT(state.error().text, testing::HasSubstr("event 3 of bank.Account/" + to_string(ada)));
}

}  // namespace
}  // namespace bank_test
