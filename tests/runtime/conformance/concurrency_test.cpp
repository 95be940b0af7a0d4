#include <atomic>
#include <map>
#include <thread>

#include "support.hpp"

namespace cqrs::conformance {
namespace {

using ConcurrencyTest = ConformanceTest;

constexpr int kThreads = 8;

template <class F>
void in_parallel(F work) {
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (auto& thread : threads) thread.join();
}

TEST_F(ConcurrencyTest, OneOfManyWinsEachVersion) {
  constexpr Version kVersions = 50;
  std::atomic<int> won = 0;
  in_parallel([&](int) {
    for (Version version = 0; version < kVersions; ++version) {
      const auto outcome =
          Append().write(stream("account/1"), ExpectedVersion::exact(version), numbered(1)).to(store());
      if (outcome) {
        ++won;
      } else {
        EXPECT_EQ(outcome.error().code, ErrorCode::conflict) << outcome.error().text;
      }
    }
  });
  EXPECT_EQ(won, *store().head(stream("account/1")));
  EXPECT_GE(won, 1);
  EXPECT_LE(won, kVersions);
  EXPECT_EQ(read(store(), stream("account/1")).size(), static_cast<std::size_t>(won));
}

TEST_F(ConcurrencyTest, OfTheSameCommandSentByManyOneIsStored) {
  constexpr int kCommands = 20;
  std::vector<Uuid> ids(kCommands);
  for (auto& id : ids) id = Uuid::make();
  std::atomic<int> stored = 0;
  in_parallel([&](int) {
    for (const auto& id : ids) {
      const auto outcome = Append().write("account/1", numbered(1)).command(id, "body", to_string(id)).to(store());
      ASSERT_OK(outcome);
      if (outcome->duplicate) {
        EXPECT_EQ(as_text(outcome->result), to_string(id));
      } else {
        ++stored;
      }
    }
  });
  EXPECT_EQ(stored, kCommands);
  EXPECT_EQ(read_all(store()).size(), static_cast<std::size_t>(kCommands));
}

TEST_F(ConcurrencyTest, AReaderNeverSeesALaterEventBeforeAnEarlierOne) {
  constexpr std::size_t kEach = 60;
  std::atomic<bool> writing = true;
  std::vector<Seen> followed;
  std::thread reader([&] {
    Position at;
    for (bool last = false; !last;) {
      last = !writing;
      const auto next = store().read_all(at, {}, kNoLimit, [&](const RecordedEvent& event) {
        followed.emplace_back(event);
        return Visit::next;
      });
      ASSERT_OK(next);
      at = *next;
    }
  });
  in_parallel([&](int thread) {
    for (std::size_t i = 0; i < kEach; ++i) {
      EXPECT_TRUE(Append().write("account/" + std::to_string(thread), numbered(1 + i % 3)).to(store()));
    }
  });
  writing = false;
  reader.join();

  const auto log = read_all(store());
  ASSERT_EQ(log.size(), followed.size());
  ASSERT_EQ(log.size(), kThreads * kEach * 2);
  std::map<std::string, Version> heads;
  for (std::size_t i = 0; i < log.size(); ++i) {
    EXPECT_EQ(log[i].id, followed[i].id);
    EXPECT_EQ(followed[i].version, ++heads[followed[i].stream]);
  }
}

TEST_F(ConcurrencyTest, WhatIsAcknowledgedCanBeReadAtOnce) {
  in_parallel([&](int thread) {
    const auto name = stream("account/" + std::to_string(thread));
    for (Version i = 1; i <= 40; ++i) {
      const auto outcome = Append().write(name, ExpectedVersion::exact(i - 1), numbered(1)).to(store());
      ASSERT_OK(outcome);
      EXPECT_EQ(*store().head(name), i);
      const auto events = read(store(), name, i);
      ASSERT_EQ(events.size(), 1U);
      EXPECT_EQ(events[0].position, outcome->position);
      EXPECT_GE(*store().end(0), outcome->position);
    }
  });
}

}  // namespace
}  // namespace cqrs::conformance
