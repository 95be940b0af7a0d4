#include "fault_vfs.hpp"

#include <new>

#include <sqlite3.h>

namespace cqrs::sqlite {
namespace {

/// SQLite allocates it, with room for the real file behind it.
struct FaultFile {
  sqlite3_file base;
  bool is_log;
  bool is_database;
  sqlite3_file* real;
};

FaultFile* self(sqlite3_file* file) { return reinterpret_cast<FaultFile*>(file); }
sqlite3_file* real(sqlite3_file* file) { return self(file)->real; }

int close_file(sqlite3_file* file) {
  return real(file)->pMethods == nullptr ? SQLITE_OK : real(file)->pMethods->xClose(real(file));
}
int read_file(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
  if (const int fault = FaultVfs::file_reads; fault != 0 && (self(file)->is_log || self(file)->is_database))
    return fault;
  return real(file)->pMethods->xRead(real(file), to, bytes, at);
}
int write_file(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
  if (const int fault = FaultVfs::log_writes; fault != 0 && self(file)->is_log) return fault;
  return real(file)->pMethods->xWrite(real(file), from, bytes, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) { return real(file)->pMethods->xTruncate(real(file), size); }
int sync_file(sqlite3_file* file, int flags) {
  if (const int fault = FaultVfs::log_syncs; fault != 0 && self(file)->is_log) return fault;
  if (const int fault = FaultVfs::file_syncs; fault != 0 && self(file)->is_database) return fault;
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
  auto* const fault = new (file) FaultFile{};
  fault->is_log = (flags & SQLITE_OPEN_WAL) != 0;
  fault->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  fault->real = reinterpret_cast<sqlite3_file*>(fault + 1);
  const int code = below(vfs)->xOpen(below(vfs), name, fault->real, flags, out_flags);
  fault->base.pMethods = code == SQLITE_OK ? &kMethods : nullptr;
  return code;
}

sqlite3_vfs fault_vfs;

}  // namespace

FaultVfs::FaultVfs() {
  sqlite3_vfs* const real_vfs = sqlite3_vfs_find(nullptr);
  fault_vfs = *real_vfs;  // everything about names, time and randomness stays as it is
  fault_vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + real_vfs->szOsFile;
  fault_vfs.zName = kName;
  fault_vfs.pAppData = real_vfs;
  fault_vfs.xOpen = open_file;
  fault_vfs.pNext = nullptr;
  sqlite3_vfs_register(&fault_vfs, 0);
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&fault_vfs);
  log_writes = log_syncs = file_syncs = file_reads = 0;
}

}  // namespace cqrs::sqlite
