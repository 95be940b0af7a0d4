#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include <cqrs/arbitrary.hpp>
#include <cqrs/codec_properties.hpp>

#include "bytes_of.hpp"
#include "everything_views.hpp"

// tests/data/layouts holds values as they were stored once: NAME.bin and what they say, NAME.json. They are never
// rewritten. A new sample: run this test with CQRS_WRITE_SAMPLES=1, which writes those that do not exist yet.

namespace {

using namespace everything;
using namespace cqrs::literals;

std::filesystem::path sample_path(const std::string& name) {
  return std::filesystem::path(CQRS_SOURCE_DIR) / "tests" / "data" / "layouts" / name;
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path << " cannot be read";
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_new(const std::filesystem::path& path, std::string_view text) {
  if (std::filesystem::exists(path)) return;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

/// What the sample says is what it was made of, and encoding it again gives the sample.
template <class X>
void check_sample(const std::string& name, const X& x) {
  if (std::getenv("CQRS_WRITE_SAMPLES") != nullptr) {
    write_new(sample_path(name + ".bin"), cqrs::as_text(cqrs::encode(x).value()));
    write_new(sample_path(name + ".json"), cqrs::to_json(x) + "\n");
  }
  const std::string bytes = contents(sample_path(name + ".bin"));
  const auto decoded = cqrs::decode<X>(cqrs::as_bytes(bytes));
  ASSERT_TRUE(decoded) << name << ": " << decoded.error();
  EXPECT_EQ(*decoded, x) << name;
  EXPECT_EQ(cqrs::to_json(*decoded) + "\n", contents(sample_path(name + ".json"))) << name;
  EXPECT_EQ(cqrs::as_text(cqrs::encode(*decoded).value()), bytes) << name;
}

const Address kHome{.street = "Unter den Linden 1", .town = "K\xc3\xb6ln", .zip = 10117};

Scalars sample_scalars() {
  Scalars x;
  x.flag = true;
  x.i8 = -128;
  x.i16 = -32768;
  x.i32 = 2147483647;
  x.i64 = std::numeric_limits<std::int64_t>::min();
  x.u8 = 255;
  x.u16 = 65535;
  x.u32 = 4294967295;
  x.u64 = std::numeric_limits<std::uint64_t>::max();
  x.f32 = 1.5F;
  x.f64 = -0.0;
  x.money = "-9999999999999999.99"_dec;
  x.large = "1234567890123456789012345678.0123456789"_dec;
  x.fraction = "0.99999"_dec;
  x.uuid = *cqrs::Uuid::from_text("6f1c0000-0000-7000-8000-00000000000a");
  x.instant = *cqrs::Instant::parse("2026-01-01T09:00:00.000000001Z");
  x.color = Color::blue;
  x.number = Number(-1);
  x.key = Key(x.uuid);
  return x;
}

Nested sample_nested() {
  Nested x;
  x.before = "before";
  x.point = {.x = -1, .y = 70000};
  x.address = kHome;
  x.blob = {std::byte{0}, std::byte{255}};
  x.code = Code("A-1");
  x.after = 9;
  return x;
}

Optionals sample_optionals() {
  Optionals x;
  x.flag = false;
  x.money = "0.01"_dec;
  x.text = "";
  x.blob = cqrs::Buffer{};
  x.key = sample_scalars().key;
  x.code = Code("");
  x.point = Point{.x = 3};
  x.address = kHome;
  x.list = std::vector<std::string>{"one", ""};
  return x;
}

Lists sample_lists() {
  Lists x;
  x.flags = {true, false, true};
  x.numbers = {1, -1, 70000};
  x.texts = {"ab", "", "\xc3\xa9"};
  x.colors = {Color::red, static_cast<Color>(999)};
  x.keys = {sample_scalars().key};
  x.points = {Point{.x = 1, .y = 2}, Point{.x = 3}};
  x.addresses = {kHome, Address{}, kHome};
  x.empties.resize(3);
  x.maybe_numbers = {5, std::nullopt, 0};
  x.maybe_texts = {"x", std::nullopt, ""};
  x.maybe_points = {std::nullopt, Point{.x = 9, .y = 9}};
  x.maybe_addresses = {kHome, std::nullopt, Address{}};
  x.rows = {{1, 2}, {}, {3}};
  x.pages = {{}, {"a", "bc"}, {""}};
  x.deep = {sample_optionals(), Optionals{}};
  return x;
}

Times sample_times() {
  Times x;
  x.date = *cqrs::Date::parse("2026-11-21");
  x.duration = std::chrono::milliseconds(-1500);
  x.maybe_date = *cqrs::Date::parse("0001-01-01");
  x.dates = {*cqrs::Date::parse("9999-12-31"), cqrs::Date{}};
  x.maybe_durations = {std::nullopt, cqrs::Duration::max()};
  return x;
}

Collections sample_collections() {
  Collections x;
  x.numbers = {3, -1, 2};
  x.texts = {"b", "\xc3\xa9", "", "B"};
  x.codes = {Code("y"), Code("x")};
  x.blobs = {bytes_of({255}), bytes_of({1, 0}), bytes_of({1})};
  x.colors = {Color::blue, Color::red, static_cast<Color>(7)};
  x.amounts = {"-0.5"_dec, "1234567890123456789012345678.0123456789"_dec, 0};
  x.ids = {Key(*cqrs::Uuid::from_text("ff000000-0000-7000-8000-00000000000a")), Key{}};
  x.counts = {{"one", 1}, {"many", 65535}};
  x.homes = {{Key{}, kHome}, {Key(*cqrs::Uuid::from_text("6f1c0000-0000-7000-8000-00000000000a")), Address{}}};
  x.names = {{Number(7), "seven"}, {Number(-7), std::nullopt}};
  x.days = {{cqrs::Date::of(2026, 11, 21), {"b", "a"}}, {cqrs::Date::of(1, 1, 1), {}}};
  x.prices = {{"9.99"_dec, {true, false}}, {"-1.00"_dec, {}}};
  x.hues = {{Color::green, {}}};
  x.waits = {{std::chrono::seconds(-90), Point{.x = 1, .y = 2}}, {std::chrono::seconds(0), std::nullopt}};
  x.choices = {{Code("k"), {{std::numeric_limits<std::uint64_t>::max(), cqrs::Instant{1}}, {0, cqrs::Instant{}}}}};
  x.maybe = cqrs::Set<std::int64_t>{};
  return x;
}

Choices sample_choices() {
  Choices x;
  x.one = Choice::Words{.text = "\xc3\xa9", .more = "more"};
  x.between = 7;
  x.maybe = Choice::Nothing{};
  x.many = {Choice::Number{.flag = true, .value = -2}, Choice::Nothing{}, Choice::Place{.address = kHome}};
  x.maybe_many = {std::nullopt, Choice::Words{}};
  x.pair = Pair::Both{.left = Choice::Number{}, .right = {Choice::Words{.text = "last"}}};
  return x;
}

TEST(Samples, AreReadForEver) {
  check_sample("scalars", sample_scalars());
  check_sample("nested", sample_nested());
  check_sample("optionals_present", sample_optionals());
  check_sample("optionals_absent", Optionals{});
  check_sample("times", sample_times());
  check_sample("lists", sample_lists());
  check_sample("lists_empty", Lists{});
  check_sample("empty", Empty{});
  check_sample("collections", sample_collections());
  check_sample("collections_empty", Collections{});
  check_sample("unions", sample_choices());
  check_sample("unions_first", Choices{});
}

}  // namespace
