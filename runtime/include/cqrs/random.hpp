#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cqrs {

/// Where randomness comes from. Thread-safe.
class Random {
 public:
  Random() = default;
  Random(const Random&) = delete;
  Random& operator=(const Random&) = delete;
  virtual ~Random() = default;

  /// Fills all of `out`.
  virtual void fill(std::span<std::byte> out) = 0;

  [[nodiscard]] std::uint64_t next();
};

/// The kernel's randomness, fetched in blocks, a block a thread; a child after fork() never repeats what its parent
/// gave out. Lives for ever. Ends the process if the kernel gives none: ids that are not random lose data later.
[[nodiscard]] Random& system_random() noexcept;

}  // namespace cqrs
