#pragma once

#include <string>

#include <cqrs/expected.hpp>
#include <cqrs/time.hpp>

namespace cqrs::sqlite {

/// The right to be the one writer of a store: a lock on a file beside it, held until this object goes or the process
/// ends, however it ends. The file itself stays; removing it could give two processes a lock each.
class FileLock {
 public:
  /// Waits at most `patience` for whoever has it. Errors: unavailable, naming the process; unauthorized.
  static Result<FileLock> acquire(const std::string& path, Duration patience);

  FileLock() = default;
  FileLock(FileLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock() { release(); }

  void release() noexcept;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace cqrs::sqlite
