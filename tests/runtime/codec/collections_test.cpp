#include <algorithm>

#include <gtest/gtest.h>

#include <cqrs/codec.hpp>
#include <cqrs/functions.hpp>
#include <cqrs/json.hpp>
#include <cqrs/owned.hpp>
#include <cqrs/text.hpp>

#include "bytes_of.hpp"
#include "everything_views.hpp"

// Sets and maps: what is stored, read in place, written for people, and refused.

namespace {

using namespace everything;
using namespace cqrs::literals;

constexpr std::size_t kEnds = 16;

/// A Collections of which only the field with this index holds anything: these bytes.
cqrs::Buffer only(std::size_t index, const cqrs::Buffer& content) {
  cqrs::Buffer bytes(1 + kEnds * 4);
  for (std::size_t i = index; i < kEnds; ++i) {
    cqrs::layout::store(bytes.data() + 1 + 4 * i, static_cast<std::uint32_t>(content.size()));
  }
  bytes.insert(bytes.end(), content.begin(), content.end());
  return bytes;
}

std::string error_of(const cqrs::Buffer& bytes) {
  const auto valid = cqrs::validate<Collections>(bytes);
  return valid ? "accepted" : valid.error().text;
}

cqrs::Buffer encoded(const Collections& x) { return cqrs::encode(x).value(); }

TEST(Collections, AreStoredAsListsThatAscend) {
  Collections set;
  set.numbers = {2, -1};
  EXPECT_EQ(encoded(set), only(0, bytes_of({0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0})));
  Collections map;
  map.counts = {{"b", 1}, {"", 2}};
  EXPECT_EQ(encoded(map), only(7, bytes_of({2, 0, 0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0}, "b")));
  Collections optional;
  optional.waits = {{cqrs::Duration(1), std::nullopt}};
  // The bits of the entry, the key; and of the value its own bits, x and y.
  EXPECT_EQ(encoded(optional), only(13, bytes_of({0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})));
}

TEST(Collections, EmptyOnesTakeNoBytes) { EXPECT_EQ(encoded({}), cqrs::Buffer(1 + kEnds * 4)); }

TEST(Collections, AreReadInPlace) {
  Collections x;
  for (int i = 0; i < 100; ++i) {
    x.numbers.insert(i * 2);
    x.codes.insert(Code(std::to_string(i)));
    x.homes.emplace(Key(cqrs::Uuid{{static_cast<std::uint8_t>(i * 2)}}), Address{.street = std::to_string(i)});
  }
  x.counts = {{"a", 1}, {"ab", 2}, {"b", 3}};
  x.blobs = {bytes_of({128}), bytes_of({127, 1})};
  const cqrs::Buffer bytes = encoded(x);
  const CollectionsView view = cqrs::open<Collections>(bytes).value();
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(view.numbers().contains(i * 2));
    EXPECT_FALSE(view.numbers().contains(i * 2 - 1));
    EXPECT_TRUE(view.codes().contains(Code(std::to_string(i))));
    const Key there(cqrs::Uuid{{static_cast<std::uint8_t>(i * 2)}});
    const Key missing(cqrs::Uuid{{static_cast<std::uint8_t>(i * 2 + 1)}});
    EXPECT_EQ(view.homes().at(there).street(), std::to_string(i));
    EXPECT_FALSE(view.homes().find(missing).has_value());
  }
  EXPECT_FALSE(view.numbers().contains(200));
  EXPECT_FALSE(view.codes().contains(Code("")));
  EXPECT_FALSE(view.codes().contains(Code("zz")));
  EXPECT_EQ(cqrs::find(view.counts(), "ab"), std::optional<std::uint16_t>(2));
  EXPECT_FALSE(view.counts().contains("aa"));
  EXPECT_FALSE(view.days().contains(cqrs::Date{}));
  EXPECT_TRUE(view.blobs().contains(bytes_of({127, 1})));
  std::string walked;
  for (const auto& [key, value] : view.counts()) walked += std::string(key) + std::to_string(value);
  EXPECT_EQ(walked, "a1ab2b3");
  EXPECT_EQ(cqrs::owned<decltype(x.homes)>(view.homes()), x.homes);
  EXPECT_EQ(cqrs::owned<decltype(x.codes)>(view.codes()), x.codes);
}

