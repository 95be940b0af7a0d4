#include "measured_store.hpp"

#include <chrono>
#include <utility>

namespace cqrs::metrics {
namespace {

class Measured final : public Store {
 public:
  Measured(Store& store, AppendObserver observer) : store_(store), observer_(std::move(observer)) {}

  [[nodiscard]] Capabilities capabilities() const noexcept override { return store_.capabilities(); }
  [[nodiscard]] const Limits& limits() const noexcept override { return store_.limits(); }

  Result<AppendOutcome> append(const AppendRequest& request) override {
    const Stopwatch watch(request);
    auto outcome = store_.append(request);
    watch.stop(observer_, outcome);
    return outcome;
  }
  void submit(const AppendRequest& request, AppendCallback done) override {
    store_.submit(request, [watch = Stopwatch(request), observer = observer_,
                            done = std::move(done)](Result<AppendOutcome> outcome) {
      watch.stop(observer, outcome);
      done(std::move(outcome));
    });
  }

  Result<std::optional<StoredCommand>> find_command(const Uuid& id) override { return store_.find_command(id); }
  Result<Version> head(const StreamRef& stream) override { return store_.head(stream); }
  Result<Version> read(const StreamRef& stream, Version from, std::size_t limit, EventVisitor visit) override {
    return store_.read(stream, from, limit, visit);
  }
  Result<Position> read_all(Position after, const EventFilter& filter, std::size_t limit, EventVisitor visit) override {
    return store_.read_all(after, filter, limit, visit);
  }
  Result<Position> end(std::uint32_t partition) override { return store_.end(partition); }
  Result<Position> wait(Position after, Duration timeout) override { return store_.wait(after, timeout); }
  void interrupt_waits() noexcept override { store_.interrupt_waits(); }
  [[nodiscard]] std::uint32_t partitions() const noexcept override { return store_.partitions(); }
  [[nodiscard]] SnapshotStore* snapshots() noexcept override { return store_.snapshots(); }
  Result<std::shared_ptr<sql::RowStore>> open_rows() override { return store_.open_rows(); }
  [[nodiscard]] sql::InlineRowStore* inline_rows() noexcept override { return store_.inline_rows(); }
  Result<void> close() override { return store_.close(); }

 private:
  // Of the machine: an application's own clock may stand still.
  class Stopwatch {
   public:
    explicit Stopwatch(const AppendRequest& request) : begun_(std::chrono::steady_clock::now()) {
      for (const StreamAppend& stream : request.streams) events_ += stream.events.size();
    }
    void stop(const AppendObserver& observer, const Result<AppendOutcome>& outcome) const {
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun_;
      observer(taken.count(), events_, outcome ? nullptr : &outcome.error());
    }

   private:
    std::chrono::steady_clock::time_point begun_;
    std::size_t events_ = 0;
  };

  Store& store_;
  AppendObserver observer_;
};

}  // namespace

std::unique_ptr<Store> measured(Store& store, AppendObserver observer) {
  return std::make_unique<Measured>(store, std::move(observer));
}

}  // namespace cqrs::metrics
