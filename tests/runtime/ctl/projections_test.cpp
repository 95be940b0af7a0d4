// Projections from outside: with an application that answers, without one, and compared with their events.

#include <cqrs/admin.hpp>

#include "../projection/totals.hpp"
#include "support.hpp"

namespace cqrs::ctl {
namespace {

using projection_test::add;
using projection_test::Total;
using testing::HasSubstr;
using testing::Not;

constexpr auto kLong = std::chrono::seconds(60);  // never waited for where all is well

class ProjectionsToolTest : public ToolTest {
 protected:
  ProjectionsToolTest() {
    projection_test::healed = false;
    totals_.name = "t";
    totals_.projections = definitions_;
    for (const auto aggregate : Total::definition().aggregates) aggregates_.push_back(&aggregate());
    totals_.aggregates = aggregates_;
  }
  ~ProjectionsToolTest() override { projection_test::healed = false; }

  /// A program that runs the projection, and answers on its socket.
  struct Running {
    std::unique_ptr<sqlite::SqliteStore> store;
    std::unique_ptr<Projections> projections;
    std::unique_ptr<AdminSocket> admin;

    void follow() {
      const auto waited = projections->wait_all(store->end(0).value(), kLong);
      ASSERT_TRUE(waited.has_value()) << waited.error();
    }
  };

  Running run_application(bool with_socket = true) {
    Running running;
    running.store = sqlite::open(store()).value();
    ProjectionOptions options;
    options.attempts = 1;  // what fails is parked at once
    auto started = Projections::start(*running.store, definitions_, nullptr, options, system_clock());
    EXPECT_TRUE(started.has_value()) << started.error();
    running.projections = *std::move(started);
    if (with_socket) running.admin = AdminSocket::start(store() + ".sock", *running.projections).value();
    return running;
  }

  /// Rows of three keys, one of them poisoned, with an event behind the poison.
  void fill(Running& running) {
    for (const auto* key : {"a", "b", "c"}) add(*running.store, key, "Added", "10");
    add(*running.store, "b", "Added", "x");
    add(*running.store, "b", "Added", "5");
    add(*running.store, "a", "Moved", "3 c");
    add(*running.store, "c", "Added", "1 2", 1);
    running.follow();
  }

  Ran tool(std::vector<std::string> arguments) const { return in_domain(totals_, std::move(arguments)); }

  /// A statement on the rows' database.
  void execute_on_rows(const std::string& sql) const { execute_on(store() + "-rows", sql); }

