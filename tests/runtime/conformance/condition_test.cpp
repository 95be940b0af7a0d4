#include "support.hpp"

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;

class ConditionTest : public ConformanceTest {
 protected:
  /// What a condition should come to in an engine that has them, and `unsupported` in one that does not.
  ErrorCode due(ErrorCode code) { return has(Capability::tag_conditions) ? code : ErrorCode::unsupported; }

  void expect_stored(Append append) {
    const auto outcome = append.to(store());
    if (has(Capability::tag_conditions)) {
      ASSERT_OK(outcome);
    } else {
      EXPECT_ERROR(outcome, ErrorCode::unsupported);
    }
  }

  static std::vector<Event> tagged(std::vector<std::string> tags, const std::string& type = "Happened") {
    return {{.type = type, .tags = std::move(tags)}};
  }
};

TEST_F(ConditionTest, RefusesWhenAnEventHasTheTags) {
  expect_stored(Append().write("user/1", tagged({"name:ada"})).unless({"name:ada"}));
  EXPECT_ERROR(Append().write("user/2", tagged({"name:ada"})).unless({"name:ada"}).to(store()),
               due(ErrorCode::conflict));
  expect_stored(Append().write("user/3", tagged({"name:bob"})).unless({"name:bob"}));
  EXPECT_EQ(*store().head(stream("user/2")), 0);
}

TEST_F(ConditionTest, AllTheTagsMustBeOnOneEvent) {
  ASSERT_OK(Append().write("user/1", tagged({"a"})).to(store()));
  ASSERT_OK(Append().write("user/1", tagged({"b"})).to(store()));
  expect_stored(Append().write("user/2", numbered(1)).unless({"a", "b"}));
  ASSERT_OK(Append().write("user/1", tagged({"c", "b", "a"})).to(store()));
  EXPECT_ERROR(Append().write("user/2", numbered(1)).unless({"a", "b"}).to(store()), due(ErrorCode::conflict));
}

TEST_F(ConditionTest, LooksOnlyBehindItsPosition) {
  const auto first = Append().write("user/1", tagged({"a"})).to(store());
  ASSERT_OK(first);
  expect_stored(Append().write("user/2", numbered(1)).unless({"a"}, first->position));
  ASSERT_OK(Append().write("user/1", tagged({"a"})).to(store()));
  EXPECT_ERROR(Append().write("user/2", numbered(1)).unless({"a"}, first->position).to(store()),
               due(ErrorCode::conflict));
}

TEST_F(ConditionTest, CountsOnlyItsTypes) {
  ASSERT_OK(Append().write("user/1", tagged({"a"}, "Opened")).to(store()));
  expect_stored(Append().write("user/2", numbered(1)).unless({"a"}, {}, {"Closed", "Renamed"}));
  EXPECT_ERROR(Append().write("user/2", numbered(1)).unless({"a"}, {}, {"Closed", "Opened"}).to(store()),
               due(ErrorCode::conflict));
}

TEST_F(ConditionTest, DoesNotSeeOtherTenants) {
  ASSERT_OK(Append().write(stream("user/1", "acme"), ExpectedVersion::any(), tagged({"a"})).to(store()));
  expect_stored(Append().write(stream("user/1", "umbrella"), ExpectedVersion::any(), numbered(1)).unless({"a"}));
  EXPECT_ERROR(Append().write(stream("user/2", "acme"), ExpectedVersion::any(), numbered(1)).unless({"a"}).to(store()),
               due(ErrorCode::conflict));
}

TEST_F(ConditionTest, EveryOneMustHold) {
  ASSERT_OK(Append().write("user/1", tagged({"b"})).to(store()));
  EXPECT_ERROR(Append().write("user/2", numbered(1)).unless({"a"}).unless({"b"}).to(store()), due(ErrorCode::conflict));
  expect_stored(Append().write("user/2", numbered(1)).unless({"a"}).unless({"c"}));
}

TEST_F(ConditionTest, NamesATagAndAStream) {
  EXPECT_ERROR(Append().write("user/1", numbered(1)).unless({}).to(store()), ErrorCode::invalid_argument);
  EXPECT_ERROR(Append().unless({"a"}).command(Uuid::make(), "body").to(store()), ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace cqrs::conformance
