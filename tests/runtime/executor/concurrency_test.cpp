#include <latch>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>

#include "bank_fixture.hpp"

namespace bank_test {
namespace {

using bank::Deposit;

class Concurrency : public BankTest {};

// Appends to a stream, as another process would, whenever a command is about to be decided; `times` times.
class Rival final : public cqrs::Clock {
 public:
  Rival(cqrs::Clock& clock, cqrs::Store& store, bank::AccountId id, int times)
      : clock_(clock), store_(store), id_(id), times_(times) {}

  cqrs::Instant now() override {
    if (times_-- > 0) deposit_one();
    return clock_.now();
  }

 private:
  void deposit_one() {
    cqrs::Buffer body;
    encode(body, bank::MoneyDeposited{.amount = eur(1)});
    const auto key = cqrs::key_of(id_);
    const cqrs::NewEvent event{bank::MoneyDeposited::kType, 1, body};
    const cqrs::StreamAppend append{{{}, bank::Account::kName, key}, cqrs::ExpectedVersion::any(), {&event, 1}};
    cqrs::AppendRequest request;
    request.streams = {&append, 1};
    request.metadata.command_id = cqrs::Uuid::make();
    EXPECT_TRUE(store_.append(request));
  }

  cqrs::Clock& clock_;
  cqrs::Store& store_;
  bank::AccountId id_;
  int times_;
};

class Conflicts : public Concurrency {
 protected:
  bank::Bank start_beside(Rival& rival, unsigned attempts = 16) {
    cqrs::ApplicationOptions options;
    options.clock = &rival;
    options.attempts = attempts;
    return bank::Bank::start(*store_, bank::externs<BankLogic>(), std::move(options)).value();
  }

