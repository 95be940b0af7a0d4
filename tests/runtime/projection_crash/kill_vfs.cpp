#include "kill_vfs.hpp"

#include <atomic>
#include <new>

#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

namespace projection_test {
namespace {

/// SQLite allocates it, with room for the real file behind it.
struct KillFile {
  sqlite3_file base;
  sqlite3_file* real;
};

std::uint64_t kill_at = 0;
std::atomic<std::uint64_t> calls = 0;

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<KillFile*>(file)->real; }

[[nodiscard]] bool is_the_last() { return ++calls == kill_at; }

[[noreturn]] void end() {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

int close_file(sqlite3_file* file) {
  return real(file)->pMethods == nullptr ? SQLITE_OK : real(file)->pMethods->xClose(real(file));
}
int read_file(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  return real(file)->pMethods->xRead(real(file), to, bytes, at);
}
int write_file(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  if (!is_the_last()) return real(file)->pMethods->xWrite(real(file), from, bytes, at);
  if (kill_at % 2 == 0) real(file)->pMethods->xWrite(real(file), from, bytes / 2, at);  // torn
  end();
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (is_the_last()) end();
  return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
  if (is_the_last()) end();
  return real(file)->pMethods->xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int lock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int check_lock(sqlite3_file* file, int* out) { return real(file)->pMethods->xCheckReservedLock(real(file), out); }
int control_file(sqlite3_file* file, int op, void* arg) {
  return real(file)->pMethods->xFileControl(real(file), op, arg);
}
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int shm_map(sqlite3_file* file, int page, int size, int extend, volatile void** out) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int shm_lock(sqlite3_file* file, int at, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), at, count, flags);
}
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

const sqlite3_io_methods kMethods = {
    2,         close_file,  read_file,  write_file,   truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_lock, control_file, sector_size,   characteristics, shm_map,
    shm_lock,  shm_barrier, shm_unmap,  nullptr,      nullptr};

sqlite3_vfs* below(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* const opened = new (file) KillFile{};
  opened->real = reinterpret_cast<sqlite3_file*>(opened + 1);
  const int code = below(vfs)->xOpen(below(vfs), name, opened->real, flags, out_flags);
  opened->base.pMethods = code == SQLITE_OK ? &kMethods : nullptr;
  return code;
}
int delete_file(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  if (is_the_last()) end();
  return below(vfs)->xDelete(below(vfs), name, sync_directory);
}

sqlite3_vfs kill_vfs;

}  // namespace

KillVfs::KillVfs(std::uint64_t at) {
  kill_at = at;
  sqlite3_vfs* const real_vfs = sqlite3_vfs_find(nullptr);
  kill_vfs = *real_vfs;  // everything about names, time and randomness stays as it is
  kill_vfs.szOsFile = static_cast<int>(sizeof(KillFile)) + real_vfs->szOsFile;
  kill_vfs.zName = kName;
  kill_vfs.pAppData = real_vfs;
  kill_vfs.xOpen = open_file;
  kill_vfs.xDelete = delete_file;
  kill_vfs.pNext = nullptr;
  sqlite3_vfs_register(&kill_vfs, 0);
}

KillVfs::~KillVfs() { sqlite3_vfs_unregister(&kill_vfs); }

}  // namespace projection_test
