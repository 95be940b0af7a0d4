#include <cerrno>
#include <cstdarg>
#include <fstream>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fault.hpp"

namespace cqrs::faults {
namespace {

constexpr int kHalf = -1;  // in the place of an errno: some of it is done

struct Kind {
  const char* name;
  const char* call;  ///< as SQLite's VFS names it
  int error;
};

constexpr Kind kKinds[] = {
    {"open(): EIO", "open", EIO},           {"open(): EINTR", "open", EINTR},
    {"open(): ENOSPC", "open", ENOSPC},     {"pread(): EIO", "pread64", EIO},
    {"pread(): EINTR", "pread64", EINTR},   {"pread(): half of it", "pread64", kHalf},
    {"pwrite(): EIO", "pwrite64", EIO},     {"pwrite(): ENOSPC", "pwrite64", ENOSPC},
    {"pwrite(): EINTR", "pwrite64", EINTR}, {"pwrite(): half of it", "pwrite64", kHalf},
    {"ftruncate(): EIO", "ftruncate", EIO}, {"ftruncate(): EINTR", "ftruncate", EINTR},
    {"fcntl(): EIO", "fcntl", EIO},         {"fstat(): EIO", "fstat", EIO},
    {"mmap(): ENOMEM", "mmap", ENOMEM},     {"unlink(): EIO", "unlink", EIO},
};

int error = 0;  // of the call that strikes

/// True: the call fails, with errno set.
bool fails() {
  if (error == kHalf || !Countdown::strikes()) return false;
  errno = error;
  return true;
}

std::size_t cut(std::size_t bytes) { return error == kHalf && Countdown::strikes() ? (bytes + 1) / 2 : bytes; }

int open_call(const char* path, int flags, int mode) { return fails() ? -1 : ::open(path, flags, mode); }
ssize_t pread_call(int file, void* to, std::size_t bytes, off_t at) {
  return fails() ? -1 : ::pread(file, to, cut(bytes), at);
}
ssize_t pwrite_call(int file, const void* from, std::size_t bytes, off_t at) {
  return fails() ? -1 : ::pwrite(file, from, cut(bytes), at);
}
int ftruncate_call(int file, off_t size) { return fails() ? -1 : ::ftruncate(file, size); }
int fcntl_call(int file, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void* const argument = va_arg(arguments, void*);
  va_end(arguments);
  return fails() ? -1 : ::fcntl(file, command, argument);
}
int fstat_call(int file, struct stat* out) { return fails() ? -1 : ::fstat(file, out); }
void* mmap_call(void* at, std::size_t size, int protection, int flags, int file, off_t offset) {
  return fails() ? MAP_FAILED : ::mmap(at, size, protection, flags, file, offset);
}
int unlink_call(const char* path) { return fails() ? -1 : ::unlink(path); }

sqlite3_syscall_ptr ours(std::string_view call) {
  if (call == "open") return reinterpret_cast<sqlite3_syscall_ptr>(open_call);
  if (call == "pread64") return reinterpret_cast<sqlite3_syscall_ptr>(pread_call);
  if (call == "pwrite64") return reinterpret_cast<sqlite3_syscall_ptr>(pwrite_call);
  if (call == "ftruncate") return reinterpret_cast<sqlite3_syscall_ptr>(ftruncate_call);
  if (call == "fcntl") return reinterpret_cast<sqlite3_syscall_ptr>(fcntl_call);
  if (call == "fstat") return reinterpret_cast<sqlite3_syscall_ptr>(fstat_call);
  if (call == "mmap") return reinterpret_cast<sqlite3_syscall_ptr>(mmap_call);
  return reinterpret_cast<sqlite3_syscall_ptr>(unlink_call);
}

class SystemCallFault final : public Fault {
 public:
  explicit SystemCallFault(const Kind& kind) : Fault(kind.name), kind_(kind) {}

  void begin(const vfs::Image& files, std::uint64_t at) override {
    auto* const vfs = sqlite3_vfs_find(nullptr);
    write_files(files);
    error = kind_.error;
    vfs->xSetSystemCall(vfs, kind_.call, ours(kind_.call));
    Countdown::arm(at);
  }
  void end() override {
    Countdown::disarm();
    auto* const vfs = sqlite3_vfs_find(nullptr);
    vfs->xSetSystemCall(vfs, kind_.call, nullptr);
  }
  [[nodiscard]] bool is_damage() const override { return kind_.error == EIO && kind_.call[0] == 'p'; }
  [[nodiscard]] bool is_silent() const override { return kind_.error == EINTR || kind_.error == kHalf; }

 private:
  Kind kind_;
};

}  // namespace

void write_files(const vfs::Image& files) {
  for (const auto& [name, bytes] : files) {
    std::ofstream out(name, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
}

std::vector<std::unique_ptr<Fault>> system_call_faults() {
  std::vector<std::unique_ptr<Fault>> faults;
  for (const auto& kind : kKinds) faults.push_back(std::make_unique<SystemCallFault>(kind));
  return faults;
}

}  // namespace cqrs::faults
