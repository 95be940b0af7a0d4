#include <thread>

#include "projection_fixture.hpp"

// Clocks that jump, programs that start late, gaps that are long: nothing is left out, nothing spins, and nothing waits
// for ever.

namespace projection_test {
namespace {

using namespace std::chrono_literals;
using cqrs::Reason;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Reason kReason{.text = "for a test"};
constexpr auto kYears = 24h * 365 * 10;

class ClockTest : public ProjectionTest {
 protected:
  ClockTest() {
    options.retry_first = 1s;
    options.retry_last = 60s;
    options.attempts = 100;
  }
  /// Whether it comes to that within the time of the machine.
  template <class Condition>
  static bool comes(Condition condition) {
    for (const auto end = std::chrono::steady_clock::now() + kLong; std::chrono::steady_clock::now() < end;) {
      if (condition()) return true;
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }
  unsigned attempts() { return projections->dead_letters({.projection = "Total"}).value().at(0).attempts; }
  std::vector<std::string> tables() {
    std::vector<std::string> names;
    EXPECT_TRUE(rows->read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      auto* statement =
          connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'Total%' ORDER BY name")
              .value();
      while (statement->step().value()) names.emplace_back(statement->text(0));
      statement->reset();
      return {};
    }));
    return names;
  }
  void replace_rows() {
    add(store, "a", "Added", "5");
    start();
    follow_to_the_end();
    start(doubled());
    follow_to_the_end();
    ASSERT_THAT(tables(), ElementsAre("Total_1", "Total_2"));
  }
};

TEST_F(ClockTest, ADeadLetterIsTriedAgainThoughTheClockWasSetBack) {
  add(store, "a", "Added", "x");
  start();
  follow_to_the_end();
  ASSERT_EQ(attempts(), 1U);
  clock.advance(-kYears);
  // With nothing else going on, and without waiting for the years to pass once more.
  ASSERT_TRUE(comes([&] { return attempts() >= 2; }));
  healed = true;
  clock.advance(-kYears);
  EXPECT_TRUE(comes([&] { return letters().empty(); }));
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(ClockTest, ADeadLetterIsTriedOnceWhereTheClockJumpsAhead) {
  add(store, "a", "Added", "x");
  start();
  follow_to_the_end();
  clock.advance(kYears);
  ASSERT_TRUE(comes([&] { return attempts() >= 2; }));
  const int writes = rows->writes;
  std::this_thread::sleep_for(600ms);
  EXPECT_EQ(attempts(), 2U);
  EXPECT_EQ(rows->writes, writes);
}

TEST_F(ClockTest, WaitingHasItsOwnTime) {
  start();
  ASSERT_TRUE(projections->pause("Total", kReason));
  const auto last = add(store, "a", "Added", "1");
  for (const auto jump : {-kYears, 2 * kYears}) {
    clock.advance(jump);
    const auto begin = std::chrono::steady_clock::now();
    const auto waited = projections->wait("Total", last, 50ms);
    ASSERT_FALSE(waited);
    EXPECT_EQ(waited.error().code, cqrs::ErrorCode::behind);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kLong);
  }
  ASSERT_TRUE(projections->resume("Total", kReason));
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(ClockTest, LagIsNeverNegative) {
  start();
  ASSERT_TRUE(projections->pause("Total", kReason));
  add(store, "a", "Added", "1", 2, clock.now());
  clock.advance(-1h);
  EXPECT_EQ(status().lag_events, 1U);
  EXPECT_EQ(status().lag, 0s);
  clock.advance(3h);
  EXPECT_EQ(status().lag, 2h);
}

TEST_F(ClockTest, OldRowsGoInTimeThoughTheClockWasAheadWhenTheyWereReplaced) {
  clock.advance(kYears);
  replace_rows();
  clock.advance(-kYears);
  // Their time begins with the right clock, by whoever looks first.
  start(doubled());
  clock.advance(options.keep_replaced - 1h);
  start(doubled());
  EXPECT_THAT(tables(), ElementsAre("Total_1", "Total_2"));
  clock.advance(2h);
  start(doubled());
  EXPECT_THAT(tables(), ElementsAre("Total_2"));
}

TEST_F(ClockTest, OldRowsOfAnIdleProgramGoToo) {
  replace_rows();
  clock.advance(options.keep_replaced + 1s);
  EXPECT_TRUE(comes([&] { return tables().size() == 1; }));
  const int writes = rows->writes;
  std::this_thread::sleep_for(600ms);
  EXPECT_EQ(rows->writes, writes);
}

TEST_F(ClockTest, OldRowsOfAnIdleProgramGoThoughTheClockWasSetBack) {
  replace_rows();
  // The next look at them would be years away.
  clock.advance(-kYears);
  std::this_thread::sleep_for(600ms);
  clock.advance(options.keep_replaced + 1h);
  EXPECT_TRUE(comes([&] { return tables().size() == 1; }));
}

TEST_F(ClockTest, ARebuildGoesOnWhateverTheClockDoes) {
  for (int i = 0; i < 300; ++i) add(store, std::to_string(i % 7), "Added", std::to_string(i));
  options.batch_events = 3;
  start();
  follow_to_the_end();
  ASSERT_TRUE(projections->rebuild("Total", kReason));
  bool ahead = true;
  EXPECT_TRUE(comes([&] {
    clock.advance(ahead ? kYears : -kYears);
    ahead = !ahead;
    const auto now = status();
    if (now.building) {
      EXPECT_GE(now.building->events_per_second, 0);
      EXPECT_GE(now.building->time_left.value_or(0s), 0s);
    }
    return !now.building;
  }));
  EXPECT_EQ(status().generation, 2U);
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(ClockTest, ALateStartAndALongGapLeaveNothingOut) {
  for (int i = 0; i < 3'000; ++i) add(store, std::to_string(i % 11), i % 100 == 0 ? "Added" : "Other", "1");
  start();
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
  projections.reset();
  for (int i = 0; i < 3'000; ++i) add(store, std::to_string(i % 13), i % 1'000 == 999 ? "Added" : "Other", "1");
  clock.advance(-kYears);
  start();
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
  EXPECT_EQ(status().lag_events, 0U);
  EXPECT_EQ(status().position, *store.end(0));
}

TEST_F(ClockTest, WhereOnlyThePositionMovesItIsSavedThoughTheClockWasSetBack) {
  start();
  add(store, "a", "Added", "1");
  follow_to_the_end();
  const int before = rows->writes;
  clock.advance(-kYears);
  const auto last = add(store, "a", "Other", "1");
  ASSERT_TRUE(projections->wait("Total", last, kLong));
  EXPECT_EQ(rows->writes, before + 1);
}

}  // namespace
}  // namespace projection_test
