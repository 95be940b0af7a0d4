#include "aggregate/gate.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace cqrs::aggregate {
namespace {

TEST(Gate, LetsNoMoreInThanThereIsRoomFor) {
  Gate gate(3);
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2'000; ++i) {
        ASSERT_TRUE(gate.enter(true));
        const int now = ++inside;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        if (i % 64 == 0) std::this_thread::yield();
        --inside;
        gate.leave();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_LE(most, 3);
  EXPECT_EQ(inside, 0);
}

TEST(Gate, LetsInWhoMustNotWait) {
  Gate gate(1);
  EXPECT_TRUE(gate.enter(true));
  EXPECT_TRUE(gate.enter(false));
  gate.leave();
  gate.leave();
}

TEST(Gate, TurnsAwayWhoeverWaitsWhenItIsClosed) {
  Gate gate(1);
  ASSERT_TRUE(gate.enter(true));
  std::atomic<int> turned_away = 0;
  std::vector<std::thread> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.emplace_back([&] { turned_away += gate.enter(true) ? 0 : 1; });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  std::thread closer([&] { gate.close(); });
  for (auto& thread : waiting) thread.join();
  EXPECT_EQ(turned_away, 3);
  EXPECT_FALSE(gate.enter(false));
  gate.leave();
  closer.join();
  gate.close();  // again
}

/// Whoever leaves last must not touch the gate once the one who closes it may have taken it away.
TEST(Gate, MayBeGoneAsSoonAsTheLastHasLeft) {
  for (int round = 0; round < 500; ++round) {
    auto gate = std::make_unique<Gate>(2);
    ASSERT_TRUE(gate->enter(true));
    std::thread leaving([&gate = *gate] { gate.leave(); });
    gate->close();
    gate.reset();
    leaving.join();
  }
}

}  // namespace
}  // namespace cqrs::aggregate
