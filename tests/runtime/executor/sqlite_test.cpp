#include <filesystem>
#include <thread>

#include <gmock/gmock.h>

#include <cqrs/sqlite.hpp>

#include "bank_fixture.hpp"

namespace bank_test {
namespace {

using bank::Deposit;

// The same bank on a file.
class SqliteBank : public testing::Test {
 protected:
  SqliteBank() {
    directory_ = std::filesystem::temp_directory_path() / ("cqrs_bank_" + to_string(cqrs::Uuid::make()));
    std::filesystem::create_directory(directory_);
  }
  ~SqliteBank() override { std::filesystem::remove_all(directory_); }

  auto open() { return cqrs::sqlite::open(directory_ / "bank.db").value(); }
  static bank::Bank start(cqrs::Store& store) { return bank::Bank::start(store, bank::externs<BankLogic>()).value(); }

  std::filesystem::path directory_;
};

TEST_F(SqliteBank, IsStillThereAfterARestart) {
  const auto ada = bank::AccountId::make();
  const cqrs::CommandOptions options{.command_id = cqrs::Uuid::make()};
  {
    auto store = open();
    auto app = start(*store);
    ASSERT_TRUE(app.execute(ada, bank::Open{.owner = "Ada", .currency = bank::Currency::EUR}));
    ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur("10.00"_dec), .note = "first"}, options));
    EXPECT_TRUE(
        is<bank::InsufficientFunds>(app.execute(ada, bank::Withdraw{.amount = eur("10.01"_dec)}, {.actor = teller()})));
  }
  auto store = open();
  auto app = start(*store);
  const auto account = app.account(ada).current();
  ASSERT_TRUE(account) << account.error().text;
  EXPECT_EQ(account->version, 2);
  EXPECT_EQ(account->state.balance, eur("10.00"_dec));
  EXPECT_EQ(app.account(ada).at(cqrs::version{1})->state.balance, eur(0));
  const auto again = app.execute(ada, Deposit{.amount = eur("10.00"_dec), .note = "first"}, options);
  ASSERT_TRUE(again) << describe(again);
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->versions, (cqrs::Versions{2, 2}));
}

TEST_F(SqliteBank, ManyClientsShareCommitsAndLoseNothing) {
  auto store = open();
  auto app = start(*store);
  std::vector<bank::AccountId> ids;
  for (int i = 0; i < 8; ++i) {
    ids.push_back(bank::AccountId::make());
    ASSERT_TRUE(app.execute(ids.back(), bank::Open{.owner = "Ada", .currency = bank::Currency::EUR}));
  }
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 20; ++i) {
        const auto outcome = app.execute(ids[(t + i) % ids.size()], Deposit{.amount = eur(1)});
        EXPECT_TRUE(outcome) << describe(outcome);
      }
    });
  }
  std::vector<std::future<cqrs::Outcome<Deposit>>> futures;
  for (std::size_t i = 0; i < 100; ++i) futures.push_back(app.submit(ids[i % ids.size()], Deposit{.amount = eur(1)}));
  for (auto& thread : threads) thread.join();
  for (auto& future : futures) EXPECT_TRUE(future.get());
  cqrs::Decimal<18, 2> total = 0;
  for (const auto& id : ids) total += app.account(id).current()->state.balance.amount;
  EXPECT_EQ(total, 260);
}

TEST_F(SqliteBank, AStoreClosedFirstIsAnErrorAndNoCrash) {
  auto store = open();
  auto app = start(*store);
  ASSERT_TRUE(store->close());
  const auto outcome = app.execute(bank::AccountId::make(), bank::Open{.owner = "Ada"});
  ASSERT_TRUE(is<cqrs::Error>(outcome));
  EXPECT_EQ(std::get<cqrs::Error>(outcome.error()).code, cqrs::ErrorCode::stopped);
  EXPECT_TRUE(app.stop());
}

}  // namespace
}  // namespace bank_test
