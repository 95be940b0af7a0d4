#include "aggregate/command_result.hpp"

#include <gtest/gtest.h>

namespace cqrs::aggregate {
namespace {

TEST(CommandResult, IsReadAsItWasWritten) {
  for (const std::uint32_t events : {0U, 1U, 255U, 256U, 0xFFFF'FFFFU}) {
    EXPECT_EQ(decode_command_result(encode_command_result(events)), events);
  }
}

TEST(CommandResult, IsStoredForEver) {
  const Buffer stored{std::byte{1}, std::byte{2}, std::byte{1}, std::byte{0}, std::byte{0}};
  EXPECT_EQ(encode_command_result(258), stored);
}

TEST(CommandResult, OtherBytesAreNone) {
  EXPECT_FALSE(decode_command_result({}));
  EXPECT_FALSE(decode_command_result(Buffer(4, std::byte{1})));
  EXPECT_FALSE(decode_command_result(Buffer(6, std::byte{1})));
  EXPECT_FALSE(decode_command_result(Buffer(5, std::byte{2}))) << "of a newer format";
}

}  // namespace
}  // namespace cqrs::aggregate
