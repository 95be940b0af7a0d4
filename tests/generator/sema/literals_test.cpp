#include "sema/literals.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace cqrsc::sema {
namespace {

TEST(Literals, DecimalsKeepWhatWasWritten) {
  const auto ten = parse_decimal("10.00");
  ASSERT_TRUE(ten);
  EXPECT_EQ(model::decimal_text(ten->unscaled, ten->scale), "10.00");
  EXPECT_EQ(ten->scale, 2);
  const auto small = parse_decimal("0.05");
  ASSERT_TRUE(small);
  EXPECT_EQ(model::decimal_text(-small->unscaled, small->scale), "-0.05");
  const auto trimmed = without_trailing_zeros({1000, 3}, 2);
  EXPECT_EQ(trimmed.scale, 2);
  EXPECT_EQ(model::to_text(trimmed.unscaled), "100");
}

TEST(Literals, NumbersHaveAtMost38Digits) {
  const std::string longest(38, '9');
  ASSERT_TRUE(parse_integer(longest));
  EXPECT_EQ(model::to_text(*parse_integer(longest)), longest);
  EXPECT_EQ(model::to_text(*parse_integer("000" + longest)), longest);
  EXPECT_FALSE(parse_integer(longest + "0"));
  EXPECT_FALSE(parse_decimal(longest + ".0"));
  EXPECT_FALSE(scale_up(*parse_integer(longest), 1));
}

TEST(Literals, UuidsHaveOneForm) {
  const auto uuid = parse_uuid("6F1c0000-0000-7000-8000-00000000000a");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(model::uuid_text(*uuid), "6f1c0000-0000-7000-8000-00000000000a");
  for (const char* wrong :
       {"", "6f1c0000", "6f1c0000-0000-7000-8000-00000000000g", "6f1c0000-0000-7000-8000-0000000000000",
        "6f1c00000000-7000-8000-0000-000000000000", "{6f1c0000-0000-7000-8000-00000000000}"})
    EXPECT_FALSE(parse_uuid(wrong)) << wrong;
}

TEST(Literals, InstantsAreNanosecondsSince1970) {
  EXPECT_EQ(parse_instant("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_instant("1970-01-01T00:00:00.000000001Z"), 1);
  EXPECT_EQ(parse_instant("1969-12-31T23:59:59Z"), -1'000'000'000);
  EXPECT_EQ(parse_instant("2026-01-01T09:00:00Z"), 1'767'258'000'000'000'000);
  EXPECT_EQ(parse_instant("2026-01-01T10:00:00+01:00"), 1'767'258'000'000'000'000);
  EXPECT_EQ(parse_instant("2024-02-29T00:00:00Z"), 1'709'164'800'000'000'000);
  for (const char* wrong : {"", "2026-01-01", "2026-01-01T09:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
                            "2026-01-01T24:00:00Z", "2026-01-01T09:00:00.Z", "2026-01-01T09:00:00.0000000001Z",
                            "2026-01-01 09:00:00Z", "9999-01-01T00:00:00Z", "1600-01-01T00:00:00Z"})
    EXPECT_FALSE(parse_instant(wrong)) << wrong;
}

TEST(Literals, DatesAreDaysSince1970) {
  EXPECT_EQ(parse_date("1970-01-01"), 0);
  EXPECT_EQ(parse_date("2000-03-01"), 11017);
  EXPECT_EQ(parse_date("1969-12-31"), -1);
  EXPECT_FALSE(parse_date("2026-04-31"));
  EXPECT_FALSE(parse_date("2026-4-3"));
  EXPECT_FALSE(parse_date("2026-01-01T"));
}

TEST(Literals, Base64HasOneForm) {
  EXPECT_EQ(parse_base64("aGVsbG8="), "hello");
  EXPECT_EQ(parse_base64(""), "");
  EXPECT_EQ(parse_base64("AA=="), std::string(1, '\0'));
  for (const char* wrong : {"a", "aGVsbG8", "aGVsbG9=", "====", "aG=s", "aGVs\n", "AB=="})
    EXPECT_FALSE(parse_base64(wrong)) << wrong;
}

TEST(Literals, DurationsStayInRange) {
  EXPECT_EQ(parse_duration("30", "s"), 30'000'000'000);
  EXPECT_EQ(parse_duration("3", "d"), 259'200'000'000'000);
  EXPECT_EQ(parse_duration("9223372036854775807", "ns"), std::numeric_limits<std::int64_t>::max());
  EXPECT_FALSE(parse_duration("9223372036854775808", "ns"));
  EXPECT_FALSE(parse_duration("106752", "d"));
  EXPECT_FALSE(parse_duration("1", "w"));
}

TEST(Literals, TheExtremesOf128BitsCanBeShown) {
  const model::Int128 least = static_cast<model::Int128>(static_cast<unsigned __int128>(1) << 127);
  EXPECT_EQ(model::to_text(least), "-170141183460469231731687303715884105728");
  EXPECT_EQ(model::to_text(0), "0");
}

}  // namespace
}  // namespace cqrsc::sema
