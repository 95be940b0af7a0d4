#include "watched_vfs.hpp"

#include <new>
#include <utility>

namespace cqrs::vfs {
namespace {

/// SQLite allocates it, with room for the real file behind it.
struct WatchedFile {
  sqlite3_file base;
  const WatchedVfs* vfs;
  Role role;
  sqlite3_file* real;
};

WatchedFile& self(sqlite3_file* file) { return *reinterpret_cast<WatchedFile*>(file); }
sqlite3_file* real(sqlite3_file* file) { return self(file).real; }
const sqlite3_io_methods& below(sqlite3_file* file) { return *real(file)->pMethods; }

int ask(sqlite3_file* file, Call call, int bytes = 0) {
  return self(file).vfs->watcher()({call, self(file).role, bytes, {}});
}

int close_file(sqlite3_file* file) { return below(file).xClose(real(file)); }
int read_file(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  if (const int code = ask(file, Call::read, bytes); code != SQLITE_OK) return code;
  return below(file).xRead(real(file), to, bytes, at);
}
int write_file(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  const auto write = [&](int count) { return below(file).xWrite(real(file), from, count, at); };
  const int code = self(file).vfs->watcher()({Call::write, self(file).role, bytes, write});
  return code != SQLITE_OK ? code : write(bytes);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = ask(file, Call::truncate); code != SQLITE_OK) return code;
  return below(file).xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
  if (const int code = ask(file, Call::sync); code != SQLITE_OK) return code;
  return below(file).xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  if (const int code = ask(file, Call::size); code != SQLITE_OK) return code;
  return below(file).xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int level) {
  if (const int code = ask(file, Call::lock); code != SQLITE_OK) return code;
  return below(file).xLock(real(file), level);
}
int unlock_file(sqlite3_file* file, int level) { return below(file).xUnlock(real(file), level); }
int check_lock(sqlite3_file* file, int* out) { return below(file).xCheckReservedLock(real(file), out); }
int control_file(sqlite3_file* file, int op, void* argument) {
  return below(file).xFileControl(real(file), op, argument);
}
int sector_size(sqlite3_file* file) { return below(file).xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return below(file).xDeviceCharacteristics(real(file)); }
int shm_map(sqlite3_file* file, int region, int size, int extend, volatile void** out) {
  if (const int code = ask(file, Call::map); code != SQLITE_OK) return code;
  return below(file).xShmMap(real(file), region, size, extend, out);
}
int shm_lock(sqlite3_file* file, int at, int count, int flags) {
  if ((flags & SQLITE_SHM_LOCK) != 0) {
    if (const int code = ask(file, Call::map_lock); code != SQLITE_OK) return code;
  }
  return below(file).xShmLock(real(file), at, count, flags);
}
void shm_barrier(sqlite3_file* file) { below(file).xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) { return below(file).xShmUnmap(real(file), remove); }

const sqlite3_io_methods kMethods = {
    2,         close_file,  read_file,  write_file,   truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_lock, control_file, sector_size,   characteristics, shm_map,
    shm_lock,  shm_barrier, shm_unmap,  nullptr,      nullptr};

const WatchedVfs& watched(sqlite3_vfs* vfs) { return *static_cast<const WatchedVfs*>(vfs->pAppData); }

Role role_of(int flags) {
  if ((flags & SQLITE_OPEN_WAL) != 0) return Role::log;
  return (flags & SQLITE_OPEN_MAIN_DB) != 0 ? Role::database : Role::other;
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const WatchedVfs& ours = watched(vfs);
  file->pMethods = nullptr;
  if (const int code = ours.watcher()({Call::open, role_of(flags), 0, {}}); code != SQLITE_OK) return code;
  auto* const opened = new (file) WatchedFile{{nullptr}, &ours, role_of(flags), nullptr};
  opened->real = reinterpret_cast<sqlite3_file*>(opened + 1);
  const int code = ours.below()->xOpen(ours.below(), name, opened->real, flags, out_flags);
  if (code == SQLITE_OK) opened->base.pMethods = &kMethods;
  return code;
}
int delete_file(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  const WatchedVfs& ours = watched(vfs);
  if (const int code = ours.watcher()({Call::remove, Role::other, 0, {}}); code != SQLITE_OK) return code;
  return ours.below()->xDelete(ours.below(), name, sync_directory);
}
int find_file(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
  const WatchedVfs& ours = watched(vfs);
  if (const int code = ours.watcher()({Call::look, Role::other, 0, {}}); code != SQLITE_OK) return code;
  return ours.below()->xAccess(ours.below(), name, flags, out);
}
int full_name(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return watched(vfs).below()->xFullPathname(watched(vfs).below(), name, size, out);
}

}  // namespace

WatchedVfs::WatchedVfs(std::string name, Watcher watcher, const std::string& below)
    : name_(std::move(name)),
      watcher_(std::move(watcher)),
      below_(sqlite3_vfs_find(below.empty() ? nullptr : below.c_str())),
      vfs_(*below_) {  // everything about time and randomness stays as it is
  vfs_.szOsFile = static_cast<int>(sizeof(WatchedFile)) + below_->szOsFile;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = open_file;
  vfs_.xDelete = delete_file;
  vfs_.xAccess = find_file;
  vfs_.xFullPathname = full_name;
  vfs_.pNext = nullptr;
  sqlite3_vfs_register(&vfs_, 0);
}

WatchedVfs::~WatchedVfs() { sqlite3_vfs_unregister(&vfs_); }

}  // namespace cqrs::vfs
