#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cqrs::aggregate {

/// A few threads that run what they are given, in the order given. Thread-safe.
class Workers {
 public:
  explicit Workers(unsigned count) : count_(count) {}
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() { join(); }

  /// Does not wait; who calls bounds how much there is. The first call starts the threads.
  void post(std::function<void()> work);

  /// Runs what is left and ends the threads. Nothing may be posted afterwards.
  void join();

 private:
  void run();

  unsigned count_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::function<void()>> queue_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace cqrs::aggregate
