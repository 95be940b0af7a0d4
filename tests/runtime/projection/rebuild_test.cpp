#include "projection_fixture.hpp"

namespace projection_test {
namespace {

using namespace std::chrono_literals;
using cqrs::ProjectionState;
using cqrs::Reason;
using testing::ElementsAre;
using testing::IsEmpty;

const Reason kReason{.text = "for a test"};

class RebuildTest : public ProjectionTest {
 protected:
  std::vector<std::string> tables() {
    std::vector<std::string> names;
    const auto read = rows->read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      auto* statement =
          connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'Total%' ORDER BY name")
              .value();
      while (statement->step().value()) names.emplace_back(statement->text(0));
      statement->reset();
      return {};
    });
    EXPECT_TRUE(read);
    return names;
  }
  std::int64_t sum_by_view() {
    std::int64_t sum = 0;
    const auto read = rows->read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      auto* statement = connection.prepare("SELECT SUM(\"sum\") FROM \"Total\"").value();
      while (statement->step().value()) sum = statement->integer(0);
      statement->reset();
      return {};
    });
    EXPECT_TRUE(read);
    return sum;
  }
};

TEST_F(RebuildTest, NewRowsTakeThePlaceOfTheOld) {
  add(store, "a", "Added", "5");
  start();
  follow_to_the_end();
  ASSERT_TRUE(projections->rebuild("Total", kReason));
  const auto last = add(store, "a", "Added", "2");
  ASSERT_TRUE(projections->wait("Total", last, kLong));
  while (status().building) std::this_thread::yield();
  EXPECT_EQ(status().generation, 2U);
  EXPECT_EQ(shown(), fold(store));
  EXPECT_EQ(sum_by_view(), 7);
  EXPECT_THAT(tables(), ElementsAre("Total_1", "Total_2"));
}

TEST_F(RebuildTest, ChangedCodeBuildsItsOwnRows) {
  add(store, "a", "Added", "5");
  start();
  follow_to_the_end();
  start(doubled());
  follow_to_the_end();
  EXPECT_EQ(status().generation, 2U);
  EXPECT_EQ(status().fingerprint, 2U);
  EXPECT_EQ(shown(), fold(store, 2));
  EXPECT_EQ(sum_by_view(), 10);
}

TEST_F(RebuildTest, OldRowsOfTheSameShapeAreShownMeanwhile) {
  for (int i = 0; i < 5; ++i) add(store, "a", "Added", "1");
  start();
  follow_to_the_end();
  options.batch_events = 1;
  rows->before_commit = [&]() -> cqrs::Result<void> { return {}; };
  options.run = false;  // nobody takes a step
  start(doubled());
  EXPECT_EQ(status().state, ProjectionState::building);
  EXPECT_EQ(status().building->generation, 2U);
  EXPECT_EQ(status().building->events_left, 5U);
  EXPECT_EQ(shown().at("a").sum, 5);
  EXPECT_EQ(projections->wait("Total", *store.end(0), 1ns).error().code, cqrs::ErrorCode::behind);
}

TEST_F(RebuildTest, OldRowsOfAnotherShapeAreNot) {
  for (int i = 0; i < 5; ++i) add(store, "a", "Added", "1");
  start();
  follow_to_the_end();
  options.run = false;
  start(reshaped());
  std::vector<Total> found;
  const AtLeast query;
  const auto answer = projections->query(AtLeast::definition(), &query, {.timeout = 1ns}, &found);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, cqrs::ErrorCode::behind);
  options.run = true;
  start(reshaped());
  EXPECT_EQ(shown({.timeout = kLong}), fold(store, 2));
}

TEST_F(RebuildTest, ARestartInTheMiddleGoesOn) {
  for (int i = 0; i < 20; ++i) add(store, "a", "Added", "1");
  start();
  follow_to_the_end();
  options.run = false;
  start(doubled());
  options.run = true;
  start(doubled());
  follow_to_the_end();
  EXPECT_EQ(status().generation, 2U);
  EXPECT_EQ(shown(), fold(store, 2));
}

TEST_F(RebuildTest, GoingBackTakesUpTheOldRows) {
  add(store, "a", "Added", "5");
  start();
  follow_to_the_end();
  start(doubled());
  follow_to_the_end();
  add(store, "a", "Added", "1");
  start();
  follow_to_the_end();
  EXPECT_EQ(status().generation, 1U);
  EXPECT_EQ(shown(), fold(store));
  EXPECT_THAT(tables(), ElementsAre("Total_1", "Total_2"));
}

TEST_F(RebuildTest, OldRowsGoWhenTheirTimeIsOver) {
  add(store, "a", "Added", "5");
  start();
  follow_to_the_end();
  start(doubled());
  follow_to_the_end();
  clock.advance(options.keep_replaced + 1s);
  start(doubled());
  EXPECT_THAT(tables(), ElementsAre("Total_2"));
  EXPECT_EQ(shown(), fold(store, 2));
}

TEST_F(RebuildTest, OtherCodesUnfinishedRowsGoAtOnce) {
  for (int i = 0; i < 5; ++i) add(store, "a", "Added", "1");
  start();
  follow_to_the_end();
  options.run = false;
  start(doubled());
  EXPECT_THAT(tables(), ElementsAre("Total_1", "Total_2"));
  start();
  EXPECT_THAT(tables(), ElementsAre("Total_1"));
}

TEST_F(RebuildTest, BeginsWithoutDeadLetters) {
  add(store, "a", "Added", "x");
  start();
  follow_to_the_end();
  EXPECT_EQ(letters().size(), 1U);
  healed = true;
  ASSERT_TRUE(projections->rebuild("Total", kReason));
  while (status().building) std::this_thread::yield();
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(RebuildTest, UnderLoadNothingThatWasSeenGoesBack) {
  options.batch_events = 2;
  start();
  std::atomic<bool> over = false;
  std::thread load([&] {
    for (int i = 0; i < 400; ++i) add(store, std::to_string(i % 5), "Added", std::to_string(i));
    over = true;
  });
  cqrs::Position seen;
  int rebuilds = 0;
  while (!over || rebuilds == 0) {
    if (!status().building) {
      EXPECT_TRUE(projections->rebuild("Total", kReason));
      ++rebuilds;
    }
    std::vector<Total> found;
    const AtLeast query;
    const auto answer = projections->query(AtLeast::definition(), &query, {}, &found);
    ASSERT_TRUE(answer) << answer.error();
    EXPECT_GE(answer->position, seen);
    seen = answer->position;
  }
  load.join();
  follow_to_the_end();
  while (status().building) std::this_thread::yield();
  EXPECT_EQ(shown(), fold(store));
  EXPECT_EQ(status().generation, 1U + static_cast<unsigned>(rebuilds));
}

}  // namespace
}  // namespace projection_test
