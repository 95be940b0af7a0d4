#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <pthread.h>
#include <sys/random.h>

#include <cqrs/random.hpp>

namespace cqrs {
namespace {

/// Counts the forks between the first process and this one. A block fetched under another number belongs to the parent.
std::atomic<std::uint64_t> fork_generation{1};

void fetch(std::span<std::byte> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got > 0) {
      out = out.subspan(static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      std::perror("cqrs: the kernel gives no randomness (getrandom)");
      std::abort();
    }
  }
}

struct Block {
  std::array<std::byte, 1024> bytes;
  std::size_t used = sizeof bytes;
  std::uint64_t generation = 0;
};

class KernelRandom final : public Random {
 public:
  KernelRandom() {
    pthread_atfork(nullptr, nullptr, [] { fork_generation.fetch_add(1, std::memory_order_relaxed); });
  }

  void fill(std::span<std::byte> out) override {
    thread_local Block block;
    if (out.size() > block.bytes.size() / 4) return fetch(out);
    const auto generation = fork_generation.load(std::memory_order_relaxed);
    if (block.generation != generation || block.bytes.size() - block.used < out.size()) {
      fetch(block.bytes);
      block.used = 0;
      block.generation = generation;
    }
    const auto from = std::span(block.bytes).subspan(block.used, out.size());
    std::ranges::copy(from, out.begin());
    std::ranges::fill(from, std::byte{0});  // what was given out is not kept where a core dump would show it
    block.used += out.size();
  }
};

}  // namespace

std::uint64_t Random::next() {
  std::array<std::byte, sizeof(std::uint64_t)> bytes;
  fill(bytes);
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

Random& system_random() noexcept {
  static KernelRandom random;
  return random;
}

}  // namespace cqrs
