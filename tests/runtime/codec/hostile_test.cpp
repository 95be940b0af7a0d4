#include <gtest/gtest.h>

#include <cqrs/codec.hpp>

#include "bytes_of.hpp"
#include "everything_views.hpp"

// Bytes that are no encoding of anything: refused, by name, without undefined behaviour.

namespace {

using namespace everything;

template <class X>
std::string error_of(const cqrs::Buffer& bytes) {
  const auto valid = cqrs::validate<X>(bytes);
  if (valid) return "accepted";
  EXPECT_EQ(valid.error().code, cqrs::ErrorCode::corruption);
  return valid.error().text;
}

template <class X>
cqrs::Buffer good(const X& x = {}) {
  return cqrs::encode(x).value();
}

cqrs::Buffer with(cqrs::Buffer bytes, std::size_t at, int value) {
  bytes.at(at) = static_cast<std::byte>(value);
  return bytes;
}

/// A Lists whose only list that is not empty, the one with the given index, has these bytes.
cqrs::Buffer list_bytes(std::size_t index, const cqrs::Buffer& content) {
  cqrs::Buffer bytes(15 * 4);
  for (std::size_t i = index; i < 15; ++i) {
    cqrs::layout::store(bytes.data() + 4 * i, static_cast<std::uint32_t>(content.size()));
  }
  bytes.insert(bytes.end(), content.begin(), content.end());
  return bytes;
}

TEST(Hostile, SizesThatDoNotFit) {
  EXPECT_EQ(error_of<Scalars>({}), "the bytes end too early");
  EXPECT_EQ(error_of<Empty>(bytes_of({0})), "the ends of its parts do not fit its size");
  EXPECT_EQ(error_of<Point>(cqrs::Buffer(8)), "the ends of its parts do not fit its size");
  EXPECT_EQ(error_of<Address>(with(good<Address>(), 5, 1)), "the ends of its parts do not fit its size");
  EXPECT_EQ(error_of<Address>(with(good<Address>(), 12, 0x80)), "the ends of its parts do not fit its size");
}

TEST(Hostile, EndsThatFall) {
  cqrs::Buffer bytes = good(Address{.street = "ab", .town = "cd", .zip = 0});
  EXPECT_EQ(error_of<Address>(with(bytes, 5, 5)), "the ends of its parts do not fit its size");
}

TEST(Hostile, ScalarsThatAreNoValues) {
  EXPECT_EQ(error_of<Scalars>(with(good<Scalars>(), 0, 2)), "flag: the bytes are no value of its type");
  EXPECT_EQ(error_of<Scalars>(with(good<Scalars>(), 50, 0x7f)), "money: the bytes are no value of its type");
  EXPECT_EQ(error_of<Scalars>(with(good<Scalars>(), 66, 0x7f)), "large: the bytes are no value of its type");
  EXPECT_EQ(error_of<Scalars>(with(with(good<Scalars>(), 42, 0xff), 41, 0xff)),
            "f64: the bytes are no value of its type");
}

TEST(Hostile, DaysOutsideTheCalendar) {
  EXPECT_EQ(error_of<Times>(with(good<Times>(), 4, 0x7f)), "date: the bytes are no value of its type");
  EXPECT_EQ(error_of<Times>(with(with(good<Times>(), 0, 1), 16, 0x80)),
            "maybe_date: the bytes are no value of its type");
}

TEST(Hostile, PresenceBits) {
  EXPECT_EQ(error_of<Point>(with(good<Point>(), 0, 2)), "unused presence bits are set");
  EXPECT_EQ(error_of<Point>(with(good<Point>(), 3, 1)), "y: it is absent and not zero");
  EXPECT_EQ(error_of<Optionals>(with(good<Optionals>(), 1, 2)), "unused presence bits are set");
  EXPECT_EQ(error_of<Nested>(with(good<Nested>(), 0, 0x80)), "point: unused presence bits are set");
  const auto town = good(Address{.street = "", .town = "t", .zip = 0});
  EXPECT_EQ(error_of<Address>(with(town, 0, 0)), "town: it is absent and not empty");
}

TEST(Hostile, AnOptionalValueWithEndsThatIsCut) {
  EXPECT_EQ(error_of<Optionals>(with(good<Optionals>(), 0, 0x80)), "address: the bytes end too early");
}

TEST(Hostile, Text) {
  const auto bytes = good(Address{.street = "ab", .town = "\xc3\xa9", .zip = 0});
  EXPECT_EQ(error_of<Address>(with(bytes, 13, 0xff)), "street: the text is not UTF-8");
  EXPECT_EQ(error_of<Address>(with(bytes, 16, 'x')), "town: the text is not UTF-8");
  // Two texts that are UTF-8 only when read as one.
  EXPECT_EQ(error_of<Address>(with(bytes, 5, 3)), "street: the text is not UTF-8");
}

TEST(Hostile, ListSizes) {
  EXPECT_EQ(error_of<Lists>(list_bytes(1, cqrs::Buffer(6))),
            "numbers: the list's size is no multiple of its elements'");
  EXPECT_EQ(error_of<Lists>(list_bytes(2, cqrs::Buffer(3))), "texts: the list ends before its count");
  EXPECT_EQ(error_of<Lists>(list_bytes(2, cqrs::Buffer(4))), "texts: an empty list takes no bytes");
  EXPECT_EQ(error_of<Lists>(list_bytes(2, bytes_of({1, 0, 0, 0}))), "texts: the list has no room for its elements");
  EXPECT_EQ(error_of<Lists>(list_bytes(2, bytes_of({0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}))),
            "texts: the list has no room for its elements");
  EXPECT_EQ(error_of<Lists>(list_bytes(2, bytes_of({1, 0, 0, 0, 9, 0, 0, 0}))),
            "texts: the ends of its elements do not fit its size");
}

TEST(Hostile, Elements) {
  EXPECT_EQ(error_of<Lists>(list_bytes(0, bytes_of({0, 1, 2}))), "flags[2]: the bytes are no value of its type");
  EXPECT_EQ(error_of<Lists>(list_bytes(2, bytes_of({1, 0, 0, 0, 1, 0, 0, 0, 0xff}))),
            "texts[0]: the text is not UTF-8");
  EXPECT_EQ(error_of<Lists>(list_bytes(7, bytes_of({0, 1}))), "empties: elements without fields are not zero");
  EXPECT_EQ(error_of<Lists>(list_bytes(8, bytes_of({2, 0, 0, 0, 0}))),
            "maybe_numbers[0]: unused presence bits are set");
  EXPECT_EQ(error_of<Lists>(list_bytes(8, bytes_of({0, 0, 0, 0, 1}))), "maybe_numbers[0]: it is absent and not zero");
  EXPECT_EQ(error_of<Lists>(list_bytes(12, bytes_of({1, 0, 0, 0, 1, 0, 0, 0, 7}))),
            "rows[0]: the list's size is no multiple of its elements'");
  EXPECT_EQ(error_of<Lists>(list_bytes(13, bytes_of({1, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0xff}))),
            "pages[0][0]: the text is not UTF-8");
  cqrs::Buffer deep = good(Lists{.deep = {Optionals{.address = Address{.street = "xy"}}}});
  deep.back() = std::byte{0xff};
  EXPECT_EQ(error_of<Lists>(deep), "deep[0].address.street: the text is not UTF-8");
}

TEST(Hostile, RefusesToWriteWhatCouldNotBeRead) {
  Lists x;
  x.pages = {{"fine"}, {"\xed\xa0\x80"}};
  const auto bytes = cqrs::encode(x);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error(), (cqrs::Error{cqrs::ErrorCode::invalid_argument, "pages[1][0]: the text is not UTF-8"}));
  cqrs::Buffer out = bytes_of({1, 2, 3});
  EXPECT_FALSE(cqrs::append_encoded(out, x));
  EXPECT_EQ(out, bytes_of({1, 2, 3}));
}

TEST(Hostile, Utf8) {
  using cqrs::layout::is_utf8;
  for (const char* good_text : {"", "a", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                                "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_utf8(good_text)) << good_text;
    EXPECT_TRUE(is_utf8(std::string(100, 'x') + good_text));
  }
  for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc2", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x82"}) {
    EXPECT_FALSE(is_utf8(bad));
    EXPECT_FALSE(is_utf8(std::string(100, 'x') + bad));
    EXPECT_FALSE(is_utf8(bad + std::string(100, 'x')));
  }
  EXPECT_TRUE(is_utf8(std::string_view("\0", 1)));
}

}  // namespace
