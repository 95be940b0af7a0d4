#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <cqrs/subscription.hpp>

#include "log_fixture.hpp"

namespace projection_test {
namespace {

using namespace std::chrono_literals;
using cqrs::ErrorCode;
using cqrs::Position;
using cqrs::RecordedEvent;
using cqrs::Result;
using cqrs::Subscription;
using cqrs::SubscriptionOptions;
using cqrs::Visit;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kLong = 60s;  // never waited for where all is well

class SubscriptionTest : public testing::Test {
 protected:
  std::unique_ptr<Subscription> follow(SubscriptionOptions options = {}) {
    return Subscription::start(store, std::move(options), [this](const RecordedEvent& event) -> Result<Visit> {
      const std::lock_guard lock(mutex);
      seen.push_back(std::string(event.type));
      return Visit::next;
    });
  }
  std::vector<std::string> so_far() {
    const std::lock_guard lock(mutex);
    return seen;
  }

  ShakyStore store;
  std::mutex mutex;
  std::vector<std::string> seen;
};

TEST_F(SubscriptionTest, SeesWhatIsThereAndThenWhatIsAdded) {
  append(store, "1", "A");
  append(store, "2", "B");
  const auto subscription = follow();
  ASSERT_TRUE(subscription->wait(append(store, "1", "C"), kLong));
  ASSERT_TRUE(subscription->wait(append(store, "1", "D"), kLong));
  EXPECT_THAT(so_far(), ElementsAre("A", "B", "C", "D"));
}

TEST_F(SubscriptionTest, BeginsBehindAPosition) {
  const auto first = append(store, "1", "A");
  const auto last = append(store, "1", "B");
  const auto subscription = follow({.after = first});
  ASSERT_TRUE(subscription->wait(last, kLong));
  EXPECT_THAT(so_far(), ElementsAre("B"));
  EXPECT_EQ(subscription->position(), last);
}

TEST_F(SubscriptionTest, WhatTheFilterLeavesOutCountsAsHandled) {
  append(store, "1", "A");
  append(store, "1", "B");
  const auto last = append(store, "1", "C");
  const auto subscription = follow({.filter = {.types = {"B"}}});
  ASSERT_TRUE(subscription->wait(last, kLong));
  EXPECT_THAT(so_far(), ElementsAre("B"));
}

TEST_F(SubscriptionTest, FiltersByStreamCategoryAndTenant) {
  append(store, "1", "A");
  const auto last = append(store, "2", "B");
  const cqrs::StreamId stream("", "account", cqrs::to_buffer(cqrs::as_bytes("2")));
  const auto by_stream = follow({.filter = {.tenant = "", .categories = {"account"}, .streams = {stream}}});
  ASSERT_TRUE(by_stream->wait(last, kLong));
  EXPECT_THAT(so_far(), ElementsAre("B"));
  const auto other_tenant = follow({.filter = {.tenant = "acme"}});
  ASSERT_TRUE(other_tenant->wait(last, kLong));
  EXPECT_THAT(so_far(), ElementsAre("B"));
}

TEST_F(SubscriptionTest, SeveralRunBesideEachOther) {
  const auto one = follow();
  const auto two = follow();
  const auto last = append(store, "1", "A");
  ASSERT_TRUE(one->wait(last, kLong));
  ASSERT_TRUE(two->wait(last, kLong));
  EXPECT_THAT(so_far(), ElementsAre("A", "A"));
}

TEST_F(SubscriptionTest, TheHandlerEndsItBehindAnEvent) {
  append(store, "1", "A");
  const auto stop_at = append(store, "1", "B");
  append(store, "1", "C");
  const auto subscription = Subscription::start(store, {}, [](const RecordedEvent& event) -> Result<Visit> {
    return event.type == "B" ? Visit::stop : Visit::next;
  });
  EXPECT_TRUE(subscription->finished());
  EXPECT_EQ(subscription->position(), stop_at);
}

TEST_F(SubscriptionTest, AnErrorOfTheHandlerEndsItBeforeThatEvent) {
  const auto fine = append(store, "1", "A");
  const auto bad = append(store, "1", "B");
  const auto subscription = Subscription::start(store, {}, [](const RecordedEvent& event) -> Result<Visit> {
    if (event.type == "B") return cqrs::fail(ErrorCode::not_found, "no such thing");
    return Visit::next;
  });
  const auto ended = subscription->finished();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().text, "no such thing");
  EXPECT_EQ(subscription->position(), fine);
  const auto waited = subscription->wait(bad, kLong);
  ASSERT_FALSE(waited);
  EXPECT_EQ(waited.error().code, ErrorCode::not_found);
}

TEST_F(SubscriptionTest, AnExceptionIsAnError) {
  append(store, "1", "A");
  const auto subscription =
      Subscription::start(store, {}, [](const RecordedEvent&) -> Result<Visit> { throw std::runtime_error("a bug"); });
  const auto ended = subscription->finished();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, ErrorCode::handler_failed);
  EXPECT_THAT(ended.error().text, HasSubstr("a bug"));
  EXPECT_EQ(subscription->position(), Position());
}