TEST(Collections, WhatDoesNotAscendIsRefused) {
  EXPECT_EQ(error_of(only(0, bytes_of({1, 0, 0, 0, 1, 0, 0, 0}))), "numbers[1]: the elements of the set do not ascend");
  EXPECT_EQ(error_of(only(0, bytes_of({0, 0, 0, 0, 255, 255, 255, 255}))),
            "numbers[1]: the elements of the set do not ascend");
  EXPECT_EQ(error_of(only(1, bytes_of({2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0}, "ba"))),
            "texts[1]: the elements of the set do not ascend");
  EXPECT_EQ(error_of(only(4, bytes_of({1, 1, 2, 0}))), "colors[1]: the elements of the set do not ascend");
  EXPECT_EQ(error_of(only(7, bytes_of({2, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 2, 0, 0, 0}, "aa"))),
            "counts[1]: the keys of the map do not ascend");
  EXPECT_EQ(error_of(only(12, bytes_of({2, 0, 1, 0}))), "hues[1]: the keys of the map do not ascend");
  EXPECT_EQ(error_of(only(12, bytes_of({1, 0, 2, 0}))), "accepted");
}

TEST(Collections, WhatIsWrongInsideIsRefused) {
  EXPECT_EQ(error_of(only(1, bytes_of({1, 0, 0, 0, 1, 0, 0, 0, 0xff}))), "texts[0]: the text is not UTF-8");
  EXPECT_EQ(error_of(only(7, bytes_of({1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0xff}))), "counts[0]: the text is not UTF-8");
  EXPECT_EQ(error_of(only(9, bytes_of({1, 0, 0, 0, 2, 7, 0, 0, 0, 0, 0, 0, 0}))),
            "names[0]: unused presence bits are set");
  EXPECT_EQ(error_of(only(9, bytes_of({1, 0, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0}, "x"))),
            "names[0]: it is absent and not empty");
  EXPECT_EQ(error_of(only(10, bytes_of({1, 0, 0, 0, 0, 0, 0, 0x7f, 0, 0, 0, 0}))),
            "days[0]: the bytes are no value of its type");
  EXPECT_EQ(error_of(only(10, bytes_of({1, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0}))),
            "days[0]: an empty list takes no bytes");
  EXPECT_EQ(error_of(only(12, bytes_of({1, 0, 2}))), "hues: the list's size is no multiple of its elements'");
}

TEST(Collections, JsonOfMapsIsAnObject) {
  Collections x;
  x.numbers = {3, -1};
  x.codes = {Code("\"")};
  x.counts = {{"a \"b\"", 1}, {"", 0}};
  x.names = {{Number(-7), std::nullopt}, {Number(7), "seven"}};
  x.days = {{cqrs::Date::of(2026, 11, 21), {"x"}}};
  x.prices = {{"9.9"_dec, {true}}};
  x.hues = {{Color::blue, {}}, {static_cast<Color>(9), {}}};
  const std::string json = cqrs::to_json(x);
  EXPECT_EQ(json, R"({"numbers":[-1,3],"texts":[],"codes":["\""],"blobs":[],"colors":[],"amounts":[],"ids":[],)"
                  R"("counts":{"":0,"a \"b\"":1},"homes":{},"names":{"-7":null,"7":"seven"},)"
                  R"("days":{"2026-11-21":["x"]},"prices":{"9.90":[true]},"hues":{"9":{},"blue":{}},"waits":{},)"
                  R"("choices":{}})");
  EXPECT_EQ(cqrs::from_json<Collections>(json).value(), x);
}

/// What is wrong with a Collections whose field of that name reads so.
std::string json_error(const std::string& field, const std::string& value) {
  std::string json = cqrs::to_json(Collections{});
  const std::size_t at = json.find("\"" + field + "\":") + field.size() + 3;
  json.replace(at, 2, value);
  const auto read = cqrs::from_json<Collections>(json);
  return read ? "accepted" : read.error().text;
}

TEST(Collections, JsonIsReadStrictly) {
  EXPECT_EQ(json_error("numbers", "[3, 1]"), "accepted");
  EXPECT_EQ(json_error("numbers", "[1, 3, 1]"), "$.numbers[2]: it is in the set already");
  EXPECT_EQ(json_error("numbers", "[1, \"2\"]"), "$.numbers[1]: a number is expected, not a string");
  EXPECT_EQ(json_error("counts", "{\"a\":1,\"\\u0061\":2}"), "$.counts.a: the key is given twice");
  EXPECT_EQ(json_error("counts", "{\"a\":65536}"), "$.counts.a: 65536 is no whole number from 0 to 65535");
  EXPECT_EQ(json_error("counts", "[]"), "$.counts: an object is expected, not a list");
  EXPECT_EQ(json_error("names", "{\"x\":\"y\"}"), "$.names.x: \"x\" is no whole number from -2147483648 to 2147483647");
  EXPECT_EQ(json_error("names", "{\"7\":7}"), "$.names.7: a string is expected, not a number");
  EXPECT_EQ(json_error("hues", "{\"300\":{}}"), "accepted");
  EXPECT_EQ(json_error("hues", "{\"300\":{},\"blue\":{}}"), "$.hues.blue: the key is given twice");
  EXPECT_EQ(json_error("hues", "{\"pink\":{}}"), "$.hues.pink: \"pink\" is no whole number from 0 to 65535");
  EXPECT_EQ(json_error("days", "{\"2026-02-30\":[]}"),
            "$.days[\"2026-02-30\"]: \"2026-02-30\" is no date such as \"2026-01-31\"");
  EXPECT_EQ(json_error("prices", "{\"1.5\":[],\"1.50\":[]}"), "$.prices[\"1.50\"]: the key is given twice");
  EXPECT_EQ(json_error("choices", "{\"k\":{\"-1\":\"2026-01-01T00:00:00Z\"}}"),
            "$.choices.k[\"-1\"]: \"-1\" is no whole number from 0 to 18446744073709551615");
}

