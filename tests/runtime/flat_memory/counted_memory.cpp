#include "counted_memory.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#include <malloc.h>
#include <sqlite3.h>

namespace {

std::atomic<std::int64_t> held = 0;
std::atomic<std::int64_t> most = 0;
std::int64_t held_at_begin = 0;
std::int64_t sqlite_at_begin = 0;

void* counted(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  const auto now = held += static_cast<std::int64_t>(malloc_usable_size(memory));
  for (auto known = most.load(); now > known && !most.compare_exchange_weak(known, now);) {
  }
  return memory;
}

void* allocate(std::size_t size) { return counted(std::malloc(size)); }

void* allocate_aligned(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}

void release(void* memory) noexcept {
  if (memory != nullptr) held -= static_cast<std::int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
// These do not end up in the ones above: with alignment nowhere, and under a sanitizer none of them.
void* operator new(std::size_t size, std::align_val_t alignment) { return allocate_aligned(size, alignment); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { release(memory); }

namespace flat_memory {

void Peak::begin() {
  held_at_begin = held;
  most = held.load();
  sqlite_at_begin = sqlite3_memory_used();
  sqlite3_memory_highwater(1);
}

std::int64_t Peak::bytes() { return most - held_at_begin + sqlite3_memory_highwater(0) - sqlite_at_begin; }

}  // namespace flat_memory
