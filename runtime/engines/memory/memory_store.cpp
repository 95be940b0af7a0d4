#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>

#include <cqrs/memory.hpp>
#include <cqrs/rows.hpp>

#include "inline_rows.hpp"
#include "memory_log.hpp"
#include "store/errors.hpp"
#include "store/filter.hpp"
#include "store/inline_rows.hpp"

namespace cqrs::memory {
namespace {

/// How many events are looked up under the lock at a time; visitors run without it.
constexpr std::size_t kBatch = 256;

/// Longer waits would overflow the clock.
constexpr Duration kLongestWait = std::chrono::hours(24 * 365);

class MemorySnapshots final : public SnapshotStore {
 public:
  Result<void> save(const StreamRef& stream, std::uint64_t fingerprint, Version version, Bytes bytes) override {
    const std::lock_guard lock(mutex_);
    if (closed_) return unexpected(store::closed());
    auto& kept = kept_[StreamId(stream)];
    if (kept.fingerprint == fingerprint && kept.snapshot.version > version) return {};
    kept = {fingerprint, {version, to_buffer(bytes)}};
    return {};
  }

  Result<std::optional<Snapshot>> load(const StreamRef& stream, std::uint64_t fingerprint) override {
    const std::lock_guard lock(mutex_);
    if (closed_) return unexpected(store::closed());
    const auto found = kept_.find(StreamId(stream));
    if (found == kept_.end() || found->second.fingerprint != fingerprint) return std::optional<Snapshot>{};
    return std::optional(found->second.snapshot);
  }

  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }

 private:
  struct Kept {
    std::uint64_t fingerprint = 0;
    Snapshot snapshot;
  };
  struct Less {
    bool operator()(const StreamId& a, const StreamId& b) const noexcept { return a.ref() < b.ref(); }
  };

  std::mutex mutex_;
  std::map<StreamId, Kept, Less> kept_;
  bool closed_ = false;
};

class Store final : public MemoryStore {
 public:
  explicit Store(const Options& options) : limits_(options.limits) {}

  [[nodiscard]] Capabilities capabilities() const noexcept override {
    return {Capability::several_streams, Capability::tag_conditions, Capability::global_order,
            Capability::snapshots,       Capability::live_wait,      Capability::inline_projections};
  }
  [[nodiscard]] const Limits& limits() const noexcept override { return limits_; }

  Result<AppendOutcome> append(const AppendRequest& request) override {
    if (auto valid = validate(request, limits_); !valid) return unexpected(valid.error());
    {
      // There are no inline rows before `inline_` says so, which changes with `mutex_` held.
      std::unique_lock lock(mutex_);
      if (inline_ == nullptr) return append_locked(request, lock);
    }
    const std::lock_guard appending(appending_);
    std::unique_lock lock(mutex_);
    return append_locked(request, lock);
  }

  void submit(const AppendRequest& request, AppendCallback done) override { done(append(request)); }

  Result<std::optional<StoredCommand>> find_command(const Uuid& id) override {
    const std::lock_guard lock(mutex_);
    if (closed_) return unexpected(store::closed());
    const auto* known = log_.find_command(id);
    return known != nullptr ? std::optional(*known) : std::nullopt;
  }

  Result<Version> head(const StreamRef& stream) override {
    const std::lock_guard lock(mutex_);
    if (closed_) return unexpected(store::closed());
    return log_.head(stream);
  }

  Result<Version> read(const StreamRef& stream, Version from, std::size_t limit, EventVisitor visit) override {
    if (from < 1) return unexpected(store::bad_first_version(from));
    Version last = from - 1;
    for (std::size_t left = limit; left > 0;) {
      auto batch = locked([&] { return log_.read(stream, last + 1, std::min(left, kBatch)); });
      if (!batch) return unexpected(batch.error());
      if (batch->empty()) break;
      left -= batch->size();
      for (const auto* event : *batch) {
        last = event->version;
        if (visit(*event) == Visit::stop) return last;
      }
    }
    return last;
  }

  Result<Position> read_all(Position after, const EventFilter& filter, std::size_t limit, EventVisitor visit) override {
    if (after.partition() != 0) return unexpected(store::no_such_partition(after.partition(), 1));
    for (std::size_t left = limit; left > 0;) {
      auto batch = locked([&] { return log_.read_all(after, kBatch); });
      if (!batch) return unexpected(batch.error());
      if (batch->empty()) break;
      for (const auto* event : *batch) {
        after = event->position;
        if (!store::matches(filter, *event)) continue;
        if (visit(*event) == Visit::stop || --left == 0) return after;
      }
    }
    return after;
  }

  Result<void> read_streams(const StreamFilter& filter, std::size_t limit, StreamVisitor visit) override {
    const auto streams = locked([&] { return log_.streams(filter, limit); });
    if (!streams) return unexpected(streams.error());
    for (const auto& stream : *streams) {
      if (visit(stream) == Visit::stop) break;
    }
    return {};
  }

  Result<void> read_commits(CommitVisitor visit) override {
    for (std::size_t seen = 0;;) {
      const auto batch = locked([&] { return log_.commits(seen, kBatch); });
      if (!batch) return unexpected(batch.error());
      if (batch->empty()) return {};
      seen += batch->size();
      for (const auto& commit : *batch) {
        if (show(commit, visit) == Visit::stop) return {};
      }
    }
  }

  Result<Position> end(std::uint32_t partition) override {
    if (partition != 0) return unexpected(store::no_such_partition(partition, 1));
    return locked([&] { return log_.end(); });
  }

