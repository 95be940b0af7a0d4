#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "sqlite_store.hpp"

namespace cqrs::sqlite {
namespace {

namespace fs = std::filesystem;

Result<void> copy(Connection& source, Connection& target) {
  sqlite3_backup* const backup = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
  if (backup == nullptr) {
    return unexpected(to_error(target.handle(), sqlite3_errcode(target.handle()), "beginning the backup"));
  }
  const int code = sqlite3_backup_step(backup, -1);  // all in one read transaction, so that it is one state
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) return unexpected(to_error(target.handle(), code, "copying the store"));
  return {};
}

/// Makes the new name survive a loss of power.
Result<void> sync_directory(const fs::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (synced) return {};
  return fail(ErrorCode::unavailable, "the directory " + directory.string() +
                                          " cannot be synchronized; the backup is "
                                          "written, but may be gone after a loss of power");
}

}  // namespace

Result<void> write_backup(Connection& source, const fs::path& destination) {
  std::error_code status;
  const fs::path target = fs::absolute(destination, status);
  if (fs::exists(target, status)) {
    return fail(ErrorCode::invalid_argument,
                target.string() + " exists; name a file that does not, backups replace nothing");
  }
  if (!fs::is_directory(target.parent_path(), status)) {
    return fail(ErrorCode::not_found,
                "the directory " + target.parent_path().string() + " does not exist; create it first");
  }
  const fs::path partial = target.string() + ".partial";
  fs::remove(partial, status);
  {
    auto file = Connection::open(partial.string(), Connection::Mode::read_write, {});
    if (!file) return unexpected(file.error());
    if (auto copied = copy(source, *file); !copied) {
      fs::remove(partial, status);
      return copied;
    }
  }
  fs::rename(partial, target, status);
  if (status) {
    return fail(ErrorCode::unavailable,
                partial.string() + " cannot be renamed to " + target.string() + ": " + status.message());
  }
  return sync_directory(target.parent_path());
}

}  // namespace cqrs::sqlite