  const ProjectionDefinition* definitions_[1] = {&Total::definition()};
  std::vector<const AggregateDefinition*> aggregates_;
  Domain totals_;
};

TEST_F(ProjectionsToolTest, AnApplicationIsAsked) {
  auto running = run_application();
  fill(running);
  const auto listed = plain({"projections", store()});
  EXPECT_EQ(listed.code, 0) << listed.err;
  EXPECT_THAT(listed.out, HasSubstr("t.Total"));
  EXPECT_THAT(listed.out, HasSubstr("1, 1 behind"));
  EXPECT_THAT(listed.out, Not(HasSubstr("No application")));
  EXPECT_THAT(plain({"projections", store(), "--json"}).out, HasSubstr("\"running\":true"));
  EXPECT_EQ(plain({"pause", store(), "Total", "--reason", "to look"}).out, "t.Total: paused\n");
  EXPECT_EQ(running.projections->status("Total")->state, ProjectionState::paused);
  EXPECT_EQ(plain({"resume", store(), "Total", "--reason", "seen"}).code, 0);
  const auto rebuilt = plain({"rebuild", store(), "Total", "--reason", "it was wrong"});
  EXPECT_EQ(rebuilt.code, 0) << rebuilt.err;
  EXPECT_EQ(rebuilt.out, "t.Total: the rows were built anew; generation 2 is shown, up to 0-7-0\n");
  EXPECT_THAT(rebuilt.err, HasSubstr("Total  100 %\n"));
}

TEST_F(ProjectionsToolTest, DeadLettersAreShownRetriedAndDiscarded) {
  auto running = run_application();
  fill(running);
  const auto listed = plain({"dead-letters", "list", store()});
  EXPECT_THAT(listed.out, HasSubstr("[\"b\"]"));
  EXPECT_THAT(listed.out, HasSubstr("parked"));
  EXPECT_THAT(listed.out, HasSubstr("waiting"));
  const auto shown = plain({"dead-letters", "show", store(), "Total", "--position", "4"});
  EXPECT_THAT(shown.out, HasSubstr("error: the amount is x"));
  EXPECT_THAT(shown.out, HasSubstr("\"body\": \"eA==\""));
  const auto retried = plain({"dead-letters", "retry", store(), "Total", "--reason", "again"});
  EXPECT_EQ(retried.code, 1);
  EXPECT_EQ(retried.out, "0 events applied; 2 are left\n");
  const auto discarded =
      plain({"dead-letters", "discard", store(), "Total", "--position", "0-4-0", "--reason", "a typo"});
  EXPECT_EQ(discarded.code, 0) << discarded.err;
  EXPECT_EQ(discarded.out, "1 event discarded\n");
}

TEST_F(ProjectionsToolTest, WhatIsWrittenDownIsShownWhereNobodyAnswers) {
  {
    auto running = run_application();
    fill(running);
  }
  const auto listed = plain({"projections", store()});
  EXPECT_EQ(listed.code, 0) << listed.err;
  expect_snapshot("projections_at_rest.txt", listed.out + plain({"projections", store(), "--json"}).out +
                                                 plain({"dead-letters", "list", store()}, 120).out +
                                                 plain({"projections", store()}, 60).out);
  EXPECT_EQ(plain({"dead-letters", "list", store(), "Nothing"}).code, 1);
}

TEST_F(ProjectionsToolTest, AStoreWithoutProjectionsHasNone) {
  sqlite::open(store()).value().reset();
  EXPECT_EQ(plain({"projections", store(), "--json"}).out, "{\"projections\":[],\"running\":false}\n");
  EXPECT_EQ(plain({"dead-letters", "list", store(), "--json"}).out, "");
}

TEST_F(ProjectionsToolTest, ChangesNeedSomebodyToMakeThem) {
  {
    auto running = run_application(false);
    fill(running);
    const auto refused = tool({"pause", store(), "Total", "--reason", "r"});
    EXPECT_EQ(refused.code, 3);
    EXPECT_THAT(refused.err, HasSubstr("it has no AdminSocket at DIR/bank.db.sock"));
  }
  const auto refused = plain({"pause", store(), "Total", "--reason", "r"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("only the tool of the domain"));
  const auto named = plain({"pause", store(), "Total", "--reason", "r", "--socket", file("other.sock")});
  EXPECT_THAT(named.err, HasSubstr("no application answers at DIR/other.sock"));
  const auto unreasoned = tool({"rebuild", store(), "Total"});
  EXPECT_EQ(unreasoned.code, 2);
  EXPECT_THAT(unreasoned.err, HasSubstr("say what this is done for: --reason TEXT"));
  EXPECT_EQ(tool({"rebuild", store(), "Nothing", "--reason", "r"}).code, 1);
}

TEST_F(ProjectionsToolTest, TheDomainsToolMakesThemItselfWhereNobodyAnswers) {
  {
    auto running = run_application();
    fill(running);
  }
  EXPECT_EQ(tool({"pause", store(), "Total", "--reason", "to look"}).out, "t.Total: paused\n");
  EXPECT_THAT(plain({"projections", store(), "--json"}).out, HasSubstr("\"state\":\"paused\""));
  EXPECT_EQ(tool({"resume", store(), "Total", "--reason", "seen"}).code, 0);
  projection_test::healed = true;
  const auto retried = tool({"dead-letters", "retry", store(), "Total", "--reason", "mended"});
  EXPECT_EQ(retried.out, "2 events applied\n") << retried.err;
  const auto rebuilt = tool({"rebuild", store(), "Total", "--reason", "it was wrong"});
  EXPECT_EQ(rebuilt.code, 0) << rebuilt.err;
  EXPECT_THAT(rebuilt.out, HasSubstr("generation 2 is shown, up to 0-7-0"));
  EXPECT_EQ(tool({"verify", store()}).code, 0);
}

TEST_F(ProjectionsToolTest, RowsAreWhatTheirEventsComeTo) {
  auto running = run_application();
  fill(running);
  const auto verified = tool({"verify", store()});
  EXPECT_EQ(verified.code, 0) << verified.out;
  EXPECT_THAT(verified.out, HasSubstr("t.Total: 3 rows of 7 events; 2 dead letters wait\n"));
  ASSERT_EQ(plain({"dead-letters", "discard", store(), "Total", "--position", "4", "--reason", "typo"}).code, 0);
  // The application applies what stood behind it by itself, soon.
  auto again = tool({"verify", store()});
  const auto late = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (again.out.find("waits") != std::string::npos && std::chrono::steady_clock::now() < late)
    again = tool({"verify", store()});
  EXPECT_EQ(again.code, 0) << again.out;
  EXPECT_THAT(again.out, HasSubstr("t.Total: 3 rows of 7 events\n"));
}

TEST_F(ProjectionsToolTest, ARowThatIsNotWhatItsEventsComeToIsNamed) {
  {
    auto running = run_application();
    fill(running);
  }
  execute_on_rows("UPDATE Total_1 SET sum = 8 WHERE key = 'a'");
  execute_on_rows("DELETE FROM Total_1 WHERE key = 'c'");
  execute_on_rows("INSERT INTO Total_1 (key, sum, trail) VALUES ('z', 1, '')");
  const auto verified = tool({"verify", store()});
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.out, HasSubstr("row: t.Total [\"a\"]: sum is 8, and its events come to 7\n"
                                      "row: t.Total [\"c\"]: the row is missing\n"
                                      "row: t.Total [\"z\"]: the row is there, and its events come to none\n"));
  EXPECT_THAT(verified.out, HasSubstr("3 findings."));
}

TEST_F(ProjectionsToolTest, ASkippedEventIsFound) {
  {
    auto running = run_application();
    fill(running);
  }
  // As after a checkpoint that was written before its rows, and as after a dead letter that was forgotten.
  execute_on_rows("UPDATE cqrs_checkpoint SET position = '0-2-0', checksum = NULL");
  EXPECT_THAT(tool({"verify", store()}).out, HasSubstr("row: t.Total [\"c\"]"));
  execute_on_rows("UPDATE cqrs_checkpoint SET position = '0-7-0'");
  EXPECT_EQ(tool({"verify", store()}).code, 0);
  execute_on_rows("DELETE FROM cqrs_dead_letter WHERE failed = 1");
  const auto forgotten = tool({"verify", store()});
  EXPECT_EQ(forgotten.code, 1);
  EXPECT_THAT(forgotten.out, HasSubstr("letter: t.Total [\"b\"]: no dead letter says that event 2 of t.Ledger/b"));
}

TEST_F(ProjectionsToolTest, ADeadLetterThatNoEventIsBehindIsFound) {
  {
    auto running = run_application();
    fill(running);
  }
  execute_on_rows(
      "INSERT INTO cqrs_dead_letter SELECT name, generation, share_first, '[\"a\"]', at, at_index, hash, "
      "tenant, category, stream_key, version, type, 0, 0, 0, 0, NULL, '', NULL FROM cqrs_dead_letter "
      "WHERE failed = 1");
  const auto verified = tool({"verify", store()});
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.out, HasSubstr("letter: t.Total [\"a\"] at 0-4-0: no event is there that could wait so"));
}

TEST_F(ProjectionsToolTest, InlineRowsAreComparedToo) {
  definitions_[0] = &projection_test::inlined();
  {
    auto running = run_application();
    add(*running.store, "a", "Added", "10");
    add(*running.store, "a", "Moved", "3 c");
    EXPECT_THAT(tool({"verify", store()}).out, HasSubstr("t.Total: 2 rows of 2 events\n"));
  }
  EXPECT_THAT(plain({"projections", store(), "--json"}).out, HasSubstr("\"inline\":true"));
  EXPECT_EQ(tool({"verify", store()}).code, 0);
  execute("UPDATE Total_1 SET sum = 8 WHERE key = 'a'");
  const auto verified = tool({"verify", store()});
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.out, HasSubstr("row: t.Total [\"a\"]: sum is 8, and its events come to 7\n"));
}

TEST_F(ProjectionsToolTest, RowsOfAnotherVersionAreNotCompared) {
  {
    auto running = run_application();
    fill(running);
  }
  definitions_[0] = &projection_test::doubled();
  const auto verified = tool({"verify", store()});
  EXPECT_EQ(verified.code, 0) << verified.out;
  EXPECT_THAT(verified.out, HasSubstr("not compared: its rows were built by another version of the projection"));
  EXPECT_THAT(tool({"verify", store(), "--json"}).out, HasSubstr("\"not_compared\""));
}

}  // namespace
}  // namespace cqrs::ctl
