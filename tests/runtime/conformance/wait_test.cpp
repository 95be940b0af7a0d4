#include <atomic>
#include <thread>

#include "support.hpp"

namespace cqrs::conformance {
namespace {

using namespace std::chrono_literals;

using WaitTest = ConformanceTest;

TEST_F(WaitTest, ReturnsAtOnceWhenThereIsMore) {
  const auto outcome = Append().write("account/1", numbered(2)).to(store());
  ASSERT_OK(outcome);
  const auto end = store().wait({}, 0s);
  ASSERT_OK(end);
  EXPECT_EQ(*end, outcome->position);
}

TEST_F(WaitTest, TimesOutWhenThereIsNot) {
  EXPECT_ERROR(store().wait({}, 0s), ErrorCode::timeout);
  const auto outcome = Append().write("account/1", numbered(1)).to(store());
  ASSERT_OK(outcome);
  EXPECT_ERROR(store().wait(outcome->position, 5ms), ErrorCode::timeout);
}

TEST_F(WaitTest, WakesWhenSomethingIsStored) {
  const auto before = Append().write("account/1", numbered(1)).to(store());
  ASSERT_OK(before);
  std::thread writer([&] {
    std::this_thread::sleep_for(20ms);
    EXPECT_TRUE(Append().write("account/1", numbered(1)).to(store()));
  });
  const auto end = store().wait(before->position, Duration::max());
  writer.join();
  ASSERT_OK(end);
  EXPECT_GT(*end, before->position);
  EXPECT_EQ(read_all(store(), before->position).size(), 1U);
}

TEST_F(WaitTest, CommandsWithoutEventsWakeNobody) {
  ASSERT_OK(Append().command(Uuid::make(), "ping").to(store()));
  EXPECT_ERROR(store().wait({}, 5ms), ErrorCode::timeout);
}

TEST_F(WaitTest, ClosingEndsIt) {
  std::thread closer([&] {
    std::this_thread::sleep_for(20ms);
    EXPECT_TRUE(store().close());
  });
  EXPECT_ERROR(store().wait({}, Duration::max()), ErrorCode::stopped);
  closer.join();
}

TEST_F(WaitTest, InterruptingEndsIt) {
  if (!has(Capability::live_wait)) return;
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  std::atomic<bool> over = false;
  std::thread interrupter([&] {
    while (!over) store().interrupt_waits();
  });
  EXPECT_ERROR(store().wait(*store().end(0), Duration::max()), ErrorCode::timeout);
  over = true;
  interrupter.join();
}

}  // namespace
}  // namespace cqrs::conformance
