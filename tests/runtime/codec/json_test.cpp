#include <gtest/gtest.h>

#include <cqrs/json.hpp>

#include "bytes_of.hpp"
#include "everything.hpp"

namespace {

using namespace everything;
using namespace cqrs::literals;

TEST(Json, WritesEveryKindOfScalar) {
  Scalars x;
  x.i64 = std::numeric_limits<std::int64_t>::min();
  x.u64 = std::numeric_limits<std::uint64_t>::max();
  x.f32 = 0.1F;
  x.f64 = 0.1;
  x.money = "-0.5"_dec;
  x.instant = cqrs::Instant{1'500'000'000};
  x.color = Color::green;
  x.number = Number(-7);
  EXPECT_EQ(
      cqrs::to_json(x),
      R"({"flag":false,"i8":0,"i16":0,"i32":0,"i64":-9223372036854775808,"u8":0,"u16":0,"u32":0,)"
      R"("u64":18446744073709551615,"f32":0.1,"f64":0.1,"money":"-0.50","large":"0.0000000000",)"
      R"("fraction":"0.00000","uuid":"00000000-0000-0000-0000-000000000000","instant":"1970-01-01T00:00:01.500Z",)"
      R"("color":"green","number":-7,"key":"00000000-0000-0000-0000-000000000000"})");
}

TEST(Json, WritesListsAndWhatIsAbsentInThem) {
  Lists x;
  x.flags = {true, false};
  x.maybe_texts = {"", std::nullopt};
  x.rows = {{}, {1, 2}};
  x.points = {Point{.x = 1, .y = std::nullopt}};
  EXPECT_EQ(cqrs::to_json(x),
            R"({"flags":[true,false],"numbers":[],"texts":[],"colors":[],"keys":[],"points":[{"x":1}],"addresses":[],)"
            R"("empties":[],"maybe_numbers":[],"maybe_texts":["",null],"maybe_points":[],"maybe_addresses":[],)"
            R"("rows":[[],[1,2]],"pages":[],"deep":[]})");
}

TEST(Json, EscapesWhatItMust) {
  std::string controls;
  for (char character = 0; character < 0x20; ++character) controls += character;
  const Address address{.street = controls + "\"\\/\x7f\xc3\xa9"};
  const std::string text = cqrs::to_json(address);
  EXPECT_EQ(text.find_first_of(controls), std::string::npos);
  EXPECT_NE(text.find(R"(\u0000\u0001)"), std::string::npos);
  EXPECT_NE(text.find(R"(\b\t\n\u000b\f\r)"), std::string::npos);
  EXPECT_EQ(cqrs::from_json<Address>(text).value(), address);
}

TEST(Json, ReadsWhatOthersWrite) {
  const auto read = cqrs::from_json<Address>(" { \"zip\" : 7 ,\n\t\"street\":\"\\u00e9\\ud83d\\ude00\\/\" } \n");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, (Address{.street = "\xc3\xa9\xf0\x9f\x98\x80/", .zip = 7}));
}

TEST(Json, Base64) {
  const std::pair<const char*, const char*> cases[] = {{"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
                                                       {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : cases) {
    const std::string text = R"({"blob":")" + std::string(encoded) + R"("})";
    const auto read = cqrs::from_json<Optionals>(text);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->blob, bytes_of({}, plain));
    EXPECT_EQ(cqrs::to_json(*read), text);
  }
  for (const char* bad : {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm-_"}) {
    const auto read = cqrs::from_json<Optionals>(R"({"blob":")" + std::string(bad) + R"("})");
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().text, "$.blob: \"" + std::string(bad) + "\" is no base64 with padding");
  }
}

template <class X>
std::string error_of(std::string_view text) {
  const auto read = cqrs::from_json<X>(text);
  if (read) return "accepted";
  EXPECT_EQ(read.error().code, cqrs::ErrorCode::invalid_argument);
  return read.error().text;
}

TEST(Json, NumbersThatDoNotFit) {
  EXPECT_EQ(error_of<Address>(R"({"street":"","zip":-1})"), "$.zip: -1 is no whole number from 0 to 4294967295");
  EXPECT_EQ(error_of<Address>(R"({"street":"","zip":4294967296})"),
            "$.zip: 4294967296 is no whole number from 0 to 4294967295");
  EXPECT_EQ(error_of<Address>(R"({"street":"","zip":99999999999999999999999})"),
            "$.zip: 99999999999999999999999 is no whole number from 0 to 4294967295");
  EXPECT_EQ(error_of<Address>(R"({"street":"","zip":1.5})"), "$.zip: 1.5 is no whole number from 0 to 4294967295");
  EXPECT_EQ(error_of<Address>(R"({"street":"","zip":1.0})"), "$.zip: 1.0 is no whole number from 0 to 4294967295");
  EXPECT_EQ(error_of<Address>(R"({"street":"","zip":01})"), "$.zip: 01 is no whole number from 0 to 4294967295");
  EXPECT_EQ(error_of<Point>(R"({"x":32768})"), "$.x: 32768 is no whole number from -32768 to 32767");
}

TEST(Json, PathsReachIntoLists) {
  const std::string before = R"({"flags":[],"numbers":[],"texts":[],"colors":[],"keys":[],"points":[],)";
  EXPECT_EQ(error_of<Lists>(before + R"("addresses":[{"street":"a","zip":1},{"street":"b","zip":"x"}]})"),
            "$.addresses[1].zip: a number is expected, not a string");
  EXPECT_EQ(error_of<Lists>(before + R"("rows":[[1],[2,3.5]]})"),
            "$.rows[1][1]: 3.5 is no whole number from -32768 to 32767");
  EXPECT_EQ(error_of<Lists>(before + R"("rows":[[1],null]})"), "$.rows[1]: a list is expected, not null");
  EXPECT_EQ(error_of<Lists>(before + R"("rows":[[1],]})"), "$.rows[1]: this is no JSON value");
  EXPECT_EQ(error_of<Lists>(before + R"("deep":[{"address":{"street":"s"}}]})"),
            "$.deep[0].address.zip: the field is missing");
}

TEST(Json, KeysThatAreNoNamesAreQuotedInPaths) {
  EXPECT_EQ(error_of<Point>(R"({"x":1,"a b":2})"), R"($["a b"]: there is no such field)");
  EXPECT_EQ(error_of<Point>(R"({"x":1,"":2})"), R"($[""]: there is no such field)");
}

TEST(Json, SpecialNumbersAreText) {
  Scalars x;
  x.f64 = -std::numeric_limits<double>::infinity();
  EXPECT_NE(cqrs::to_json(x).find(R"("f64":"-Infinity")"), std::string::npos);
  std::string text = cqrs::to_json(Scalars{});
  text.replace(text.find(R"("f64":0)"), 7, R"("f64":"inf")");
  EXPECT_EQ(error_of<Scalars>(text), "$.f64: \"inf\" is no number; text is only used for NaN, Infinity and -Infinity");
}

TEST(Json, NeverCrashesOnABeginning) {
  const std::string text = R"({"street":"a\u00e9","town":"b","zip":12})";
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_NE(error_of<Address>(std::string_view(text).substr(0, size)), "accepted") << size;
  }
  EXPECT_EQ(error_of<Address>(text), "accepted");
}

TEST(Json, NeverCrashesOnAFlippedBit) {
  const std::string text = cqrs::to_json(Lists{.texts = {"a", "\xc3\xa9"}, .points = {Point{.x = 1, .y = 2}}});
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << (bit % 8));
    const auto read = cqrs::from_json<Lists>(flipped);
    if (read) continue;
    EXPECT_EQ(read.error().text.front(), '$');
  }
}

TEST(Json, DeepNestingIsRefused) {
  const std::string deep = R"({"x":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  EXPECT_EQ(error_of<Point>(deep), "$.x: a number is expected, not a list");
}

}  // namespace
