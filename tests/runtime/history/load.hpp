#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "defective_store.hpp"
#include "operation.hpp"

namespace cqrs::history {

struct Load {
  std::uint32_t writers = 16;
  std::uint32_t readers = 2;
  std::size_t operations = 20'000;
  std::uint64_t seed = 1;
};

struct Report {
  std::vector<std::string> complaints;
  std::size_t operations = 0;
  std::size_t conflicts = 0;
  std::size_t events = 0;
  std::uint64_t unanswered = 0;
  std::size_t seen = 0;  ///< events, by readers
};

/// Many streams: writers append, with and without expectations, by clocks that jump, and send again what was not
/// answered; readers follow the log. Then everything is checked.
[[nodiscard]] Report run_load(Store& beneath, Defect defect, const Load& load);

/// One stream: in each round all writers want to write the next version, and one may.
[[nodiscard]] Report run_race(Store& beneath, std::uint32_t writers, std::size_t rounds);

}  // namespace cqrs::history
