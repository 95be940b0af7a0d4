#include <gtest/gtest.h>

#include <cqrs/codec_properties.hpp>
#include <cqrs/owned.hpp>

#include "bytes_of.hpp"
#include "everything_views.hpp"

namespace {

using namespace everything;

cqrs::Buffer encoded(const Choice& one) {
  const auto bytes = cqrs::encode(Choices{.one = one});
  EXPECT_TRUE(bytes) << bytes.error();
  return *bytes;
}

/// The union's part of the bytes of a Choices that has it as its first field.
cqrs::Buffer stored(const Choice& one) {
  const cqrs::Buffer bytes = encoded(one);
  const auto size = cqrs::layout::load<std::uint32_t>(bytes.data() + 2);
  return cqrs::to_buffer(cqrs::Bytes(bytes).subspan(22, size));
}

TEST(Union, IsOneOfItsAlternatives) {
  Choice choice;
  EXPECT_TRUE(choice.is<Choice::Nothing>());
  choice = Choice::Number{.value = 3};
  EXPECT_EQ(choice.index(), 1U);
  ASSERT_NE(choice.get_if<Choice::Number>(), nullptr);
  EXPECT_EQ(choice.get_if<Choice::Number>()->value, 3);
  EXPECT_EQ(choice.get_if<Choice::Words>(), nullptr);
  choice.get_if<Choice::Number>()->value = 4;
  EXPECT_EQ(choice, Choice(Choice::Number{.value = 4}));
  EXPECT_NE(choice, Choice(Choice::Number{.value = 5}));
  EXPECT_NE(choice, Choice::Nothing{});
  EXPECT_EQ(choice.visit([](const Choice::Number& number) { return number.value; }, [](const auto&) { return 0; }), 4);
}

TEST(Union, IsStoredAsItsNumberAndARecord) {
  EXPECT_EQ(stored(Choice::Nothing{}), bytes_of({1, 0}));
  EXPECT_EQ(stored(Choice::Number{.flag = true, .value = 5}), bytes_of({2, 0, 1, 5, 0, 0, 0}));
  EXPECT_EQ(stored(Choice::Words{.text = "ab", .more = "c"}),
            bytes_of({0x2c, 1, 1, 2, 0, 0, 0, 3, 0, 0, 0, 'a', 'b', 'c'}));
}

TEST(Union, IsReadInPlace) {
  const Choices x{.one = Choice::Words{.text = "ab"}, .maybe = Choice::Number{.value = 9}};
  const cqrs::Buffer bytes = cqrs::encode(x).value();
  const auto view = cqrs::open<Choices>(bytes).value();
  EXPECT_EQ(view.one().number(), 300);
  EXPECT_TRUE(view.one().is<Choice::Words>());
  EXPECT_FALSE(view.one().get_if<Choice::Number>());
  const auto words = view.one().get_if<Choice::Words>();
  ASSERT_TRUE(words);
  EXPECT_EQ(words->text(), "ab");
  const auto value = view.maybe()->visit([](const Choice::Number::View& number) { return number.value(); },
                                         [](const auto&) { return 0; });
  EXPECT_EQ(value, 9);
  EXPECT_EQ(cqrs::owned<Choice>(view.one()), x.one);
  EXPECT_EQ(cqrs::owned<std::optional<Choice>>(view.maybe()), x.maybe);
  EXPECT_EQ(cqrs::owned<std::vector<Choice>>(view.many()), x.many);
}

std::string error_of(const cqrs::Buffer& bytes) {
  const auto valid = cqrs::validate<Choices>(bytes);
  return valid ? "accepted" : valid.error().text;
}

TEST(Union, BytesThatAreNoAlternativeAreRefused) {
  cqrs::Buffer bytes = encoded(Choice::Number{.value = 5});
  bytes.at(22) = std::byte{3};
  EXPECT_EQ(error_of(bytes), "one: there is no alternative of that number");
  bytes.at(22) = std::byte{1};
  EXPECT_EQ(error_of(bytes), "one: the ends of its parts do not fit its size");
  bytes = encoded(Choice::Number{.value = 5});
  bytes.at(24) = std::byte{2};
  EXPECT_EQ(error_of(bytes), "one.flag: the bytes are no value of its type");
  bytes = encoded(Choice::Words{.text = "ab"});
  bytes.at(33) = std::byte{0xff};
  EXPECT_EQ(error_of(bytes), "one.text: the text is not UTF-8");
  // Nothing at all where a union should be.
  bytes = cqrs::Buffer(22);
  EXPECT_EQ(error_of(bytes), "one: the bytes end too early");
}

TEST(Union, SaysInJsonWhatItIs) {
  const Choices x{.one = Choice::Number{.flag = true, .value = 5}, .maybe = Choice::Nothing{}};
  const std::string text = cqrs::to_json(x);
  EXPECT_EQ(text, R"({"one":{"type":"Number","flag":true,"value":5},"between":0,"maybe":{"type":"Nothing"},"many":[],)"
                  R"("maybe_many":[],"pair":{"type":"Both","left":{"type":"Nothing"},"right":[]}})");
  EXPECT_EQ(cqrs::from_json<Choices>(text).value(), x);
}

std::string json_error(const std::string& text) {
  const auto read = cqrs::from_json<Choice>(text);
  return read ? "accepted" : read.error().text;
}

TEST(Union, ReadsJsonStrictlyWhateverTheOrder) {
  EXPECT_EQ(cqrs::from_json<Choice>(R"({"value":5,"flag":true,"type":"Number"})").value(),
            Choice(Choice::Number{.flag = true, .value = 5}));
  EXPECT_EQ(json_error(R"({"value":5})"), "$.type: the field is missing");
  EXPECT_EQ(json_error(R"({})"), "$.type: the field is missing");
  EXPECT_EQ(json_error(R"({"type":"Nichts"})"), "$.type: \"Nichts\" is none of Nothing, Number, Words, Place");
  EXPECT_EQ(json_error(R"({"type":2})"), "$.type: a string is expected, not a number");
  EXPECT_EQ(json_error(R"({"type":"Nothing","value":5})"), "$.value: there is no such field");
  EXPECT_EQ(json_error(R"({"type":"Number","flag":true})"), "$.value: the field is missing");
  EXPECT_EQ(json_error(R"({"type":"Nothing","type":"Nothing"})"), "$.type: the field is given twice");
  EXPECT_EQ(json_error(R"({"value":"x","type":"Number"})"), "$.value: a number is expected, not a string");
  EXPECT_EQ(json_error(R"("Nothing")"), "$: an object is expected");
  EXPECT_EQ(json_error(R"([])"), "$: an object is expected, not a list");
  EXPECT_NE(json_error(R"({"value":5,"flag":true)"), "accepted");
  const auto nested = cqrs::from_json<Pair>(R"({"right":[{"type":"Words"}],"type":"Both","left":{"type":"Nothing"}})");
  ASSERT_FALSE(nested);
  EXPECT_EQ(nested.error().text, "$.right[0].text: the field is missing");
}

TEST(Union, IsPrintedAsItIsWritten) {
  const Choice words = Choice::Words{.text = "ab"};
  EXPECT_EQ(cqrs::to_text(words), "Words { text = \"ab\"  more = none }");
  EXPECT_EQ(cqrs::to_text(Choice()), "Nothing { }");
  EXPECT_EQ(cqrs::message("took ", words), "took Words {text: ab, more: none}");
  EXPECT_EQ(cqrs::difference(Choices{.one = words}, Choices{.one = Choice::Nothing{}}),
            "one: Words, expected Nothing\none.text: \"ab\", not expected\none.more: none, not expected\n");
}

}  // namespace
