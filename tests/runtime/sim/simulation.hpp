#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <cqrs/executor.hpp>

#include "faulty_store.hpp"

namespace sim {

struct Report {
  int accepted = 0;
  int rejected = 0;
  int failed = 0;
  int duplicates = 0;
  int rivals = 0;
  cqrs::SnapshotCounts snapshots;
  std::uint64_t log = 0;              ///< a hash of everything stored
  std::vector<std::string> problems;  ///< what must never be
};

/// Runs one history: a few accounts, two applications on one store that fails, everything as `seed` says.
[[nodiscard]] Report run(std::uint64_t seed, Defect defect = Defect::none);

}  // namespace sim
