#include "rows/file_lock.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace cqrs::sqlite {
namespace {

constexpr auto kPause = std::chrono::milliseconds(10);

std::string system_text(int error) { return std::generic_category().message(error); }

/// Who wrote its number into the file, in words.
std::string holder(int descriptor) {
  std::array<char, 24> text{};
  const ssize_t got = pread(descriptor, text.data(), text.size() - 1, 0);
  const std::string number(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  if (number.empty() || !std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; })) {
    return "another process";
  }
  return number == std::to_string(getpid()) ? "this process itself" : "process " + number;
}

void write_holder(int descriptor) {
  // Only for the message of whoever is kept out: when it cannot be written, the lock is as good without it.
  const std::string number = std::to_string(getpid());
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, number.data(), number.size(), 0) < 0) errno = 0;
}

}  // namespace

Result<FileLock> FileLock::acquire(const std::string& path, Duration patience) {
  FileLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (lock.descriptor_ < 0) {
    const int error = errno;
    const auto code = error == ENOSPC || error == EDQUOT ? ErrorCode::storage_full : ErrorCode::unauthorized;
    return fail(code, "the lock file " + path + " cannot be opened: " + system_text(error) +
                          "; who writes the store needs to write in its directory");
  }
  const auto begin = std::chrono::steady_clock::now();
  while (flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    if (error == EINTR) continue;
    if (error != EWOULDBLOCK) {
      return fail(ErrorCode::unavailable, "the file " + path + " cannot be locked: " + system_text(error));
    }
    if (std::chrono::steady_clock::now() - begin >= patience) {
      return fail(ErrorCode::unavailable, "the store is being written by " + holder(lock.descriptor_) +
                                              ", which holds " + path +
                                              "; stop it first, open the store read-only, or let wait_for_writer wait");
    }
    std::this_thread::sleep_for(kPause);
  }
  write_holder(lock.descriptor_);
  return lock;
}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  release();
  descriptor_ = std::exchange(other.descriptor_, -1);
  return *this;
}

void FileLock::release() noexcept {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

}  // namespace cqrs::sqlite
