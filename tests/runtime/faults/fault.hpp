#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../vfs/memory_disk.hpp"
#include "../vfs/watched_vfs.hpp"

namespace cqrs::faults {

/// Counts what may fail, and lets one of it fail, once. One for the whole process: allocators and system calls have no
/// other place for it.
class Countdown {
 public:
  /// The `at`-th from now on fails; 0: none.
  static void arm(std::uint64_t at);
  /// Nothing fails and nothing is counted until the next arm().
  static void disarm() { armed_ = false; }
  /// True: this one fails.
  static bool strikes();
  [[nodiscard]] static bool has_struck() { return struck_; }
  [[nodiscard]] static std::uint64_t counted() { return counted_; }

 private:
  static inline std::atomic<bool> armed_ = false;
  static inline std::atomic<bool> struck_ = false;
  static inline std::atomic<std::uint64_t> counted_ = 0;
  static inline std::atomic<std::uint64_t> at_ = 0;
};

/// What fails in a run, and where the store then is.
class Fault {
 public:
  explicit Fault(std::string name) : name_(std::move(name)) {}
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;
  virtual ~Fault() = default;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// The VFS to open the store with; empty: SQLite's own.
  [[nodiscard]] virtual std::string vfs() const { return {}; }
  /// Before a run: puts the files where they belong, and sets the countdown.
  virtual void begin(const vfs::Image& files, std::uint64_t at) = 0;
  /// After the run: nothing fails any more.
  virtual void end() { Countdown::disarm(); }
  /// Whether it came to the fault in this run.
  [[nodiscard]] virtual bool has_struck() const { return Countdown::has_struck(); }
  /// Somebody has met an error, and does something about its cause.
  virtual void relieve() {}
  /// SQLite takes a disk that cannot be read for a damaged file.
  [[nodiscard]] virtual bool is_damage() const { return false; }
  /// The system tells that it was interrupted, or did some of it: nobody may notice.
  [[nodiscard]] virtual bool is_silent() const { return false; }

 private:
  std::string name_;
};

/// A call of SQLite's to its VFS fails with a code of SQLite's.
[[nodiscard]] std::vector<std::unique_ptr<Fault>> vfs_faults();
/// A system call of SQLite's VFS fails with an errno, or does half of what it should. On the machine's own files.
[[nodiscard]] std::vector<std::unique_ptr<Fault>> system_call_faults();
/// An allocation of SQLite's, or one of C++, fails. Before SQLite is used for anything.
[[nodiscard]] std::vector<std::unique_ptr<Fault>> memory_faults();
/// The disk is full at so many blocks, until somebody makes room.
[[nodiscard]] std::unique_ptr<Fault> full_disk();

/// Puts files on the machine's own disk.
void write_files(const vfs::Image& files);

/// Somebody waits for the store: what is allocated meanwhile is the store's.
inline std::atomic<bool> in_store = false;

/// Before SQLite is used for anything: its allocations are counted from now on.
void watch_sqlite_memory();

}  // namespace cqrs::faults
