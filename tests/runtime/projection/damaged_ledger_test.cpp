// What is kept beside the rows may be damaged, or belong to another log: it is named, and no event is left out.
#include "projection_fixture.hpp"

namespace projection_test {
namespace {

using cqrs::ErrorCode;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class DamagedLedgerTest : public ProjectionTest {
 protected:
  DamagedLedgerTest() {
    options.workers = 2;
    options.attempts = 1;
    for (int i = 0; i < 12; ++i) add(store, std::to_string(i), "Added", "1");
  }

  void keep_rows() {
    start();
    follow_to_the_end();
    projections.reset();
  }
  void execute(std::string_view statement) {
    const auto done = rows->write([&](cqrs::sql::Connection& connection) { return connection.execute(statement); });
    ASSERT_TRUE(done) << done.error();
  }
  std::optional<cqrs::Error> refusal() {
    const cqrs::ProjectionDefinition* const definitions[] = {&Total::definition()};
    options.rows = rows;
    const auto started = cqrs::Projections::start(store, definitions, nullptr, options, clock);
    return started ? std::nullopt : std::optional(started.error());
  }
};

// As where the log is an older copy than the rows: what is added up to there would be left out.
TEST_F(DamagedLedgerTest, ACheckpointBehindTheEndOfTheLogIsRefused) {
  keep_rows();
  execute("UPDATE cqrs_checkpoint SET position = '0-99-0' WHERE share_first = 0");
  const auto error = refusal();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::corruption);
  EXPECT_THAT(error->text, AllOf(HasSubstr("t.Total"), HasSubstr("0-99-0"), HasSubstr("0-12-0"), HasSubstr("Delete")));
}

TEST_F(DamagedLedgerTest, ACheckpointOfNoPartitionIsRefused) {
  keep_rows();
  execute("UPDATE cqrs_checkpoint SET position = '7-3-0'");
  const auto error = refusal();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::corruption);
}

TEST_F(DamagedLedgerTest, RowsThatNoShareFollowsAreNamed) {
  keep_rows();
  execute("DELETE FROM cqrs_checkpoint WHERE share_first <> 0");
  const auto error = refusal();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::corruption);
  EXPECT_THAT(error->text, HasSubstr("t.Total"));
  execute("UPDATE cqrs_checkpoint SET share_last = -1");  // all 64 bits: one share of everything
  EXPECT_FALSE(refusal());
}

TEST_F(DamagedLedgerTest, ALetterThatNamesAnotherEventIsNotApplied) {
  options.workers = 1;
  const auto failing = add(store, "a", "Added", "x");
  add(store, "a", "Added", "2");
  keep_rows();
  execute("UPDATE cqrs_dead_letter SET version = 2 WHERE version = 1");
  healed = true;
  start();
  const auto retried = projections->retry({.projection = "Total", .position = failing}, {.text = "for a test"});
  ASSERT_FALSE(retried);
  EXPECT_EQ(retried.error().code, ErrorCode::corruption);
  EXPECT_THAT(retried.error().text, HasSubstr(to_string(failing)));
  EXPECT_FALSE(shown().contains("a"));
}

TEST_F(DamagedLedgerTest, ALetterThatStandsAtAnotherPlaceDoesNotGoFirst) {
  add(store, "a", "Added", "x");
  add(store, "a", "Added", "2");
  keep_rows();
  execute("UPDATE cqrs_dead_letter SET at = 1 WHERE version = 2");
  start();
  const auto waited = projections->wait("Total", add(store, "b", "Added", "1"), kLong);
  ASSERT_FALSE(waited);
  EXPECT_EQ(status().error->code, ErrorCode::corruption);
  EXPECT_FALSE(shown().contains("a"));
}

TEST_F(DamagedLedgerTest, WhatIsLeftOfALostGenerationIsNotInTheWay) {
  add(store, "a", "Added", "x");
  keep_rows();
  execute("DELETE FROM cqrs_projection");
  start();
  follow_to_the_end();
  EXPECT_THAT(letters(), ElementsAre("[\"a\"] Added parked"));
  healed = true;
  EXPECT_EQ(projections->retry({.projection = "Total"}, {.text = "for a test"}).value(), 1U);
  EXPECT_EQ(shown(), fold(store));
}

}  // namespace
}  // namespace projection_test
