#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "support.hpp"

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using ReadTest = ConformanceTest;

TEST_F(ReadTest, AnUnknownStreamIsEmpty) {
  EXPECT_THAT(read(store(), stream("account/1")), IsEmpty());
  EXPECT_EQ(*store().head(stream("account/1")), 0);
  ASSERT_OK(Append().write("account/2", numbered(1)).to(store()));
  EXPECT_THAT(read(store(), stream("account/1")), IsEmpty());
}

TEST_F(ReadTest, StartsAtTheVersionAskedFor) {
  ASSERT_OK(Append().write("account/1", numbered(3)).to(store()));
  ASSERT_OK(Append().write("account/1", {{.body = "3"}, {.body = "4"}}).to(store()));
  EXPECT_THAT(bodies(read(store(), stream("account/1"), 1)), ElementsAre("0", "1", "2", "3", "4"));
  EXPECT_THAT(bodies(read(store(), stream("account/1"), 3)), ElementsAre("2", "3", "4"));
  EXPECT_THAT(bodies(read(store(), stream("account/1"), 5)), ElementsAre("4"));
  EXPECT_THAT(bodies(read(store(), stream("account/1"), 6)), IsEmpty());
  EXPECT_THAT(bodies(read(store(), stream("account/1"), 1'000'000)), IsEmpty());
}

TEST_F(ReadTest, SeesWhatCameSinceItWasRead) {
  for (std::size_t commits = 1; commits <= 5; ++commits) {
    ASSERT_OK(Append().write("account/1", numbered(2)).to(store()));
    ASSERT_OK(Append().write("account/2", numbered(1)).to(store()));
    const auto events = read(store(), stream("account/1"), static_cast<Version>(commits));
    ASSERT_EQ(events.size(), commits + 1);
    for (std::size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(events[i].version, static_cast<Version>(commits + i));
      EXPECT_EQ(events[i].body, std::to_string((commits + i + 1) % 2));
    }
  }
}

TEST_F(ReadTest, ReadsManyCommitsToTheirEnd) {
  constexpr std::size_t kCommits = 600;
  for (std::size_t i = 0; i < kCommits; ++i) {
    ASSERT_OK(Append().write("account/1", {{.body = std::string(i % 2'000, 'x')}}).to(store()));
    if (i % 3 == 0) ASSERT_OK(Append().write("account/2", numbered(1)).to(store()));
  }
  for (const bool reopened : {false, true}) {
    if (reopened && has(Capability::durable)) reopen();
    const auto all = read(store(), stream("account/1"));
    ASSERT_EQ(all.size(), kCommits);
    for (std::size_t i = 0; i < kCommits; ++i) EXPECT_EQ(all[i].body.size(), i % 2'000);
    for (const std::size_t limit : {255U, 256U, 257U, 512U, 599U, 601U}) {
      EXPECT_EQ(read(store(), stream("account/1"), 1, limit).size(), std::min(limit, kCommits));
    }
    EXPECT_EQ(read(store(), stream("account/1"), 300).size(), kCommits - 299);
  }
}

TEST_F(ReadTest, VersionsHaveNoGapsWhateverCameBetween) {
  for (int i = 0; i < 40; ++i) {
    ASSERT_OK(
        Append().write("account/" + std::to_string(i % 4), numbered(1 + static_cast<std::size_t>(i) % 3)).to(store()));
  }
  for (const auto* name : {"account/0", "account/1", "account/2", "account/3"}) {
    Version version = 0;
    Position position;
    for (const auto& event : read(store(), stream(name))) {
      EXPECT_EQ(event.version, ++version);
      EXPECT_EQ(event.stream, name);
      EXPECT_GT(event.position, position);
      position = event.position;
    }
    EXPECT_EQ(version, *store().head(stream(name)));
    EXPECT_GT(version, 10);
  }
}

TEST_F(ReadTest, StopsAtTheLimitAndWhenToldTo) {
  ASSERT_OK(Append().write("account/1", numbered(10)).to(store()));
  EXPECT_THAT(bodies(read(store(), stream("account/1"), 4, 2)), ElementsAre("3", "4"));
  EXPECT_THAT(read(store(), stream("account/1"), 1, 0), IsEmpty());
  int seen = 0;
  const auto last = store().read(stream("account/1"), 2, kNoLimit,
                                 [&](const RecordedEvent&) { return ++seen == 3 ? Visit::stop : Visit::next; });
  ASSERT_OK(last);
  EXPECT_EQ(*last, 4);
  EXPECT_EQ(seen, 3);
}

TEST_F(ReadTest, TheFirstVersionIsOne) {
  const auto refused = [&](Version from) {
    return store().read(stream("account/1"), from, kNoLimit, [](const RecordedEvent&) { return Visit::next; });
  };
  EXPECT_ERROR(refused(0), ErrorCode::invalid_argument);
  EXPECT_ERROR(refused(-5), ErrorCode::invalid_argument);
}

TEST_F(ReadTest, AVisitorMayUseTheStore) {
  ASSERT_OK(Append().write("account/1", numbered(3)).to(store()));
  std::vector<Version> heads;
  const auto last = store().read(stream("account/1"), 1, kNoLimit, [&](const RecordedEvent& event) {
    EXPECT_EQ(read(store(), StreamId(event.stream)).size(), 3U);
    heads.push_back(*store().head(event.stream));
    return Visit::next;
  });
  ASSERT_OK(last);
  EXPECT_THAT(heads, ElementsAre(3, 3, 3));
}

TEST_F(ReadTest, AnExceptionOfAVisitorPassesThrough) {
  ASSERT_OK(Append().write("account/1", numbered(3)).to(store()));
  const auto thrower = [](const RecordedEvent&) -> Visit { throw std::runtime_error("enough"); };
  EXPECT_THROW((void)store().read(stream("account/1"), 1, kNoLimit, thrower), std::runtime_error);
  EXPECT_THROW((void)store().read_all({}, {}, kNoLimit, thrower), std::runtime_error);
  EXPECT_EQ(read(store(), stream("account/1")).size(), 3U);
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
}

TEST_F(ReadTest, NumbersTypesInTheirLayouts) {
  ASSERT_OK(Append()
                .write("account/1", {{.type = "Opened"}, {.type = "Opened", .layout_version = 2}, {.type = "Closed"}})
                .to(store()));
  ASSERT_OK(Append().write("order/1", {{.type = "Closed"}, {.type = "Opened", .layout_version = 2}}).to(store()));
  std::map<std::pair<std::string, std::uint32_t>, std::set<std::uint32_t>> numbers;
  const auto see = [&](const RecordedEvent& event) {
    numbers[{std::string(event.type), event.layout_version}].insert(event.type_number);
    return Visit::next;
  };
  ASSERT_OK(store().read_all({}, {}, kNoLimit, see));
  ASSERT_OK(store().read(stream("account/1"), 1, kNoLimit, see));
  ASSERT_EQ(numbers.size(), 3U);
  std::set<std::uint32_t> all;
  for (const auto& [type, given] : numbers) {
    EXPECT_EQ(given.size(), 1U) << type.first << " v" << type.second;
    const auto number = *given.begin();
    EXPECT_TRUE(number == 0 || all.insert(number).second) << "one number for two";
  }
}

}  // namespace
}  // namespace cqrs::conformance
