#include "projection/watchers.hpp"

#include <algorithm>
#include <utility>

namespace cqrs::projection {

std::shared_ptr<void> Watchers::add(std::function<void()> changed) {
  auto watcher = std::make_shared<Watcher>();
  watcher->changed = std::move(changed);
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(watchers_, [](const auto& one) { return one.expired(); });
    watchers_.push_back(watcher);
  }
  // What the caller holds ends the calls; a call under way holds the watcher itself.
  return {watcher.get(), [watcher](void*) {
            const std::lock_guard calling(watcher->calling);
            watcher->changed = nullptr;
          }};
}

void Watchers::call() {
  std::vector<std::shared_ptr<Watcher>> all;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& one : watchers_) {
      if (auto watcher = one.lock()) all.push_back(std::move(watcher));
    }
  }
  for (const auto& watcher : all) {
    const std::lock_guard calling(watcher->calling);
    // A copy: the call may end the watching.
    if (const auto changed = watcher->changed) changed();
  }
}

}  // namespace cqrs::projection
