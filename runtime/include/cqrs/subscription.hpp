#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cqrs/event.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/store.hpp>
#include <cqrs/time.hpp>

namespace cqrs {

/// An EventFilter that owns what it says.
struct SubscriptionFilter {
  std::optional<std::string> tenant = std::nullopt;
  std::vector<std::string> categories = {};
  std::vector<StreamId> streams = {};
  std::vector<std::string> types = {};
  std::vector<std::string> tags = {};
};

struct SubscriptionOptions {
  Position after = {};               ///< begins with the first event later than this; its partition is followed
  SubscriptionFilter filter = {};    ///< asked at the store
  std::size_t batch_events = 1'024;  ///< events handed over between two looks at the clock and at stop()
  /// How long to wait before trying again after an error of the store that may pass (unavailable), doubled up to the
  /// second.
  Duration retry_first = std::chrono::milliseconds(50);
  Duration retry_last = std::chrono::seconds(5);
};

/// Sees one event at a time, in order, and must not keep what it refers to. `stop` ends the subscription behind this
/// event; an error ends it before this event.
using SubscriptionHandler = std::function<Result<Visit>(const RecordedEvent&)>;

/// Follows a partition of the log on a thread of its own: what is there first, then what is added, without polling
/// where the engine can wake it. It reads the log at the handler's pace: a slow handler costs no memory, and no event
/// is ever left out. Thread-safe.
class Subscription {
 public:
  /// The store outlives the subscription.
  static std::unique_ptr<Subscription> start(Store& store, SubscriptionOptions options, SubscriptionHandler handler);
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  /// Stops.
  ~Subscription();

  /// Behind the last event handled; what the filter left out counts.
  [[nodiscard]] Position position() const;
  /// Waits until the position is at least `position`: ErrorCode::behind after `timeout`; what ended the subscription
  /// where that has come first.
  Result<void> wait(Position position, Duration timeout);
  /// Waits until it has ended: what for. Success: by stop(), or because the handler said so.
  Result<void> finished();
  /// Returns when the handler is not running and will not be called again. Not to be called by the handler.
  void stop();

 private:
  class Impl;
  explicit Subscription(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cqrs
