#include <thread>

#include <gmock/gmock.h>

#include "bank_fixture.hpp"

namespace bank_test {
namespace {

using bank::Deposit;

class Stop : public BankTest {
 protected:
  template <class Outcome>
  static bool stopped(const Outcome& outcome) {
    return is<cqrs::Error>(outcome) && std::get<cqrs::Error>(outcome.error()).code == cqrs::ErrorCode::stopped;
  }
};

TEST_F(Stop, TakesNoMoreCommands) {
  auto app = start();
  const auto ada = open_account(app);
  EXPECT_TRUE(app.stop());
  EXPECT_TRUE(app.stop()) << "again does nothing";
  EXPECT_TRUE(stopped(app.execute(ada, Deposit{.amount = eur(1)})));
  EXPECT_TRUE(stopped(app.submit(ada, Deposit{.amount = eur(1)}).get()));
  EXPECT_EQ(app.account(ada).current().error().code, cqrs::ErrorCode::stopped);
}

TEST_F(Stop, AnswersWhatItHasTakenIn) {
  std::vector<std::future<cqrs::Outcome<Deposit>>> futures;
  auto ada = bank::AccountId();
  {
    auto app = start();
    ada = open_account(app);
    for (int i = 0; i < 200; ++i) futures.push_back(app.submit(ada, Deposit{.amount = eur(1)}));
  }
  for (auto& future : futures) {
    ASSERT_EQ(future.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    EXPECT_TRUE(future.get());
  }
  EXPECT_EQ(head(ada), 201);
}

TEST_F(Stop, WhileManyThreadsSendAnswersAll) {
  auto app = start({.in_flight = 3});
  const auto ada = open_account(app);
  std::atomic<int> accepted = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&] {
      while (true) {
        const auto outcome = app.execute(ada, Deposit{.amount = eur(1)});
        if (stopped(outcome)) return;
        ASSERT_TRUE(outcome) << describe(outcome);
        ++accepted;
      }
    });
  }
  while (accepted < 100) std::this_thread::yield();
  EXPECT_TRUE(app.stop());
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(head(ada), accepted + 1);
}

TEST_F(Stop, AnAccountOutlivesItsApplication) {
  std::optional<cqrs::AggregateHandle<bank::Account>> account;
  {
    auto app = start();
    account = app.account(open_account(app));
  }
  store_.reset();
  EXPECT_EQ(account->current().error().code, cqrs::ErrorCode::stopped);
}

TEST_F(Stop, TheApplicationCanBeMoved) {
  auto app = start();
  const auto ada = open_account(app);
  auto moved = std::move(app);
  EXPECT_TRUE(moved.execute(ada, Deposit{.amount = eur(1)}));
  app = std::move(moved);
  EXPECT_TRUE(app.execute(ada, Deposit{.amount = eur(1)}));
}

TEST_F(Stop, AClosedStoreIsAnErrorOfTheCommand) {
  auto app = start();
  const auto ada = open_account(app);
  ASSERT_TRUE(store_->close());
  EXPECT_TRUE(stopped(app.execute(ada, Deposit{.amount = eur(1)})));
  EXPECT_TRUE(stopped(app.submit(ada, Deposit{.amount = eur(1)}).get()));
}

}  // namespace
}  // namespace bank_test
