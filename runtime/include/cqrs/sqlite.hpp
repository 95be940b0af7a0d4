#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include <cqrs/store.hpp>

struct sqlite3;

/// The embedded store: one SQLite file, safe against the loss of power. docs/store-format.md says what is in it.
namespace cqrs::sqlite {

enum class Access : std::uint8_t {
  read_write,  ///< create the file if it is missing; be its one writer
  read_only,   ///< beside a writer in another process, or without one; appends are `unsupported`
};

/// Events about to be committed, as inline projections see them.
using InlineEvents = std::span<const RecordedEvent>;

/// Runs on the writer's thread, inside the savepoint of one append, after its events have got versions and positions.
/// What it does through `connection` is committed with the append or not at all; an error refuses that append only, and
/// becomes its result. Must not begin, commit or roll back, nor keep statements open when it returns.
using InlineProjection = std::function<Result<void>(sqlite3* connection, InlineEvents events)>;

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
  InlineProjection inline_projection = {};
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
