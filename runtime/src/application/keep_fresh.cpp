#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include <cqrs/application.hpp>

namespace cqrs::detail {
namespace {

/// What the thread and the one who watches share.
class Freshness {
 public:
  explicit Freshness(std::function<void()> refresh) : refresh_(std::move(refresh)) {}

  void changed() {
    const std::lock_guard lock(mutex_);
    stale_ = true;
    woken_.notify_one();
  }
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    woken_.notify_one();
  }
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      woken_.wait(lock, [&] { return stale_ || ended_; });
      if (ended_) return;
      stale_ = false;
      lock.unlock();
      refresh_();
      lock.lock();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stale_ = true;
  bool ended_ = false;
  std::function<void()> refresh_;
};

/// What the one who watches holds.
class Watching {
 public:
  Watching(std::shared_ptr<Projections> projections, std::shared_ptr<Freshness> freshness)
      : projections_(std::move(projections)), freshness_(std::move(freshness)) {}
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;
  ~Watching() {
    changes_.reset();
    freshness_->end();
    if (!thread_.joinable()) return;
    if (thread_.get_id() == std::this_thread::get_id()) {
      thread_.detach();  // it ends behind the call that it is in
    } else {
      thread_.join();
    }
  }

  bool start(const ProjectionDefinition& projection) {
    changes_ = projections_->watch(projection, [freshness = freshness_] { freshness->changed(); });
    if (!changes_) return false;
    thread_ = std::thread([freshness = freshness_] { freshness->run(); });
    return true;
  }

 private:
  std::shared_ptr<Projections> projections_;
  std::shared_ptr<Freshness> freshness_;
  std::shared_ptr<void> changes_;
  std::thread thread_;
};

}  // namespace

std::shared_ptr<void> keep_fresh(std::shared_ptr<Projections> projections, const ProjectionDefinition& projection,
                                 std::function<void()> refresh) {
  auto watching = std::make_shared<Watching>(std::move(projections), std::make_shared<Freshness>(std::move(refresh)));
  if (!watching->start(projection)) return nullptr;
  return watching;
}

}  // namespace cqrs::detail
