#include <filesystem>

#include <stdlib.h>

#include <cqrs/sqlite.hpp>

#include "projection_fixture.hpp"

namespace projection_test {
namespace {

using cqrs::ErrorCode;
using cqrs::ProjectionState;
using cqrs::Reason;
using testing::HasSubstr;
using testing::IsEmpty;

const Reason kReason{.text = "for a test"};

/// A directory that goes with the object.
class Place {
 public:
  Place() {
    std::string name = (std::filesystem::temp_directory_path() / "cqrs-inline-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = name;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::filesystem::path file() const { return path_ / "log.db"; }

 private:
  std::filesystem::path path_;
};

enum class Engine { memory, sqlite };

/// The same on each engine that keeps inline rows. Where it is durable, each start is one of a new process.
class InlineTest : protected Place, public ProjectionTest, public testing::WithParamInterface<Engine> {
 protected:
  InlineTest()
      : ProjectionTest([this]() -> std::unique_ptr<cqrs::Store> {
          if (GetParam() == Engine::memory) return cqrs::memory::open();
          return cqrs::sqlite::open(file()).value();
        }) {
    if (GetParam() == Engine::sqlite) before_start = [this] { store.reopen(); };
  }

  /// Changes a table behind the back of its projection.
  void meddle(const std::string& sql) {
    const auto done =
        store.inline_rows()->write([&](cqrs::sql::Connection& connection) { return connection.execute(sql); });
    ASSERT_TRUE(done) << done.error();
  }

  std::map<std::string, Total> inline_rows() {
    std::vector<Total> found;
    const AtLeast query{.sum = -1'000'000'000};
    const auto answer = projections->query(inlined_query(), &query, {}, &found);
    EXPECT_TRUE(answer) << answer.error();
    if (answer) {
      EXPECT_EQ(answer->position, *store.end(0));
    }
    std::map<std::string, Total> by_key;
    for (auto& row : found) by_key.emplace(row.key, row);
    return by_key;
  }
};

TEST_P(InlineTest, RowsAreAsNewAsTheLog) {
  add(store, "a", "Added", "5");
  start(inlined());
  EXPECT_EQ(inline_rows(), fold(store));
  for (int i = 0; i < 20; ++i) {
    add(store, "b", "Moved", "2 a");
    ASSERT_EQ(inline_rows(), fold(store));
  }
  EXPECT_EQ(status().state, ProjectionState::live);
  EXPECT_TRUE(status().is_inline);
}

TEST_P(InlineTest, WhatCannotBeTakenInRefusesTheAppend) {
  start(inlined());
  add(store, "a", "Added", "5");
  const auto refused = try_add(store, "a", "Moved", "x b");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::handler_failed);
  EXPECT_THAT(refused.error().text, HasSubstr("[\"b\"] of the inline projection t.Total"));
  EXPECT_THAT(refused.error().text, HasSubstr("the amount is x"));
  EXPECT_FALSE(try_add(store, "a", "Added", "?"));
  EXPECT_FALSE(try_add(store, "a", "Added", "!"));
  EXPECT_EQ(store.end(0)->sequence(), 1U);
  EXPECT_EQ(inline_rows(), fold(store));
  add(store, "a", "Added", "1");
  EXPECT_EQ(inline_rows(), fold(store));
}

TEST_P(InlineTest, CatchesUpWithWhatWasAppendedWithoutIt) {
  start(inlined());
  add(store, "a", "Added", "5");
  projections.reset();
  for (int i = 0; i < 30; ++i) add(store, "a", "Added", "1");
  options.batch_events = 7;
  start(inlined());
  EXPECT_EQ(inline_rows(), fold(store));
}

TEST_P(InlineTest, ChangedCodeBuildsItsOwnRowsFirst) {
  start(inlined());
  for (int i = 0; i < 10; ++i) add(store, "a", "Added", "5");
  options.batch_events = 3;
  start(inlined_doubled());
  EXPECT_EQ(inline_rows(), fold(store, 2));
  EXPECT_EQ(status().generation, 2U);
  start(inlined());
  EXPECT_EQ(inline_rows(), fold(store));
  EXPECT_EQ(status().generation, 1U);
}

TEST_P(InlineTest, CanBeRebuiltWhileOthersAppend) {
  options.batch_events = 5;
  start(inlined());
  std::thread load([&] {
    for (int i = 0; i < 200; ++i) add(store, std::to_string(i % 5), "Added", std::to_string(i));
  });
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(projections->rebuild("Total", kReason));
  load.join();
  EXPECT_EQ(inline_rows(), fold(store));
  EXPECT_EQ(status().generation, 11U);
}

TEST_P(InlineTest, WhatCannotBeBuiltIsNotShownAndSaysWhy) {
  add(store, "a", "Added", "x");
  start(inlined());
  EXPECT_EQ(status().state, ProjectionState::stopped);
  EXPECT_THAT(status().error->text, HasSubstr("the amount is x"));
  std::vector<Total> found;
  const AtLeast query;
  EXPECT_EQ(projections->query(inlined_query(), &query, {}, &found).error().code, ErrorCode::unavailable);
  add(store, "a", "Added", "1");  // commands go on
  healed = true;
  ASSERT_TRUE(projections->rebuild("Total", kReason));
  EXPECT_EQ(inline_rows(), fold(store));
}

TEST_P(InlineTest, CannotBePaused) {
  start(inlined());
  EXPECT_EQ(projections->pause("Total", kReason).error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(projections->dead_letters({.projection = "Total"}).value(), IsEmpty());
}

TEST_P(InlineTest, TellsWhoWatches) {
  start(inlined());
  std::atomic<int> calls = 0;
  const auto watching = projections->watch(inlined(), [&] { ++calls; });
  add(store, "a", "Added", "1");
  while (calls == 0) std::this_thread::yield();
  EXPECT_GE(calls, 1);
}

TEST_P(InlineTest, WhatTheDatabaseRefusesRefusesTheAppend) {
  start(inlined());
  add(store, "a", "Added", "5");
  meddle(
      "CREATE TRIGGER t BEFORE INSERT ON \"Total_1\" WHEN NEW.\"sum\" > 100 BEGIN SELECT RAISE(ABORT, 'too much'); "
      "END");
  const auto refused = try_add(store, "c", "Added", "101");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, HasSubstr("too much"));
  meddle("DROP TRIGGER t");
  EXPECT_EQ(store.end(0)->sequence(), 1U);
  add(store, "c", "Added", "101");
  EXPECT_EQ(inline_rows().at("c").sum, 101);
  EXPECT_EQ(inline_rows().at("a").sum, 5);
}

TEST_P(InlineTest, ARowThatHasGoneRefusesTheAppendUntilItIsRebuilt) {
  start(inlined());
  add(store, "a", "Added", "5");
  add(store, "b", "Added", "7");
  meddle("DELETE FROM \"Total_1\" WHERE \"key\" = 'a'");
  const auto refused = try_add(store, "a", "Taken", "1");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, HasSubstr("no row [\"a\"]"));
  EXPECT_THAT(refused.error().text, HasSubstr("The append is refused"));
  ASSERT_TRUE(projections->rebuild("Total", kReason));
  add(store, "a", "Taken", "1");
  EXPECT_EQ(inline_rows(), fold(store));
}

TEST_P(InlineTest, OneRefusedInACommitOfSeveralTakesNothingAlong) {
  start(inlined());
  std::vector<std::thread> writers;
  std::atomic<int> refused = 0;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 50; ++i) {
        if (!try_add(store, std::to_string(writer), "Added", i % 5 == 3 ? "x" : std::to_string(i))) ++refused;
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(refused, 40);
  EXPECT_EQ(store.end(0)->sequence(), 160U);
  EXPECT_EQ(inline_rows(), fold(store));
}

TEST_P(InlineTest, ARebuildSurvivesARestart) {
  start(inlined());
  for (int i = 0; i < 30; ++i) add(store, std::to_string(i % 3), "Added", std::to_string(i));
  ASSERT_TRUE(projections->rebuild("Total", kReason));
  const auto before = inline_rows();
  start(inlined());
  EXPECT_EQ(status().generation, 2U);
  EXPECT_EQ(inline_rows(), before);
  EXPECT_EQ(before, fold(store));
}

TEST_P(InlineTest, ABuildThatFailedIsBegunAgainAtTheNextStart) {
  options.batch_events = 2;
  for (int i = 0; i < 9; ++i) add(store, "a", "Added", i == 7 ? "x" : "1");
  start(inlined());
  EXPECT_EQ(status().state, ProjectionState::stopped);
  healed = true;
  start(inlined());
  EXPECT_EQ(status().state, ProjectionState::live);
  EXPECT_EQ(inline_rows(), fold(store));
}

INSTANTIATE_TEST_SUITE_P(EachEngine, InlineTest, testing::Values(Engine::memory, Engine::sqlite),
                         [](const auto& engine) { return engine.param == Engine::memory ? "Memory" : "Sqlite"; });

}  // namespace
}  // namespace projection_test