TEST_F(SubscriptionTest, TriesAgainWhatMayPass) {
  const auto last = append(store, "1", "A");
  std::atomic<int> failures = 3;
  store.before_read = [&]() -> Result<void> {
    if (failures-- > 0) return cqrs::fail(ErrorCode::unavailable, "not now");
    return {};
  };
  const auto subscription = follow({.retry_first = 1ns, .retry_last = 2ns});
  ASSERT_TRUE(subscription->wait(last, kLong));
  EXPECT_THAT(so_far(), ElementsAre("A"));
}

TEST_F(SubscriptionTest, EndsWithWhatDoesNotPass) {
  store.before_read = []() -> Result<void> { return cqrs::fail(ErrorCode::corruption, "a bad block"); };
  const auto subscription = follow();
  const auto ended = subscription->finished();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, ErrorCode::corruption);
}

TEST_F(SubscriptionTest, EndsWhenTheStoreIsClosed) {
  const auto subscription = follow();
  ASSERT_TRUE(store.close());
  const auto ended = subscription->finished();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, ErrorCode::stopped);
}

TEST_F(SubscriptionTest, StoppingWaitsForTheHandlerAndNoMore) {
  append(store, "1", "A");
  append(store, "1", "B");
  std::condition_variable changed;
  bool inside = false;
  bool go_on = false;
  int calls = 0;
  const auto subscription = Subscription::start(store, {}, [&](const RecordedEvent&) -> Result<Visit> {
    std::unique_lock lock(mutex);
    ++calls;
    inside = true;
    changed.notify_all();
    changed.wait(lock, [&] { return go_on; });
    return Visit::next;
  });
  std::thread stopper;
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return inside; });
    stopper = std::thread([&] { subscription->stop(); });
    go_on = true;
    changed.notify_all();
  }
  stopper.join();
  subscription->stop();
  EXPECT_TRUE(subscription->finished());
  const int then = calls;
  append(store, "1", "C");
  EXPECT_EQ(calls, then);
}

TEST_F(SubscriptionTest, SaysHowFarItIsWhenItIsBehind) {
  append(store, "1", "A");
  const auto subscription = follow();
  const auto waited = subscription->wait(Position(0, 1'000), 1ns);
  ASSERT_FALSE(waited);
  EXPECT_EQ(waited.error().code, ErrorCode::behind);
  EXPECT_EQ(subscription->wait(Position(1, 1), 1ns).error().code, ErrorCode::invalid_argument);
}

TEST_F(SubscriptionTest, ASlowHandlerIsReadForInBatches) {
  for (int i = 0; i < 50; ++i) append(store, "1", "A");
  const auto subscription = follow({.batch_events = 7});
  ASSERT_TRUE(subscription->wait(*store.end(0), kLong));
  EXPECT_EQ(so_far().size(), 50U);
  EXPECT_EQ(store.most_read, 7U);
}

TEST_F(SubscriptionTest, RefusesWhatMakesNoSense) {
  EXPECT_EQ(Subscription::start(store, {}, nullptr)->finished().error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(follow({.batch_events = 0})->finished().error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(follow({.after = Position(3, 1)})->finished().error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace projection_test
