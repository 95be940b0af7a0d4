#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace cqrs::projection {

/// Functions that are called when rows have changed. Thread-safe.
class Watchers {
 public:
  /// Until what is returned is destroyed; that waits for a call under way, unless the call itself does it.
  [[nodiscard]] std::shared_ptr<void> add(std::function<void()> changed);
  void call();

 private:
  struct Watcher {
    std::recursive_mutex calling;
    std::function<void()> changed;  // null: gone
  };

  std::mutex mutex_;
  std::vector<std::weak_ptr<Watcher>> watchers_;
};

}  // namespace cqrs::projection
