// The stored form as the interpreter has it, which was written from docs/storage-format.md: held to the committed
// samples, and to the runtime's own codec.
#include "interpret/codec.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>

#include "../../runtime/codec/everything_views.hpp"
#include "everything_domain.hpp"
#include "interpret/arbitrary.hpp"
#include "interpret/json.hpp"

namespace cqrsc::interpret {
namespace {

const Domain& domain() {
  static const Domain kDomain(kEverything);
  return kDomain;
}

std::string contents(const std::string& name) {
  const auto path = std::filesystem::path(CQRS_SOURCE_DIR) / "tests" / "data" / "layouts" / name;
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path << " cannot be read";
  return {std::istreambuf_iterator<char>(in), {}};
}

void check_sample(const std::string& name, const std::string& type) {
  const auto& fields = domain().value(type);
  const std::string bytes = contents(name + ".bin");
  const auto decoded = decode(fields, bytes);
  ASSERT_TRUE(decoded) << name << ": " << decoded.error().text;
  EXPECT_EQ(to_json(fields, *decoded) + "\n", contents(name + ".json")) << name;
  EXPECT_EQ(encode(fields, *decoded).value(), bytes) << name;
  const auto read = from_json(fields, contents(name + ".json"));
  ASSERT_TRUE(read) << name << ": " << read.error().text;
  EXPECT_EQ(*read, *decoded) << name;
}

TEST(InterpretedCodec, ReadsTheCommittedSamples) {
  ASSERT_NE(domain().run.model, nullptr) << domain().run.findings();
  check_sample("scalars", "Scalars");
  check_sample("nested", "Nested");
  check_sample("optionals_present", "Optionals");
  check_sample("optionals_absent", "Optionals");
  check_sample("times", "Times");
  check_sample("lists", "Lists");
  check_sample("lists_empty", "Lists");
  check_sample("empty", "Empty");
  check_sample("unions", "Choices");
  check_sample("unions_first", "Choices");
}

/// What both codecs make of any bytes: the same, be it a refusal or a value.
template <class X>
void expect_agreement(const std::deque<model::Field>& fields, const std::string& bytes) {
  const auto ours = decode(fields, bytes);
  const auto theirs = cqrs::decode<X>(cqrs::as_bytes(bytes));
  ASSERT_EQ(ours.has_value(), theirs.has_value())
      << (ours ? "only the runtime refuses: " + theirs.error().text : "only we refuse: " + ours.error().text);
  if (!ours) return;
  EXPECT_EQ(to_json(fields, *ours), cqrs::to_json(*theirs));
  EXPECT_EQ(encode(fields, *ours).value(), bytes);
}

template <class X>
void check_layout(const std::string& type, std::uint64_t seed) {
  const auto& fields = domain().value(type);
  Arbitrary from(seed);
  std::vector<Record> records = sample_records(fields);
  for (int i = 0; i < 40; ++i) records.push_back(from.record(fields));
  for (const Record& record : records) {
    const auto bytes = encode(fields, record);
    ASSERT_TRUE(bytes) << type << ": " << bytes.error().text;
    EXPECT_EQ(decode(fields, *bytes).value(), record) << type;
    EXPECT_EQ(from_json(fields, to_json(fields, record)).value(), record) << to_json(fields, record);
    expect_agreement<X>(fields, *bytes);
    for (int i = 0; i < 20 && !bytes->empty(); ++i) {
      std::string hurt = *bytes;
      char& byte = hurt[from.below(hurt.size())];
      byte = static_cast<char>(from.chance(2) ? byte ^ static_cast<char>(1U << from.below(8)) : from.bits());
      if (from.chance(4)) hurt.resize(from.below(hurt.size() + 1));
      expect_agreement<X>(fields, hurt);
    }
  }
}

TEST(InterpretedCodec, AgreesWithTheRuntimeOnAnyBytes) {
  using namespace everything;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    check_layout<Empty>("Empty", seed);
    check_layout<Point>("Point", seed);
    check_layout<Address>("Address", seed);
    check_layout<Scalars>("Scalars", seed);
    check_layout<Nested>("Nested", seed);
    check_layout<Optionals>("Optionals", seed);
    check_layout<Times>("Times", seed);
    check_layout<Lists>("Lists", seed);
    check_layout<Choices>("Choices", seed);
  }
}

TEST(InterpretedJson, TakesTheTypeOfAUnionAnywhere) {
  const auto& fields = domain().value("Choices");
  const std::string rest = R"(,"between":1,"many":[],"maybe_many":[],"pair":{"type":"Both","left":{"type":"Nothing"},)"
                           R"("right":[]}})";
  const auto first = from_json(fields, R"({"one":{"type":"Words","text":"}\"","more":"b"})" + rest);
  const auto last = from_json(fields, R"({"one":{"text":"}\"", "more":"b" ,"type":"Words"})" + rest);
  ASSERT_TRUE(first) << first.error().text;
  ASSERT_TRUE(last) << last.error().text;
  EXPECT_EQ(*first, *last);
}

void expect_refused(const std::string& type, const std::string& text, const std::string& why) {
  const auto read = from_json(domain().value(type), text);
  ASSERT_FALSE(read) << text;
  EXPECT_EQ(read.error().text, why);
}

TEST(InterpretedJson, IsStrict) {
  expect_refused("Point", R"({"x":1,"z":2})", "$.z: there is no such field");
  expect_refused("Point", R"({"x":1,"x":2})", "$.x: the field is given twice");
  expect_refused("Point", R"({"y":2})", "$.x: the field is missing");
  expect_refused("Point", R"({"x":40000})", "$.x: 40000 is no int16");
  expect_refused("Point", R"({"x":1,"y":null})", "$.y: a number is expected");
  expect_refused("Point", R"({"x":1} 2)", "$: something follows the value");
  expect_refused("Point", R"({"x":01})", "$.x: a number is expected");
  expect_refused("Address", R"({"street":"a","zip":"1"})", "$.zip: a number is expected");
  expect_refused("Address", R"({"street":"\ud800","zip":1})", "$.street: half of a pair of surrogates stands alone");
  expect_refused("Optionals", R"({"money":1})", "$.money: a string is expected");
  expect_refused("Optionals", R"({"money":"0.001"})", "$.money: \"0.001\" is no decimal");
  expect_refused("Optionals", R"({"blob":"AP8"})", "$.blob: \"AP8\" is no base64");
  expect_refused("Choices", R"({"one":{"type":"Other"}})", "$.one.type: \"Other\" is none of its alternatives");
  expect_refused("Choices", R"({"one":{}})", "$.one: the alternative is missing: \"type\"");
  expect_refused("Lists", R"({"points":[{"x":1},{"x":true}]})", "$.points[1].x: a number is expected");
}

TEST(InterpretedCodec, RefusesWhatIsNoValueOfItsType) {
  const auto& fields = domain().value("Point");
  const auto refused = encode(fields, {{{Int128{1} << 15}, {Absent{}}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().text, "x: 32768 is no int16");
  const auto text = encode(domain().value("Address"), {{{std::string("\xff")}, {Absent{}}, {Int128{0}}}});
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().text, "street: the text is not UTF-8");
  EXPECT_EQ(decode(fields, "\x02\x01").error().text, "the bytes end early");
}

}  // namespace
}  // namespace cqrsc::interpret
