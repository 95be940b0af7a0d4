#include "cqrs/subscription.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "projection/owned_filter.hpp"
#include "projection/waiting.hpp"

namespace cqrs {

class Subscription::Impl {
 public:
  Impl(Store& store, SubscriptionOptions options, SubscriptionHandler handler)
      : store_(store),
        options_(std::move(options)),
        handler_(std::move(handler)),
        filter_(options_.filter),
        back_off_(options_.retry_first, options_.retry_last),
        position_(options_.after) {}
  ~Impl() { stop(); }

  void start() {
    if (!handler_) return end(Error{ErrorCode::invalid_argument, "a subscription needs a handler"});
    if (options_.batch_events == 0) {
      return end(Error{ErrorCode::invalid_argument, "SubscriptionOptions::batch_events is 0: nothing could be read"});
    }
    try {
      thread_ = std::thread([this] { run(); });
    } catch (const std::system_error& error) {
      end(Error{ErrorCode::unavailable, std::string("the machine gives no thread to a subscription: ") + error.what()});
    }
  }

  [[nodiscard]] Position position() const {
    const std::lock_guard lock(mutex_);
    return position_;
  }

  Result<void> wait(Position position, Duration timeout) {
    std::unique_lock lock(mutex_);
    if (position.partition() != position_.partition()) {
      return fail(ErrorCode::invalid_argument, "the subscription follows partition " +
                                                   std::to_string(position_.partition()) + ", and " +
                                                   to_string(position) + " is in another one");
    }
    const auto there = [&] { return position_ >= position || ended_; };
    ++waiting_;
    changed_.wait_for(lock, std::min<Duration>(timeout, std::chrono::hours(24 * 365)), there);
    --waiting_;
    if (position_ >= position) return {};
    if (ended_ && outcome_) return fail(ErrorCode::stopped, "the subscription has ended at " + to_string(position_));
    if (ended_) return outcome_;
    return fail(ErrorCode::behind,
                "the subscription is at " + to_string(position_) + " and has not come to " + to_string(position));
  }

  Result<void> finished() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_; });
    return outcome_;
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      changed_.notify_all();
    }
    if (thread_.get_id() == std::this_thread::get_id()) return;  // not allowed; it would wait for itself
    store_.interrupt_waits();
    const std::lock_guard lock(joining_);
    if (thread_.joinable()) thread_.join();
    end(Result<void>());
  }

 private:
  void run() {
    while (!stopping()) {
      auto read = read_batch();
      if (done_) return end(std::move(failed_));
      if (stopping()) return end(Result<void>());
      if (read) {
        back_off_.reset();
        if (*read) continue;
        read = wait_for_more();
      }
      if (read) continue;
      if (!projection::may_pass(read.error())) return end(unexpected(std::move(read).error()));
      pause(back_off_.next());
    }
    end(Result<void>());
  }

  /// True: there may be more at once.
  Result<bool> read_batch() {
    std::size_t seen = 0;
    bool cut = false;
    const auto visit = [&](const RecordedEvent& event) {
      if (stopping()) {
        cut = true;
        return Visit::stop;
      }
      ++seen;
      if (!handle(event)) {
        cut = true;
        return Visit::stop;
      }
      return Visit::next;
    };
    const auto read = store_.read_all(position(), filter_.view(), options_.batch_events, visit);
    if (!read) return unexpected(read.error());
    if (!cut) move_to(*read);
    return seen == options_.batch_events;
  }

  /// False: this was the last one.
  bool handle(const RecordedEvent& event) {
    Result<Visit> handled = Visit::next;
    try {
      handled = handler_(event);
    } catch (const std::exception& exception) {
      handled = fail(ErrorCode::handler_failed, "the handler of a subscription threw at " + to_string(event.position) +
                                                    ", " + std::string(event.type) + ": " + exception.what());
    } catch (...) {
      handled = fail(ErrorCode::handler_failed,
                     "the handler of a subscription threw something unknown at " + to_string(event.position));
    }
    if (handled) move_to(event.position);
    if (handled && *handled == Visit::next) return true;
    done_ = true;
    if (!handled) failed_ = unexpected(std::move(handled).error());
    return false;
  }

  Result<bool> wait_for_more() {
    const auto more = store_.wait(position(), projection::kLongestWait);
    if (!more && more.error().code != ErrorCode::timeout) return unexpected(more.error());
    return true;
  }

  void pause(Duration duration) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, duration, [&] { return stopping_; });
  }

  void move_to(Position position) {
    const std::lock_guard lock(mutex_);
    position_ = position;
    if (waiting_ > 0) changed_.notify_all();
  }

  void end(Result<void> outcome) {
    const std::lock_guard lock(mutex_);
    if (!ended_) outcome_ = std::move(outcome);
    ended_ = true;
    changed_.notify_all();
  }
  void end(Error error) { end(Result<void>(unexpected(std::move(error)))); }

  [[nodiscard]] bool stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  Store& store_;
  const SubscriptionOptions options_;
  const SubscriptionHandler handler_;
  const projection::OwnedFilter filter_;

  // The thread's own.
  projection::BackOff back_off_;
  bool done_ = false;  // the handler wants no more
  Result<void> failed_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Position position_;
  int waiting_ = 0;
  bool stopping_ = false;
  bool ended_ = false;
  Result<void> outcome_;

  std::mutex joining_;
  std::thread thread_;
};

Subscription::Subscription(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Subscription::~Subscription() = default;

std::unique_ptr<Subscription> Subscription::start(Store& store, SubscriptionOptions options,
                                                  SubscriptionHandler handler) {
  auto impl = std::make_unique<Impl>(store, std::move(options), std::move(handler));
  impl->start();
  return std::unique_ptr<Subscription>(new Subscription(std::move(impl)));
}

Position Subscription::position() const { return impl_->position(); }
Result<void> Subscription::wait(Position position, Duration timeout) { return impl_->wait(position, timeout); }
Result<void> Subscription::finished() { return impl_->finished(); }
void Subscription::stop() { impl_->stop(); }

}  // namespace cqrs