  Result<Position> wait(Position after, Duration timeout) override {
    if (after.partition() != 0) return unexpected(store::no_such_partition(after.partition(), 1));
    std::unique_lock lock(mutex_);
    const std::uint64_t interrupts = interrupts_;
    grown_.wait_for(lock, std::min(timeout, kLongestWait),
                    [&] { return closed_ || log_.end() > after || interrupts != interrupts_; });
    if (closed_) return unexpected(store::closed());
    if (!(log_.end() > after)) return unexpected(store::wait_timeout(after, timeout));
    return log_.end();
  }

  void interrupt_waits() noexcept override {
    const std::lock_guard lock(mutex_);
    ++interrupts_;
    grown_.notify_all();
  }

  [[nodiscard]] SnapshotStore* snapshots() noexcept override { return &snapshots_; }

  Result<std::shared_ptr<sql::RowStore>> open_rows() override { return rows::open_memory(); }

  [[nodiscard]] sql::InlineRowStore* inline_rows() noexcept override {
    std::call_once(inline_once_, [&] {
      auto rows = rows::open_memory();
      if (!rows) return;
      inline_rows_ = std::make_unique<InlineRows>(*std::move(rows), appending_);
      const std::lock_guard lock(mutex_);
      inline_ = inline_rows_.get();
    });
    return inline_;
  }

  Result<void> close() override {
    const std::lock_guard appending(appending_);
    const std::lock_guard lock(mutex_);
    closed_ = true;
    grown_.notify_all();
    snapshots_.close();
    if (auto* const rows = inline_.load()) return rows->close_rows();
    return {};
  }

  void inject(std::uint64_t append, FaultPoint point, Error error) override {
    const std::lock_guard lock(mutex_);
    faults_.insert_or_assign(append, Fault{point, std::move(error)});
  }

  [[nodiscard]] std::uint64_t appends() const override {
    const std::lock_guard lock(mutex_);
    return appends_;
  }

 private:
  struct Fault {
    FaultPoint point;
    Error error;
  };

  static Visit show(const MemoryLog::WholeCommit& whole, CommitVisitor visit) {
    const MemoryLog::Commit& commit = *whole.commit;
    std::vector<RecordedCommit::Part> parts;
    for (const auto* part : whole.parts) parts.push_back({part->name(), part->before, part->events});
    std::vector<RecordedEvent> events;
    for (const auto* event : whole.events) events.push_back(*event);
    RecordedCommit shown{.position = commit.position, .metadata = &commit.metadata, .streams = parts, .events = events};
    if (commit.command != nullptr) shown.command = CommandRecord{commit.command->body_hash, commit.command->result};
    return visit(shown);
  }

  /// With `mutex_` held by `lock`, and `appending_` where there are inline rows.
  Result<AppendOutcome> append_locked(const AppendRequest& request, std::unique_lock<std::mutex>& lock) {
    if (closed_) return unexpected(store::closed());
    ++appends_;
    if (faults_.empty()) return append_with_rows(request, lock);
    const auto found = faults_.find(appends_);
    if (found == faults_.end()) return append_with_rows(request, lock);
    const Fault fault = found->second;
    if (fault.point == FaultPoint::after_commit) static_cast<void>(append_with_rows(request, lock));
    return unexpected(fault.error);
  }

  /// With the same locks held.
  Result<AppendOutcome> append_to_log(const AppendRequest& request) {
    auto outcome = log_.append(request);
    if (outcome && !outcome->duplicate) grown_.notify_all();
    return outcome;
  }

  /// With the same locks held. The handler runs without `mutex_`: it may read the log.
  Result<AppendOutcome> append_with_rows(const AppendRequest& request, std::unique_lock<std::mutex>& lock) {
    InlineRows* const rows = inline_;
    const bool known = request.command && log_.find_command(request.metadata.command_id) != nullptr;
    if (rows == nullptr || rows->handlers().empty() || known || store::count_events(request) == 0)
      return append_to_log(request);
    const auto versions = log_.check(request);
    if (!versions) return unexpected(versions.error());
    const CommitMetadata metadata = store::stored_metadata(request);
    const auto events = store::recorded(request, metadata, *versions, log_.end().sequence() + 1);
    lock.unlock();
    // The lock is taken again before the rows can be seen: nobody sees them without the events.
    const auto written = rows->transact([&](sql::Connection& connection) {
      auto called = rows->handlers().call(connection, events);
      lock.lock();
      return called;
    });
    if (!written) return unexpected(written.error());
    return append_to_log(request);
  }

  template <class F>
  auto locked(F&& look) -> Result<decltype(look())> {
    const std::lock_guard lock(mutex_);
    if (closed_) return unexpected(store::closed());
    return look();
  }

  const Limits limits_;
  std::mutex appending_;  ///< taken before mutex_
  mutable std::mutex mutex_;
  std::condition_variable grown_;
  MemoryLog log_;
  MemorySnapshots snapshots_;
  std::map<std::uint64_t, Fault> faults_;
  std::uint64_t appends_ = 0;
  std::uint64_t interrupts_ = 0;
  bool closed_ = false;
  std::once_flag inline_once_;
  std::unique_ptr<InlineRows> inline_rows_;  ///< made when it is first asked for
  std::atomic<InlineRows*> inline_ = nullptr;
};

}  // namespace

std::unique_ptr<MemoryStore> open(const Options& options) { return std::make_unique<Store>(options); }

}  // namespace cqrs::memory
