#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include <cqrs/store.hpp>

/// The embedded store: one SQLite file, safe against the loss of power. docs/store-format.md says what is in it.
namespace cqrs::sqlite {

enum class Access : std::uint8_t {
  read_write,  ///< create the file if it is missing; be its one writer
  read_only,   ///< beside a writer in another process, or without one; appends are `unsupported`
};

struct Options {
  Access access = Access::read_write;
  Limits limits = {};
  /// How long to wait for another writing process to let go of the file; 0: fail at once with `unavailable`.
  Duration wait_for_writer = Duration::zero();
  /// Appends that wait for the writer before submit() blocks.
  std::size_t queue_appends = 4'096;
  /// What one commit may hold before the next is begun.
  std::size_t group_appends = 512;
  std::size_t group_bytes = std::size_t{8} << 20U;
  /// The name of the SQLite VFS to do input and output through; empty: SQLite's own. Where tests inject faults.
  std::string vfs = {};
};

class SqliteStore : public Store {
 public:
  /// Writes a consistent copy of the whole store to a new file while the store is in use.
  virtual Result<void> backup(const std::filesystem::path& destination) = 0;
};

/// Opens the file, brings its schema up to date, completes its indexes from the end of the log.
/// Errors: unavailable (another process writes), unsupported_version (written by a newer release), corruption (not a
/// store, or a damaged one), not_found (no such directory, or read_only and no such file), unauthorized (no
/// permission).
[[nodiscard]] Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& path, const Options& options = {});

}  // namespace cqrs::sqlite
