#include <algorithm>
#include <array>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cqrs/random.hpp>

namespace cqrs {
namespace {

TEST(RandomTest, FillsEverySizeWhole) {
  for (const std::size_t size : {1U, 7U, 16U, 255U, 256U, 257U, 5'000U}) {
    // A byte that stays zero twenty times in a row was not filled.
    std::vector<bool> touched(size);
    for (int round = 0; round < 20; ++round) {
      std::vector<std::byte> bytes(size);
      system_random().fill(bytes);
      for (std::size_t i = 0; i < size; ++i) touched[i] = touched[i] || bytes[i] != std::byte{0};
    }
    EXPECT_TRUE(std::ranges::all_of(touched, [](bool is) { return is; })) << size;
  }
}

TEST(RandomTest, NeverRepeatsAcrossThreads) {
  std::mutex mutex;
  std::set<std::uint64_t> seen;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 2'000; ++round) {
        const auto value = system_random().next();
        const std::lock_guard lock(mutex);
        EXPECT_TRUE(seen.insert(value).second);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(RandomTest, AChildProcessDoesNotRepeatItsParent) {
  (void)system_random().next();  // the block is fetched, and most of it left
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto value = system_random().next();
    _exit(write(ends[1], &value, sizeof value) == sizeof value ? 0 : 1);
  }
  const auto ours = system_random().next();
  std::uint64_t theirs = 0;
  ASSERT_EQ(read(ends[0], &theirs, sizeof theirs), static_cast<ssize_t>(sizeof theirs));
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_NE(ours, theirs);
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace cqrs
