#include "projection_simulation.hpp"

#include <cstdlib>
#include <iostream>

#include <gmock/gmock.h>

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(ProjectionSimulation, HoldsEachEventOnceOrADeadLetterForIt) {
  const std::uint64_t first = from_environment("CQRS_SIM_SEED", 1);
  const std::uint64_t count = from_environment("CQRS_SIM_SEEDS", 20);
  sim::ProjectionReport sum;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const auto report = sim::run_projection(seed);
    EXPECT_THAT(report.problems, testing::IsEmpty()) << "seed " << seed;
    sum.events += report.events;
    sum.steps += report.steps;
    sum.faults += report.faults;
    sum.restarts += report.restarts;
    sum.rebuilds += report.rebuilds;
    sum.letters += report.letters;
  }
  std::cout << "seeds " << first << " to " << first + count - 1 << ": " << sum.events << " events, " << sum.steps
            << " steps, " << sum.faults << " faults, " << sum.restarts << " restarts, " << sum.rebuilds
            << " rebuilds, dead letters seen " << sum.letters << " times\n";
  // Below this the faults have not been exercised.
  const auto floor = static_cast<int>(count);
  EXPECT_GT(sum.events, 50 * floor);
  EXPECT_GT(sum.steps, 20 * floor);
  EXPECT_GT(sum.faults, 5 * floor);
  EXPECT_GT(sum.restarts, 5 * floor);
  EXPECT_GT(sum.rebuilds, 5 * floor);
  EXPECT_GT(sum.letters, 20 * floor);
}

TEST(ProjectionSimulation, IsTheSameEveryTime) {
  const auto once = sim::run_projection(7);
  const auto again = sim::run_projection(7);
  EXPECT_EQ(once.rows, again.rows);
  EXPECT_EQ(once.faults, again.faults);
  EXPECT_NE(once.rows, sim::run_projection(8).rows);
}

class SeededRowDefect : public testing::TestWithParam<sim::RowDefect> {};

TEST_P(SeededRowDefect, IsNoticed) {
  int noticed = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    noticed += sim::run_projection(seed, GetParam()).problems.empty() ? 0 : 1;
  }
  EXPECT_EQ(noticed, 5);
}

INSTANTIATE_TEST_SUITE_P(Rows, SeededRowDefect,
                         testing::Values(sim::RowDefect::checkpoint_first, sim::RowDefect::rows_first,
                                         sim::RowDefect::letter_skipped, sim::RowDefect::shown_early));

}  // namespace
