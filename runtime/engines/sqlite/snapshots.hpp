#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <cqrs/snapshot_store.hpp>

#include "dictionary.hpp"
#include "rows/connection.hpp"

namespace cqrs::sqlite {

/// Snapshots in the store's own file. They wait in memory until the writer has time for them: see Writer::upkeep.
class Snapshots {
 public:
  struct Kept {
    StreamId stream;
    std::uint64_t fingerprint = 0;
    Version version = 0;
    Buffer bytes;
  };
  using List = std::vector<std::shared_ptr<const Kept>>;

  /// Dropped when too much is waiting: a snapshot that is not there costs time only.
  void add(const StreamRef& stream, std::uint64_t fingerprint, Version version, Bytes bytes);

  /// The one that waits to be written.
  [[nodiscard]] std::shared_ptr<const Kept> find(const StreamRef& stream) const;
  [[nodiscard]] std::size_t pending_bytes() const noexcept { return pending_bytes_; }

  // For the writer's thread: what waits, written in the open transaction, is let go once that is committed.
  [[nodiscard]] List begin_writing() const;
  Result<void> write(Connection& connection, Dictionary& dictionary, const List& list);
  void end_writing(const List& list);

 private:
  struct Less {
    bool operator()(const StreamId& a, const StreamId& b) const noexcept { return a.ref() < b.ref(); }
  };

  mutable std::mutex mutex_;
  std::map<StreamId, std::shared_ptr<const Kept>, Less> pending_;
  std::atomic<std::size_t> pending_bytes_ = 0;
};

/// Reads snapshots through one connection. Used by one thread at a time.
class SnapshotReader {
 public:
  static Result<SnapshotReader> prepare(Connection& connection);

  /// What the table holds, if it is whole.
  Result<std::optional<Snapshots::Kept>> read(const Dictionary& dictionary, const StreamRef& stream);

 private:
  Statement select_;
};

}  // namespace cqrs::sqlite
