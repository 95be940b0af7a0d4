#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sim {

/// What one projection may do to another on purpose, so that the checker can be seen to notice.
enum class Mixup {
  none,
  shared_checkpoint,  ///< one takes over the checkpoint of another that is farther
  lost_rows,          ///< inline rows are lost without their checkpoint
};

struct SeveralReport {
  int events = 0;
  int refused = 0;  ///< by inline rows
  int kills = 0;
  int rebuilds = 0;
  int apart = 0;    ///< looks at which followers were at different positions
  int letters = 0;  ///< looks at which one had dead letters
  std::vector<std::string> problems;
};

/// Runs one history of three projections over one log: one that is poisoned now and then and has several workers, a
/// serial one and an inline one, which are not. Databases fail, the program is killed, rows are built anew; all as
/// `seed` says. Whatever happens to one is nothing to the others.
[[nodiscard]] SeveralReport run_several(std::uint64_t seed, Mixup mixup = Mixup::none);

}  // namespace sim
