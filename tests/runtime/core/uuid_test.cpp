#include <unordered_set>

#include <gtest/gtest.h>

#include <cqrs/uuid.hpp>

namespace cqrs {
namespace {

class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant now) : now_(now) {}
  Instant now() override { return now_; }

 private:
  Instant now_;
};

class FixedRandom final : public Random {
 public:
  explicit FixedRandom(std::uint8_t value) : value_(value) {}
  void fill(std::span<std::byte> out) override {
    for (auto& byte : out) byte = static_cast<std::byte>(value_);
  }

 private:
  std::uint8_t value_;
};

TEST(UuidTest, VersionSevenIsTimeThenRandomness) {
  FixedClock clock(*Instant::parse("2022-02-22T19:22:22Z"));
  FixedRandom ones(0xFF);
  FixedRandom zeros(0x00);
  EXPECT_EQ(to_string(Uuid::make(clock, ones)), "017f22e2-79b0-7fff-bfff-ffffffffffff");
  EXPECT_EQ(to_string(Uuid::make(clock, zeros)), "017f22e2-79b0-7000-8000-000000000000");
}

TEST(UuidTest, LaterOnesSortLater) {
  FixedRandom random(0x55);
  FixedClock early(Instant{1'000'000'000});
  FixedClock late(Instant{1'001'000'000});
  EXPECT_LT(Uuid::make(early, random), Uuid::make(late, random));
}

TEST(UuidTest, NewOnesDiffer) {
  std::unordered_set<Uuid> seen;
  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(seen.insert(Uuid::make()).second);
}

TEST(UuidTest, ReadsWhatItPrints) {
  for (int i = 0; i < 100; ++i) {
    const Uuid uuid = Uuid::make();
    EXPECT_EQ(Uuid::parse(to_string(uuid)), uuid);
  }
  EXPECT_EQ(to_string(*Uuid::parse("6F1C0000-ABCD-7000-8000-00000000000F")), "6f1c0000-abcd-7000-8000-00000000000f");
  static_assert(Uuid::from_text("00000000-0000-0000-0000-000000000000")->is_nil());
}

TEST(UuidTest, RefusesEverythingElse) {
  for (const auto* text : {"", "6f1c0000-0000-7000-8000-00000000000", "6f1c0000-0000-7000-8000-0000000000011",
                           "6f1c00000000700080000000000000001234", "6f1c0000-0000-7000-8000_000000000001",
                           "6f1c0000-0000-7000-8000-00000000000g", "{6f1c0000-0000-7000-8000-0000000001}",
                           " 6f1c0000-0000-7000-8000-00000000001"}) {
    const auto parsed = Uuid::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_argument);
  }
}

}  // namespace
}  // namespace cqrs
