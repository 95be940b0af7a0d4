#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <cqrs/sqlite.hpp>

#include "../history/operation.hpp"
#include "../vfs/memory_disk.hpp"

namespace cqrs::power {

/// What happened to a disk while some threads worked with a store on it, and what they were told when.
struct Trace {
  vfs::Image before;
  std::vector<vfs::Change> changes;
  std::vector<history::Operation> operations;
  std::size_t sessions = 0;

  // What marks among the changes say: the number of an operation, and one of these.
  static constexpr std::uint64_t kSent = 0;
  static constexpr std::uint64_t kAnswered = 1;
  [[nodiscard]] static std::uint64_t mark(std::size_t operation, std::uint64_t what) { return operation * 2 + what; }
};

struct Stage {
  vfs::MemoryDisk& disk;
  std::filesystem::path store;  ///< on the disk; a directory of the same name is on the machine's, for the lock
};

/// Null and a complaint where it cannot be opened.
[[nodiscard]] std::unique_ptr<sqlite::SqliteStore> open(const Stage& stage, std::string& complaint);

/// From here on the store counts, in rows of its own, the events of each stream.
[[nodiscard]] Result<void> attach_rows(Store& store);

/// Lets several threads append, save snapshots and keep rows, in some sessions, each closed in order; in between, the
/// write-ahead log is copied into the file, and begun anew. `known` are the operations of earlier traces on that disk.
[[nodiscard]] Trace run_scenario(const Stage& stage, std::uint64_t seed, const vfs::Image& before,
                                 std::vector<history::Operation> known);

/// What the store says of itself beside its events: the snapshots and the inline rows. Complaints.
[[nodiscard]] std::vector<std::string> check_derived(Store& store);

}  // namespace cqrs::power
