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
  void expect_refusal(const std::string& text) {
    const auto error = refusal();
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::corruption);
    EXPECT_THAT(error->text, AllOf(HasSubstr(text), HasSubstr("…-rows")));
  }
  std::optional<cqrs::Error> refusal() {
    const cqrs::ProjectionDefinition* const definitions[] = {&Total::definition()};
    options.rows = rows;
    const auto started = cqrs::Projections::start(store, definitions, nullptr, options, clock);
    return started ? std::nullopt : std::optional(started.error());
  }
};

TEST_F(DamagedLedgerTest, ACheckpointThatIsNotWhatWasWrittenIsRefused) {
  keep_rows();
  execute("UPDATE cqrs_checkpoint SET position = '0-5-0' WHERE share_first = 0");
  expect_refusal("a checkpoint");
}

// As where the log is an older copy than the rows: what is added up to there would be left out.
TEST_F(DamagedLedgerTest, ACheckpointBehindTheEndOfTheLogIsRefused) {
  keep_rows();
  execute("UPDATE cqrs_checkpoint SET position = '0-99-0', checksum = NULL WHERE share_first = 0");
  expect_refusal("t.Total are at 0-99-0, and the log ends at 0-12-0");
}

TEST_F(DamagedLedgerTest, ACheckpointOfNoPartitionIsRefused) {
  keep_rows();
  execute("UPDATE cqrs_checkpoint SET position = '7-3-0', checksum = NULL");
  expect_refusal("7-3-0");
}

TEST_F(DamagedLedgerTest, RowsThatNoShareFollowsAreNamed) {
  keep_rows();
  execute("DELETE FROM cqrs_checkpoint WHERE share_first <> 0");
  expect_refusal("of some rows there is no checkpoint");
  execute("UPDATE cqrs_checkpoint SET share_last = -1, checksum = NULL");  // all 64 bits: one share of everything
  start();
  follow_to_the_end();
  EXPECT_EQ(shown(), fold(store));
}

TEST_F(DamagedLedgerTest, ALetterThatIsNotWhatWasWrittenIsRefused) {
  add(store, "a", "Added", "x");
  add(store, "a", "Added", "2");
  keep_rows();
  for (const auto* column : {"sequence", "at", "at_index", "hash", "stream_key", "version", "type", "share_first"}) {
    execute("CREATE TABLE kept AS SELECT * FROM cqrs_dead_letter");
    execute(std::string("UPDATE cqrs_dead_letter SET ") + column + " = '1' WHERE failed = 0");
    expect_refusal("a dead letter");
    execute("DELETE FROM cqrs_dead_letter; INSERT INTO cqrs_dead_letter SELECT * FROM kept; DROP TABLE kept");
  }
  EXPECT_FALSE(refusal());
}

TEST_F(DamagedLedgerTest, ALetterThatNamesAnotherEventIsNotApplied) {
  options.workers = 1;
  const auto failing = add(store, "a", "Added", "x");
  add(store, "a", "Added", "2");
  keep_rows();
  execute("UPDATE cqrs_dead_letter SET version = 2, checksum = NULL WHERE version = 1");
  healed = true;
  start();
  const auto retried = projections->retry({.projection = "Total", .position = failing}, {.text = "for a test"});
  ASSERT_FALSE(retried);
  EXPECT_EQ(retried.error().code, ErrorCode::corruption);
  EXPECT_THAT(retried.error().text, HasSubstr(to_string(failing)));
  EXPECT_FALSE(shown().contains("a"));
}

TEST_F(DamagedLedgerTest, WhatWasWrittenBeforeThereWereChecksumsGoesOn) {
  add(store, "a", "Added", "x");
  keep_rows();
  for (const auto* table : {"cqrs_checkpoint", "cqrs_dead_letter"})
    execute(std::string("ALTER TABLE ") + table + " DROP COLUMN checksum");
  start();
  add(store, "b", "Added", "2");
  follow_to_the_end();
  healed = true;
  EXPECT_EQ(projections->retry({.projection = "Total"}, {.text = "for a test"}).value(), 1U);
  EXPECT_EQ(shown(), fold(store));
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
