#pragma once

#include <cstdint>

namespace projection_test {

/// A VFS that ends the process by SIGKILL in the middle of its input and output: instead of, or halfway through, the
/// n-th call that changes a file. One a process.
class KillVfs {
 public:
  static constexpr const char* kName = "cqrs-kill";

  /// `at` counts writes, syncs, truncations and deletions from 1; 0: never.
  explicit KillVfs(std::uint64_t at);
  KillVfs(const KillVfs&) = delete;
  KillVfs& operator=(const KillVfs&) = delete;
  ~KillVfs();
};

}  // namespace projection_test
