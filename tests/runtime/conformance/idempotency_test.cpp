#include "support.hpp"

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;

using IdempotencyTest = ConformanceTest;

TEST_F(IdempotencyTest, TheSameCommandAgainGetsTheStoredResult) {
  const Uuid id = Uuid::make();
  const auto first = Append().write("account/1", numbered(2)).command(id, "deposit 10", "done").to(store());
  ASSERT_OK(first);
  EXPECT_FALSE(first->duplicate);
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  const auto again = Append().write("account/1", numbered(2)).command(id, "deposit 10", "other").to(store());
  ASSERT_OK(again);
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->versions, first->versions);
  EXPECT_EQ(again->position, first->position);
  EXPECT_EQ(as_text(again->result), "done");
  EXPECT_EQ(*store().head(stream("account/1")), 3);
}

TEST_F(IdempotencyTest, ARetryIsNotJudgedAgain) {
  const Uuid id = Uuid::make();
  ASSERT_OK(Append().write(stream("account/1"), ExpectedVersion::none(), numbered(1)).command(id, "open").to(store()));
  const auto again =
      Append().write(stream("account/1"), ExpectedVersion::none(), numbered(1)).command(id, "open").to(store());
  ASSERT_OK(again);
  EXPECT_TRUE(again->duplicate);
}

TEST_F(IdempotencyTest, AnotherBodyUnderTheSameIdIsRefused) {
  const Uuid id = Uuid::make();
  ASSERT_OK(Append().write("account/1", numbered(1)).command(id, "deposit 10").to(store()));
  const auto other = Append().write("account/1", numbered(1)).command(id, "deposit 11").to(store());
  EXPECT_ERROR(other, ErrorCode::duplicate_mismatch);
  EXPECT_THAT(other.error().text, testing::HasSubstr(to_string(id)));
  EXPECT_EQ(*store().head(stream("account/1")), 1);
}

TEST_F(IdempotencyTest, ACommandWithoutEventsIsKeptToo) {
  const Uuid id = Uuid::make();
  ASSERT_OK(Append().write("account/1", numbered(3)).to(store()));
  const auto first =
      Append().check("account/1", ExpectedVersion::exact(3)).command(id, "close", "was closed").to(store());
  ASSERT_OK(first);
  EXPECT_THAT(first->versions, ElementsAre(3));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  const auto again = Append().check("account/1", ExpectedVersion::exact(3)).command(id, "close").to(store());
  ASSERT_OK(again);
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->position, first->position);
  EXPECT_EQ(as_text(again->result), "was closed");
}

TEST_F(IdempotencyTest, ACommandMayStandAlone) {
  const Uuid id = Uuid::make();
  const auto first = Append().command(id, "ping", "pong").to(store());
  ASSERT_OK(first);
  EXPECT_TRUE(first->versions.empty());
  const auto again = Append().command(id, "ping").to(store());
  ASSERT_OK(again);
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(as_text(again->result), "pong");
  EXPECT_TRUE(read_all(store()).empty());
}

TEST_F(IdempotencyTest, ARefusedCommandLeavesNoTrace) {
  const Uuid id = Uuid::make();
  EXPECT_ERROR(Append().write(stream("account/1"), ExpectedVersion::exists(), numbered(1)).command(id, "a").to(store()),
               ErrorCode::conflict);
  const auto unknown = store().find_command(id);
  ASSERT_OK(unknown);
  EXPECT_FALSE(unknown->has_value());
  const auto later = Append().write("account/1", numbered(1)).command(id, "another body").to(store());
  ASSERT_OK(later);
  EXPECT_FALSE(later->duplicate);
}

TEST_F(IdempotencyTest, CommandsAreFoundByTheirId) {
  const Uuid id = Uuid::make();
  const auto outcome = Append().write("account/1", numbered(2)).command(id, "body", "result").to(store());
  ASSERT_OK(outcome);
  const auto found = store().find_command(id);
  ASSERT_OK(found);
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->body_hash, hash128(as_bytes("body")));
  EXPECT_EQ(as_text((*found)->result), "result");
  EXPECT_THAT((*found)->versions, ElementsAre(2));
  EXPECT_EQ((*found)->position, outcome->position);
  const auto other = store().find_command(Uuid::make());
  ASSERT_OK(other);
  EXPECT_FALSE(other->has_value());
}

TEST_F(IdempotencyTest, WithoutARecordTheIdHasNoMemory) {
  Append append;
  append.write("account/1", numbered(1));
  ASSERT_OK(append.to(store()));
  const auto again = append.to(store());
  ASSERT_OK(again);
  EXPECT_FALSE(again->duplicate);
  EXPECT_FALSE(store().find_command(append.metadata().command_id)->has_value());
}

}  // namespace
}  // namespace cqrs::conformance
