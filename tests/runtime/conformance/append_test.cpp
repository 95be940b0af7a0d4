#include "support.hpp"

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;

using AppendTest = ConformanceTest;

TEST_F(AppendTest, GivesVersionsFromOneOn) {
  const auto first = Append().write("account/1", numbered(3)).to(store());
  ASSERT_OK(first);
  EXPECT_THAT(first->versions, ElementsAre(3));
  EXPECT_FALSE(first->duplicate);
  const auto second = Append().write("account/1", numbered(2)).to(store());
  ASSERT_OK(second);
  EXPECT_THAT(second->versions, ElementsAre(5));
}

TEST_F(AppendTest, KeepsStreamsApartByTenantCategoryAndKey) {
  for (const auto& name : {stream("account/1"), stream("account/2"), stream("order/1"), stream("account/1", "acme")}) {
    const auto outcome = Append().write(name, ExpectedVersion::none(), numbered(1)).to(store());
    ASSERT_OK(outcome);
    EXPECT_THAT(outcome->versions, ElementsAre(1)) << to_string(name);
    EXPECT_EQ(*store().head(name), 1);
  }
}

TEST_F(AppendTest, PositionsGrowAndNameTheLastEvent) {
  Position before;
  for (int i = 0; i < 5; ++i) {
    const auto outcome = Append().write("account/" + std::to_string(i % 2), numbered(2)).to(store());
    ASSERT_OK(outcome);
    EXPECT_GT(outcome->position, before);
    before = outcome->position;
    EXPECT_EQ(*store().end(before.partition()), before);
    EXPECT_EQ(read_all(store(), Position::start_of(before.partition())).back().position, before);
  }
}

TEST_F(AppendTest, KeepsAnyBytes) {
  std::string all_bytes;
  for (int i = 0; i < 256; ++i) all_bytes += static_cast<char>(i);
  const StreamId odd("tenant \xC3\xA9", "category/with:signs", to_buffer(as_bytes(std::string_view("\0\xFF/'\"", 5))));
  ASSERT_OK(Append().write(odd, ExpectedVersion::none(), {{.body = all_bytes}, {.body = ""}}).to(store()));
  const auto events = read(store(), odd);
  EXPECT_THAT(bodies(events), ElementsAre(all_bytes, ""));
  EXPECT_EQ(events[0].stream, to_string(odd.ref()));
}

TEST_F(AppendTest, KeepsTypesApartThatTakeTurns) {
  const std::vector<Event> turns = {{"Opened", "0"},        {"Opened", "1"}, {"Opened", "2", {}, 2},
                                    {"Closed", "3", {}, 2}, {"Closed", "4"}, {"Opened", "5"}};
  ASSERT_OK(Append().write("account/1", turns).write("account/2", {{"Opened", "6"}, {"Closed", "7"}}).to(store()));
  std::vector<std::string> seen;
  for (const auto& event : read_all(store())) {
    seen.push_back(event.body + event.type + std::to_string(event.layout_version));
  }
  EXPECT_THAT(seen, ElementsAre("0Opened1", "1Opened1", "2Opened2", "3Closed2", "4Closed1", "5Opened1", "6Opened1",
                                "7Closed1"));
  const std::string_view closed[] = {"Closed"};
  if (has(Capability::durable)) reopen();
  EXPECT_THAT(bodies(read_all(store(), {}, {.types = closed})), ElementsAre("3", "4", "7"));
}

TEST_F(AppendTest, KeepsTypeLayoutVersionAndTags) {
  ASSERT_OK(Append()
                .write("account/1", {{.type = "Opened", .tags = {"account:1", "owner:ada"}, .layout_version = 3},
                                     {.type = "Closed", .layout_version = 70'000}})
                .to(store()));
  const auto events = read(store(), stream("account/1"));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, "Opened");
  EXPECT_EQ(events[0].layout_version, 3U);
  EXPECT_THAT(events[0].tags, ElementsAre("account:1", "owner:ada"));
  EXPECT_EQ(events[1].type, "Closed");
  EXPECT_EQ(events[1].layout_version, 70'000U);
  EXPECT_THAT(events[1].tags, ElementsAre());
}

TEST_F(AppendTest, TakesManyEventsAtOnce) {
  constexpr std::size_t kCount = 5'000;
  const auto outcome = Append().write("account/1", numbered(kCount)).to(store());
  ASSERT_OK(outcome);
  EXPECT_THAT(outcome->versions, ElementsAre(kCount));
  const auto events = read(store(), stream("account/1"));
  ASSERT_EQ(events.size(), kCount);
  for (std::size_t i = 0; i < kCount; ++i) ASSERT_EQ(events[i].body, std::to_string(i));
}

TEST_F(AppendTest, TakesLargeEvents) {
  const std::string large(store().limits().event_bytes, 'x');
  ASSERT_OK(Append().write("account/1", {{.body = large}, {.body = "small"}, {.body = large}}).to(store()));
  EXPECT_THAT(bodies(read(store(), stream("account/1"))), ElementsAre(large, "small", large));
  EXPECT_THAT(bodies(read_all(store())), ElementsAre(large, "small", large));
}

}  // namespace
}  // namespace cqrs::conformance
