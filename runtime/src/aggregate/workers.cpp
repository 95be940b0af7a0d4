#include "aggregate/workers.hpp"

#include <system_error>
#include <utility>

namespace cqrs::aggregate {

void Workers::post(std::function<void()> work) {
  std::unique_lock lock(mutex_);
  queue_.push_back(std::move(work));
  arrived_.notify_one();
  // One more at a time, while there is more to do than threads to do it.
  if (threads_.size() >= count_ || queue_.size() <= threads_.size()) return;
  try {
    threads_.emplace_back([this] { run(); });
  } catch (const std::system_error&) {
    // The machine gives no more threads: go on with those there are, and without any do it here.
    if (!threads_.empty()) return;
    auto own = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    own();
  }
}

void Workers::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    arrived_.wait(lock, [&] { return ending_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
  }
}

void Workers::join() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    threads.swap(threads_);
  }
  arrived_.notify_all();
  for (auto& thread : threads) thread.join();
}

}  // namespace cqrs::aggregate
