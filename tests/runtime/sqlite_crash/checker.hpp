#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <cqrs/store.hpp>

#include "workload.hpp"

namespace cqrs::crash {

/// Remembers over all rounds what was acknowledged, and compares it with the store.
class Checker {
 public:
  /// Looks at the store after a kill. Gives what is wrong, one sentence each.
  std::vector<std::string> check(Store& store, std::span<const Attempt> attempts);

  /// The next round begins with another store.
  void begin_anew() {
    known_.clear();
    events_before_ += events_;
    events_ = 0;
  }

  [[nodiscard]] std::size_t acknowledged() const { return acknowledged_; }
  /// Appends whose answer was never seen but which are stored.
  [[nodiscard]] std::size_t stored_unseen() const { return stored_unseen_; }
  [[nodiscard]] std::size_t events() const { return events_before_ + events_; }

 private:
  struct Known {
    std::uint32_t events = 0;
    bool acknowledged = false;
  };

  void check_attempt(Store& store, const Attempt& attempt);
  void check_retry(Store& store, const Attempt& attempt, bool was_stored);
  void check_log(Store& store);
  void complain(std::string text) { complaints_.push_back(std::move(text)); }

  std::vector<std::string> complaints_;
  std::unordered_map<Uuid, Known> known_;
  std::size_t acknowledged_ = 0;
  std::size_t stored_unseen_ = 0;
  std::size_t events_ = 0;
  std::size_t events_before_ = 0;  ///< in earlier stores
};

}  // namespace cqrs::crash
