#include <limits>

#include <gtest/gtest.h>

#include <cqrs/date.hpp>
#include <cqrs/duration.hpp>

namespace {

using cqrs::Date;
using cqrs::Duration;
using cqrs::Instant;

TEST(Date, TextIsStrict) {
  for (const char* good : {"0001-01-01", "1969-12-31", "1970-01-01", "2000-02-29", "2026-11-21", "9999-12-31"}) {
    const auto date = Date::parse(good);
    ASSERT_TRUE(date) << good;
    EXPECT_EQ(to_string(*date), good);
    EXPECT_TRUE(date->is_valid());
  }
  EXPECT_EQ(Date::parse("1970-01-02")->days, 1);
  EXPECT_EQ(Date::parse("0001-01-01")->days, Date::kFirst);
  EXPECT_EQ(Date::parse("9999-12-31")->days, Date::kLast);
  for (const char* bad : {"", "2026-2-01", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00",
                          "2026-01-32", "0000-01-01", "2026/01/01", "2026-01-01 ", "+026-01-01", "10000-01-01"}) {
    EXPECT_FALSE(Date::parse(bad)) << bad;
  }
}

TEST(Date, OfAnInstantIsTheDayInUtc) {
  EXPECT_EQ(to_string(cqrs::date_of(Instant{-1})), "1969-12-31");
  EXPECT_EQ(to_string(cqrs::date_of(Instant{0})), "1970-01-01");
  EXPECT_EQ(to_string(cqrs::date_of(*Instant::parse("2026-01-01T00:30:00+01:00"))), "2025-12-31");
  EXPECT_EQ(to_string(cqrs::date_of(Instant{std::numeric_limits<std::int64_t>::min()})), "1677-09-21");
}

TEST(Duration, TextIsOneADuration) {
  const std::pair<Duration, const char*> cases[] = {
      {Duration{0}, "PT0S"},
      {Duration{1}, "PT0.000000001S"},
      {std::chrono::milliseconds(-250), "-PT0.25S"},
      {std::chrono::seconds(90), "PT90S"},
      {Duration::max(), "PT9223372036.854775807S"},
      {Duration::min(), "-PT9223372036.854775808S"},
  };
  for (const auto& [duration, text] : cases) {
    EXPECT_EQ(cqrs::duration_text(duration), text);
    EXPECT_EQ(cqrs::parse_duration(text).value(), duration);
  }
  for (const char* bad : {"", "PT", "PTS", "90", "90S", "P90S", "PT1M", "PT-1S", "--PT1S", "PT1.S", "PT.5S", "PT01S",
                          "PT1.0000000001S", "PT9223372036.854775808S", "pt1s", "-"}) {
    EXPECT_FALSE(cqrs::parse_duration(bad)) << bad;
  }
}

}  // namespace
