#pragma once

#include <atomic>

namespace cqrs::sqlite {

/// A VFS that passes everything on to SQLite's own, and fails what it is told to. One at a time, for the whole process.
class FaultVfs {
 public:
  static constexpr const char* kName = "cqrs-fault";

  /// Registers it.
  FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;
  ~FaultVfs();

  // SQLite's result code for each kind of call from now on; SQLITE_OK: the call is passed on.
  static inline std::atomic<int> log_writes = 0;  ///< writes to the write-ahead log
  static inline std::atomic<int> log_syncs = 0;   ///< syncs of the write-ahead log
  static inline std::atomic<int> file_syncs = 0;  ///< syncs of the database itself
  static inline std::atomic<int> file_reads = 0;  ///< reads of either
};

}  // namespace cqrs::sqlite
