#include <gtest/gtest.h>

#include <cqrs/codec.hpp>

#include "bytes_of.hpp"
#include "everything_views.hpp"

// The bytes of each kind of field, by docs/storage-format.md.

namespace {

using namespace everything;
using namespace cqrs::literals;

template <class X>
cqrs::Buffer encoded(const X& x) {
  auto bytes = cqrs::encode(x);
  EXPECT_TRUE(bytes) << bytes.error();
  return bytes.value_or(cqrs::Buffer{});
}

/// The list's part of the bytes of a Lists that holds nothing else.
template <class T>
cqrs::Buffer encoded_list(std::vector<T> Lists::* member, std::vector<T> list) {
  Lists lists;
  lists.*member = std::move(list);
  const auto bytes = encoded(lists);
  const auto expected = cqrs::decode<Lists>(bytes);
  EXPECT_TRUE(expected) << expected.error();
  EXPECT_EQ(expected.value_or(Lists{}), lists);
  return {bytes.begin() + 4 * 15, bytes.end()};
}

TEST(Layout, ScalarsAreLittleEndianAndPacked) {
  Scalars x;
  x.flag = true;
  x.i8 = -2;
  x.i16 = 0x0102;
  x.i32 = -1;
  x.money = "-0.01"_dec;
  x.large = "0.0000000001"_dec;
  x.uuid = *cqrs::Uuid::from_text("00112233-4455-6677-8899-aabbccddeeff");
  x.instant = cqrs::Instant{1};
  x.color = Color::blue;
  x.number = Number(7);
  const auto bytes = encoded(x);
  ASSERT_EQ(bytes.size(), 121U);
  const auto at = [&](std::size_t from, std::size_t size) {
    return cqrs::to_buffer(cqrs::Bytes(bytes).subspan(from, size));
  };
  EXPECT_EQ(at(0, 8), bytes_of({1, 0xfe, 2, 1, 0xff, 0xff, 0xff, 0xff}));
  EXPECT_EQ(at(43, 8), bytes_of({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}));
  EXPECT_EQ(at(51, 2), bytes_of({1, 0}));
  EXPECT_EQ(at(75, 16),
            bytes_of({0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff}));
  EXPECT_EQ(at(91, 8), bytes_of({1, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(at(99, 6), bytes_of({0x2c, 1, 7, 0, 0, 0}));
}

TEST(Layout, NaNHasOneEncoding) {
  Scalars a;
  Scalars b;
  a.f64 = std::bit_cast<double>(0xfff8000000000001ULL);
  b.f64 = std::numeric_limits<double>::quiet_NaN();
  a.f32 = std::bit_cast<float>(0xffc00001U);
  b.f32 = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(encoded(a), encoded(b));
  a.f64 = 0.0;
  b.f64 = -0.0;
  EXPECT_NE(encoded(a), encoded(b));
}

TEST(Layout, ValuesDissolveIntoTheRecordAroundThem) {
  Nested x;
  x.before = "b";
  x.point = {.x = 1, .y = 2};
  x.address = {.street = "st", .town = "town", .zip = 3};
  x.blob = bytes_of({9});
  x.code = Code("code");
  x.after = 4;
  EXPECT_EQ(encoded(x), bytes_of({1,  1, 0, 2, 0, 0, 0,     // point: presence bits, x, y
                                  1,  3, 0, 0, 0,           // address: presence bits, zip
                                  4,                        // after
                                  1,  0, 0, 0,              // end of before
                                  3,  0, 0, 0, 7, 0, 0, 0,  // ends of address.street, address.town
                                  8,  0, 0, 0,              // end of blob
                                  12, 0, 0, 0},             // end of code
                                 "bsttown\x09"
                                 "code"));
}

TEST(Layout, NestedValuesAreReadInPlace) {
  Nested x;
  x.before = "before";
  x.address = {.street = "Main Street", .town = std::nullopt, .zip = 12345};
  x.code = Code("c");
  const auto bytes = encoded(x);
  const auto view = cqrs::open<Nested>(bytes);
  ASSERT_TRUE(view) << view.error();
  EXPECT_EQ(view->before(), "before");
  EXPECT_EQ(view->address().street(), "Main Street");
  EXPECT_EQ(view->address().town(), std::nullopt);
  EXPECT_EQ(view->address().zip(), 12345U);
  EXPECT_EQ(view->code(), "c");
  EXPECT_EQ(view->point().y(), std::nullopt);
}

TEST(Layout, WhatIsAbsentIsZero) {
  cqrs::Buffer expected(2 + 1 + 8 + 16 + 7 + 5 * 4);
  EXPECT_EQ(encoded(Optionals{}), expected);
}

TEST(Layout, PresenceBitsCountFromTheLeastSignificant) {
  Optionals x;
  x.text = "";
  x.list = std::vector<std::string>{};
  const auto bytes = encoded(x);
  EXPECT_EQ(bytes[0], std::byte{4});
  EXPECT_EQ(bytes[1], std::byte{1});
  EXPECT_EQ(bytes.size(), encoded(Optionals{}).size());
}

TEST(Layout, AnOptionalValueWithEndsStandsInTheTail) {
  Optionals x;
  x.address = Address{.street = "s", .town = "t", .zip = 7};
  const auto bytes = encoded(x);
  const cqrs::Buffer tail(bytes.begin() + 2 + 1 + 8 + 16 + 7 + 5 * 4, bytes.end());
  EXPECT_EQ(tail, bytes_of({1, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0}, "st"));
}

TEST(Layout, ListsOfWhatHasNoEnds) {
  EXPECT_EQ(encoded_list(&Lists::numbers, {1, -1}), bytes_of({1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}));
  EXPECT_EQ(encoded_list(&Lists::flags, {true, false}), bytes_of({1, 0}));
  EXPECT_EQ(encoded_list(&Lists::empties, {Empty{}, Empty{}, Empty{}}), bytes_of({0, 0, 0}));
  EXPECT_EQ(encoded_list(&Lists::maybe_numbers, {5, std::nullopt}), bytes_of({1, 5, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(encoded_list(&Lists::points, {Point{.x = 1, .y = std::nullopt}, Point{.x = 2, .y = 3}}),
            bytes_of({0, 1, 0, 0, 0, 0, 0, 1, 2, 0, 3, 0, 0, 0}));
  EXPECT_EQ(encoded_list(&Lists::maybe_points, {Point{.x = 2, .y = 3}}), bytes_of({1, 1, 2, 0, 3, 0, 0, 0}));
}

TEST(Layout, ListsOfWhatHasEnds) {
  EXPECT_EQ(encoded_list(&Lists::texts, {"ab", "", "c"}),
            bytes_of({3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0}, "abc"));
  EXPECT_EQ(encoded_list(&Lists::maybe_texts, {"ab", std::nullopt, ""}),
            bytes_of({3, 0, 0, 0, 1, 0, 1, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0}, "ab"));
  EXPECT_EQ(encoded_list(&Lists::addresses, {Address{.street = "a", .town = std::nullopt, .zip = 1},
                                             Address{.street = "", .town = "b", .zip = 2}}),
            bytes_of({2, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0}, "ab"));
  EXPECT_EQ(encoded_list(&Lists::maybe_addresses, {std::nullopt, Address{}}),
            bytes_of({2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(encoded_list(&Lists::rows, {{1}, {}, {2, 3}}),
            bytes_of({3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 6, 0, 0, 0, 1, 0, 2, 0, 3, 0}));
  EXPECT_EQ(encoded_list(&Lists::pages, {{}, {"x"}}),
            bytes_of({2, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0}, "x"));
}

TEST(Layout, EmptyListsTakeNoBytes) { EXPECT_EQ(encoded(Lists{}), cqrs::Buffer(15 * 4)); }

TEST(Layout, ListsAreReadInPlace) {
  Lists x;
  x.pages = {{"a", "b"}, {}, {"c"}};
  x.deep.resize(2);
  x.deep[1].address = Address{.street = "deep", .town = std::nullopt, .zip = 1};
  const auto bytes = encoded(x);
  const auto view = cqrs::open<Lists>(bytes);
  ASSERT_TRUE(view) << view.error();
  std::string all;
  for (const auto page : view->pages()) {
    for (const std::string_view text : page) all += text;
    all += '|';
  }
  EXPECT_EQ(all, "ab||c|");
  EXPECT_EQ(view->deep()[0].address(), std::nullopt);
  EXPECT_EQ(view->deep()[1].address()->street(), "deep");
}

TEST(Layout, SizesAreKnownBeforehand) {
  Lists x;
  x.maybe_addresses = {Address{.street = "s", .town = "t", .zip = 1}};
  EXPECT_EQ(cqrs::encoded_size(x), encoded(x).size());
}

}  // namespace
