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

void* allocate(std::size_t size) {
  void* const memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  const auto now = held += static_cast<std::int64_t>(malloc_usable_size(memory));
  for (auto known = most.load(); now > known && !most.compare_exchange_weak(known, now);) {
  }
  return memory;
}

void release(void* memory) noexcept {
  if (memory != nullptr) held -= static_cast<std::int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
// Under a sanitizer this is its own where it is not ours, and does not end up in the ones above.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }

namespace flat_memory {

void Peak::begin() {
  held_at_begin = held;
  most = held.load();
  sqlite_at_begin = sqlite3_memory_used();
  sqlite3_memory_highwater(1);
}

std::int64_t Peak::bytes() { return most - held_at_begin + sqlite3_memory_highwater(0) - sqlite_at_begin; }

}  // namespace flat_memory
