#include <new>
#include <system_error>
#include <utility>

#include <cqrs/sqlite.hpp>

#include "rows/connection.hpp"
#include "rows/file_lock.hpp"
#include "schema.hpp"
#include "sqlite_store.hpp"
#include "store/commit_record.hpp"
#include "write_ahead_log.hpp"

namespace cqrs::sqlite {
namespace {

namespace fs = std::filesystem;

/// One name for one file, whatever links lead to it: two writers must meet at the same lock.
Result<std::string> resolve(const fs::path& path, const Options& options) {
  std::error_code status;
  if (path.empty()) return fail(ErrorCode::invalid_argument, "the path of the store is empty; name a file");
  const fs::path resolved = fs::weakly_canonical(fs::absolute(path, status), status);
  if (status) {
    return fail(ErrorCode::not_found, "the path " + path.string() + " cannot be followed: " + status.message());
  }
  if (fs::is_directory(resolved, status)) {
    return fail(ErrorCode::invalid_argument, resolved.string() + " is a directory; name a file in it");
  }
  if (!fs::is_directory(resolved.parent_path(), status)) {
    return fail(ErrorCode::not_found, "the directory " + resolved.parent_path().string() +
                                          " does not exist; create it, the store creates only its own files");
  }
  if (options.access == Access::read_only && !fs::exists(resolved, status)) {
    return fail(ErrorCode::not_found,
                "the store " + resolved.string() + " does not exist, and read-only access does not create it");
  }
  return resolved.string();
}

Result<void> check_options(const Options& options) {
  if (options.queue_appends == 0 || options.group_appends == 0 || options.group_bytes == 0) {
    return fail(ErrorCode::invalid_argument, "queue_appends, group_appends and group_bytes must be at least 1");
  }
  return store::fits(options.limits);
}

Result<std::unique_ptr<SqliteStore>> open_for_writing(const std::string& path, const Options& options) {
  auto lock = FileLock::acquire(path + "-lock", options.wait_for_writer);
  if (!lock) return unexpected(lock.error());
  if (auto whole = check_write_ahead_log(path, options.vfs); !whole) return unexpected(whole.error());
  auto connection = Connection::open(path, Connection::Mode::read_write, options.vfs);
  if (!connection) return unexpected(connection.error());
  if (sqlite3_db_readonly(connection->handle(), "main") == 1) {
    return fail(ErrorCode::unauthorized,
                "this process may not write " + path + "; give it the right to, or open the store read-only");
  }
  const auto version = inspect(*connection, path);
  if (!version) return unexpected(version.error());
  if (auto migrated = migrate(*connection, *version); !migrated) return unexpected(migrated.error());
  auto store = std::make_unique<FileStore>(path, options);
  if (auto started = store->start_writing(*std::move(lock), *std::move(connection)); !started) {
    return unexpected(started.error());
  }
  return Result<std::unique_ptr<SqliteStore>>(std::move(store));
}

Result<std::unique_ptr<SqliteStore>> open_for_reading(const std::string& path, const Options& options) {
  {
    auto connection = Connection::open(path, Connection::Mode::read_only, options.vfs);
    if (!connection) return unexpected(connection.error());
    const auto version = inspect(*connection, path);
    if (!version) return unexpected(version.error());
    if (*version < schema_version()) {
      return fail(ErrorCode::unsupported_version, path + " has the schema " + std::to_string(*version) +
                                                      ", and this release reads " + std::to_string(schema_version()) +
                                                      "; open it once for writing, which brings it up to date");
    }
  }
  auto store = std::make_unique<FileStore>(path, options);
  if (auto started = store->start_reading(); !started) return unexpected(started.error());
  return Result<std::unique_ptr<SqliteStore>>(std::move(store));
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& path, const Options& options) {
  if (auto checked = check_options(options); !checked) return unexpected(checked.error());
  try {
    const auto resolved = resolve(path, options);
    if (!resolved) return unexpected(resolved.error());
    return options.access == Access::read_write ? open_for_writing(*resolved, options)
                                                : open_for_reading(*resolved, options);
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::unavailable, "there is no memory left to open the store; nothing of it was changed");
  }
}

}  // namespace cqrs::sqlite
