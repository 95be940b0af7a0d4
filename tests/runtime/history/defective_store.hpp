#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string_view>

#include <cqrs/store.hpp>

namespace cqrs::history {

/// What a store may do wrong on purpose, so that the checker can be seen to notice.
enum class Defect : std::uint8_t {
  none,
  ack_before_commit,      ///< says that an append is stored, and then loses it
  missing_unique_index,   ///< two appends that expect the same version are both taken
  half_a_batch,           ///< stores an append without its last event
  stale_snapshot_taken,   ///< gives out the state of an earlier version
  dedup_by_window_only,   ///< forgets the commands it has taken, after a while
  reader_by_serial,       ///< shows an event, and later one that stands before it
  order_by_clock,         ///< shows events in the order of what clocks said
  tenant_filter_dropped,  ///< shows a tenant the events of all
};

inline constexpr Defect kDefects[] = {
    Defect::ack_before_commit,    Defect::missing_unique_index, Defect::half_a_batch,   Defect::stale_snapshot_taken,
    Defect::dedup_by_window_only, Defect::reader_by_serial,     Defect::order_by_clock, Defect::tenant_filter_dropped};

[[nodiscard]] std::string_view to_string(Defect defect);

/// A store that now and then does not say what came of an append, as networks and disks do, and may have a defect.
class DefectiveStore final : public Store, private SnapshotStore {
 public:
  DefectiveStore(Store& beneath, Defect defect) : store_(beneath), defect_(defect) {}

  /// From here on it always says.
  void heal() { healed_ = true; }
  /// How many appends were not answered.
  [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }

  [[nodiscard]] Capabilities capabilities() const noexcept override { return store_.capabilities(); }
  [[nodiscard]] const Limits& limits() const noexcept override { return store_.limits(); }
  Result<AppendOutcome> append(const AppendRequest& request) override;
  void submit(const AppendRequest& request, AppendCallback done) override { done(append(request)); }
  Result<std::optional<StoredCommand>> find_command(const Uuid& id) override { return store_.find_command(id); }
  Result<Version> head(const StreamRef& stream) override { return store_.head(stream); }
  Result<Version> read(const StreamRef& stream, Version from, std::size_t limit, EventVisitor visit) override {
    return store_.read(stream, from, limit, visit);
  }
  Result<Position> read_all(Position after, const EventFilter& filter, std::size_t limit, EventVisitor visit) override;
  Result<Position> end(std::uint32_t partition) override { return store_.end(partition); }
  Result<Position> wait(Position after, Duration timeout) override { return store_.wait(after, timeout); }
  [[nodiscard]] SnapshotStore* snapshots() noexcept override { return this; }
  Result<void> close() override { return store_.close(); }

 private:
  Result<void> save(const StreamRef& stream, std::uint64_t fingerprint, Version version, Bytes bytes) override;
  Result<std::optional<Snapshot>> load(const StreamRef& stream, std::uint64_t fingerprint) override;

  Result<AppendOutcome> append_wrongly(const AppendRequest& request);
  Result<AppendOutcome> append_without_storing(const AppendRequest& request);
  Result<AppendOutcome> append_half(const AppendRequest& request);
  Result<AppendOutcome> append_unconditionally(const AppendRequest& request, bool remembers);
  Result<Position> read_by_clock(Position after, const EventFilter& filter, std::size_t limit, EventVisitor visit);
  bool is_late(const RecordedEvent& event);

  Store& store_;
  Defect defect_;
  std::atomic<bool> healed_ = false;
  std::atomic<std::uint64_t> appends_ = 0;
  std::atomic<std::uint64_t> unanswered_ = 0;
  std::mutex mutex_;
  std::set<std::uint64_t> late_;           ///< positions that were left out once
  std::map<std::string, Buffer> earlier_;  ///< the first state of each stream
};

}  // namespace cqrs::history
