#include "aggregate/gate.hpp"

#include <algorithm>

namespace cqrs::aggregate {

Gate::Gate(std::size_t bound) noexcept : bound_(std::clamp<std::uint64_t>(bound, 1, kWaiting - 1)) {}

bool Gate::enter(bool bounded) {
  const std::uint64_t most = bounded ? bound_ : kWaiting - 1;
  std::uint64_t word = word_.load();
  do {
    if ((word & kClosed) != 0) return false;
    if (inside(word) >= most) return enter_later();
  } while (!word_.compare_exchange_weak(word, word + kInside));
  return true;
}

bool Gate::enter_later() {
  std::unique_lock lock(mutex_);
  std::uint64_t word = word_.fetch_add(kWaiting) + kWaiting;
  while (true) {
    if ((word & kClosed) != 0) {
      word_.fetch_sub(kWaiting);
      return false;
    }
    if (inside(word) < bound_) {
      if (word_.compare_exchange_weak(word, word + kInside - kWaiting)) return true;
      continue;
    }
    changed_.wait(lock);
    word = word_.load();
  }
}

void Gate::leave() {
  std::uint64_t word = word_.load();
  while (!is_awaited(word)) {
    if (word_.compare_exchange_weak(word, word - kInside)) return;
  }
  // Under the lock, which whoever waits must have to see it: until then the gate is there.
  const std::lock_guard lock(mutex_);
  word_.fetch_sub(kInside);
  changed_.notify_all();
}

void Gate::close() {
  std::unique_lock lock(mutex_);
  word_.fetch_or(kClosed);
  word_.fetch_add(kWaiting);
  changed_.notify_all();
  changed_.wait(lock, [&] { return inside(word_.load()) == 0; });
  word_.fetch_sub(kWaiting);
}

}  // namespace cqrs::aggregate
