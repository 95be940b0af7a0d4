#include "projection_fixture.hpp"

namespace projection_test {
namespace {

using namespace std::chrono_literals;
using cqrs::Reason;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Reason kReason{.text = "for a test"};

class DeadLetterTest : public ProjectionTest {
 protected:
  DeadLetterTest() {
    options.retry_first = 1h;  // by the clock of the test, which stands still
    options.retry_last = 4h;
    options.attempts = 3;
  }
};

TEST_F(DeadLetterTest, OneRowWaitsAndAllOthersGoOn) {
  add(store, "a", "Added", "1");
  add(store, "a", "Added", "x");
  add(store, "a", "Added", "2");
  add(store, "b", "Added", "5");
  add(store, "b", "Moved", "3 a");
  start();
  follow_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] Added failed", "[\"a\"] Added waits", "[\"a\"] Moved waits"));
  EXPECT_EQ(shown().at("a").sum, 1);
  EXPECT_EQ(shown().at("b").sum, 2);
  const auto counts = status().dead_letters;
  EXPECT_EQ(counts.failed, 1U);
  EXPECT_EQ(counts.waiting, 2U);
  EXPECT_EQ(counts.parked, 0U);
}

TEST_F(DeadLetterTest, SaysWhatFailedAndWhy) {
  add(store, "a", "Added", "1");
  const auto at = add(store, "a", "Added", "x");
  start();
  follow_to_the_end();
  const auto letter = projections->dead_letters({.projection = "Total"}).value().at(0);
  EXPECT_EQ(letter.projection, "t.Total");
  EXPECT_EQ(letter.sequence, "[\"a\"]");
  EXPECT_EQ(letter.position, at);
  EXPECT_EQ(letter.type, "t.Ledger.Added");
  EXPECT_EQ(letter.stream, "t.Ledger/a");
  EXPECT_EQ(letter.attempts, 1U);
  EXPECT_EQ(letter.first_failed, clock.now());
  EXPECT_EQ(letter.next_attempt, cqrs::checked_add(clock.now(), 1h));
  EXPECT_THAT(letter.error, HasSubstr("the amount is x"));
}

TEST_F(DeadLetterTest, WhatIsDueIsTriedAgainAndThoseBehindFollowInOrder) {
  add(store, "a", "Added", "x");
  add(store, "b", "Moved", "3 a");
  add(store, "a", "Taken", "1");
  start();
  follow_to_the_end();
  healed = true;
  clock.advance(1h);
  // Whoever comes by looks at what is due.
  for (int i = 0; i < 100 && !letters().empty(); ++i) {
    add(store, "c", "Added", "1");
    follow_to_the_end();
  }
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(DeadLetterTest, AfterAFewAttemptsItIsParkedForAPerson) {
  add(store, "a", "Added", "x");
  start();
  follow_to_the_end();
  for (int attempt = 2; attempt <= 3; ++attempt) {
    ASSERT_EQ(projections->retry({.projection = "Total"}, kReason).value(), 0U);
    EXPECT_EQ(projections->dead_letters({.projection = "Total"}).value().at(0).attempts, attempt);
  }
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] Added parked"));
  EXPECT_EQ(status().dead_letters.parked, 1U);
  clock.advance(1'000h);
  add(store, "b", "Added", "1");
  follow_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] Added parked"));
  healed = true;
  EXPECT_EQ(projections->retry({.projection = "Total", .sequence = "[\"a\"]"}, kReason).value(), 1U);
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(DeadLetterTest, WaitsGrowUpToTheLongest) {
  options.attempts = 100;
  add(store, "a", "Added", "x");
  start();
  follow_to_the_end();
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 5; ++i) {
    const auto due = projections->dead_letters({.projection = "Total"}).value().at(0).next_attempt;
    waits.push_back((due->nanoseconds - clock.now().nanoseconds) / 3'600'000'000'000);
    ASSERT_TRUE(projections->retry({.projection = "Total"}, kReason));
  }
  EXPECT_THAT(waits, ElementsAre(1, 2, 4, 4, 4));
}

TEST_F(DeadLetterTest, SurvivesARestart) {
  add(store, "a", "Added", "x");
  start();
  follow_to_the_end();
  start();
  add(store, "a", "Added", "2");
  follow_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] Added failed", "[\"a\"] Added waits"));
  healed = true;
  EXPECT_EQ(projections->retry({.projection = "Total"}, kReason).value(), 2U);
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(DeadLetterTest, WhatFailsBeforeAKeyIsKnownParksItsStream) {
  add(store, "a", "Added", "1");
  add(store, "a", "Added", "?");
  add(store, "a", "Moved", "3 b");
  add(store, "b", "Added", "5");
  add(store, "b", "Added", "!");
  start();
  follow_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("stream:t.Ledger/a Added failed", "stream:t.Ledger/a Moved waits",
                                     "stream:t.Ledger/b Added failed"));
  EXPECT_EQ(shown().at("a"), (Total{"a", 1, "a:1.0 "}));
  EXPECT_EQ(shown().at("b"), (Total{"b", 5, "b:1.0 "}));
  healed = true;
  EXPECT_EQ(projections->retry({.projection = "Total"}, kReason).value(), 3U);
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(shown().at("a"), (Total{"a", -2, "a:1.0 a:2.0 a:3.0 "}));
  EXPECT_EQ(shown().at("b"), (Total{"b", 8, "b:1.0 a:3.0 b:2.0 "}));
}

