#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <cqrs/sql.hpp>
#include <cqrs/time.hpp>

/// Databases of rows: where read models are kept. An application opens the one that belongs to its store by itself
/// (Store::open_rows); this is for those who want it somewhere else.
namespace cqrs::rows {

enum class Access : std::uint8_t {
  read_write,  ///< create the file if it is missing; be its one writer
  read_only,   ///< beside a writer in another process, or without one; write() is `unsupported`
};

struct Options {
  Access access = Access::read_write;
  /// How long to wait for another writing process to let go of the file; 0: fail at once with `unavailable`.
  Duration wait_for_writer = Duration::zero();
  /// The name of the SQLite VFS to do input and output through; empty: SQLite's own. Where tests inject faults.
  std::string vfs = {};
};

/// A SQLite file with a write-ahead log, synchronized when that is copied into the file: a loss of power may cost the
/// last commits, which the log of events gives back. docs/read-models.md says what is in it.
/// Errors: unavailable (another process writes), unsupported_version (written by a newer release), corruption (no
/// database of rows, or a damaged one), not_found (no such directory, or read_only and no such file), unauthorized,
/// invalid_argument.
[[nodiscard]] Result<std::shared_ptr<sql::RowStore>> open(const std::filesystem::path& path,
                                                          const Options& options = {});

/// A database that goes with the object.
[[nodiscard]] Result<std::shared_ptr<sql::RowStore>> open_memory();

}  // namespace cqrs::rows
