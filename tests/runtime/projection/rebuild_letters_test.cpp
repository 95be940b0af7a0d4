#include "stepped_fixture.hpp"

// What a person decides about dead letters while new rows are being built.

namespace projection_test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const cqrs::Reason kReason{.text = "for a test"};

class RebuildLettersTest : public SteppedTest {
 protected:
  RebuildLettersTest() {
    around.options.batch_events = 1;
    around.options.attempts = 1;
  }
  void discard(const std::string& sequence, std::optional<cqrs::Position> position = {}) {
    const auto discarded =
        followed->discard({.projection = "t.Total", .sequence = sequence, .position = position}, kReason);
    ASSERT_TRUE(discarded) << discarded.error();
    EXPECT_GE(*discarded, 1U);
  }
  /// Rebuilds; the new rows have come to the `events`th event.
  void build(int events) {
    ASSERT_TRUE(followed->rebuild(kReason));
    for (int i = 0; i < events; ++i) step_building();
    ASSERT_EQ(followed->running().size(), 2U);
  }
  void expect_swapped_without_letters() {
    step_to_the_end();
    EXPECT_EQ(followed->running().size(), 1U);
    EXPECT_EQ(generation(), 2U);
    EXPECT_THAT(letters(), IsEmpty());
  }
  std::int64_t count(const std::string& table) {
    std::int64_t rows_in = -1;
    EXPECT_TRUE(rows.read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      auto* statement = connection.prepare("SELECT count(*) FROM " + table).value();
      EXPECT_TRUE(statement->step().value());
      rows_in = statement->integer(0);
      statement->reset();
      return {};
    }));
    return rows_in;
  }
};

TEST_F(RebuildLettersTest, WhatIsDiscardedBeforeTheNewRowsComeToItDoesNotComeBack) {
  add(store, "a", "Added", "1");
  const auto poisoned = add(store, "a", "Added", "x");
  add(store, "a", "Added", "4");
  open();
  step_to_the_end();
  ASSERT_EQ(letters().size(), 2U);
  build(1);
  discard("[\"a\"]", poisoned);
  step_shown();
  EXPECT_THAT(letters(), IsEmpty());
  const auto before = shown();
  EXPECT_EQ(before.at("a"), (Total{"a", 5, "a:1.0 a:3.0 "}));
  expect_swapped_without_letters();
  EXPECT_EQ(shown(), before);
  EXPECT_EQ(count("cqrs_discarded"), 0);
}

TEST_F(RebuildLettersTest, WhatWaitedBehindAndIsDiscardedWithItIsNotAppliedEither) {
  add(store, "a", "Added", "x");
  add(store, "a", "Added", "4");
  add(store, "b", "Moved", "2 a");
  open();
  step_to_the_end();
  ASSERT_EQ(letters().size(), 3U);
  build(0);
  discard("[\"a\"]");
  EXPECT_THAT(letters(), IsEmpty());
  const auto before = shown();
  EXPECT_EQ(before.at("b"), (Total{"b", -2, "b:1.0 "}));
  EXPECT_FALSE(before.contains("a"));
  expect_swapped_without_letters();
  EXPECT_EQ(shown(), before);
}

TEST_F(RebuildLettersTest, WhereTheNewRowsAreHalfwayTheRestGoesToo) {
  add(store, "a", "Added", "x");
  add(store, "a", "Added", "4");
  add(store, "a", "Added", "8");
  open();
  step_to_the_end();
  build(2);  // there, too, one has failed and one waits
  discard("[\"a\"]");
  const auto before = shown();
  add(store, "a", "Added", "16");
  expect_swapped_without_letters();
  EXPECT_EQ(shown().at("a"), (Total{"a", 16, "a:4.0 "}));
  EXPECT_THAT(before, IsEmpty());
}

TEST_F(RebuildLettersTest, AWholeStreamToo) {
  around.options.workers = 2;
  add(store, "a", "Added", "1");
  const auto poisoned = add(store, "a", "Added", "?");
  add(store, "a", "Moved", "3 b");
  open();
  step_to_the_end();
  build(0);
  discard("stream:t.Ledger/a", poisoned);
  step_to_the_end();
  expect_swapped_without_letters();
  EXPECT_EQ(shown().at("a"), (Total{"a", -2, "a:1.0 a:3.0 "}));
  EXPECT_EQ(shown().at("b"), (Total{"b", 3, "a:3.0 "}));
}

TEST_F(RebuildLettersTest, ARestartInBetweenForgetsNothing) {
  const auto poisoned = add(store, "a", "Added", "x");
  add(store, "a", "Added", "4");
  open();
  step_to_the_end();
  build(0);
  discard("[\"a\"]", poisoned);
  open();
  expect_swapped_without_letters();
  EXPECT_EQ(shown().at("a"), (Total{"a", 4, "a:2.0 "}));
}

TEST_F(RebuildLettersTest, ALaterRebuildAsksAgain) {
  add(store, "a", "Added", "x");
  open();
  step_to_the_end();
  discard("[\"a\"]");
  ASSERT_TRUE(followed->rebuild(kReason));
  step_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] 0-1-0 parked"));
}

TEST_F(RebuildLettersTest, RowsGivenUpTakeWhatWasNotedAlong) {
  add(store, "a", "Added", "x");
  open();
  step_to_the_end();
  build(0);
  discard("[\"a\"]");
  EXPECT_EQ(count("cqrs_discarded"), 1);
  ASSERT_TRUE(followed->rebuild(kReason));
  EXPECT_EQ(count("cqrs_discarded"), 0);
}

}  // namespace
}  // namespace projection_test
