#include <atomic>
#include <thread>

#include "support.hpp"

namespace cqrs::conformance {
namespace {

using CloseTest = ConformanceTest;

TEST_F(CloseTest, EverythingFailsAfterwards) {
  const auto next = [](const RecordedEvent&) { return Visit::next; };
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  ASSERT_OK(store().close());
  EXPECT_ERROR(Append().write("account/1", numbered(1)).to(store()), ErrorCode::stopped);
  EXPECT_ERROR(store().head(stream("account/1")), ErrorCode::stopped);
  EXPECT_ERROR(store().read(stream("account/1"), 1, kNoLimit, next), ErrorCode::stopped);
  EXPECT_ERROR(store().read_all({}, {}, kNoLimit, next), ErrorCode::stopped);
  EXPECT_ERROR(store().end(0), ErrorCode::stopped);
  EXPECT_ERROR(store().wait({}, Duration::zero()), ErrorCode::stopped);
  EXPECT_ERROR(store().find_command(Uuid::make()), ErrorCode::stopped);
  std::optional<ErrorCode> told;
  Append append;
  append.write("account/1", numbered(1));
  store().submit(append.request(), [&](const Result<AppendOutcome>& outcome) { told = code_of(outcome); });
  EXPECT_EQ(told, ErrorCode::stopped);
}

TEST_F(CloseTest, TwiceDoesNothing) {
  ASSERT_OK(store().close());
  ASSERT_OK(store().close());
}

TEST_F(CloseTest, EverySubmittedAppendIsAnswered) {
  constexpr int kAppends = 300;
  std::atomic<int> stored = 0;
  std::atomic<int> stopped = 0;
  for (int i = 0; i < kAppends; ++i) {
    Append append;
    append.write("account/" + std::to_string(i), numbered(1));
    store().submit(append.request(), [&](const Result<AppendOutcome>& outcome) {
      if (outcome) ++stored;
      if (code_of(outcome) == ErrorCode::stopped) ++stopped;
    });
  }
  ASSERT_OK(store().close());
  EXPECT_EQ(stored, kAppends) << "closing finishes what was accepted";
  EXPECT_EQ(stopped, 0);
}

TEST_F(CloseTest, WhileOthersAppendLosesNoAnswer) {
  std::atomic<int> answered = 0;
  std::atomic<bool> go = true;
  std::vector<std::thread> writers;
  for (int thread = 0; thread < 4; ++thread) {
    writers.emplace_back([&, thread] {
      while (go) {
        const auto outcome = Append().write("account/" + std::to_string(thread), numbered(1)).to(store());
        ++answered;
        if (!outcome) {
          EXPECT_EQ(outcome.error().code, ErrorCode::stopped) << outcome.error().text;
          return;
        }
      }
    });
  }
  while (answered < 20) std::this_thread::yield();
  ASSERT_OK(store().close());
  go = false;
  for (auto& writer : writers) writer.join();
}

}  // namespace
}  // namespace cqrs::conformance
