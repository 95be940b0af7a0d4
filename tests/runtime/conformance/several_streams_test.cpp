#include "support.hpp"

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;

using SeveralStreamsTest = ConformanceTest;

TEST_F(SeveralStreamsTest, AreWrittenTogetherInTheOrderOfTheRequest) {
  const auto outcome =
      Append().write("account/1", {{.body = "a"}, {.body = "b"}}).write("account/2", {{.body = "c"}}).to(store());
  if (!has(Capability::several_streams)) {
    EXPECT_ERROR(outcome, ErrorCode::unsupported);
    return;
  }
  ASSERT_OK(outcome);
  EXPECT_THAT(outcome->versions, ElementsAre(2, 1));
  EXPECT_THAT(bodies(read_all(store())), ElementsAre("a", "b", "c"));
  EXPECT_THAT(bodies(read(store(), stream("account/1"))), ElementsAre("a", "b"));
  EXPECT_THAT(bodies(read(store(), stream("account/2"))), ElementsAre("c"));
}

TEST_F(SeveralStreamsTest, OneConflictStoresNothingOfAny) {
  ASSERT_OK(Append().write("account/2", {{.body = "before"}}).to(store()));
  const auto outcome = Append()
                           .write(stream("account/1"), ExpectedVersion::none(), numbered(2))
                           .write(stream("account/2"), ExpectedVersion::none(), numbered(2))
                           .to(store());
  EXPECT_ERROR(outcome, has(Capability::several_streams) ? ErrorCode::conflict : ErrorCode::unsupported);
  EXPECT_THAT(bodies(read_all(store())), ElementsAre("before"));
  EXPECT_EQ(*store().head(stream("account/1")), 0);
}

TEST_F(SeveralStreamsTest, MayBeOnlyChecked) {
  ASSERT_OK(Append().write("limit/1", numbered(4)).to(store()));
  const auto good = Append().check("limit/1", ExpectedVersion::exact(4)).write("account/1", numbered(1)).to(store());
  const auto bad = Append().check("limit/1", ExpectedVersion::exact(3)).write("account/1", numbered(1)).to(store());
  if (!has(Capability::several_streams)) {
    EXPECT_ERROR(good, ErrorCode::unsupported);
    EXPECT_ERROR(bad, ErrorCode::unsupported);
    return;
  }
  ASSERT_OK(good);
  EXPECT_THAT(good->versions, ElementsAre(4, 1));
  EXPECT_ERROR(bad, ErrorCode::conflict);
  EXPECT_EQ(*store().head(stream("limit/1")), 4);
  EXPECT_EQ(*store().head(stream("account/1")), 1);
}

TEST_F(SeveralStreamsTest, ACheckAloneIsAnAppendWithoutEvents) {
  const auto written = Append().write("account/1", numbered(2)).to(store());
  ASSERT_OK(written);
  const auto checked = Append().check("account/1", ExpectedVersion::exact(2)).to(store());
  ASSERT_OK(checked);
  EXPECT_THAT(checked->versions, ElementsAre(2));
  EXPECT_EQ(checked->position, written->position);
  EXPECT_ERROR(Append().check("account/1", ExpectedVersion::exact(1)).to(store()), ErrorCode::conflict);
  EXPECT_EQ(read_all(store()).size(), 2U);
}

TEST_F(SeveralStreamsTest, BelongToOneTenantAndOccurOnce) {
  EXPECT_ERROR(Append()
                   .write(stream("account/1", "acme"), ExpectedVersion::any(), numbered(1))
                   .write(stream("account/2", "umbrella"), ExpectedVersion::any(), numbered(1))
                   .to(store()),
               ErrorCode::invalid_argument);
  EXPECT_ERROR(Append().write("account/1", numbered(1)).write("account/1", numbered(1)).to(store()),
               ErrorCode::invalid_argument);
  EXPECT_TRUE(read_all(store()).empty());
}

}  // namespace
}  // namespace cqrs::conformance
