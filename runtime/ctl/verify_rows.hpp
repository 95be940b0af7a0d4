#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <cqrs/ctl.hpp>
#include <cqrs/store.hpp>

#include "findings.hpp"

namespace cqrs::ctl {

/// What was looked at of one projection.
struct RowFigures {
  std::string projection;
  std::uint64_t rows = 0;
  std::uint64_t events = 0;     ///< that its rows come from
  std::uint64_t waiting = 0;    ///< dead letters, which the rows do not show yet
  std::uint64_t discarded = 0;  ///< rows that differ because somebody gave up on events of theirs
  std::string not_compared;     ///< why; empty: they were
};

/// Builds the rows of every projection anew, in memory, from the events up to the position that its tables show, and
/// compares: row by row, column by column. What waits as a dead letter is left out on both sides.
[[nodiscard]] Result<std::vector<RowFigures>> verify_rows(Store& store, const Domain& domain, Findings& findings);

}  // namespace cqrs::ctl
