#include "aggregate/lanes.hpp"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "aggregate/job.hpp"

namespace cqrs::aggregate {
namespace {

LoadedState state(Version version) { return {std::make_shared<int>(0), version}; }

TEST(Lanes, RememberWhatWasPublished) {
  Lanes lanes(10);
  Lane& lane = lanes.enter("a");
  EXPECT_FALSE(lane.known());
  lanes.publish(lane, state(3));
  EXPECT_EQ(lanes.leave(lane), nullptr);
  EXPECT_EQ(lanes.peek("a")->version, 3);
  EXPECT_FALSE(lanes.peek("b"));
  Lane& again = lanes.enter("a");
  EXPECT_EQ(again.known()->version, 3);
  lanes.publish(again, std::nullopt);
  EXPECT_EQ(lanes.leave(again), nullptr);
  EXPECT_FALSE(lanes.peek("a"));
}

TEST(Lanes, ForgetTheLeastRecentlyUsed) {
  Lanes lanes(2);
  const auto use = [&](const char* key) {
    Lane& lane = lanes.enter(key);
    if (!lane.known()) lanes.publish(lane, state(1));
    EXPECT_EQ(lanes.leave(lane), nullptr);
  };
  use("a");
  use("b");
  use("a");
  use("c");
  EXPECT_TRUE(lanes.peek("a"));
  EXPECT_FALSE(lanes.peek("b"));
  EXPECT_TRUE(lanes.peek("c"));
}

TEST(Lanes, AreFoundAmongManyWhateverTheirKeys) {
  Lanes lanes(10'000);
  const auto key_of = [](int i) { return std::string(static_cast<std::size_t>(i % 97), 'k') + std::to_string(i); };
  for (int i = 0; i < 3'000; ++i) {
    Lane& lane = lanes.enter(key_of(i));
    EXPECT_FALSE(lane.known());
    EXPECT_EQ(lanes.leave(lane, state(i)), nullptr);
  }
  for (int i = 0; i < 3'000; ++i) {
    const auto known = lanes.peek(key_of(i));
    ASSERT_TRUE(known) << i;
    EXPECT_EQ(known->version, i);
  }
  EXPECT_FALSE(lanes.peek(key_of(3'000)));
}

TEST(Lanes, KeepOnlyWhatWasUsedLastOfMany) {
  constexpr int kCapacity = 5;
  Lanes lanes(kCapacity);
  for (int i = 0; i < 500; ++i) {
    Lane& lane = lanes.enter(std::to_string(i));
    EXPECT_EQ(lanes.leave(lane, state(i)), nullptr);
  }
  for (int i = 0; i < 500; ++i) EXPECT_EQ(lanes.peek(std::to_string(i)).has_value(), i >= 500 - kCapacity) << i;
}

TEST(Lanes, NeverForgetOneThatIsHeld) {
  Lanes lanes(0);
  Lane& held = lanes.enter("held");
  lanes.publish(held, state(1));
  Lane& other = lanes.enter("other");
  lanes.publish(other, state(1));
  EXPECT_EQ(lanes.leave(other), nullptr);
  EXPECT_FALSE(lanes.peek("other"));
  EXPECT_TRUE(lanes.peek("held"));
  EXPECT_EQ(lanes.leave(held), nullptr);
}

TEST(Lanes, GiveTurnsInTheOrderOfArrival) {
  Lanes lanes(10);
  Job first;
  Job second;
  Job third;
  Lane* lane = lanes.queue("a", first);
  ASSERT_NE(lane, nullptr);
  EXPECT_EQ(lanes.queue("a", second), nullptr);
  EXPECT_EQ(lanes.queue("a", third), nullptr);
  EXPECT_EQ(lanes.leave(*lane), &second);
  EXPECT_EQ(lanes.leave(*lane), &third);
  EXPECT_EQ(lanes.leave(*lane), nullptr);
}

TEST(Lanes, LetOneAtATimeIn) {
  Lanes lanes(4'000);  // several shards
  constexpr int kKeys = 5;
  int inside[kKeys] = {};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        const int key = (i + t) % kKeys;
        Lane& lane = lanes.enter(std::to_string(key));
        EXPECT_EQ(++inside[key], 1);
        lanes.publish(lane, state(i));
        --inside[key];
        EXPECT_EQ(lanes.leave(lane), nullptr);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(Lanes, KeysTellStreamsApart) {
  const auto key = [](std::string_view tenant, std::string_view category, std::string_view id) {
    std::string out;
    append_lane_key({tenant, category, as_bytes(id)}, out);
    return out;
  };
  EXPECT_NE(key("a", "b", "c"), key("", "b", "ac"));
  EXPECT_NE(key("", "b", "c"), key("b", "", "c"));
  EXPECT_NE(key("t", "x", "1"), key("t", "x", "2"));
}

}  // namespace
}  // namespace cqrs::aggregate