  bank::AccountId prepare() {
    auto app = start();
    const auto id = open_account(app);
    EXPECT_TRUE(app.execute(id, Deposit{.amount = eur(10)}));
    return id;
  }
};

TEST_F(Conflicts, AreFoldedAndTheCommandIsDecidedAgain) {
  const auto id = prepare();
  Rival rival(clock_, *store_, id, 3);
  auto app = start_beside(rival);
  const auto outcome = app.execute(id, bank::Withdraw{.amount = eur(10)}, {.actor = teller()});
  ASSERT_TRUE(outcome) << describe(outcome);
  EXPECT_EQ(outcome->versions, (cqrs::Versions{6, 6}));
  EXPECT_EQ(app.account(id).current()->state.balance, eur(3));
}

TEST_F(Conflicts, AreGivenUpAfterTheAttemptsAllowed) {
  const auto id = prepare();
  Rival rival(clock_, *store_, id, 100);
  auto app = start_beside(rival, 4);
  const auto outcome = app.execute(id, Deposit{.amount = eur(1)});
  ASSERT_TRUE(is<cqrs::Error>(outcome));
  EXPECT_EQ(std::get<cqrs::Error>(outcome.error()).code, cqrs::ErrorCode::conflict);
  EXPECT_THAT(describe(outcome), testing::HasSubstr("was decided 4 times"));
}

TEST_F(Conflicts, ARejectionIsNotDecidedUponAnOldState) {
  auto one = start();
  auto other = start();
  const auto id = open_account(one);
  ASSERT_TRUE(other.execute(id, Deposit{.amount = eur(10)}));
  const auto outcome = one.execute(id, bank::Withdraw{.amount = eur(10)}, {.actor = teller()});
  EXPECT_TRUE(outcome) << describe(outcome);
}

TEST_F(Concurrency, ManyThreadsOnOneAggregateLoseNothing) {
  auto app = start();
  const auto id = open_account(app);
  constexpr int kThreads = 8;
  constexpr int kEach = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) EXPECT_TRUE(app.execute(id, Deposit{.amount = eur(1)}));
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(app.account(id).current()->state.balance, eur(kThreads * kEach));
  EXPECT_EQ(store_->appends(), 1U + kThreads * kEach) << "in one process nobody conflicts";
}

TEST_F(Concurrency, TwoApplicationsOnOneAggregateLoseNothing) {
  auto one = start({.attempts = 1'000});
  auto other = start({.attempts = 1'000});
  const auto id = open_account(one);
  const auto deposit = [&](bank::Bank& app) {
    for (int i = 0; i < 100; ++i) {
      const auto outcome = app.execute(id, Deposit{.amount = eur(1)});
      EXPECT_TRUE(outcome) << describe(outcome);
    }
  };
  std::thread beside([&] { deposit(other); });
  deposit(one);
  beside.join();
  EXPECT_EQ(one.account(id).current()->state.balance, eur(200));
}

TEST_F(Concurrency, ManyAggregatesWithASmallCacheLoseNothing) {
  auto app = start({.cached_states = 3});
  std::vector<bank::AccountId> ids;
  for (int i = 0; i < 10; ++i) ids.push_back(open_account(app));
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_TRUE(app.execute(ids[(i * 7 + t) % ids.size()], Deposit{.amount = eur(1)}));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  cqrs::Decimal<18, 2> total = 0;
  for (const auto& id : ids) total += app.account(id).current()->state.balance.amount;
  EXPECT_EQ(total, 400);
}

class Submit : public Concurrency {};

TEST_F(Submit, GivesAFuture) {
  auto app = start();
  const auto id = open_account(app);
  auto good = app.submit(id, Deposit{.amount = eur(2)});
  auto bad = app.submit(id, bank::Withdraw{.amount = eur(3)}, {.actor = teller()});
  EXPECT_TRUE(good.get());
  EXPECT_TRUE(is<bank::InsufficientFunds>(bad.get()));
}

TEST_F(Submit, KeepsTheOrderOfOneAggregate) {
  for (const unsigned workers : {0U, 1U, 4U}) {
    auto app = start({.workers = workers});
    const auto id = open_account(app);
    constexpr std::size_t kCount = 200;
    std::mutex mutex;
    std::vector<cqrs::Version> versions;
    std::latch done(kCount);
    for (std::size_t i = 0; i < kCount; ++i) {
      app.submit(id, Deposit{.amount = eur(1), .note = std::to_string(i)}, {},
                 [&](const cqrs::Outcome<Deposit>& outcome) {
                   EXPECT_TRUE(outcome) << describe(outcome);
                   const std::lock_guard lock(mutex);
                   versions.push_back(outcome->versions.first);
                   done.count_down();
                 });
    }
    done.wait();
    const auto notes = app.account(id).current()->state.notes;
    ASSERT_EQ(notes.size(), kCount);
    for (std::size_t i = 0; i < kCount; ++i) EXPECT_EQ(notes[i], std::to_string(i));
    std::sort(versions.begin(), versions.end());
    for (std::size_t i = 0; i < kCount; ++i) EXPECT_EQ(versions[i], static_cast<cqrs::Version>(i) + 2);
  }
}

TEST_F(Submit, MixesWithExecute) {
  auto app = start();
  const auto id = open_account(app);
  std::vector<std::future<cqrs::Outcome<Deposit>>> futures;
  for (int i = 0; i < 100; ++i) {
    futures.push_back(app.submit(id, Deposit{.amount = eur(1)}));
    EXPECT_TRUE(app.execute(id, Deposit{.amount = eur(1)}));
  }
  for (auto& future : futures) EXPECT_TRUE(future.get());
  EXPECT_EQ(app.account(id).current()->state.balance, eur(200));
}

TEST_F(Submit, WaitsWhileTooMuchIsInFlight) {
  auto app = start({.in_flight = 2, .workers = 2});
  const auto id = open_account(app);
  std::vector<std::future<cqrs::Outcome<Deposit>>> futures;
  for (int i = 0; i < 100; ++i) futures.push_back(app.submit(id, Deposit{.amount = eur(1)}));
  for (auto& future : futures) EXPECT_TRUE(future.get());
  EXPECT_EQ(app.account(id).current()->state.balance, eur(100));
}

TEST_F(Submit, ACallbackMaySubmitMore) {
  auto app = start({.in_flight = 1, .workers = 1});
  const auto id = open_account(app);
  std::promise<bool> done;
  app.submit(id, Deposit{.amount = eur(1)}, {}, [&](const cqrs::Outcome<Deposit>& first) {
    EXPECT_TRUE(first);
    app.submit(id, Deposit{.amount = eur(1)}, {},
               [&](const cqrs::Outcome<Deposit>& second) { done.set_value(second.has_value()); });
  });
  EXPECT_TRUE(done.get_future().get());
}

}  // namespace
}  // namespace bank_test
