#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <cqrs/store.hpp>

#include "operation.hpp"

namespace cqrs::history {

/// An event as somebody was shown it.
struct Sighting {
  std::uint64_t position = 0;
  Uuid event;
};

/// What was found. Complaints are a sentence each; without any, the store has kept its word.
struct Findings {
  std::vector<std::string> complaints;
  std::vector<Sighting> log;       ///< all events, in order
  std::size_t stored_untold = 0;   ///< operations that are there, and nobody was told
  std::size_t missing_untold = 0;  ///< operations that are not there, and nobody was told
};

/// Compares what was asked and answered with what the store holds: what was acknowledged is there once, whole, in order
/// and with the versions and positions of the answer; what was refused is not; nothing else is; versions have no gaps
/// and are those that were expected; an operation that was over before another began stands before it; tenants see
/// their own. Commands are looked up for one operation in `find_every`.
[[nodiscard]] Findings check(Store& store, std::span<const Operation> operations, std::size_t find_every = 1);

/// Sends again what was not answered, and a few that were. All are `stored` or `refused` afterwards; gives complaints.
[[nodiscard]] std::vector<std::string> retry(Store& store, std::span<Operation> operations, std::mt19937_64& random,
                                             std::size_t answered_too);

/// Whether somebody who read as the log grew saw the beginning of the final log, everything once and in its order.
[[nodiscard]] std::vector<std::string> check_reader(std::span<const Sighting> seen, std::span<const Sighting> log);

}  // namespace cqrs::history
