#include "projection_fixture.hpp"

namespace projection_test {
namespace {

using cqrs::ErrorCode;
using cqrs::ProjectionState;
using cqrs::Reason;
using testing::HasSubstr;
using testing::IsEmpty;

const Reason kReason{.text = "for a test"};

class InlineTest : public ProjectionTest {
 protected:
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

TEST_F(InlineTest, RowsAreAsNewAsTheLog) {
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

TEST_F(InlineTest, WhatCannotBeTakenInRefusesTheAppend) {
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

TEST_F(InlineTest, CatchesUpWithWhatWasAppendedWithoutIt) {
  start(inlined());
  add(store, "a", "Added", "5");
  projections.reset();
  for (int i = 0; i < 30; ++i) add(store, "a", "Added", "1");
  options.batch_events = 7;
  start(inlined());
  EXPECT_EQ(inline_rows(), fold(store));
}

TEST_F(InlineTest, ChangedCodeBuildsItsOwnRowsFirst) {
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

TEST_F(InlineTest, CanBeRebuiltWhileOthersAppend) {
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

TEST_F(InlineTest, WhatCannotBeBuiltIsNotShownAndSaysWhy) {
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

TEST_F(InlineTest, CannotBePaused) {
  start(inlined());
  EXPECT_EQ(projections->pause("Total", kReason).error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(projections->dead_letters({.projection = "Total"}).value(), IsEmpty());
}

TEST_F(InlineTest, TellsWhoWatches) {
  start(inlined());
  std::atomic<int> calls = 0;
  const auto watching = projections->watch(inlined(), [&] { ++calls; });
  add(store, "a", "Added", "1");
  while (calls == 0) std::this_thread::yield();
  EXPECT_GE(calls, 1);
}

}  // namespace
}  // namespace projection_test
