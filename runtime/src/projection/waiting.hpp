#pragma once

#include <algorithm>

#include <cqrs/error.hpp>
#include <cqrs/time.hpp>

namespace cqrs::projection {

/// A wait for the log that nobody can interrupt in this engine is cut into pieces of this length, so that stop() does
/// not take longer.
inline constexpr Duration kLongestWait = std::chrono::milliseconds(250);

/// Whether trying again later may do.
[[nodiscard]] inline bool may_pass(const Error& error) noexcept {
  return error.code == ErrorCode::unavailable || error.code == ErrorCode::timeout ||
         error.code == ErrorCode::storage_full;
}

/// Whether the time has come for something that was to wait for `longest` at most. It has, too, where it is farther
/// away than that: the clock was set back meanwhile.
[[nodiscard]] inline bool is_due(Instant due, Instant now, Duration longest) noexcept {
  if (due <= now) return true;
  const auto latest = checked_add(now, longest);
  return latest && due > *latest;
}

/// Waits that double, from a first to a last one.
class BackOff {
 public:
  BackOff(Duration first, Duration last) noexcept
      : first_(std::max(first, Duration(1))), last_(std::max(last, first_)), next_(first_) {}

  [[nodiscard]] Duration next() noexcept {
    const Duration wait = next_;
    next_ = next_ > last_ / 2 ? last_ : next_ * 2;
    return wait;
  }
  void reset() noexcept { next_ = first_; }

  /// The wait behind attempt number `attempt`, from 1.
  [[nodiscard]] static Duration behind(unsigned attempt, Duration first, Duration last) noexcept {
    BackOff waits(first, last);
    Duration wait = waits.next();
    for (unsigned i = 1; i < attempt && wait < waits.last_; ++i) wait = waits.next();
    return wait;
  }

 private:
  Duration first_;
  Duration last_;
  Duration next_;
};

}  // namespace cqrs::projection