TEST_F(DeadLetterTest, AStreamThatGoesOnWaitsForRowsThatWait) {
  add(store, "a", "Added", "?");
  add(store, "a", "Moved", "3 b");
  add(store, "b", "Added", "x");
  start();
  follow_to_the_end();
  EXPECT_THAT(letters(),
              ElementsAre("[\"b\"] Added failed", "stream:t.Ledger/a Added failed", "stream:t.Ledger/a Moved waits"));
  // Discarding what holds up the stream lets the rest of it go on: as far as the rows do.
  EXPECT_EQ(
      projections
          ->discard({.projection = "Total", .sequence = "stream:t.Ledger/a", .position = cqrs::Position(0, 1)}, kReason)
          .value(),
      1U);
  add(store, "c", "Added", "1");
  follow_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"b\"] Moved waits", "[\"b\"] Added failed"));
  EXPECT_EQ(shown().at("a").sum, -3);
  healed = true;
  EXPECT_EQ(projections->retry({.projection = "Total"}, kReason).value(), 2U);
  EXPECT_EQ(shown().at("b"), (Total{"b", 4, "a:2.0 b:1.0 "}));
}

TEST_F(DeadLetterTest, DiscardingGivesUpOnWhatIsSelected) {
  const auto first = add(store, "a", "Added", "x");
  add(store, "a", "Added", "5");
  add(store, "b", "Added", "x");
  start();
  follow_to_the_end();
  EXPECT_EQ(projections->discard({.projection = "Total", .position = first}, kReason).value(), 1U);
  add(store, "c", "Added", "1");
  follow_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"b\"] Added failed"));
  EXPECT_EQ(shown().at("a").sum, 5);
  EXPECT_EQ(projections->discard({.projection = "Total"}, kReason).value(), 1U);
  EXPECT_THAT(letters(), IsEmpty());
  add(store, "b", "Added", "7");
  follow_to_the_end();
  EXPECT_EQ(shown().at("b").sum, 7);
}

TEST_F(DeadLetterTest, AMissingRowIsTrouble) {
  add(store, "a", "Taken", "1");
  start();
  follow_to_the_end();
  EXPECT_THAT(projections->dead_letters({.projection = "Total"}).value().at(0).error, HasSubstr("no row [\"a\"]"));
}

TEST_F(DeadLetterTest, TheLogSaysWhatWaits) {
  KeptLog log;
  options.log = &log;
  options.attempts = 2;
  add(store, "a", "Added", "x");
  add(store, "a", "Added", "1");
  start();
  follow_to_the_end();
  ASSERT_TRUE(projections->retry({.projection = "Total"}, kReason));
  projections.reset();
  EXPECT_THAT(log.lines(),
              ElementsAre("info: rows of a projection are being built", "warning: an event has failed and waits",
                          "info: new rows of a projection are shown", "error: a dead letter waits for a person"));
}

TEST_F(DeadLetterTest, WorkersKeepTheirOwn) {
  options.workers = 3;
  options.batch_events = 4;
  for (int i = 0; i < 120; ++i) {
    add(store, std::to_string(i % 12), "Added", i % 17 == 3 ? "x" : i % 23 == 5 ? "?" : std::to_string(i));
  }
  start();
  follow_to_the_end();
  EXPECT_FALSE(letters().empty());
  start();
  follow_to_the_end();
  healed = true;
  ASSERT_TRUE(projections->retry({.projection = "Total"}, kReason));
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(DeadLetterTest, WhereNoneCanBeWrittenNothingMovesOn) {
  start();
  std::atomic<bool> full = true;
  rows->before_commit = [&]() -> cqrs::Result<void> {
    if (full) return cqrs::fail(cqrs::ErrorCode::corruption, "a bad page");
    return {};
  };
  const auto at = add(store, "a", "Added", "x");
  ASSERT_FALSE(projections->wait("Total", at, kLong));
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_LT(status().position, at);
  full = false;
  ASSERT_TRUE(projections->resume("Total", kReason));
  follow_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] Added failed"));
}

}  // namespace
}  // namespace projection_test
