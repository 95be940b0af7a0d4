#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>

#include <bank/bank.hpp>
#include <gtest/gtest.h>

#include <cqrs/memory.hpp>
#include <cqrs/sqlite.hpp>
#include <cqrs/stream_key.hpp>

#include "bank_logic.hpp"
#include "counted_calls.hpp"

namespace hot_path {
namespace {

constexpr std::int64_t kTimes = 1'000;

/// What `work` calls, done so often, after it has been done often enough for nothing to be new.
Calls calls_of(const std::function<void()>& work) {
  for (std::int64_t i = 0; i < kTimes; ++i) work();
  const Calls before = calls_so_far();
  for (std::int64_t i = 0; i < kTimes; ++i) work();
  const Calls calls = calls_so_far() - before;
  std::cout << "allocations " << calls.allocations << ", locks " << calls.locks << ", clock reads " << calls.clock_reads
            << ", syncs " << calls.syncs << ", in " << kTimes << '\n';
  return calls;
}

/// At most so many each time, and a few for what grows, such as the map of a stream. Not none: then nothing is counted.
void expect_at_most(std::int64_t counted, std::int64_t each, const char* what) {
  EXPECT_GT(counted, 0) << what << " are not counted at all";
  EXPECT_LE(counted, each * kTimes + kTimes / 5) << what << " of one have become more than " << each;
}

/// Without threads of its own: every fifth command saves its snapshot itself, and none is passed over for want of time.
bank::Bank start(cqrs::Store& store) {
  cqrs::ApplicationOptions options;
  options.workers = 0;
  options.projections.run = false;
  return bank::Bank::start(store, bank::externs<BankLogic>(), options).value();
}

class HotPath : public testing::Test {
 protected:
  HotPath() { std::filesystem::create_directory(directory_); }
  HotPath(const HotPath&) = delete;
  HotPath& operator=(const HotPath&) = delete;
  ~HotPath() override { std::filesystem::remove_all(directory_); }
  [[nodiscard]] std::filesystem::path file() const { return directory_ / "store"; }

 private:
  std::filesystem::path directory_ =
      std::filesystem::temp_directory_path() / ("cqrs-hot-path-" + cqrs::to_string(cqrs::Uuid::make()));
};

TEST_F(HotPath, OfACommandOnAStateInMemory) {
  const auto store = cqrs::memory::open();
  auto app = start(*store);
  const auto ada = bank::AccountId::make();
  ASSERT_TRUE(app.execute(ada, bank::Open{.owner = "Ada", .currency = bank::Currency::EUR}));
  const bank::Deposit deposit{.amount = {1, bank::Currency::EUR}};
  const Calls calls = calls_of([&] { ASSERT_TRUE(app.execute(ada, deposit)); });
  expect_at_most(calls.allocations, 4, "allocations");
  expect_at_most(calls.locks, 4, "locks");
  expect_at_most(calls.clock_reads, 2, "clock reads");
  EXPECT_EQ(calls.syncs, 0);
}

TEST_F(HotPath, OfAnAppendToSqlite) {
  const auto store = cqrs::sqlite::open(file()).value();
  const auto key = cqrs::key_of(bank::AccountId::make());
  const cqrs::NewEvent event{"bank.Account.Noted", 1,
                             cqrs::as_bytes(std::string_view("thirty bytes of what has happened"))};
  const cqrs::StreamAppend part{{{}, "bank.Account", key}, cqrs::ExpectedVersion::any(), {&event, 1}};
  const Calls calls = calls_of([&] {
    cqrs::AppendRequest request;
    request.streams = {&part, 1};
    request.metadata.command_id = cqrs::Uuid::make();
    ASSERT_TRUE(store->append(request));
  });
  expect_at_most(calls.allocations, 16, "allocations");
  expect_at_most(calls.locks, 31, "locks");
  expect_at_most(calls.clock_reads, 3, "clock reads");
  expect_at_most(calls.syncs, 1, "syncs");
}

}  // namespace
}  // namespace hot_path
