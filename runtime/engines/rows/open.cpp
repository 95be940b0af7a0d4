#include <system_error>
#include <utility>

#include "rows/functions.hpp"
#include "rows/row_store.hpp"

namespace cqrs::rows {
namespace {

namespace fs = std::filesystem;

/// "cqrr", in the header of every file of ours.
constexpr std::int64_t kApplicationId = 0x63717272;
/// What is common to all files of ours: the columns' forms, and where the projections keep what they know.
constexpr std::int64_t kVersion = 1;

constexpr std::string_view kAdvice =
    "; name another file, or move this one away: read models are built anew from the log of events";

/// One name for one file, whatever links lead to it: two writers must meet at the same lock.
Result<std::string> resolve(const fs::path& path, const Options& options) {
  std::error_code status;
  if (path.empty()) return fail(ErrorCode::invalid_argument, "the path of the rows is empty; name a file");
  const fs::path resolved = fs::weakly_canonical(fs::absolute(path, status), status);
  if (status) {
    return fail(ErrorCode::not_found, "the path " + path.string() + " cannot be followed: " + status.message());
  }
  if (fs::is_directory(resolved, status)) {
    return fail(ErrorCode::invalid_argument, resolved.string() + " is a directory; name a file in it");
  }
  if (!fs::is_directory(resolved.parent_path(), status)) {
    return fail(ErrorCode::not_found, "the directory " + resolved.parent_path().string() +
                                          " does not exist; create it, only the file itself is created here");
  }
  if (options.access == Access::read_only && !fs::exists(resolved, status)) {
    return fail(ErrorCode::not_found, "the rows " + resolved.string() +
                                          " do not exist, and read-only access does not create them; run the "
                                          "application once");
  }
  return resolved.string();
}

/// 0 for a new file.
Result<std::int64_t> inspect(sqlite::Connection& connection, const std::string& path) {
  const auto objects = connection.query_integer("SELECT count(*) FROM sqlite_schema", "reading the schema of the rows");
  if (!objects) return unexpected(objects.error());
  const auto application = connection.query_integer("PRAGMA application_id", "reading the header of the rows");
  if (!application) return unexpected(application.error());
  const auto version = connection.query_integer("PRAGMA user_version", "reading the header of the rows");
  if (!version) return unexpected(version.error());
  if (*objects == 0 && *application == 0 && *version == 0) return 0;
  if (*application != kApplicationId) {
    return fail(ErrorCode::corruption,
                path + " is no database of rows but another application's" + std::string(kAdvice));
  }
  if (*version > kVersion) {
    return fail(ErrorCode::unsupported_version,
                path + " was written by a newer release (version " + std::to_string(*version) +
                    "; this release knows " + std::to_string(kVersion) + "); use that release" + std::string(kAdvice));
  }
  return *version;
}

/// A loss of power may cost the last commits, never the order among them: all that is in the file can be had again.
Result<void> set_up(sqlite::Connection& connection, std::int64_t version) {
  constexpr std::string_view kDoing = "setting up the rows";
  {
    auto mode = connection.prepare("PRAGMA journal_mode = WAL", kDoing);
    if (!mode) return unexpected(mode.error());
    const auto row = mode->step();
    if (!row) return unexpected(row.error());
    if (!*row || mode->text(0) != "wal") {
      return fail(ErrorCode::unsupported,
                  "the file cannot have a write-ahead log where it is; network file systems have none, put it on a "
                  "local disk");
    }
  }
  auto done = connection.execute(
      "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096; "
      "PRAGMA journal_size_limit = 67108864",
      kDoing);
  if (!done || version == kVersion) return done;
  return connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                                "; PRAGMA user_version = " + std::to_string(kVersion),
                            kDoing);
}

Result<void> open_for_writing(FileRowStore& store, const std::string& path, const Options& options) {
  auto lock = sqlite::FileLock::acquire(path + "-lock", options.wait_for_writer);
  if (!lock) return unexpected(lock.error());
  auto connection = sqlite::Connection::open(path, sqlite::Connection::Mode::read_write, options.vfs);
  if (!connection) return unexpected(connection.error());
  if (sqlite3_db_readonly(connection->handle(), "main") == 1) {
    return fail(ErrorCode::unauthorized,
                "this process may not write " + path + "; give it the right to, or open the rows read-only");
  }
  const auto version = inspect(*connection, path);
  if (!version) return unexpected(version.error());
  if (auto set = set_up(*connection, *version); !set) return set;
  auto writer = std::make_unique<Seat>(*std::move(connection));
  if (auto equipped = equip(writer->connection.handle()); !equipped) return equipped;
  store.start_writing(*std::move(lock), std::move(writer));
  return {};
}

Result<void> check_for_reading(const std::string& path, const Options& options) {
  auto connection = sqlite::Connection::open(path, sqlite::Connection::Mode::read_only, options.vfs);
  if (!connection) return unexpected(connection.error());
  const auto version = inspect(*connection, path);
  if (!version) return unexpected(version.error());
  return {};
}

}  // namespace

Result<std::shared_ptr<sql::RowStore>> open(const std::filesystem::path& path, const Options& options) {
  const auto resolved = resolve(path, options);
  if (!resolved) return unexpected(resolved.error());
  auto store = std::make_shared<FileRowStore>(*resolved, options);
  const auto opened = options.access == Access::read_write ? open_for_writing(*store, *resolved, options)
                                                           : check_for_reading(*resolved, options);
  if (!opened) return unexpected(opened.error());
  return Result<std::shared_ptr<sql::RowStore>>(std::move(store));
}

Result<std::shared_ptr<sql::RowStore>> open_memory() {
  auto connection = sqlite::Connection::open(":memory:", sqlite::Connection::Mode::read_write, {});
  if (!connection) return unexpected(connection.error());
  auto seat = std::make_unique<Seat>(*std::move(connection));
  if (auto equipped = equip(seat->connection.handle()); !equipped) return unexpected(equipped.error());
  return Result<std::shared_ptr<sql::RowStore>>(std::make_shared<MemoryRowStore>(std::move(seat)));
}

}  // namespace cqrs::rows
