#pragma once

#include <atomic>
#include <cstdint>

#include <signal.h>
#include <unistd.h>

#include "../vfs/watched_vfs.hpp"

namespace projection_test {

/// A VFS that ends the process by SIGKILL in the middle of its input and output: instead of, or halfway through, the
/// n-th call that changes a file. One a process.
class KillVfs {
 public:
  static constexpr const char* kName = "cqrs-kill";

  /// `at` counts writes, syncs, truncations and deletions from 1; 0: never.
  explicit KillVfs(std::uint64_t at) : at_(at) {}
  KillVfs(const KillVfs&) = delete;
  KillVfs& operator=(const KillVfs&) = delete;
  ~KillVfs() = default;

 private:
  int count(const cqrs::vfs::Operation& operation) {
    using cqrs::vfs::Call;
    const auto call = operation.call;
    const bool changes = call == Call::write || call == Call::sync || call == Call::truncate || call == Call::remove;
    if (!changes || ++calls_ != at_) return SQLITE_OK;
    if (call == Call::write && at_ % 2 == 0) operation.write_some(operation.bytes / 2);  // torn
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }

  std::uint64_t at_;
  std::atomic<std::uint64_t> calls_ = 0;
  cqrs::vfs::WatchedVfs vfs_{kName, [this](const cqrs::vfs::Operation& operation) { return count(operation); }};
};

}  // namespace projection_test
