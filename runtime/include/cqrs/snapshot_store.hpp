#pragma once

#include <cstdint>
#include <optional>

#include <cqrs/event.hpp>
#include <cqrs/expected.hpp>

namespace cqrs {

/// A state that was computed before, to start from. Owned.
struct Snapshot {
  Version version = 0;  ///< of the last event folded into it
  Buffer bytes;
};

/// Keeps one snapshot a stream. A cache with a memory: losing all of it costs time and nothing else. Thread-safe.
class SnapshotStore {
 public:
  SnapshotStore() = default;
  SnapshotStore(const SnapshotStore&) = delete;
  SnapshotStore& operator=(const SnapshotStore&) = delete;
  virtual ~SnapshotStore() = default;

  /// Replaces what is there, unless that has the same fingerprint and a later version. `bytes` is copied before this
  /// returns. May be lost in a crash; does not wait for the disk.
  virtual Result<void> save(const StreamRef& stream, std::uint64_t fingerprint, Version version, Bytes bytes) = 0;

  /// None when there is none, when it was saved under another fingerprint (state layout, fold and event versions), and
  /// when its checksum is wrong.
  virtual Result<std::optional<Snapshot>> load(const StreamRef& stream, std::uint64_t fingerprint) = 0;
};

}  // namespace cqrs
