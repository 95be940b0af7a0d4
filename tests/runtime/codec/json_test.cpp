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

/// What a double is read from, or the error.
std::string double_of(const std::string& token) {
  std::string text = cqrs::to_json(Scalars{});
  text.replace(text.find(R"("f64":0)"), 7, R"("f64":)" + token);
  const auto read = cqrs::from_json<Scalars>(text);
  if (!read) return read.error().text;
  std::string found;
  cqrs::JsonWriter(found).number(read->f64);
  return found;
}

TEST(Json, NumbersAreThoseOfJsonAndNoOthers) {
  const std::pair<const char*, const char*> good[] = {
      {"-0", "-0"},    {"1e3", "1000"},   {"1E+3", "1000"},    {"25e-1", "2.5"},
      {"1e-400", "0"}, {"-1e-400", "-0"}, {"0.0e999999", "0"}, {"5e-324", "5e-324"},
      {"1.5 ", "1.5"}, {"0.1", "0.1"},    {"1e308", "1e+308"}, {"0.000001e-999999999999999999999", "0"}};
  for (const auto& [token, number] : good) EXPECT_EQ(double_of(token), number) << token;
  EXPECT_EQ(double_of("0." + std::string(400, '0') + "1"), "0");
  EXPECT_EQ(double_of("0." + std::string(400, '0') + "1e402"), "10");
  for (const char* token : {"01", "1.", "1.e3", "1e", "1e+", "-", "1x", "0x10", "1e309", "-1e309", "1-1", "1e1.5"}) {
    EXPECT_EQ(double_of(token), "$.f64: " + std::string(token) + " is no number in range") << token;
  }
  for (const char* token : {".5", "+1", "nan", "Infinity", "", "'1'"})
    EXPECT_TRUE(double_of(token).starts_with("$.f64: ")) << token;
  EXPECT_EQ(error_of<Point>(R"({"x":-0})"), "accepted");
  EXPECT_EQ(error_of<Point>(R"({"x":-})"), "$.x: - is no whole number from -32768 to 32767");
  EXPECT_EQ(error_of<Point>(R"({"x":--1})"), "$.x: --1 is no whole number from -32768 to 32767");
  EXPECT_EQ(error_of<Point>(R"({"x":1e1})"), "$.x: 1e1 is no whole number from -32768 to 32767");
  EXPECT_EQ(error_of<Address>(R"({"street":"","zip":-0})"), "$.zip: -0 is no whole number from 0 to 4294967295");
}

TEST(Json, WholeNumbersReachTheEndsOfTheirTypes) {
  const auto read = [](const char* name, const std::string& token) {
    std::string text = cqrs::to_json(Scalars{});
    const std::string before = "\"" + std::string(name) + "\":0";
    text.replace(text.find(before), before.size(), "\"" + std::string(name) + "\":" + token);
    const auto value = cqrs::from_json<Scalars>(text);
    return value ? std::to_string(value->i64) + " " + std::to_string(value->u64) : value.error().text;
  };
  EXPECT_EQ(read("i64", "9223372036854775807"), "9223372036854775807 0");
  EXPECT_EQ(read("i64", "-9223372036854775808"), "-9223372036854775808 0");
  EXPECT_EQ(read("u64", "18446744073709551615"), "0 18446744073709551615");
  for (const char* token : {"9223372036854775808", "-9223372036854775809", "18446744073709551616"}) {
    EXPECT_EQ(read("i64", token),
              "$.i64: " + std::string(token) + " is no whole number from -9223372036854775808 to 9223372036854775807");
  }
  for (const char* token : {"18446744073709551616", "99999999999999999999", "184467440737095516150"}) {
    EXPECT_EQ(read("u64", token),
              "$.u64: " + std::string(token) + " is no whole number from 0 to 18446744073709551615");
  }
}

/// The street of an address whose street is written so.
std::string street_of(const std::string& written) {
  const auto read = cqrs::from_json<Address>(R"({"street":")" + written + R"(","zip":1})");
  return read ? read->street : read.error().text;
}

TEST(Json, StringsOfEveryLengthEndWhereTheyDo) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string text(size, 'x');
    EXPECT_EQ(street_of(text), text);
    EXPECT_EQ(street_of(text + "\\\""), text + "\"");
    EXPECT_EQ(street_of("\\\\" + text), "\\" + text);
    EXPECT_EQ(street_of(text + "\xc3\xa9\xf0\x9f\x98\x80"), text + "\xc3\xa9\xf0\x9f\x98\x80");
    EXPECT_EQ(street_of(text + "\x7f!#[]"), text + "\x7f!#[]");
    for (const char control : {'\x01', '\n', '\x1f'}) {
      EXPECT_EQ(street_of(text + control), "$.street: the string has a control character that is not escaped");
      EXPECT_EQ(street_of("\\n" + text + control), "$.street: the string has a control character that is not escaped");
    }
  }
}

TEST(Json, WrongEscapesAreRefused) {
  for (const char* wrong : {R"(\x)", R"(\u12)", R"(\u12g4)", R"(\ud83d)", R"(\ud83d\u0041)", R"(\ud83dx)", R"(\ude00)",
                            R"(\U0041)", R"(\u-123)"}) {
    EXPECT_EQ(street_of(wrong), "$.street: the string has a wrong escape") << wrong;
  }
  EXPECT_EQ(street_of(R"(\u007f\u0080\u07ff\u0800\uffff\ud800\udc00\udbff\udfff)"),
            "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
  EXPECT_EQ(error_of<Address>(R"({"street":"a\)"),
            "$.street: the text is no JSON: an object is not closed, or a string is not ended");
}

TEST(Json, WordsAndSignsAreLookedAtWhole) {
  const std::string flag = R"("flag":false)";
  const auto with = [&](const std::string& written) {
    std::string text = cqrs::to_json(Scalars{});
    text.replace(text.find(flag), flag.size(), written);
    return error_of<Scalars>(text);
  };
  EXPECT_EQ(with(R"("flag" : true )"), "accepted");
  EXPECT_EQ(with(R"("flag":truex)"), "$.flag: true or false is expected");
  EXPECT_EQ(with(R"("flag":fals)"), "$.flag: true or false is expected");
  EXPECT_EQ(with(R"("flag":nul)"), "$.flag: true or false is expected, not null");
  const std::string no_json = "$: the object is no JSON: a comma, a colon, a name in quotes or its end is missing";
  EXPECT_EQ(with(R"("flag"false)"), no_json);
  EXPECT_EQ(with(R"("flag":false,)"), no_json);
  EXPECT_EQ(with(R"("flag":false "x":1)"), no_json);
  EXPECT_EQ(with(R"(flag:false)"), no_json);
  EXPECT_EQ(error_of<Point>(R"({"x":1,})"), no_json);
  EXPECT_EQ(error_of<Point>(R"({,"x":1})"), no_json);
  EXPECT_EQ(error_of<Lists>(R"({"flags":[true true]})"), "$.flags: the list is no JSON: a comma or its end is missing");
  EXPECT_EQ(error_of<Lists>(R"({"flags":[true,]})"), "$.flags[1]: this is no JSON value");
  EXPECT_EQ(error_of<Point>("  \n"), "$: the text is empty");
}

TEST(Json, NamesMayBeEscapedAndInAnyOrder) {
  const auto read = cqrs::from_json<Address>(R"({"zip":7,"str\u0065et":"a"})");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, (Address{.street = "a", .zip = 7}));
  EXPECT_EQ(error_of<Address>(R"({"street":"a","zip":7,"str\u0065et":"a"})"), "$.street: the field is given twice");
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
