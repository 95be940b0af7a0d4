#pragma once

#include <functional>
#include <string>
#include <vector>

#include "table.hpp"

// For what Google Benchmark does not measure well: work of many threads, and work that waits for a disk.

namespace bench {

/// Something to measure: each call gives what a unit of it took, in nanoseconds.
struct Contender {
  std::string name;
  std::function<double()> measure;
};

/// Measures all of them in rounds, each once a round and in random order, so that what disturbs the machine disturbs
/// them alike. The figures are in the order of the contenders.
[[nodiscard]] std::vector<Figure> take_turns(const std::vector<Contender>& contenders);

/// Nanoseconds on the wall, and of this process's processors, since some moment.
[[nodiscard]] double wall_time();
[[nodiscard]] double processor_time();

}  // namespace bench
