#include "support.hpp"

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ReadAllTest : public ConformanceTest {
 protected:
  void store_a_few() {
    ASSERT_OK(Append().write("account/1", {{"Opened", "a", {"vip"}}, {"Deposited", "b"}}).to(store()));
    ASSERT_OK(Append().write("order/1", {{"Placed", "c", {"vip", "gift"}}}).to(store()));
    ASSERT_OK(Append().write("account/2", {{"Opened", "d"}, {"Closed", "e", {"gift"}}}).to(store()));
    ASSERT_OK(
        Append().write(stream("account/1", "acme"), ExpectedVersion::none(), {{"Opened", "f", {"vip"}}}).to(store()));
  }

  std::vector<std::string> all(const EventFilter& filter) { return bodies(read_all(store(), {}, filter)); }
};

TEST_F(ReadAllTest, SeesEverythingInTheOrderOfCommits) {
  EXPECT_THAT(all({}), IsEmpty());
  store_a_few();
  EXPECT_THAT(all({}), ElementsAre("a", "b", "c", "d", "e", "f"));
  const auto events = read_all(store());
  for (std::size_t i = 1; i < events.size(); ++i) EXPECT_GT(events[i].position, events[i - 1].position);
}

TEST_F(ReadAllTest, GoesOnFromAnyPosition) {
  store_a_few();
  const auto events = read_all(store());
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto rest = read_all(store(), events[i].position);
    ASSERT_EQ(rest.size(), events.size() - i - 1);
    for (std::size_t j = 0; j < rest.size(); ++j) EXPECT_EQ(rest[j].id, events[i + 1 + j].id);
  }
}

TEST_F(ReadAllTest, FiltersByTypeTagCategoryStreamAndTenant) {
  store_a_few();
  const std::string_view opened_and_placed[] = {"Opened", "Placed"};
  const std::string_view vip[] = {"vip"};
  const std::string_view vip_and_gift[] = {"gift", "vip"};
  const std::string_view account[] = {"account"};
  const std::string_view unknown[] = {"unknown"};
  const StreamId second = stream("account/2");
  const StreamRef streams[] = {second.ref()};
  EXPECT_THAT(all({.types = opened_and_placed}), ElementsAre("a", "c", "d", "f"));
  EXPECT_THAT(all({.tags = vip}), ElementsAre("a", "c", "f"));
  EXPECT_THAT(all({.tags = vip_and_gift}), ElementsAre("c"));
  EXPECT_THAT(all({.categories = account}), ElementsAre("a", "b", "d", "e", "f"));
  EXPECT_THAT(all({.streams = streams}), ElementsAre("d", "e"));
  EXPECT_THAT(all({.tenant = "acme"}), ElementsAre("f"));
  EXPECT_THAT(all({.tenant = ""}), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(all({.tenant = "", .categories = account, .types = opened_and_placed, .tags = vip}), ElementsAre("a"));
  EXPECT_THAT(all({.types = unknown}), IsEmpty());
  EXPECT_THAT(all({.tags = unknown}), IsEmpty());
  EXPECT_THAT(all({.categories = unknown}), IsEmpty());
  EXPECT_THAT(all({.tenant = "unknown"}), IsEmpty());
}

TEST_F(ReadAllTest, SaysWhereToGoOn) {
  store_a_few();
  const auto end = *store().end(0);
  const std::string_view placed[] = {"Placed"};
  const auto next = [](const RecordedEvent&) { return Visit::next; };
  const auto skipped = store().read_all({}, {.types = placed}, kNoLimit, next);
  ASSERT_OK(skipped);
  EXPECT_EQ(*skipped, end) << "what was skipped is behind";

  const auto limited = store().read_all({}, {}, 2, next);
  ASSERT_OK(limited);
  EXPECT_THAT(bodies(read_all(store(), *limited)), ElementsAre("c", "d", "e", "f"));

  const auto stopped = store().read_all({}, {}, kNoLimit, [](const RecordedEvent& event) {
    return as_text(event.body) == "d" ? Visit::stop : Visit::next;
  });
  ASSERT_OK(stopped);
  EXPECT_THAT(bodies(read_all(store(), *stopped)), ElementsAre("e", "f"));

  EXPECT_EQ(*store().read_all(end, {}, kNoLimit, next), end);
  EXPECT_EQ(*store().read_all({}, {}, 0, next), Position());
}

TEST_F(ReadAllTest, ReadsALongLogWhole) {
  constexpr int kAppends = 700;
  for (int i = 0; i < kAppends; ++i) {
    ASSERT_OK(Append()
                  .write("account/" + std::to_string(i % 7),
                         {{.type = i % 100 == 0 ? "Rare" : "Common", .body = std::to_string(i), .tags = {"n"}}})
                  .to(store()));
  }
  const auto events = read_all(store());
  ASSERT_EQ(events.size(), kAppends);
  for (int i = 0; i < kAppends; ++i) ASSERT_EQ(events[static_cast<std::size_t>(i)].body, std::to_string(i));
  const std::string_view rare[] = {"Rare"};
  EXPECT_THAT(all({.types = rare}), ElementsAre("0", "100", "200", "300", "400", "500", "600"));
}

TEST_F(ReadAllTest, APositionOfAnotherStoreIsRefused) {
  const Position foreign(store().partitions(), 1);
  EXPECT_ERROR(store().read_all(foreign, {}, kNoLimit, [](const RecordedEvent&) { return Visit::next; }),
               ErrorCode::invalid_argument);
  EXPECT_ERROR(store().end(foreign.partition()), ErrorCode::invalid_argument);
  EXPECT_ERROR(store().wait(foreign, Duration::zero()), ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace cqrs::conformance
