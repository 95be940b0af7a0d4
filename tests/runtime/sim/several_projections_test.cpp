#include "several_projections.hpp"

#include <cstdlib>
#include <iostream>

#include <gmock/gmock.h>

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(SeveralProjections, AreNothingToEachOther) {
  const std::uint64_t first = from_environment("CQRS_SIM_SEED", 1);
  const std::uint64_t count = from_environment("CQRS_SIM_SEEDS", 20);
  sim::SeveralReport sum;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const auto report = sim::run_several(seed);
    EXPECT_THAT(report.problems, testing::IsEmpty()) << "seed " << seed;
    sum.events += report.events;
    sum.refused += report.refused;
    sum.kills += report.kills;
    sum.rebuilds += report.rebuilds;
    sum.apart += report.apart;
    sum.letters += report.letters;
  }
  std::cout << "seeds " << first << " to " << first + count - 1 << ": " << sum.events << " events, " << sum.refused
            << " refused, " << sum.kills << " kills, " << sum.rebuilds << " rebuilds, apart " << sum.apart
            << " times, dead letters seen " << sum.letters << " times\n";
  // Below this the three have not been told apart.
  const auto floor = static_cast<int>(count);
  EXPECT_GT(sum.refused, floor);
  EXPECT_GT(sum.kills, 5 * floor);
  EXPECT_GT(sum.rebuilds, 5 * floor);
  EXPECT_GT(sum.apart, 20 * floor);
  EXPECT_GT(sum.letters, 20 * floor);
}

class SeededMixups : public testing::TestWithParam<sim::Mixup> {};

TEST_P(SeededMixups, AreNoticed) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    if (!sim::run_several(seed, GetParam()).problems.empty()) return;
  }
  FAIL() << "twenty histories with this defect, and nothing was noticed";
}

INSTANTIATE_TEST_SUITE_P(EachOne, SeededMixups, testing::Values(sim::Mixup::shared_checkpoint, sim::Mixup::lost_rows));

}  // namespace
