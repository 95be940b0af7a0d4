#include "counted_calls.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

#include <dlfcn.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

namespace {

std::atomic<std::int64_t> allocations = 0;
std::atomic<std::int64_t> locks = 0;
std::atomic<std::int64_t> clock_reads = 0;
std::atomic<std::int64_t> syncs = 0;

/// What would be called if this program did not come first.
template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

void* counted(void* memory) {
  ++allocations;
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void* allocate(std::size_t size) { return counted(std::malloc(size)); }

void* allocate_aligned(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
// These do not end up in the ones above: with alignment nowhere, and under a sanitizer none of them.
void* operator new(std::size_t size, std::align_val_t alignment) { return allocate_aligned(size, alignment); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

extern "C" {

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  static auto* const lock = next<int(pthread_mutex_t*)>("pthread_mutex_lock");
  ++locks;
  return lock(mutex);
}
int pthread_rwlock_rdlock(pthread_rwlock_t* mutex) noexcept {
  static auto* const lock = next<int(pthread_rwlock_t*)>("pthread_rwlock_rdlock");
  ++locks;
  return lock(mutex);
}
int pthread_rwlock_wrlock(pthread_rwlock_t* mutex) noexcept {
  static auto* const lock = next<int(pthread_rwlock_t*)>("pthread_rwlock_wrlock");
  ++locks;
  return lock(mutex);
}
int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static auto* const read = next<int(clockid_t, timespec*)>("clock_gettime");
  ++clock_reads;
  return read(clock, time);
}
int fdatasync(int file) {
  static auto* const sync = next<int(int)>("fdatasync");
  ++syncs;
  return sync(file);
}
int fsync(int file) {
  static auto* const sync = next<int(int)>("fsync");
  ++syncs;
  return sync(file);
}

}  // extern "C"

namespace hot_path {

Calls calls_so_far() { return {allocations, locks, clock_reads, syncs}; }

Calls operator-(const Calls& later, const Calls& earlier) {
  return {later.allocations - earlier.allocations, later.locks - earlier.locks, later.clock_reads - earlier.clock_reads,
          later.syncs - earlier.syncs};
}

}  // namespace hot_path
