// After the idea of Cap'n Proto's evolution-test: domains that change at random, by edits that are allowed and edits
// that are not, over twenty releases and more.
//
// - What is allowed compiles, and every event and snapshot of every earlier release reads as the reference says, which
//   knows no layouts: it did to plain data what each edit did to the domain.
// - What is not allowed is refused; the rules that say so are written once more, on plain data (rules.cpp).
// - Sample bytes of every release stay readable; an edited lock file is refused, or heals.
#include <iostream>

#include <gtest/gtest.h>

#include "history.hpp"

namespace evolution {
namespace {

std::uint64_t sum_of(const Report& report, const std::string& beginning) {
  std::uint64_t sum = 0;
  for (const auto& [what, count] : report.counts)
    if (what.starts_with(beginning)) sum += count;
  return sum;
}

std::size_t kinds_of(const Report& report, const std::string& beginning) {
  std::size_t kinds = 0;
  for (const auto& [what, count] : report.counts)
    if (what.starts_with(beginning)) ++kinds;
  return kinds;
}

/// A part of the histories: each is a test of its own, so that they run side by side.
class Evolution : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Evolution, ReadsEverythingThatWasEverStored) {
  constexpr std::uint64_t kHistories = 50;
  const std::uint64_t seed = GetParam();
  Report total;
  for (std::uint64_t i = 0; i < kHistories && total.failures.empty(); ++i) {
    const Report report = run_history(seed + i, {});
    add(total, report);
    if (!report.failures.empty()) std::cout << "seed " << seed + i << "\n";
  }
  std::cout << kHistories << " histories from seed " << seed << ", " << total.counts["releases"] << " releases, "
            << sum_of(total, "allowed: ") << " edits allowed, " << sum_of(total, "refused: ") << " refused, "
            << total.counts["events read"] << " events and " << total.counts["snapshots taken"] << " snapshots read\n";
  for (const std::string& failure : total.failures) ADD_FAILURE() << failure;
  // Fewer than these would show less than is claimed.
  EXPECT_EQ(total.counts["releases"], kHistories * 20);
  EXPECT_GE(sum_of(total, "allowed: "), 1000U);
  EXPECT_GE(kinds_of(total, "allowed: new version"), 20U);
  EXPECT_GE(kinds_of(total, "allowed: retired"), 5U);
  EXPECT_GE(sum_of(total, "refused: "), 500U);
  EXPECT_GE(kinds_of(total, "refused: "), 25U);
  EXPECT_GE(total.counts["events read"], 50'000U);
  EXPECT_GE(total.counts["states folded"], 2'000U);
  EXPECT_GE(total.counts["snapshots taken"], 100U);
  EXPECT_GE(total.counts["snapshots left"], 1'000U);
}

INSTANTIATE_TEST_SUITE_P(Histories, Evolution, testing::Values(1, 1001, 2001, 3001));

/// A seeded defect is found within a few histories, and by what it does.
void expect_found(Defect defect, const std::string& by) {
  constexpr std::uint64_t kHistories = 20;
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
    const Report report = run_history(seed, {.releases = 20, .defect = defect});
    if (report.failures.empty()) continue;
    EXPECT_NE(report.failures.front().find(by), std::string::npos) << report.failures.front();
    return;
  }
  ADD_FAILURE() << "nobody noticed in " << kHistories << " histories";
}

TEST(SeededDefects, ASkippedVersionIsFound) { expect_found(Defect::SkippedVersion, ""); }
TEST(SeededDefects, ASwappedFieldIsFound) { expect_found(Defect::SwappedField, "says something else"); }
TEST(SeededDefects, AReusedNameIsFound) { expect_found(Defect::ReusedName, "retired name used again is accepted"); }
TEST(SeededDefects, ALostLockIsFound) { expect_found(Defect::LostLock, " is accepted, although "); }
TEST(SeededDefects, AStaleSnapshotIsFound) {
  expect_found(Defect::StaleSnapshot, "a snapshot of the same fingerprint");
}
TEST(SeededDefects, HalfAnOutcomeIsFound) { expect_found(Defect::HalfAnOutcome, "and should be"); }

}  // namespace
}  // namespace evolution
