#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cqrs/arbitrary.hpp>
#include <cqrs/codec_properties.hpp>

#include "everything_views.hpp"

namespace {

using namespace everything;

template <class X>
class Codec : public testing::Test {};
using Records =
    testing::Types<Empty, Point, Address, Scalars, Nested, Optionals, Times, Lists, FlatLists, Collections, Choices>;
static_assert(cqrs::layout::is_flat<FlatLists>() && !cqrs::layout::is_flat<Lists>());
TYPED_TEST_SUITE(Codec, Records);

TYPED_TEST(Codec, HoldsForArbitraryValues) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const auto size = *rc::gen::inRange<std::uint32_t>(0, 4);
    cqrs::Arbitrary arbitrary(seed, size);
    const auto violation = cqrs::codec_violation(arbitrary.make<TypeParam>());
    if (!violation.empty()) RC_FAIL(violation);
  }));
}

/// Bytes that look like something, so that they get past the first check now and then.
cqrs::Buffer plausible_bytes(cqrs::Arbitrary& arbitrary, std::size_t size) {
  cqrs::Buffer bytes(size);
  for (auto& byte : bytes) {
    const auto kind = arbitrary.below(8);
    byte = kind < 5   ? std::byte{0}
           : kind < 7 ? static_cast<std::byte>(arbitrary.below(20))
                      : static_cast<std::byte>(arbitrary.bits());
  }
  return bytes;
}

TYPED_TEST(Codec, AcceptsOnlyEncodings) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    cqrs::Arbitrary arbitrary(seed, 2);
    // A value's bytes with some of them replaced, removed or doubled.
    cqrs::Buffer bytes = cqrs::encode(arbitrary.make<TypeParam>()).value();
    for (std::uint64_t i = arbitrary.below(4); i > 0 && !bytes.empty(); --i) {
      const auto at = static_cast<std::ptrdiff_t>(arbitrary.below(bytes.size()));
      switch (arbitrary.below(3)) {
        case 0: bytes[static_cast<std::size_t>(at)] = static_cast<std::byte>(arbitrary.below(6)); break;
        case 1: bytes.erase(bytes.begin() + at); break;
        default: bytes.insert(bytes.begin() + at, static_cast<std::byte>(arbitrary.below(3)));
      }
    }
    if (arbitrary.below(4) == 0) bytes = plausible_bytes(arbitrary, static_cast<std::size_t>(arbitrary.below(200)));
    bool agree = false;
    (void)cqrs::properties::accepts<TypeParam>(bytes, agree);
    RC_ASSERT(agree);
    const auto decoded = cqrs::decode<TypeParam>(bytes);
    if (!decoded) return;
    RC_ASSERT(cqrs::encode(*decoded).value() == bytes);
  }));
}

TEST(CodecProperties, SeesACodecThatIsWrong) {
  // Text that is not UTF-8 cannot be written: the checker must say so.
  const Address wrong{.street = "\xff"};
  EXPECT_NE(cqrs::codec_violation(wrong), "");
  EXPECT_EQ(cqrs::codec_violation(Address{.street = "fine"}), "");
}

TEST(ArbitraryValues, AreTheSameForASeed) {
  cqrs::Arbitrary a(7);
  cqrs::Arbitrary b(7);
  EXPECT_EQ(cqrs::to_text(a.make<Lists>()), cqrs::to_text(b.make<Lists>()));
  // The first number of SplitMix64 for the seed 0, as published.
  EXPECT_EQ(cqrs::Arbitrary(0).bits(), 0xe220a8397b1dcdafULL);
}

}  // namespace
