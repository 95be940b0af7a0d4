#pragma once

#include <atomic>

#include "../vfs/watched_vfs.hpp"

namespace cqrs::sqlite {

/// A VFS that passes everything on to SQLite's own, and fails what it is told to. One at a time, for the whole process.
class FaultVfs {
 public:
  static constexpr const char* kName = "cqrs-fault";

  FaultVfs() = default;
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;
  ~FaultVfs() { log_writes = log_syncs = file_syncs = file_reads = locks = 0; }

  // SQLite's result code for each kind of call from now on; SQLITE_OK: the call is passed on.
  static inline std::atomic<int> log_writes = 0;  ///< writes to the write-ahead log
  static inline std::atomic<int> log_syncs = 0;   ///< syncs of the write-ahead log
  static inline std::atomic<int> file_syncs = 0;  ///< syncs of the database itself
  static inline std::atomic<int> file_reads = 0;  ///< reads of either
  static inline std::atomic<int> locks = 0;       ///< of readers and writers, beside the write-ahead log

 private:
  static int answer(const vfs::Operation& operation) {
    const bool log = operation.role == vfs::Role::log;
    const bool database = operation.role == vfs::Role::database;
    if (operation.call == vfs::Call::read && (log || database)) return file_reads;
    if (operation.call == vfs::Call::map_lock) return locks;
    if (operation.call == vfs::Call::write && log) return log_writes;
    if (operation.call == vfs::Call::sync && log) return log_syncs;
    return operation.call == vfs::Call::sync && database ? file_syncs.load() : SQLITE_OK;
  }

  vfs::WatchedVfs vfs_{kName, answer};
};

}  // namespace cqrs::sqlite
