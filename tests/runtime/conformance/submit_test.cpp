#include <condition_variable>
#include <mutex>

#include "support.hpp"

namespace cqrs::conformance {
namespace {

using SubmitTest = ConformanceTest;

/// Collects what callbacks say, from whatever thread.
class Replies {
 public:
  AppendCallback callback() {
    return [this](const Result<AppendOutcome>& outcome) {
      const std::lock_guard lock(mutex_);
      outcomes_.push_back(outcome);
      arrived_.notify_all();
    };
  }
  std::vector<Result<AppendOutcome>> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return outcomes_.size() >= count; });
    return outcomes_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Result<AppendOutcome>> outcomes_;
};

TEST_F(SubmitTest, CopiesTheRequestAndCallsBackOnce) {
  Replies replies;
  {
    Append append;
    append.write("account/1", {{.type = "Opened", .body = std::string(2'000, 'b'), .tags = {"a", "b"}}})
        .command(Uuid::make(), "body", "result");
    const std::string actor = "somebody with a long enough name";
    append.metadata().actor = actor;
    store().submit(append.request(), replies.callback());
  }
  const auto outcomes = replies.wait_for(1);
  ASSERT_OK(outcomes.front());
  const auto events = read(store(), stream("account/1"));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].body, std::string(2'000, 'b'));
  EXPECT_EQ(events[0].type, "Opened");
  EXPECT_THAT(events[0].tags, testing::ElementsAre("a", "b"));
}

TEST_F(SubmitTest, IsJudgedInTheOrderOfSubmission) {
  constexpr Version kCount = 200;
  Replies replies;
  for (Version i = 0; i < kCount; ++i) {
    Append append;
    append.write(stream("account/1"), ExpectedVersion::exact(i), {{.body = std::to_string(i)}});
    store().submit(append.request(), replies.callback());
  }
  for (const auto& outcome : replies.wait_for(kCount)) ASSERT_OK(outcome);
  const auto events = read(store(), stream("account/1"));
  ASSERT_EQ(events.size(), kCount);
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].body, std::to_string(i));
}

TEST_F(SubmitTest, OneRefusalDoesNotTouchItsNeighbours) {
  Replies replies;
  for (int i = 0; i < 100; ++i) {
    Append append;
    append.write(stream("account/" + std::to_string(i)),
                 i % 3 == 0 ? ExpectedVersion::exists() : ExpectedVersion::none(), numbered(1));
    store().submit(append.request(), replies.callback());
  }
  std::size_t refused = 0;
  for (const auto& outcome : replies.wait_for(100)) refused += outcome ? 0 : 1;
  EXPECT_EQ(refused, 34U);
  EXPECT_EQ(read_all(store()).size(), 66U);
}

TEST_F(SubmitTest, OneCommandSentTwiceAtOnceIsStoredOnce) {
  Replies replies;
  const Uuid id = Uuid::make();
  for (int i = 0; i < 20; ++i) {
    Append append;
    append.write("account/1", numbered(1)).command(id, i == 13 ? "another body" : "body", "result");
    store().submit(append.request(), replies.callback());
  }
  std::size_t stored = 0;
  std::size_t repeated = 0;
  std::size_t refused = 0;
  for (const auto& outcome : replies.wait_for(20)) {
    if (!outcome) {
      EXPECT_EQ(outcome.error().code, ErrorCode::duplicate_mismatch);
      ++refused;
    } else if (outcome->duplicate) {
      EXPECT_EQ(as_text(outcome->result), "result");
      EXPECT_THAT(outcome->versions, testing::ElementsAre(1));
      ++repeated;
    } else {
      ++stored;
    }
  }
  EXPECT_EQ(stored, 1U);
  EXPECT_EQ(repeated, 18U);
  EXPECT_EQ(refused, 1U);
  EXPECT_EQ(read_all(store()).size(), 1U);
}

TEST_F(SubmitTest, ABadRequestIsToldThroughTheCallback) {
  Replies replies;
  Append append;
  store().submit(append.request(), replies.callback());
  const auto outcomes = replies.wait_for(1);
  EXPECT_ERROR(outcomes.front(), ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace cqrs::conformance