TEST(Collections, ArePrinted) {
  Collections x;
  x.numbers = {2, 1};
  x.counts = {{"b", 2}, {"a", 1}};
  const std::string text = cqrs::to_text(x);
  EXPECT_NE(text.find("numbers = [1, 2]"), std::string::npos) << text;
  EXPECT_NE(text.find("counts = [\"a\": 1, \"b\": 2]"), std::string::npos) << text;
  EXPECT_EQ(cqrs::message(x.counts, " ", x.numbers), "[a: 1, b: 2] [1, 2]");
  Collections y = x;
  y.counts["b"] = 3;
  y.numbers.erase(2);
  EXPECT_EQ(cqrs::difference(x, y), "counts[\"b\"]: 2, expected 3\nnumbers[1]: 2, not expected\n");
}

TEST(Collections, FunctionsTakeSetsAsTheyTakeLists) {
  const cqrs::Set<std::int32_t> set{3, 1, 2};
  const auto is_odd = [](const auto& x) { return x % 2 == 1; };
  EXPECT_EQ(cqrs::length(set), 3);
  EXPECT_EQ(cqrs::first(set), 1);
  EXPECT_EQ(cqrs::last(set), 3);
  EXPECT_EQ(cqrs::sum<std::int32_t>(set), 6);
  EXPECT_EQ(cqrs::max(set), 3);
  EXPECT_EQ(cqrs::min(set, [](const auto& x) { return -x; }), -3);
  EXPECT_EQ(cqrs::count(set, is_odd), 2);
  EXPECT_EQ(cqrs::filter(set, is_odd), (std::vector<std::int32_t>{1, 3}));
  EXPECT_EQ(cqrs::sort(set, [](const auto& x) { return -x; }), (std::vector<std::int32_t>{3, 2, 1}));
  EXPECT_EQ(cqrs::distinct(set), (std::vector<std::int32_t>{1, 2, 3}));
  EXPECT_FALSE(cqrs::first(cqrs::Set<std::int32_t>{}).has_value());
}

TEST(Collections, SortingIsStable) {
  std::vector<std::int32_t> numbers;
  for (int i = 0; i < 100; ++i) numbers.push_back(i * 37 % 101);
  std::vector<std::int32_t> expected = numbers;
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(cqrs::sort(numbers), expected);
  const auto by_ten = cqrs::sort(numbers, [](const auto& x) { return x / 10; });
  for (std::size_t i = 1; i < by_ten.size(); ++i) {
    EXPECT_LE(by_ten[i - 1] / 10, by_ten[i] / 10);
    const auto place = [&](std::int32_t x) { return std::find(numbers.begin(), numbers.end(), x); };
    if (by_ten[i - 1] / 10 == by_ten[i] / 10) EXPECT_LT(place(by_ten[i - 1]), place(by_ten[i]));
  }
  EXPECT_EQ(cqrs::sort(std::vector<std::string>{"b", "", "a"}), (std::vector<std::string>{"", "a", "b"}));
  EXPECT_TRUE(cqrs::sort(std::vector<std::string>{}).empty());
}

TEST(Collections, FunctionsOfMaps) {
  cqrs::Map<std::string, std::int32_t> map{{"b", 2}, {"a", 1}};
  EXPECT_EQ(cqrs::keys(map), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(cqrs::values(map), (std::vector<std::int32_t>{1, 2}));
  EXPECT_EQ(cqrs::find(map, "b"), 2);
  EXPECT_FALSE(cqrs::find(map, std::string_view("c")).has_value());
  cqrs::add_to(map, {{"b", 3}, {"c", 4}});
  EXPECT_EQ(map, (cqrs::Map<std::string, std::int32_t>{{"a", 1}, {"b", 3}, {"c", 4}}));
  EXPECT_EQ((cqrs::map_of<std::string, std::int32_t>({{"a", 1}, {"a", 2}})),
            (cqrs::Map<std::string, std::int32_t>{{"a", 2}}));
}

}  // namespace
