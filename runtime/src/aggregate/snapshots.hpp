#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>

#include <cqrs/aggregate.hpp>
#include <cqrs/executor.hpp>
#include <cqrs/snapshot_store.hpp>

#include "aggregate/workers.hpp"

namespace cqrs::aggregate {

/// A snapshot as the store keeps it: a byte of format (1), the id of the last event folded, the state. The id ties it
/// to its history: where a log was restored from a backup, the same version may be another event.
struct SnapshotBody {
  Uuid last_event;
  Bytes state;  ///< refers to the bytes it was read from
};
void encode_snapshot(const Uuid& last_event, const AggregateDefinition& definition, const void* state, Buffer& out);
/// None: these bytes are no snapshot, or one of a newer format.
[[nodiscard]] std::optional<SnapshotBody> decode_snapshot(Bytes bytes);

/// States kept beside the log to start from. Whatever goes wrong here is counted and costs a replay; nothing of it ever
/// fails a command or a load, or makes it wait. Thread-safe.
class Snapshots {
 public:
  /// A state that may be the one after `version` events: whether it is, the event `last_event` must tell.
  struct Found {
    std::shared_ptr<void> state;
    Version version = 0;
    Uuid last_event;
  };

  /// `store` may be null, and outlives stop(). Without a thread of its own, offer() saves before it returns.
  Snapshots(SnapshotStore* store, bool own_thread) : store_(store), own_thread_(own_thread), worker_(1) {}

  /// The latest, unless that is later than `until`.
  [[nodiscard]] std::optional<Found> find(const AggregateDefinition& definition, const StreamRef& stream,
                                          std::optional<Version> until);

  /// What became of what was found.
  void count_used() { count(&SnapshotCounts::used); }
  void count_discarded() { count(&SnapshotCounts::discarded); }

  /// Whether a state is to be kept: when a multiple of the policy's number lies behind it that was not yet behind the
  /// version `before`.
  [[nodiscard]] static bool is_due(const AggregateDefinition& definition, Version version, Version before) noexcept {
    const auto every = static_cast<Version>(definition.snapshot_every);
    return every != 0 && version / every != before / every;
  }

  /// Keeps `state`, which nobody changes any more, if it is time to.
  void offer(const AggregateDefinition& definition, const StreamRef& stream, const LoadedState& state,
             const Uuid& last_event, Version before) noexcept;

  [[nodiscard]] SnapshotCounts counts() const;

  /// Saves what is waiting and ends the thread. Nothing may be offered afterwards.
  void stop() { worker_.join(); }

 private:
  struct Waiting;

  void save(const Waiting& waiting) noexcept;
  void count(std::uint64_t SnapshotCounts::* what);
  void fail(const Error& error);

  SnapshotStore* const store_;
  const bool own_thread_;
  std::atomic<bool> refused_ = false;  // the store takes none
  std::atomic<std::size_t> waiting_ = 0;
  mutable std::mutex mutex_;
  SnapshotCounts counts_;
  Workers worker_;  // last: its thread uses the others
};

}  // namespace cqrs::aggregate
