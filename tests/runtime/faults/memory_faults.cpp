#include <cstdlib>
#include <new>

#include <sqlite3.h>

#include "fault.hpp"

namespace cqrs::faults {
namespace {

enum class Heap : std::uint8_t { none, sqlite, cpp };

std::atomic<Heap> failing = Heap::none;

sqlite3_mem_methods real;

void* allocate(int bytes) { return failing == Heap::sqlite && Countdown::strikes() ? nullptr : real.xMalloc(bytes); }
void* reallocate(void* block, int bytes) {
  return failing == Heap::sqlite && Countdown::strikes() ? nullptr : real.xRealloc(block, bytes);
}

class SqliteHeapFault final : public Fault {
 public:
  SqliteHeapFault() : Fault("an allocation of SQLite's"), disk_("cqrs-faults-heap") {}

  [[nodiscard]] std::string vfs() const override { return disk_.name(); }
  void begin(const vfs::Image& files, std::uint64_t at) override {
    disk_.load(files);
    failing = Heap::sqlite;
    Countdown::arm(at);
  }
  void end() override {
    Countdown::disarm();
    failing = Heap::none;
  }

 private:
  vfs::MemoryDisk disk_;
};

/// On the machine's own files: a disk in memory would be struck too, and exceptions cannot pass through SQLite.
class CppHeapFault final : public Fault {
 public:
  CppHeapFault() : Fault("an allocation of C++") {}

  void begin(const vfs::Image& files, std::uint64_t at) override {
    write_files(files);
    failing = Heap::cpp;
    Countdown::arm(at);
  }
  void end() override {
    Countdown::disarm();
    failing = Heap::none;
  }
};

}  // namespace

void watch_sqlite_memory() {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
  sqlite3_mem_methods counted = real;
  counted.xMalloc = allocate;
  counted.xRealloc = reallocate;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &counted);
}

std::vector<std::unique_ptr<Fault>> memory_faults() {
  std::vector<std::unique_ptr<Fault>> faults;
  faults.push_back(std::make_unique<SqliteHeapFault>());
  faults.push_back(std::make_unique<CppHeapFault>());
  return faults;
}

}  // namespace cqrs::faults

namespace {

void fail_cpp() {
  using namespace cqrs::faults;
  if (failing == Heap::cpp && in_store && Countdown::strikes()) throw std::bad_alloc();
}

void* allocate_cpp(std::size_t bytes) {
  fail_cpp();
  if (void* const block = std::malloc(bytes == 0 ? 1 : bytes)) return block;
  throw std::bad_alloc();
}

void* allocate_aligned(std::size_t bytes, std::align_val_t alignment) {
  fail_cpp();
  const auto unit = static_cast<std::size_t>(alignment);
  if (void* const block = std::aligned_alloc(unit, (bytes + unit - 1) / unit * unit)) return block;
  throw std::bad_alloc();
}

void* allocate_or_null(std::size_t bytes) noexcept {
  try {
    return allocate_cpp(bytes);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

}  // namespace

void* operator new(std::size_t bytes) { return allocate_cpp(bytes); }
void* operator new[](std::size_t bytes) { return allocate_cpp(bytes); }
// These do not end up in the ones above: with alignment nowhere, and under a sanitizer none of them.
void* operator new(std::size_t bytes, std::align_val_t alignment) { return allocate_aligned(bytes, alignment); }
void operator delete(void* block, std::align_val_t) noexcept { std::free(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { std::free(block); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return allocate_or_null(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return allocate_or_null(bytes); }
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { std::free(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { std::free(block); }
