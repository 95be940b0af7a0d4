#include "support.hpp"

namespace cqrs::conformance {
namespace {

using MetadataTest = ConformanceTest;

TEST_F(MetadataTest, ComesBackAsItWasGiven) {
  const Uuid causation = Uuid::make();
  const Uuid correlation = Uuid::make();
  Append append;
  append.write("account/1", numbered(2));
  auto& metadata = append.metadata();
  metadata.causation = causation;
  metadata.correlation = correlation;
  metadata.actor = "ada";
  metadata.recorded = Instant{1'767'258'000'123'456'789};
  metadata.trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  metadata.open = R"({"ip": "::1"})";
  ASSERT_OK(append.to(store()));

  int seen = 0;
  const auto check = [&](const RecordedEvent& event) {
    ++seen;
    EXPECT_EQ(event.commit->command_id, append.metadata().command_id);
    EXPECT_EQ(event.commit->causation, causation);
    EXPECT_EQ(event.commit->correlation, correlation);
    EXPECT_EQ(event.commit->actor, "ada");
    EXPECT_EQ(event.commit->recorded, Instant{1'767'258'000'123'456'789});
    EXPECT_EQ(event.commit->trace, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    EXPECT_EQ(event.commit->open, R"({"ip": "::1"})");
    return Visit::next;
  };
  ASSERT_OK(store().read(stream("account/1"), 1, kNoLimit, check));
  ASSERT_OK(store().read_all({}, {}, kNoLimit, check));
  EXPECT_EQ(seen, 4);
}

TEST_F(MetadataTest, WhatIsAbsentStaysAbsent) {
  Append append;
  append.write("account/1", numbered(1));
  ASSERT_OK(append.to(store()));
  ASSERT_OK(store().read(stream("account/1"), 1, kNoLimit, [&](const RecordedEvent& event) {
    EXPECT_FALSE(event.commit->causation);
    EXPECT_EQ(event.commit->correlation, append.metadata().command_id) << "a command begins its own conversation";
    EXPECT_EQ(event.commit->actor, "");
    EXPECT_EQ(event.commit->trace, "");
    EXPECT_EQ(event.commit->open, "");
    return Visit::next;
  }));
}

TEST_F(MetadataTest, EventIdsAreDerivedFromTheCommand) {
  Append append;
  append.write("account/1", numbered(3));
  ASSERT_OK(append.to(store()));
  const auto from_stream = read(store(), stream("account/1"));
  const auto from_log = read_all(store());
  ASSERT_EQ(from_stream.size(), 3U);
  ASSERT_EQ(from_log.size(), 3U);
  for (std::uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(from_stream[i].id, event_id(append.metadata().command_id, i));
    EXPECT_EQ(from_log[i].id, from_stream[i].id);
  }
}

TEST_F(MetadataTest, EventIdsCountOverAllStreamsOfTheCommit) {
  Append append;
  append.write("account/1", numbered(2)).write("account/2", numbered(2));
  if (!has(Capability::several_streams)) {
    EXPECT_ERROR(append.to(store()), ErrorCode::unsupported);
    return;
  }
  ASSERT_OK(append.to(store()));
  const auto second = read(store(), stream("account/2"));
  ASSERT_EQ(second.size(), 2U);
  EXPECT_EQ(second[0].id, event_id(append.metadata().command_id, 2));
  EXPECT_EQ(second[1].id, event_id(append.metadata().command_id, 3));
}

TEST_F(MetadataTest, TimeMayRunBackwards) {
  for (const std::int64_t time : {3'000, 1'000, 2'000, -5}) {
    Append append;
    append.write("account/1", {{.body = std::to_string(time)}});
    append.metadata().recorded = Instant{time};
    ASSERT_OK(append.to(store()));
  }
  EXPECT_THAT(bodies(read_all(store())), testing::ElementsAre("3000", "1000", "2000", "-5"));
  EXPECT_THAT(bodies(read(store(), stream("account/1"))), testing::ElementsAre("3000", "1000", "2000", "-5"));
}

}  // namespace
}  // namespace cqrs::conformance
