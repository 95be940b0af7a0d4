#include "projection_fixture.hpp"

namespace projection_test {
namespace {

using namespace std::chrono_literals;
using cqrs::ErrorCode;
using cqrs::ProjectionState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FollowingTest : public ProjectionTest {};

TEST_F(FollowingTest, ShowsWhatIsThereAndWhatIsAdded) {
  add(store, "a", "Added", "5");
  add(store, "b", "Added", "7");
  start();
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
  add(store, "a", "Taken", "2");
  add(store, "b", "Moved", "3 a");
  const auto last = add(store, "c", "Added", "1 2 3", 1);
  EXPECT_EQ(shown({.after = last, .timeout = kLong}), fold(store));
  EXPECT_EQ(shown().at("c"), (Total{"c", 6, "c:1.0 c:1.1 c:1.2 "}));
  add(store, "b", "Closed", "");
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
  EXPECT_FALSE(shown().contains("b"));
}

TEST_F(FollowingTest, AnEmptyLogIsShownAtOnce) {
  start();
  EXPECT_THAT(shown(), IsEmpty());
  EXPECT_EQ(status().state, ProjectionState::live);
  EXPECT_EQ(status().generation, 1U);
}

TEST_F(FollowingTest, GoesOnWhereItStopped) {
  for (int i = 0; i < 10; ++i) {
    add(store, i % 2 == 0 ? "a" : "b", "Added", std::to_string(i));
    start();
    follow_to_the_end();
    ASSERT_EQ(shown(), fold(store));
  }
}

TEST_F(FollowingTest, ManyEventsInSmallBatches) {
  for (int i = 0; i < 500; ++i) add(store, std::to_string(i % 7), "Added", std::to_string(i));
  options.batch_events = 3;
  start();
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(FollowingTest, WorkersShareTheRows) {
  for (int i = 0; i < 200; ++i) add(store, std::to_string(i % 20), "Added", std::to_string(i));
  options.workers = 4;
  options.batch_events = 10;
  start();
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
  EXPECT_EQ(status().workers, 4U);
}

TEST_F(FollowingTest, TheNumberOfWorkersMayChange) {
  for (const unsigned workers : {4U, 1U, 3U, 2U}) {
    for (int i = 0; i < 50; ++i) add(store, std::to_string(i % 20), "Added", std::to_string(i));
    options.workers = workers;
    start();
    follow_to_the_end();
    EXPECT_EQ(shown(), fold(store));
    EXPECT_EQ(status().workers, workers);
  }
}

TEST_F(FollowingTest, RowsThatCannotBeSharedHaveOneWorker) {
  options.workers = 4;
  start(serial());
  EXPECT_EQ(status().workers, 1U);
  EXPECT_EQ(status().serial_because, "it says so");
}

TEST_F(FollowingTest, TriesAgainWhereTheDatabaseIsNotThereForAWhile) {
  start();
  std::atomic<int> failures = 2;
  rows->before_write = [&]() -> cqrs::Result<void> {
    if (failures-- > 0) return cqrs::fail(ErrorCode::unavailable, "not now");
    return {};
  };
  add(store, "a", "Added", "1");
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
  EXPECT_LE(failures, 0);
  EXPECT_FALSE(status().error);
}

TEST_F(FollowingTest, NothingIsAppliedTwiceWhereAnAcknowledgementIsLost) {
  start();
  std::atomic<int> lost = 0;
  rows->after_commit = [&]() -> cqrs::Result<void> {
    if (lost++ % 2 == 0) return cqrs::fail(ErrorCode::unavailable, "the acknowledgement is lost");
    return {};
  };
  for (int i = 0; i < 6; ++i) {
    add(store, "a", "Added", "1");
    follow_to_the_end();
  }
  EXPECT_EQ(shown(), fold(store));
  EXPECT_GT(lost, 2);
}

TEST_F(FollowingTest, StopsWithWhatDoesNotPassAndGoesOnWhenTold) {
  KeptLog log;
  options.log = &log;
  start();
  std::atomic<bool> broken = true;
  rows->before_commit = [&]() -> cqrs::Result<void> {
    if (broken) return cqrs::fail(ErrorCode::corruption, "a bad page");
    return {};
  };
  const auto last = add(store, "a", "Added", "1");
  const auto waited = projections->wait("Total", last, kLong);
  ASSERT_FALSE(waited);
  EXPECT_EQ(waited.error().code, ErrorCode::behind);
  EXPECT_THAT(waited.error().text, HasSubstr("a bad page"));
  EXPECT_EQ(status().state, ProjectionState::stopped);
  EXPECT_EQ(status().error->code, ErrorCode::corruption);
  EXPECT_EQ(status().lag_events, 1U);
  EXPECT_EQ(log.lines().back(), "error: a projection has stopped");
  broken = false;
  ASSERT_TRUE(projections->resume("Total", {.text = "the disk was changed"}));
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
  projections.reset();
}

TEST_F(FollowingTest, WhatANewerReleaseWroteStopsIt) {
  const auto before = add(store, "a", "Added", "1");
  const auto newer = add(store, "a", "Added", "1", 3);
  add(store, "a", "Added", "1");
  start();
  const auto waited = projections->wait("Total", newer, kLong);
  ASSERT_FALSE(waited);
  EXPECT_EQ(status().error->code, ErrorCode::unsupported_version);
  EXPECT_EQ(status().building->position, before);
}

TEST_F(FollowingTest, WhatANewerReleaseWroteMayBeIgnored) {
  add(store, "a", "Added", "1");
  add(store, "a", "Added", "1", 3);
  add(store, "a", "Added", "1");
  start(lenient());
  follow_to_the_end();
  EXPECT_EQ(shown().at("a").sum, 2);
}

TEST_F(FollowingTest, WhatItDoesNotHandleMovesItOnWithoutWriting) {
  start();
  const auto last = add(store, "a", "Other", "1");
  const int before = rows->writes;
  ASSERT_TRUE(projections->wait("Total", last, kLong));
  EXPECT_EQ(rows->writes, before);
  EXPECT_EQ(status().position, last);
  projections->stop();
  EXPECT_EQ(rows->writes, before + 1);
}

TEST_F(FollowingTest, PausedItStandsStill) {
  start();
  ASSERT_TRUE(projections->pause("t.Total", {.text = "to look", .actor = "ada"}));
  EXPECT_EQ(status().state, ProjectionState::paused);
  const auto last = add(store, "a", "Added", "1");
  EXPECT_THAT(projections->wait("Total", last, 1ms).error().text, HasSubstr("paused"));
  start();
  EXPECT_EQ(status().state, ProjectionState::paused);
  EXPECT_THAT(shown(), IsEmpty());
  ASSERT_TRUE(projections->resume("Total", {.text = "seen"}));
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(FollowingTest, SaysHowFarItIsBehind) {
  start();
  ASSERT_TRUE(projections->pause("Total", {.text = "to look"}));
  add(store, "a", "Added", "1", 2, clock.now());
  clock.advance(3s);
  add(store, "a", "Added", "1", 2, clock.now());
  clock.advance(2s);
  EXPECT_EQ(status().lag_events, 2U);
  EXPECT_EQ(status().lag, 5s);
}

TEST_F(FollowingTest, ChangesNeedAReasonAndKeepIt) {
  start();
  EXPECT_EQ(projections->pause("Total", {.text = " "}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(projections->rebuild("Total", {}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(projections->retry({.projection = "Total"}, {}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(projections->pause("Nothing", {.text = "x"}).error().code, ErrorCode::not_found);
  ASSERT_TRUE(projections->pause("Total", {.text = "to look", .actor = "ada"}));
  std::vector<std::string> kept;
  ASSERT_TRUE(rows->read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
    auto* statement = connection.prepare("SELECT name, action, reason, actor FROM cqrs_audit").value();
    while (statement->step().value()) {
      kept.push_back(std::string(statement->text(0)) + "|" + std::string(statement->text(1)) + "|" +
                     std::string(statement->text(2)) + "|" + std::string(statement->text(3)));
    }
    statement->reset();
    return {};
  }));
  EXPECT_THAT(kept, ElementsAre("t.Total|pause|to look|ada"));
}

TEST_F(FollowingTest, TellsWhoWatches) {
  start();
  std::atomic<int> calls = 0;
  auto watching = projections->watch(Total::definition(), [&] { ++calls; });
  add(store, "a", "Added", "1");
  follow_to_the_end();
  projections->stop();
  EXPECT_GE(calls, 1);
  start();
  watching = projections->watch(Total::definition(), [&] { calls = -1'000; });
  watching.reset();
  add(store, "a", "Added", "1");
  follow_to_the_end();
  EXPECT_GE(calls, 1);
}

}  // namespace
}  // namespace projection_test
