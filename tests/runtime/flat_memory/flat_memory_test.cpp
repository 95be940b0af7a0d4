#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cqrs/projections.hpp>
#include <cqrs/sqlite.hpp>
#include <cqrs/subscription.hpp>

#include "counted_memory.hpp"
#include "counts.hpp"

namespace flat_memory {
namespace {

constexpr std::uint64_t kEvents = 1'000'000;
constexpr std::uint64_t kAppend = 1'000;        // events in one append
constexpr std::uint64_t kBehind = 500'000;      // so far it has to be behind at some time
constexpr std::size_t kBody = 128;              // bytes of an event: all of them are 122 MiB
constexpr std::int64_t kMost = 64 * 1'048'576;  // what may be held; caches of pages are a part of it
constexpr auto kLong = std::chrono::minutes(10);

class FlatMemoryTest : public testing::Test {
 protected:
  FlatMemoryTest() {
    std::string name = (std::filesystem::temp_directory_path() / "cqrs-flat-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    directory_ = name;
    store_ = cqrs::sqlite::open(directory_ / "log.db").value();
  }
  ~FlatMemoryTest() override {
    on_event = [] {};
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  /// Does nothing before the log is far ahead, and goes on beside it.
  void handle_slowly() {
    if (handled_++ == 0) {
      while (appended_ < kBehind) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    most_behind_ = std::max(most_behind_, appended_ - handled_);
  }
  void append_all() {
    const std::string body(kBody, 'b');
    const std::vector<cqrs::NewEvent> events(kAppend, {.type = kType, .body = cqrs::as_bytes(body)});
    while (appended_ < kEvents) {
      const std::string key = std::to_string(appended_ / kAppend % 100);
      const cqrs::StreamId stream("", std::string(kCategory), cqrs::to_buffer(cqrs::as_bytes(key)));
      const cqrs::StreamAppend part{stream, cqrs::ExpectedVersion::any(), events};
      cqrs::AppendRequest request;
      request.streams = {&part, 1};
      request.metadata.command_id = cqrs::Uuid::make();
      const auto done = store_->append(request);
      ASSERT_TRUE(done) << done.error();
      appended_ += kAppend;
    }
  }
  void expect_flat() {
    EXPECT_EQ(handled_, kEvents);
    EXPECT_GE(most_behind_, kBehind - kAppend);
    EXPECT_LT(Peak::bytes(), kMost);
    RecordProperty("held", std::to_string(Peak::bytes()));
  }

  std::unique_ptr<cqrs::sqlite::SqliteStore> store_;
  std::atomic<std::uint64_t> appended_ = 0;
  std::uint64_t handled_ = 0;      // by one thread
  std::uint64_t most_behind_ = 0;  // the same

 private:
  std::filesystem::path directory_;
};

TEST_F(FlatMemoryTest, ASlowSubscriptionHoldsNoLog) {
  Peak::begin();
  const auto subscription = cqrs::Subscription::start(*store_, {}, [this](const cqrs::RecordedEvent&) {
    handle_slowly();
    return cqrs::Result<cqrs::Visit>(cqrs::Visit::next);
  });
  append_all();
  const auto there = subscription->wait(store_->end(0).value(), kLong);
  ASSERT_TRUE(there) << there.error();
  expect_flat();
}

TEST_F(FlatMemoryTest, ASlowProjectionHoldsNoLog) {
  Peak::begin();
  on_event = [this] { handle_slowly(); };
  const cqrs::ProjectionDefinition* const definitions[] = {&Count::definition()};
  auto projections = cqrs::Projections::start(*store_, definitions, nullptr, {}, cqrs::system_clock());
  ASSERT_TRUE(projections) << projections.error();
  append_all();
  const auto there = (*projections)->wait("Count", store_->end(0).value(), kLong);
  ASSERT_TRUE(there) << there.error();
  expect_flat();
}

TEST_F(FlatMemoryTest, WhatHeldTheLogWouldBeNoticed) {
  Peak::begin();
  std::vector<std::string> kept;
  for (std::uint64_t i = 0; i < kEvents; ++i) kept.emplace_back(kBody, 'b');
  EXPECT_GT(Peak::bytes(), 2 * kMost - kMost / 4);
}

}  // namespace
}  // namespace flat_memory
