#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include <gtest/gtest.h>
#include <malloc.h>

#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>

#include "everything_views.hpp"

// What small inputs may cost: memory in proportion to the bytes at hand, whatever they promise.

namespace {

/// Memory that is held now, and the most there has been since it was last looked at.
std::size_t held = 0;
std::size_t most = 0;

}  // namespace

void* operator new(std::size_t size) {
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  held += malloc_usable_size(memory);
  most = std::max(most, held);
  return memory;
}
void operator delete(void* memory) noexcept {
  if (memory != nullptr) held -= malloc_usable_size(memory);
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace {

using namespace everything;

/// The most memory that is held at once while `work` runs.
template <class Work>
std::size_t cost_of(const Work& work) {
  const std::size_t before = held;
  most = held;
  work();
  return most - before;
}

/// What a message takes, and the tables that are made when a type is first met.
constexpr std::size_t kLittle = std::size_t{64} << 10U;

std::string repeated(std::string_view words, std::size_t times) {
  std::string text;
  text.reserve(words.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += words;
  return text;
}

TEST(Limits, WhatPromisesGigabytesCostsNothing) {
  for (std::size_t list = 0; list < 15; ++list) {
    for (const std::uint32_t count : {0x0000'ffffU, 0x7fff'ffffU, 0xffff'ffffU}) {
      // One list that is not empty: a count, and a little behind it.
      cqrs::Buffer bytes(15 * 4 + 12);
      for (std::size_t i = list; i < 15; ++i) cqrs::layout::store(bytes.data() + 4 * i, std::uint32_t{12});
      cqrs::layout::store(bytes.data() + 60, count);
      EXPECT_LT(cost_of([&] { (void)cqrs::decode<Lists>(bytes); }), kLittle) << list;
    }
  }
  for (const std::uint32_t end : {0x7fff'ffffU, 0xffff'ffffU}) {
    cqrs::Buffer bytes(13);
    cqrs::layout::store(bytes.data() + 5, end);
    cqrs::layout::store(bytes.data() + 9, end);
    EXPECT_LT(cost_of([&] { EXPECT_FALSE(cqrs::decode<Address>(bytes)); }), kLittle);
  }
}

/// What it costs to read a value, for each byte of its two forms. `{}` may stand for a large struct: then `json` is so
/// many of these, as a list that grows has its elements twice over.
template <class X>
void expect_proportion(const X& x, std::size_t json = 96) {
  const auto bytes = cqrs::encode(x).value();
  const std::string text = cqrs::to_json(x);
  EXPECT_LT(cost_of([&] { EXPECT_TRUE(cqrs::decode<X>(bytes)); }), bytes.size() * 64 + kLittle);
  EXPECT_LT(cost_of([&] { EXPECT_TRUE(cqrs::from_json<X>(text)); }), text.size() * json + kLittle);
}

TEST(Limits, MemoryGrowsWithTheBytesAtHand) {
  constexpr std::size_t kMany = 100'000;
  expect_proportion(Lists{.flags = std::vector<bool>(kMany)});
  expect_proportion(Lists{.texts = std::vector<std::string>(kMany)});
  expect_proportion(Lists{.empties = std::vector<Empty>(kMany)});
  expect_proportion(Lists{.maybe_texts = std::vector<std::optional<std::string>>(kMany)});
  expect_proportion(Lists{.maybe_addresses = std::vector<std::optional<Address>>(kMany)});
  expect_proportion(Lists{.rows = std::vector<std::vector<std::int16_t>>(kMany)});
  expect_proportion(Lists{.deep = std::vector<Optionals>(kMany)}, sizeof(Optionals));
  Collections sets;
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(kMany); ++i) {
    sets.numbers.insert(i);
    sets.names.emplace(Number(i), std::nullopt);
  }
  expect_proportion(sets);
}

TEST(Limits, JsonThatIsNestedAMillionTimesIsRefused) {
  constexpr std::size_t kMany = 1'000'000;
  for (const auto* open : {"[", "{\"maybe\":", "{\"a\":[", "{\"pair\":{\"type\":\"Both\",\"left\":"}) {
    const std::string text = repeated(open, kMany);
    for (const auto* before : {"", "{\"many\":", "{\"pages\":"}) {
      const std::string whole = before + text;
      EXPECT_LT(cost_of([&] { EXPECT_FALSE(cqrs::from_json<Choices>(whole)); }), whole.size() * 16 + kLittle);
      EXPECT_FALSE(cqrs::from_json<Lists>(whole));
    }
  }
}

TEST(Limits, WhatIsSaidOfALargeTextIsShort) {
  const std::string large(std::size_t{8} << 20U, 'x');
  for (const std::string& text : {"{\"street\":\"" + large + "\",\"zip\":\"" + large + "\"}", "{\"" + large + "\":1}",
                                  "{\"zip\":" + std::string(1 << 20, '9') + "}", large}) {
    const auto read = cqrs::from_json<Address>(text);
    ASSERT_FALSE(read);
    EXPECT_LT(read.error().text.size(), 1'000U);
  }
}

}  // namespace
