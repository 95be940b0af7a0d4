#include "store/commit_record.hpp"

#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cqrs::store {
namespace {

/// A commit with one of everything.
Buffer full_record() {
  const std::string_view tags[] = {"account:1", "vip"};
  const NewEvent first[] = {{"Opened", 1, as_bytes("first body"), tags}, {"Closed", 2, as_bytes("")}};
  const NewEvent second[] = {{"Opened", 1, as_bytes("second")}};
  const StreamAppend streams[] = {{{"acme", "account", as_bytes("key one")}, ExpectedVersion::any(), first},
                                  {{"acme", "limit", as_bytes("checked")}, ExpectedVersion::any(), {}},
                                  {{"acme", "order", as_bytes("k2")}, ExpectedVersion::any(), second}};
  AppendRequest request{streams, {}, {}, CommandRecord{hash128(as_bytes("body")), as_bytes("result")}};
  request.metadata.command_id = *Uuid::from_text("017f22e2-79b0-7fff-bfff-ffffffffffff");
  request.metadata.causation = *Uuid::from_text("6f1c0000-0000-7000-8000-00000000000c");
  request.metadata.correlation = *Uuid::from_text("6f1c0000-0000-7000-8000-00000000000d");
  request.metadata.actor = "ada";
  request.metadata.recorded = Instant{-12'345};
  request.metadata.trace = "00-trace";
  request.metadata.open = R"({"a": 1})";
  const NameNumber categories[] = {7, 8, 9};
  const NameNumber types[] = {10, 11, 10};
  const Version before[] = {41, 3, 0};
  Buffer record;
  encode_commit(request, {5, categories, types, before, 0}, record);
  return record;
}

struct Decoded {
  Damage damage;
  std::vector<std::string> bodies;
};

Decoded decode(Bytes bytes) {
  Decoded decoded;
  CommitHeader header;
  decoded.damage = decode_header(bytes, header);
  if (decoded.damage) return decoded;
  FrameReader frames(bytes, header);
  Frame frame;
  while (frames.next(frame)) decoded.bodies.emplace_back(as_text(frame.body));
  decoded.damage = frames.damage();
  return decoded;
}

std::string hexadecimal(Bytes bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : bytes) {
    text += kDigits[std::to_integer<std::size_t>(byte >> 4U)];
    text += kDigits[std::to_integer<std::size_t>(byte & std::byte{0x0F})];
  }
  return text;
}

// Stored for ever. Should this fail, the format has changed: give the new one a flag of its own, and keep reading this.
TEST(CommitRecordTest, IsLaidOutAsItHasAlwaysBeen) {
  std::ifstream sample(CQRS_SOURCE_DIR "/tests/runtime/store_parts/samples/commit.hex");
  std::string expected;
  sample >> expected;
  EXPECT_EQ(hexadecimal(full_record()), expected);
}

TEST(CommitRecordTest, ComesBackWhole) {
  const Buffer record = full_record();
  CommitHeader header;
  ASSERT_FALSE(decode_header(record, header));
  EXPECT_EQ(header.length, record.size());
  EXPECT_EQ(header.tenant, 5U);
  EXPECT_EQ(header.events, 3U);
  EXPECT_EQ(to_string(header.metadata.command_id), "017f22e2-79b0-7fff-bfff-ffffffffffff");
  EXPECT_EQ(to_string(*header.metadata.causation), "6f1c0000-0000-7000-8000-00000000000c");
  EXPECT_EQ(to_string(header.metadata.correlation), "6f1c0000-0000-7000-8000-00000000000d");
  EXPECT_EQ(header.metadata.actor, "ada");
  EXPECT_EQ(header.metadata.recorded, Instant{-12'345});
  EXPECT_EQ(header.metadata.trace, "00-trace");
  EXPECT_EQ(header.metadata.open, R"({"a": 1})");
  ASSERT_TRUE(header.command);
  EXPECT_EQ(header.command->body_hash, hash128(as_bytes("body")));
  EXPECT_EQ(as_text(header.command->result), "result");
  ASSERT_EQ(header.parts.size(), 3U);
  EXPECT_EQ(as_text(header.parts[1].key), "checked");
  EXPECT_EQ(header.parts[1].before, 3);

  FrameReader frames(record, header);
  Frame frame;
  ASSERT_TRUE(frames.next(frame));
  EXPECT_EQ(frame.version, 42);
  EXPECT_EQ(frame.type, 10U);
  EXPECT_EQ(as_text(frame.body), "first body");
  EXPECT_THAT(frame.tags, testing::ElementsAre("account:1", "vip"));
  ASSERT_TRUE(frames.next(frame));
  EXPECT_EQ(frame.version, 43);
  EXPECT_EQ(frame.body.size(), 0U);
  EXPECT_TRUE(frame.tags.empty());
  ASSERT_TRUE(frames.next(frame));
  EXPECT_EQ(frame.part, 2U);
  EXPECT_EQ(frame.version, 1);
  EXPECT_EQ(frame.index, 2U);
  EXPECT_FALSE(frames.next(frame));
  EXPECT_FALSE(frames.damage());
}

TEST(CommitRecordTest, AnEventCostsSixteenBytesBesideItsBody) {
  const NewEvent events[] = {{"T", 1, as_bytes("12345678")}, {"T", 1, as_bytes("12345678")}};
  const auto encode = [&](std::size_t count) {
    const StreamAppend streams[] = {{{"", "c", as_bytes("k")}, ExpectedVersion::any(), std::span(events).first(count)}};
    AppendRequest request{streams, {}, {}, std::nullopt};
    request.metadata.command_id = Uuid::make();
    const NameNumber categories[] = {1};
    const NameNumber types[] = {2, 2};
    const Version before[] = {0};
    Buffer record;
    encode_commit(request, {0, categories, types, before, 0}, record);
    return record.size();
  };
  EXPECT_EQ(encode(2) - encode(1), 16U + 8U);
}

TEST(CommitRecordTest, EveryFlippedBitIsFound) {
  const Buffer record = full_record();
  ASSERT_FALSE(decode(record).damage);
  for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
    Buffer flipped = record;
    flipped[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    EXPECT_TRUE(decode(flipped).damage) << "bit " << bit;
  }
}

TEST(CommitRecordTest, EveryTruncationIsFound) {
  const Buffer record = full_record();
  for (std::size_t length = 0; length < record.size(); ++length) {
    // A copy of exactly that size, so that a sanitizer sees any byte read behind it.
    const Buffer cut(record.begin(), record.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_TRUE(decode(cut).damage) << length;
  }
}

TEST(CommitRecordTest, WhatFollowsIsNotLookedAt) {
  Buffer two = full_record();
  const std::size_t length = two.size();
  two.resize(length + 100, std::byte{0xFF});
  CommitHeader header;
  ASSERT_FALSE(decode_header(two, header));
  EXPECT_EQ(header.length, length);
  EXPECT_EQ(decode(two).bodies.size(), 3U);
}

TEST(CommitRecordTest, ADamagedEventStopsOnlyWhatIsBehindIt) {
  Buffer record = full_record();
  record.back() ^= std::byte{1};  // in the body of the last event
  const auto decoded = decode(record);
  EXPECT_TRUE(decoded.damage);
  EXPECT_THAT(decoded.bodies, testing::ElementsAre("first body", ""));
}

TEST(CommitRecordTest, AFrameOfAnotherCommitIsFound) {
  const NewEvent events[] = {{"T", 1, as_bytes("same")}};
  const StreamAppend streams[] = {{{"", "c", as_bytes("k")}, ExpectedVersion::any(), events}};
  const auto encode = [&](const Uuid& id) {
    AppendRequest request{streams, {}, {}, std::nullopt};
    request.metadata.command_id = id;
    const NameNumber numbers[] = {1};
    const Version before[] = {0};
    Buffer record;
    encode_commit(request, {0, numbers, numbers, before, 0}, record);
    return record;
  };
  Buffer one = encode(Uuid::make());
  const Buffer other = encode(Uuid::make());
  ASSERT_EQ(one.size(), other.size());
  std::copy(other.end() - 20, other.end(), one.end() - 20);
  EXPECT_TRUE(decode(one).damage);
}

TEST(CommitRecordTest, EventsWithoutVersionsAreFound) {
  const NewEvent events[] = {{"T", 1, as_bytes("one")}, {"T", 1, as_bytes("two")}};
  const StreamAppend streams[] = {{{"", "c", as_bytes("k")}, ExpectedVersion::any(), events}};
  const auto damage_of = [&](Version before) {
    AppendRequest request{streams, {}, {}, std::nullopt};
    request.metadata.command_id = Uuid::make();
    const NameNumber categories[] = {1};
    const NameNumber types[] = {2, 2};
    const Version heads[] = {before};
    Buffer record;
    encode_commit(request, {0, categories, types, heads, 0}, record);
    return decode(record).damage;
  };
  constexpr Version kLast = std::numeric_limits<Version>::max();
  EXPECT_FALSE(damage_of(kLast - 2));
  EXPECT_TRUE(damage_of(kLast - 1));
  EXPECT_TRUE(damage_of(kLast));
  EXPECT_TRUE(damage_of(-1));
}

TEST(CommitRecordTest, AnyBytesAreSafeToRead) {
  std::mt19937 random(20'260'101);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same bytes every time
  for (int round = 0; round < 20'000; ++round) {
    Buffer bytes(random() % 200);
    for (auto& byte : bytes) byte = static_cast<std::byte>(random() % 4 == 0 ? random() : 0);
    EXPECT_TRUE(decode(bytes).damage);
  }
}

TEST(CommitRecordTest, LimitsThatDoNotFitAreRefused) {
  EXPECT_TRUE(fits({}));
  EXPECT_FALSE(fits({.append_bytes = std::size_t{1} << 40U}));
  EXPECT_FALSE(fits({.append_streams = 65'536}));
  EXPECT_FALSE(fits({.name_bytes = 65'536}));
  EXPECT_EQ(fits({.key_bytes = 65'536}).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace cqrs::store
