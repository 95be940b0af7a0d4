#include <limits>
#include <string>

#include <gtest/gtest.h>

#include <cqrs/time.hpp>

namespace cqrs {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

TEST(InstantTest, PrintsTheFewestDigitsThatSayEverything) {
  EXPECT_EQ(to_string(Instant{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_string(Instant{250'000'000}), "1970-01-01T00:00:00.250Z");
  EXPECT_EQ(to_string(Instant{1'000}), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(to_string(Instant{1}), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(to_string(Instant{-1}), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(to_string(Instant{kMost}), "2262-04-11T23:47:16.854775807Z");
  EXPECT_EQ(to_string(Instant{kLeast}), "1677-09-21T00:12:43.145224192Z");
}

TEST(InstantTest, ReadsWhatItPrints) {
  for (const std::int64_t nanoseconds :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1'767'258'000'123'456'789},
        std::int64_t{951'782'400'000'000'000}, std::int64_t{-86'400'000'000'000}, kMost, kLeast}) {
    const auto parsed = Instant::parse(to_string(Instant{nanoseconds}));
    ASSERT_TRUE(parsed) << parsed.error().text;
    EXPECT_EQ(parsed->nanoseconds, nanoseconds);
  }
}

TEST(InstantTest, ReadsOffsetsAndFractions) {
  EXPECT_EQ(Instant::parse("2026-01-01T09:00:00+02:00"), Instant::parse("2026-01-01T07:00:00Z"));
  EXPECT_EQ(Instant::parse("2026-01-01T00:30:00-01:30"), Instant::parse("2026-01-01T02:00:00Z"));
  EXPECT_EQ(Instant::parse("1970-01-01T00:00:00.5Z")->nanoseconds, 500'000'000);
  EXPECT_EQ(Instant::parse("1970-01-01T00:00:00.123456789Z")->nanoseconds, 123'456'789);
  EXPECT_TRUE(Instant::parse("2024-02-29T00:00:00Z"));
}

TEST(InstantTest, RefusesEverythingElse) {
  for (const auto* text : {"",
                           "2026",
                           "2026-01-01",
                           "2026-01-01T09:00:00",
                           "2026-01-01 09:00:00Z",
                           "2026-01-01t09:00:00Z",
                           "2026-01-01T09:00:00z",
                           "2026-13-01T09:00:00Z",
                           "2026-00-01T09:00:00Z",
                           "2026-02-29T09:00:00Z",
                           "2026-01-32T09:00:00Z",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T09:60:00Z",
                           "2026-01-01T09:00:60Z",
                           "2026-01-01T09:00:00.Z",
                           "2026-01-01T09:00:00.1234567890Z",
                           "2026-01-01T09:00:00+24:00",
                           "2026-01-01T09:00:00+0200",
                           "2026-01-01T09:00:00Zx",
                           "2026-01-01T09:00:00+02:00x",
                           "+026-01-01T09:00:00Z",
                           "2026-01-01T-9:00:00Z",
                           "1677-09-21T00:12:43.145224191Z",
                           "2262-04-11T23:47:16.854775808Z",
                           "9999-12-31T23:59:59Z",
                           "0000-01-01T00:00:00Z"}) {
    const auto parsed = Instant::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_argument);
  }
}

TEST(InstantTest, ArithmeticNeverOverflows) {
  EXPECT_EQ(checked_add(Instant{5}, Duration{7}), Instant{12});
  EXPECT_FALSE(checked_add(Instant{kMost}, Duration{1}));
  EXPECT_FALSE(checked_add(Instant{kLeast}, Duration{-1}));
  EXPECT_EQ(checked_subtract(Instant{12}, Instant{7}), Duration{5});
  EXPECT_FALSE(checked_subtract(Instant{kLeast}, Instant{1}));
}

TEST(ClockTest, OfTheSystemIsInThisCentury) {
  const Instant now = system_clock().now();
  EXPECT_GT(now, *Instant::parse("2024-01-01T00:00:00Z"));
  EXPECT_LT(now, *Instant::parse("2100-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace cqrs
