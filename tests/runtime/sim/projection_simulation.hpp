#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "faulty_rows.hpp"

namespace sim {

struct ProjectionReport {
  int events = 0;
  int steps = 0;
  int faults = 0;
  int restarts = 0;
  int rebuilds = 0;
  int letters = 0;                    ///< seen waiting
  std::uint64_t rows = 0;             ///< a hash of what was shown at the end
  std::vector<std::string> problems;  ///< what must never be
};

/// Runs one history of a projection: events, some poisoned, a database that fails, restarts with other code and other
/// numbers of workers, rebuilds, retries, pauses; all as `seed` says. Whatever happens, what is shown holds each event
/// up to its position once, in order, or has a dead letter for it.
[[nodiscard]] ProjectionReport run_projection(std::uint64_t seed, RowDefect defect = RowDefect::none);

}  // namespace sim
