#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace cqrs::vfs {

using Content = std::vector<std::byte>;
/// The files of a disk by name.
using Image = std::map<std::string, Content>;

/// What was asked of a disk, in the order in which it was.
struct Change {
  enum Kind : std::uint8_t {
    create,          ///< `name` stands for `file`
    write,           ///< `bytes` at `at`
    truncate,        ///< to the size `at`
    sync,            ///< everything before of `file` is on the disk
    sync_directory,  ///< every name before is
    remove,          ///< `name` stands for nothing
    mark,            ///< not of the disk: the number `at` of whoever uses it
  };
  Kind kind = mark;
  std::uint32_t file = 0;
  std::uint64_t at = 0;
  Content bytes = {};
  std::string name = {};
};

/// How a disk may be at fault.
enum class DiskFault : std::uint8_t {
  none,
  log_syncs_dropped,   ///< a sync of the write-ahead log does nothing
  synchronous_normal,  ///< SQLite is set to synchronous = NORMAL, and the store cannot change it
};

struct DiskState;

/// A SQLite VFS whose files are in memory, which remembers what was asked of it. Files are shared by the threads of
/// this process, their locks and the shared memory of write-ahead logs included. One at a time for each name.
class MemoryDisk {
 public:
  explicit MemoryDisk(std::string name, DiskFault fault = DiskFault::none);
  MemoryDisk(const MemoryDisk&) = delete;
  MemoryDisk& operator=(const MemoryDisk&) = delete;
  ~MemoryDisk();

  [[nodiscard]] const std::string& name() const noexcept;

  /// All there is from now on, on the disk; nothing may be open. Forgets the changes.
  void load(const Image& image);
  [[nodiscard]] Image files() const;

  void record(bool on);
  /// Puts a number between two changes.
  void mark(std::uint64_t number);
  /// What has been recorded since the last time.
  [[nodiscard]] std::vector<Change> take_changes();

  /// SQLITE_FULL is the answer to writes that make files longer than so many bytes together.
  void limit(std::uint64_t bytes);
  /// Whether that has been the answer since load().
  [[nodiscard]] bool was_full() const;

 private:
  std::unique_ptr<DiskState> disk_;
};

}  // namespace cqrs::vfs
