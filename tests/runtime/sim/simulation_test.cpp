#include "simulation.hpp"

#include <cstdlib>
#include <iostream>

#include <gmock/gmock.h>

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(Simulation, LosesDoublesAndReordersNothing) {
  const std::uint64_t first = from_environment("CQRS_SIM_SEED", 1);
  const std::uint64_t count = from_environment("CQRS_SIM_SEEDS", 50);
  sim::Report sum;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const auto report = sim::run(seed);
    EXPECT_THAT(report.problems, testing::IsEmpty()) << "seed " << seed;
    sum.accepted += report.accepted;
    sum.rejected += report.rejected;
    sum.failed += report.failed;
    sum.duplicates += report.duplicates;
    sum.rivals += report.rivals;
    sum.snapshots.saved += report.snapshots.saved;
    sum.snapshots.used += report.snapshots.used;
    sum.snapshots.discarded += report.snapshots.discarded;
    sum.snapshots.failed += report.snapshots.failed;
  }
  std::cout << "seeds " << first << " to " << first + count - 1 << ": " << sum.accepted << " accepted, " << sum.rejected
            << " rejected, " << sum.failed << " failed and retried, " << sum.duplicates << " found stored, "
            << sum.rivals << " rivals; snapshots: " << sum.snapshots.saved << " saved, " << sum.snapshots.used
            << " used, " << sum.snapshots.discarded << " discarded, " << sum.snapshots.failed << " failed\n";
  // Below this the faults have not been exercised.
  const auto floor = static_cast<int>(count);
  EXPECT_GT(sum.accepted, 50 * floor);
  EXPECT_GT(sum.rejected, 10 * floor);
  EXPECT_GT(sum.failed, 5 * floor);
  EXPECT_GT(sum.duplicates, 2 * floor);
  EXPECT_GT(sum.rivals, 5 * floor);
  EXPECT_GT(sum.snapshots.saved, 5 * count);
  EXPECT_GT(sum.snapshots.used, 5 * count);
  EXPECT_GT(sum.snapshots.discarded, 2 * count);
  EXPECT_GT(sum.snapshots.failed, 2 * count);
}

TEST(Simulation, IsTheSameEveryTime) {
  const auto once = sim::run(7);
  const auto again = sim::run(7);
  EXPECT_EQ(once.log, again.log);
  EXPECT_EQ(once.accepted, again.accepted);
  EXPECT_NE(once.log, sim::run(8).log);
}

class SeededDefect : public testing::TestWithParam<sim::Defect> {};

TEST_P(SeededDefect, IsNoticed) {
  int noticed = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) noticed += sim::run(seed, GetParam()).problems.empty() ? 0 : 1;
  EXPECT_EQ(noticed, 5);
}

INSTANTIATE_TEST_SUITE_P(Store, SeededDefect,
                         testing::Values(sim::Defect::forgets, sim::Defect::stores_twice, sim::Defect::ignores_expected,
                                         sim::Defect::stale_snapshot));

}  // namespace
