#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <sqlite3.h>

namespace cqrs::vfs {

enum class Call : std::uint8_t { open, read, write, truncate, sync, size, lock, map, map_lock, remove, look };
enum class Role : std::uint8_t { database, log, other };

/// A call of SQLite's that has not been made yet.
struct Operation {
  Call call;
  Role role;
  int bytes = 0;                                  ///< of a read or a write
  std::function<int(int bytes)> write_some = {};  ///< does as much of a write; SQLite's result code
};

/// The answer in the place of a call, or SQLITE_OK: it is made. Called by any thread.
using Watcher = std::function<int(const Operation&)>;

/// A SQLite VFS that passes everything on to another, if its watcher lets it.
class WatchedVfs {
 public:
  /// `below` is the name of the other one; empty: SQLite's own.
  WatchedVfs(std::string name, Watcher watcher, const std::string& below = {});
  WatchedVfs(const WatchedVfs&) = delete;
  WatchedVfs& operator=(const WatchedVfs&) = delete;
  ~WatchedVfs();

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const Watcher& watcher() const noexcept { return watcher_; }
  [[nodiscard]] sqlite3_vfs* below() const noexcept { return below_; }

 private:
  std::string name_;
  Watcher watcher_;
  sqlite3_vfs* below_;
  sqlite3_vfs vfs_;
};

}  // namespace cqrs::vfs
