#include "memory_disk.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <limits>
#include <mutex>
#include <new>
#include <string_view>
#include <utility>

namespace cqrs::vfs {
namespace {

constexpr int kSectorBytes = 4'096;

/// The shared memory of a write-ahead log, and who has locked what of it.
struct SharedMemory {
  std::vector<std::unique_ptr<std::byte[]>> regions;
  std::array<int, SQLITE_SHM_NLOCK> readers{};
  std::array<bool, SQLITE_SHM_NLOCK> writer{};
};

/// A file; it lives as long as somebody has it open, whatever its names.
struct Node {
  std::uint32_t number = 0;
  Content bytes;
  bool is_log = false;
  bool syncs_directory = false;  ///< its next sync makes its name durable
  int readers = 0;               ///< who has a lock of any level
  const void* reserved = nullptr;
  const void* exclusive = nullptr;  ///< from SQLITE_LOCK_PENDING on
  SharedMemory shared;
};

/// SQLite allocates it.
struct OpenFile {
  sqlite3_file base;
  DiskState* disk;
  std::shared_ptr<Node> node;
  int level;
  bool recorded;
  unsigned shared_mask;
  unsigned exclusive_mask;
};

}  // namespace

struct DiskState {
  std::mutex mutex;
  std::string name;
  DiskFault fault = DiskFault::none;
  std::map<std::string, std::shared_ptr<Node>, std::less<>> names;
  std::uint32_t nodes = 0;
  bool recording = false;
  std::vector<Change> changes;
  std::uint64_t room = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t used = 0;
  bool was_full = false;
  sqlite3_vfs vfs{};

