#include <algorithm>

#include <gtest/gtest.h>

#include <cqrs/trace.hpp>

namespace {

using cqrs::TraceContext;

constexpr const char* kExample = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

class Counting final : public cqrs::Random {
 public:
  void fill(std::span<std::byte> out) override {
    std::fill(out.begin(), out.end(), static_cast<std::byte>(calls_++));  // zeros first, which name nothing
  }

 private:
  std::uint8_t calls_ = 0;
};

TEST(TraceContext, IsReadAndWritten) {
  const auto context = TraceContext::parse(kExample);
  ASSERT_TRUE(context);
  EXPECT_EQ(context->trace[0], 0x4b);
  EXPECT_EQ(context->span[7], 0xb7);
  EXPECT_TRUE(context->sampled);
  EXPECT_EQ(to_string(*context), kExample);
}

TEST(TraceContext, ReadsALaterVersionWithWhatItAdds) {
  const auto context = TraceContext::parse("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02-more");
  ASSERT_TRUE(context);
  EXPECT_FALSE(context->sampled);
  EXPECT_EQ(to_string(*context), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
}

TEST(TraceContext, RefusesEverythingElse) {
  for (const char* text : {
           "",
           "00",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
           "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
           "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
           "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
       }) {
    const auto context = TraceContext::parse(text);
    ASSERT_FALSE(context) << text;
    EXPECT_EQ(context.error().code, cqrs::ErrorCode::invalid_argument);
  }
}

TEST(TraceContext, BeginsAndGoesOn) {
  Counting random;
  const TraceContext first = TraceContext::start(random);
  EXPECT_EQ(to_string(first), "00-01010101010101010101010101010101-0202020202020202-01");
  EXPECT_EQ(to_string(first.child(random)), "00-01010101010101010101010101010101-0303030303030303-01");
}

}  // namespace
