#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace cqrs::aggregate {

/// Counts what is under way, so that stop() can wait for it, and makes callers wait while there is too much. Takes its
/// lock only where somebody waits.
class Gate {
 public:
  explicit Gate(std::size_t bound) noexcept;

  /// False once closed. `bounded`: waits while too many are inside.
  bool enter(bool bounded);

  /// The gate may be gone when this returns: whoever closes it waits for nothing else.
  void leave();

  /// Returns when nobody is inside.
  void close();

 private:
  // How many are inside, how many wait for somebody to leave, and whether it is closed, in one word: who leaves while
  // nobody waits need not look at anything else.
  static constexpr std::uint64_t kInside = 1;
  static constexpr std::uint64_t kWaiting = std::uint64_t{1} << 32U;
  static constexpr std::uint64_t kClosed = std::uint64_t{1} << 63U;

  [[nodiscard]] static std::uint64_t inside(std::uint64_t word) noexcept { return word & (kWaiting - 1); }
  [[nodiscard]] static bool is_awaited(std::uint64_t word) noexcept { return (word & ~kClosed) >= kWaiting; }
  [[nodiscard]] bool enter_later();

  const std::uint64_t bound_;
  std::atomic<std::uint64_t> word_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace cqrs::aggregate
