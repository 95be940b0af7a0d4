#include <string>

#include <gtest/gtest.h>

#include <cqrs/hash.hpp>

namespace cqrs {
namespace {

// Fixed for ever: stored checksums are these. The values are those of the reference implementation, xxhsum 0.8.
TEST(HashTest, IsXxh3) {
  EXPECT_EQ(hash64(as_bytes("")), 0x2D06800538D394C2U);
  EXPECT_EQ(hash64(as_bytes("abc")), 0x78AF5F94892F3950U);
}

TEST(HashTest, OfTheSeedToo) { EXPECT_NE(hash64(as_bytes("abc"), 1), hash64(as_bytes("abc"), 2)); }

TEST(HashTest, Of128BitsIsCanonical) {
  const Hash128 empty = hash128(as_bytes(""));
  const std::array<std::uint8_t, 16> expected = {0x99, 0xaa, 0x06, 0xd3, 0x01, 0x47, 0x98, 0xd8,
                                                 0x60, 0x01, 0xc3, 0x24, 0x46, 0x8d, 0x49, 0x7f};
  EXPECT_EQ(empty.bytes, expected);
}

TEST(HashTest, ChangesWithEveryBit) {
  std::string text(100, 'x');
  const auto whole = hash64(as_bytes(text));
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_NE(static_cast<std::uint32_t>(hash64(as_bytes(text))), static_cast<std::uint32_t>(whole));
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
  }
}

}  // namespace
}  // namespace cqrs
