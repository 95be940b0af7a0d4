#pragma once

#include <cstdint>

namespace hot_path {

/// What this process has called, all of its threads together, as long as this is.
struct Calls {
  std::int64_t allocations = 0;  ///< operator new
  std::int64_t locks = 0;        ///< pthread_mutex_lock, and the two kinds of pthread_rwlock
  std::int64_t clock_reads = 0;  ///< clock_gettime
  std::int64_t syncs = 0;        ///< fdatasync and fsync
};

[[nodiscard]] Calls calls_so_far();
[[nodiscard]] Calls operator-(const Calls& later, const Calls& earlier);

}  // namespace hot_path