  std::shared_ptr<Node> new_node() {
    auto node = std::make_shared<Node>();
    node->number = nodes++;
    return node;
  }
  void add(Change change) {
    if (recording) changes.push_back(std::move(change));
  }
};

namespace {

OpenFile& self(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }

int read_file(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  const OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  const Content& content = open.node->bytes;
  const auto begin = std::min(content.size(), static_cast<std::size_t>(at));
  const auto count = std::min(content.size() - begin, static_cast<std::size_t>(bytes));
  if (count > 0) std::memcpy(to, content.data() + begin, count);
  if (count == static_cast<std::size_t>(bytes)) return SQLITE_OK;
  std::memset(static_cast<std::byte*>(to) + count, 0, static_cast<std::size_t>(bytes) - count);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  const OpenFile& open = self(file);
  DiskState& disk = *open.disk;
  const std::lock_guard lock(disk.mutex);
  Content& content = open.node->bytes;
  const auto begin = static_cast<std::size_t>(at);
  const auto end = begin + static_cast<std::size_t>(bytes);
  if (end > content.size()) {
    if (disk.used + (end - content.size()) > disk.room) {
      disk.was_full = true;
      return SQLITE_FULL;
    }
    disk.used += end - content.size();
    content.resize(end);
  }
  std::memcpy(content.data() + begin, from, static_cast<std::size_t>(bytes));
  if (open.recorded && disk.recording) {
    const auto* const data = static_cast<const std::byte*>(from);
    disk.add({Change::write, open.node->number, begin, {data, data + bytes}, {}});
  }
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  const auto to = static_cast<std::size_t>(size);
  if (to < open.node->bytes.size()) {
    open.disk->used -= open.node->bytes.size() - to;
    open.node->bytes.resize(to);
  }
  if (open.recorded) open.disk->add({Change::truncate, open.node->number, to, {}, {}});
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  const OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  if (open.node->is_log && open.disk->fault == DiskFault::log_syncs_dropped) return SQLITE_OK;
  if (!open.recorded) return SQLITE_OK;
  open.disk->add({Change::sync, open.node->number, 0, {}, {}});
  if (std::exchange(open.node->syncs_directory, false)) open.disk->add({Change::sync_directory, 0, 0, {}, {}});
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  const OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  *size = static_cast<sqlite3_int64>(open.node->bytes.size());
  return SQLITE_OK;
}

int lock_file(sqlite3_file* file, int level) {
  OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  Node& node = *open.node;
  if (open.level >= level) return SQLITE_OK;
  if (node.exclusive != nullptr && node.exclusive != file) return SQLITE_BUSY;
  if (open.level == SQLITE_LOCK_NONE) ++node.readers;
  open.level = std::max(open.level, SQLITE_LOCK_SHARED);
  if (level == SQLITE_LOCK_SHARED) return SQLITE_OK;
  if (node.reserved != nullptr && node.reserved != file) return SQLITE_BUSY;
  node.reserved = file;
  open.level = std::max(open.level, SQLITE_LOCK_RESERVED);
  if (level == SQLITE_LOCK_RESERVED) return SQLITE_OK;
  node.exclusive = file;
  open.level = std::max(open.level, SQLITE_LOCK_PENDING);
  if (node.readers > 1) return SQLITE_BUSY;
  open.level = level;
  return SQLITE_OK;
}

int unlock_file(sqlite3_file* file, int level) {
  OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  Node& node = *open.node;
  if (open.level <= level) return SQLITE_OK;
  if (node.exclusive == file) node.exclusive = nullptr;
  if (node.reserved == file) node.reserved = nullptr;
  if (level == SQLITE_LOCK_NONE) --node.readers;
  open.level = level;
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* file, int* out) {
  const OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  *out = open.node->reserved != nullptr ? 1 : 0;
  return SQLITE_OK;
}

/// "PRAGMA synchronous" never reaches SQLite where the disk's fault is that it is NORMAL.
int control_file(sqlite3_file* file, int op, void* argument) {
  if (op != SQLITE_FCNTL_PRAGMA || self(file).disk->fault != DiskFault::synchronous_normal) return SQLITE_NOTFOUND;
  const char* const name = static_cast<char**>(argument)[1];
  const char* const value = static_cast<char**>(argument)[2];
  const bool full = value != nullptr && std::string_view(value) == "FULL";
  return std::string_view(name) == "synchronous" && full ? SQLITE_OK : SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*) { return kSectorBytes; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int shm_map(sqlite3_file* file, int region, int size, int extend, volatile void** out) {
  const OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  auto& regions = open.node->shared.regions;
  const auto wanted = static_cast<std::size_t>(region);
  *out = nullptr;
  if (wanted >= regions.size()) {
    if (extend == 0) return SQLITE_OK;
    while (regions.size() <= wanted) regions.push_back(std::make_unique<std::byte[]>(static_cast<std::size_t>(size)));
  }
  *out = regions[wanted].get();
  return SQLITE_OK;
}

void let_go(OpenFile& open, unsigned mask) {
  SharedMemory& shared = open.node->shared;
  for (unsigned i = 0; i < SQLITE_SHM_NLOCK; ++i) {
    const unsigned bit = 1U << i;
    if ((mask & open.shared_mask & bit) != 0) --shared.readers[i];
    if ((mask & open.exclusive_mask & bit) != 0) shared.writer[i] = false;
  }
  open.shared_mask &= ~mask;
  open.exclusive_mask &= ~mask;
}

int shm_lock(sqlite3_file* file, int at, int count, int flags) {
  OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  SharedMemory& shared = open.node->shared;
  const auto first = static_cast<unsigned>(at);
  const auto end = first + static_cast<unsigned>(count);
  const unsigned mask = (1U << end) - (1U << first);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    let_go(open, mask);
    return SQLITE_OK;
  }
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (unsigned i = first; i < end; ++i) {
    const bool ours = ((open.shared_mask | open.exclusive_mask) & (1U << i)) != 0;
    if (ours) continue;
    if (shared.writer[i] || (exclusive && shared.readers[i] > 0)) return SQLITE_BUSY;
  }
  for (unsigned i = first; i < end; ++i) {
    if (((open.shared_mask | open.exclusive_mask) & (1U << i)) != 0) continue;
    if (exclusive) shared.writer[i] = true;
    if (!exclusive) ++shared.readers[i];
  }
  (exclusive ? open.exclusive_mask : open.shared_mask) |= mask;
  return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); }

int shm_unmap(sqlite3_file* file, int remove) {
  OpenFile& open = self(file);
  const std::lock_guard lock(open.disk->mutex);
  let_go(open, ~0U);
  if (remove != 0) open.node->shared.regions.clear();
  return SQLITE_OK;
}

int close_file(sqlite3_file* file) {
  unlock_file(file, SQLITE_LOCK_NONE);
  self(file).~OpenFile();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {
    2,         close_file,  read_file,      write_file,   truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_reserved, control_file, sector_size,   characteristics, shm_map,
    shm_lock,  shm_barrier, shm_unmap,      nullptr,      nullptr};

DiskState& disk_of(sqlite3_vfs* vfs) { return *static_cast<DiskState*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  DiskState& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  file->pMethods = nullptr;
  std::shared_ptr<Node> node;
  if (name == nullptr) {
    node = disk.new_node();
  } else if (const auto found = disk.names.find(name); found != disk.names.end()) {
    node = found->second;
  } else if ((flags & SQLITE_OPEN_CREATE) == 0) {
    return SQLITE_CANTOPEN;
  } else {
    node = disk.new_node();
    disk.names.emplace(name, node);
    disk.add({Change::create, node->number, 0, {}, name});
    // As SQLite does on Unix: the directory is synchronized with the first sync of a journal.
    node->syncs_directory = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  }
  node->is_log = (flags & SQLITE_OPEN_WAL) != 0;
  new (file) OpenFile{{&kMethods}, &disk, std::move(node), SQLITE_LOCK_NONE, name != nullptr, 0, 0};
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  DiskState& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  const auto found = disk.names.find(name);
  if (found == disk.names.end()) return SQLITE_IOERR_DELETE_NOENT;
  disk.used -= found->second->bytes.size();
  disk.add({Change::remove, found->second->number, 0, {}, name});
  disk.names.erase(found);
  if (sync_directory != 0) disk.add({Change::sync_directory, 0, 0, {}, {}});
  return SQLITE_OK;
}

int find_file(sqlite3_vfs* vfs, const char* name, int, int* out) {
  DiskState& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  const auto found = disk.names.find(name);
  *out = found != disk.names.end() && !found->second->bytes.empty() ? 1 : 0;  // an empty file is none, as on Unix
  return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
  const std::string_view given(name);
  if (given.size() >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::memcpy(out, name, given.size() + 1);
  return SQLITE_OK;
}

/// What every connection runs when it is opened.
int set_normal(sqlite3* connection, const char**, const struct sqlite3_api_routines*) {
  return sqlite3_exec(connection, "PRAGMA synchronous = NORMAL", nullptr, nullptr, nullptr);
}

auto entry_point() { return reinterpret_cast<void (*)()>(set_normal); }

}  // namespace

MemoryDisk::MemoryDisk(std::string name, DiskFault fault) : disk_(std::make_unique<DiskState>()) {
  disk_->name = std::move(name);
  disk_->fault = fault;
  disk_->vfs = *sqlite3_vfs_find(nullptr);  // time, sleep and randomness stay the machine's
  disk_->vfs.szOsFile = static_cast<int>(sizeof(OpenFile));
  disk_->vfs.zName = disk_->name.c_str();
  disk_->vfs.pAppData = disk_.get();
  disk_->vfs.xOpen = open_file;
  disk_->vfs.xDelete = delete_file;
  disk_->vfs.xAccess = find_file;
  disk_->vfs.xFullPathname = full_name;
  disk_->vfs.pNext = nullptr;
  sqlite3_vfs_register(&disk_->vfs, 0);
  if (fault == DiskFault::synchronous_normal) sqlite3_auto_extension(entry_point());
}

MemoryDisk::~MemoryDisk() {
  if (disk_->fault == DiskFault::synchronous_normal) sqlite3_cancel_auto_extension(entry_point());
  sqlite3_vfs_unregister(&disk_->vfs);
}

const std::string& MemoryDisk::name() const noexcept { return disk_->name; }

void MemoryDisk::load(const Image& image) {
  const std::lock_guard lock(disk_->mutex);
  disk_->names.clear();
  disk_->changes.clear();
  disk_->nodes = 0;
  disk_->used = 0;
  disk_->was_full = false;
  for (const auto& [name, bytes] : image) {
    auto node = disk_->new_node();
    node->bytes = bytes;
    disk_->used += bytes.size();
    disk_->names.emplace(name, std::move(node));
  }
}

Image MemoryDisk::files() const {
  const std::lock_guard lock(disk_->mutex);
  Image image;
  for (const auto& [name, node] : disk_->names) image.emplace(name, node->bytes);
  return image;
}

void MemoryDisk::record(bool on) {
  const std::lock_guard lock(disk_->mutex);
  disk_->recording = on;
}

void MemoryDisk::mark(std::uint64_t number) {
  const std::lock_guard lock(disk_->mutex);
  disk_->add({Change::mark, 0, number, {}, {}});
}

std::vector<Change> MemoryDisk::take_changes() {
  const std::lock_guard lock(disk_->mutex);
  return std::exchange(disk_->changes, {});
}

void MemoryDisk::limit(std::uint64_t bytes) {
  const std::lock_guard lock(disk_->mutex);
  disk_->room = bytes;
}

bool MemoryDisk::was_full() const {
  const std::lock_guard lock(disk_->mutex);
  return disk_->was_full;
}

}  // namespace cqrs::vfs
