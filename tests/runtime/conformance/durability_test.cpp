#include "support.hpp"

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;

class DurabilityTest : public ConformanceTest {
 protected:
  /// Restarts where there is something to come back to.
  void restart() {
    if (has(Capability::durable)) reopen();
  }
};

TEST_F(DurabilityTest, EverythingIsThereAfterARestart) {
  const Uuid id = Uuid::make();
  ASSERT_OK(Append().write("account/1", {{"Opened", "a", {"vip"}}}).command(id, "body", "result").to(store()));
  ASSERT_OK(Append().write("account/2", {{"Opened", "b", {}}}).to(store()));
  const auto before = read_all(store());
  restart();
  const auto after = read_all(store());
  ASSERT_EQ(after.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(after[i].id, before[i].id);
    EXPECT_EQ(after[i].position, before[i].position);
    EXPECT_EQ(after[i].type, before[i].type);
  }
  EXPECT_THAT(after[0].tags, ElementsAre("vip"));
  const auto again = Append().write("account/1", numbered(1)).command(id, "body").to(store());
  ASSERT_OK(again);
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(as_text(again->result), "result");
}

TEST_F(DurabilityTest, VersionsAndPositionsGoOnAfterARestart) {
  Position last;
  for (Version round = 0; round < 5; ++round) {
    const auto outcome =
        Append().write(stream("account/1"), ExpectedVersion::exact(round * 2), numbered(2)).to(store());
    ASSERT_OK(outcome);
    EXPECT_GT(outcome->position, last);
    last = outcome->position;
    ASSERT_OK(Append().command(Uuid::make(), "no events").to(store()));
    restart();
    EXPECT_EQ(*store().end(0), last);
    EXPECT_EQ(*store().head(stream("account/1")), round * 2 + 2);
  }
  EXPECT_EQ(read(store(), stream("account/1")).size(), 10U);
}

TEST_F(DurabilityTest, ConditionsHoldAcrossARestart) {
  ASSERT_OK(Append().write("user/1", {{.tags = {"name:ada"}}}).to(store()));
  restart();
  EXPECT_ERROR(Append().write("user/2", numbered(1)).unless({"name:ada"}).to(store()),
               has(Capability::tag_conditions) ? ErrorCode::conflict : ErrorCode::unsupported);
}

}  // namespace
}  // namespace cqrs::conformance
