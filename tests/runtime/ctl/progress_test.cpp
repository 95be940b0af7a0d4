#include "progress.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace cqrs::ctl {
namespace {

TEST(ProgressTest, NumbersAndTimesAreShort) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(duration_text(0.4), "0 s");
  EXPECT_EQ(duration_text(-3), "0 s");
  EXPECT_EQ(duration_text(59.9), "59 s");
  EXPECT_EQ(duration_text(200), "3 min 20 s");
  EXPECT_EQ(duration_text(7'500), "2 h 5 min");
  EXPECT_EQ(duration_text(3 * 86'400), "3 d");
  EXPECT_EQ(progress_text({.done = 52, .left = 48, .per_second = 3'200, .seconds_left = 12.0}),
            "52 %  3,200/s  12 s left");
  EXPECT_EQ(progress_text({}), "100 %");
}

TEST(ProgressTest, IsABarWhereSomebodyLooks) {
  std::ostringstream out;
  std::ostringstream err;
  {
    const Console console{.out = out, .err = err, .width = 40, .terminal = true};
    Progress progress(console, "Total");
    progress.show({.done = 1, .left = 3});
    progress.show({.done = 2, .left = 2, .per_second = 1'000'000, .seconds_left = 3'000.0});
  }
  EXPECT_EQ(err.str(),
            "\rTotal  [#####               ]  25 %    \x1b[K"
            "\rTotal  [##########          ]  50 %  1…\x1b[K\n");
}

TEST(ProgressTest, IsALineForEveryTenthElsewhere) {
  std::ostringstream out;
  std::ostringstream err;
  const Console console{.out = out, .err = err};
  Progress progress(console, "Total");
  for (std::uint64_t done = 0; done <= 40; ++done) progress.show({.done = done, .left = 40 - done});
  EXPECT_EQ(err.str(),
            "Total  0 %\nTotal  10 %\nTotal  20 %\nTotal  30 %\nTotal  40 %\nTotal  50 %\nTotal  60 %\nTotal  70 %\n"
            "Total  80 %\nTotal  90 %\nTotal  100 %\n");
}

}  // namespace
}  // namespace cqrs::ctl
