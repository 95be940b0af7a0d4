#include "stepped_fixture.hpp"

// A row that is made of another one which waits.

namespace projection_test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const cqrs::Reason kReason{.text = "for a test"};

class OtherRowsTest : public SteppedTest {
 protected:
  OtherRowsTest() {
    around.options.retry_first = 1h;  // by the clock of the test, which stands still
    around.options.retry_last = 4h;
    around.options.attempts = 3;
  }
  void retry(const std::string& sequence) {
    ASSERT_TRUE(followed->retry({.projection = "t.Total", .sequence = sequence}, kReason));
  }
};

TEST_F(OtherRowsTest, WhatIsAskedForAndWaitsIsWaitedFor) {
  add(store, "a", "Added", "1");
  add(store, "a", "Added", "x");
  add(store, "b", "Moved", "0 a");
  add(store, "c", "Added", "7");
  add(store, "d", "Moved", "0 c");
  open(copying());
  step_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] 0-2-0 failed", "[\"b\"] 0-3-0 failed"));
  const auto letter = followed->dead_letters({.projection = "t.Total", .sequence = "[\"b\"]"}, 1).value().at(0);
  EXPECT_EQ(letter.error, "it asks for the row [\"a\"], which waits behind a dead letter");
  EXPECT_EQ(letter.attempts, 0U);
  EXPECT_EQ(shown().at("d").sum, 7);
  healed = true;
  retry("[\"a\"]");
  step_to_the_end();  // at once, not after hours
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(shown().at("b").sum, 2);
}

TEST_F(OtherRowsTest, HoweverLongThatTakes) {
  add(store, "a", "Added", "x");
  add(store, "b", "Moved", "0 a");
  open(copying());
  step_to_the_end();
  for (int i = 0; i < 10; ++i) {
    clock.advance(5h);
    step_to_the_end();
  }
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] 0-1-0 parked", "[\"b\"] 0-2-0 failed"));
  ASSERT_TRUE(followed->discard({.projection = "t.Total", .sequence = "[\"a\"]"}, kReason));
  step_to_the_end();
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(shown().at("b").sum, -1);
}

TEST_F(OtherRowsTest, WhatIsTriedAgainWaitsInItsTurn) {
  add(store, "a", "Added", "x");
  add(store, "b", "Added", "3");
  add(store, "b", "Added", "x");
  open(copying());
  step_to_the_end();
  add(store, "a", "Moved", "0 b");
  add(store, "c", "Moved", "0 b");
  step_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] 0-1-0 failed", "[\"a\"] 0-4-0 waits", "[\"b\"] 0-3-0 failed",
                                     "[\"c\"] 0-5-0 failed"));
  healed = true;
  retry("[\"a\"]");
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] 0-4-0 failed", "[\"b\"] 0-3-0 failed", "[\"c\"] 0-5-0 failed"));
  retry("[\"b\"]");
  step_to_the_end();
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(shown().at("a").sum, 4);
  EXPECT_EQ(shown().at("c").sum, 4);
}

TEST_F(OtherRowsTest, TwoThatAskForEachOtherDoNotWaitForEver) {
  add(store, "a", "Added", "x");
  add(store, "b", "Moved", "0 a");
  add(store, "a", "Moved", "0 b");
  add(store, "b", "Moved", "0 a");
  open(copying());
  step_to_the_end();
  EXPECT_EQ(letters().size(), 4U);
  healed = true;
  clock.advance(1h);
  step_to_the_end();
  step_to_the_end();
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(shown().at("a").sum, 1);
  EXPECT_EQ(shown().at("b").sum, 1);
}

TEST_F(OtherRowsTest, ARestartInBetweenChangesNothing) {
  add(store, "a", "Added", "x");
  add(store, "b", "Moved", "0 a");
  open(copying());
  step_to_the_end();
  open(copying());
  step_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] 0-1-0 failed", "[\"b\"] 0-2-0 failed"));
  healed = true;
  clock.advance(4h);
  step_to_the_end();
  step_to_the_end();
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_EQ(shown().at("b").sum, 1);
}

}  // namespace
}  // namespace projection_test
