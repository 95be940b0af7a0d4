#include "support.hpp"

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;

using ExpectedVersionTest = ConformanceTest;

TEST_F(ExpectedVersionTest, NoneHoldsForANewStreamOnly) {
  ASSERT_OK(Append().write(stream("account/1"), ExpectedVersion::none(), numbered(1)).to(store()));
  EXPECT_ERROR(Append().write(stream("account/1"), ExpectedVersion::none(), numbered(1)).to(store()),
               ErrorCode::conflict);
  EXPECT_EQ(*store().head(stream("account/1")), 1);
}

TEST_F(ExpectedVersionTest, ExactHoldsForTheHeadOnly) {
  ASSERT_OK(Append().write(stream("account/1"), ExpectedVersion::exact(0), numbered(2)).to(store()));
  for (const Version wrong : {0, 1, 3, 1'000'000}) {
    EXPECT_ERROR(Append().write(stream("account/1"), ExpectedVersion::exact(wrong), numbered(1)).to(store()),
                 ErrorCode::conflict);
  }
  ASSERT_OK(Append().write(stream("account/1"), ExpectedVersion::exact(2), numbered(1)).to(store()));
  EXPECT_EQ(*store().head(stream("account/1")), 3);
}

TEST_F(ExpectedVersionTest, ExistsHoldsForAStreamWithEvents) {
  EXPECT_ERROR(Append().write(stream("account/1"), ExpectedVersion::exists(), numbered(1)).to(store()),
               ErrorCode::conflict);
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  ASSERT_OK(Append().write(stream("account/1"), ExpectedVersion::exists(), numbered(1)).to(store()));
}

TEST_F(ExpectedVersionTest, AConflictSaysWhatIsThereAndStoresNothing) {
  ASSERT_OK(Append().write("account/1", numbered(2)).to(store()));
  const auto outcome = Append().write(stream("account/1"), ExpectedVersion::exact(1), numbered(3)).to(store());
  EXPECT_ERROR(outcome, ErrorCode::conflict);
  EXPECT_THAT(outcome.error().text, testing::HasSubstr("account/1"));
  EXPECT_THAT(outcome.error().text, testing::HasSubstr("version 2"));
  EXPECT_THAT(outcome.error().text, testing::HasSubstr("version 1"));
  EXPECT_EQ(read_all(store()).size(), 2U);
}

TEST_F(ExpectedVersionTest, AConflictLeavesNoHoleInVersionsOrPositions) {
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  for (int i = 0; i < 3; ++i) {
    EXPECT_ERROR(Append().write(stream("account/1"), ExpectedVersion::none(), numbered(1)).to(store()),
                 ErrorCode::conflict);
  }
  const auto outcome = Append().write("account/1", numbered(1)).to(store());
  ASSERT_OK(outcome);
  EXPECT_THAT(outcome->versions, ElementsAre(2));
  EXPECT_EQ(read_all(store()).size(), 2U);
}

TEST_F(ExpectedVersionTest, NegativeIsABugOfTheCaller) {
  EXPECT_ERROR(Append().write(stream("account/1"), ExpectedVersion::exact(-1), numbered(1)).to(store()),
               ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace cqrs::conformance
