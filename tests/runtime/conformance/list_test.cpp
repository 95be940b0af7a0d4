// What is listed: streams, and commits.

#include "support.hpp"

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ListTest : public ConformanceTest {
 protected:
  std::vector<std::string> streams(const StreamFilter& filter = {}, std::size_t limit = kNoLimit) {
    std::vector<std::string> seen;
    const auto listed = store().read_streams(filter, limit, [&](const StreamHead& head) {
      seen.push_back(to_string(head.stream) + "@" + std::to_string(head.version));
      return Visit::next;
    });
    EXPECT_TRUE(listed.has_value()) << listed.error();
    return seen;
  }

  /// Each commit on a line: its position, its command, its streams, the bodies of its events.
  std::vector<std::string> commits() {
    std::vector<std::string> seen;
    const auto listed = store().read_commits([&](const Result<RecordedCommit>& commit) {
      EXPECT_TRUE(commit.has_value());
      EXPECT_FALSE(commit->damage.has_value());
      std::string line;
      for (const auto& part : commit->streams) {
        line += to_string(part.stream) + " " + std::to_string(part.before) + "+" + std::to_string(part.events) + " ";
      }
      for (const auto& event : commit->events) {
        EXPECT_EQ(event.commit->command_id, commit->metadata->command_id);
        line += "[" + std::string(as_text(event.body));
        for (const auto tag : event.tags) line += " #" + std::string(tag);
        line += "]";
      }
      if (commit->command) line += " = " + std::string(as_text(commit->command->result));
      seen.push_back(line);
      positions_.push_back(commit->position);
      return Visit::next;
    });
    EXPECT_TRUE(listed.has_value()) << listed.error();
    return seen;
  }

  std::vector<Position> positions_;
};

TEST_F(ListTest, AnEmptyStoreHasNothing) {
  EXPECT_THAT(streams(), IsEmpty());
  EXPECT_THAT(commits(), IsEmpty());
}

TEST_F(ListTest, StreamsComeInTheOrderOfTheirNames) {
  ASSERT_OK(Append().write("order/7", numbered(1)).to(store()));
  ASSERT_OK(Append().write("account/b", numbered(2)).to(store()));
  ASSERT_OK(Append().write("account/a", numbered(1)).to(store()));
  ASSERT_OK(Append().write(stream("account/a", "acme"), ExpectedVersion::any(), numbered(1)).to(store()));
  ASSERT_OK(Append().write("account/b", numbered(3)).to(store()));
  EXPECT_THAT(streams(), ElementsAre("account/a@1", "account/b@5", "order/7@1", "acme:account/a@1"));
  EXPECT_THAT(streams({.tenant = ""}), ElementsAre("account/a@1", "account/b@5", "order/7@1"));
  EXPECT_THAT(streams({.tenant = "acme"}), ElementsAre("acme:account/a@1"));
  EXPECT_THAT(streams({.tenant = "", .category = "account"}), ElementsAre("account/a@1", "account/b@5"));
  EXPECT_THAT(streams({.category = "account"}, 2), ElementsAre("account/a@1", "account/b@5"));
  EXPECT_THAT(streams({.category = "nothing"}), IsEmpty());
  const auto after = stream("account/a");
  EXPECT_THAT(streams({.after = after.ref()}, 1), ElementsAre("account/b@5"));
  const auto behind_all = stream("account/zz");
  EXPECT_THAT(streams({.after = behind_all.ref()}), ElementsAre("order/7@1", "acme:account/a@1"));
}

TEST_F(ListTest, AStreamThatWasOnlyCheckedIsNone) {
  if (!has(Capability::several_streams)) return;
  ASSERT_OK(Append().write("account/1", numbered(1)).check("account/2", ExpectedVersion::none()).to(store()));
  EXPECT_THAT(streams(), ElementsAre("account/1@1"));
}

TEST_F(ListTest, AllOfManyStreamsAreListed) {
  std::vector<std::string> expected;
  for (int i = 100; i < 700; ++i) {
    ASSERT_OK(Append().write("account/" + std::to_string(i), numbered(1)).to(store()));
    expected.push_back("account/" + std::to_string(i) + "@" + (i % 2 == 0 ? "2" : "1"));
  }
  if (has(Capability::durable)) reopen();  // half of what is found then is in tables, half in memory
  for (int i = 100; i < 700; i += 2) {
    ASSERT_OK(Append().write("account/" + std::to_string(i), numbered(1)).to(store()));
  }
  EXPECT_EQ(streams(), expected);
}

TEST_F(ListTest, AVisitorOfStreamsMayStopAndMayUseTheStore) {
  for (int i = 0; i < 5; ++i) ASSERT_OK(Append().write("account/" + std::to_string(i), numbered(1)).to(store()));
  std::size_t seen = 0;
  ASSERT_OK(store().read_streams({}, kNoLimit, [&](const StreamHead& head) {
    EXPECT_EQ(*store().head(head.stream), 1);
    return ++seen == 3 ? Visit::stop : Visit::next;
  }));
  EXPECT_EQ(seen, 3U);
}

TEST_F(ListTest, CommitsHaveAllThatWasAppended) {
  std::vector<Position> acknowledged;
  const auto append = [&](Append& request) {
    const auto done = request.to(store());
    ASSERT_OK(done);
    acknowledged.push_back(done->position);
  };
  append(Append().write("account/1", {{.body = "a", .tags = {"x", "y"}}, {.body = "b"}}));
  Append command;
  command.command(Uuid::make(), "body", "result");
  append(command);
  Append second;
  second.write("account/1", {{.body = "c"}}).command(Uuid::make(), "body", "2");
  if (has(Capability::several_streams))
    second.write("order/1", {{.body = "d"}}).check("order/2", ExpectedVersion::none());
  append(second);
  const bool several = has(Capability::several_streams);
  EXPECT_THAT(commits(),
              ElementsAre("account/1 0+2 [a #x #y][b]", " = result",
                          several ? "account/1 2+1 order/1 0+1 order/2 0+0 [c][d] = 2" : "account/1 2+1 [c] = 2"));
  EXPECT_EQ(positions_, acknowledged);
}

TEST_F(ListTest, AVisitorOfCommitsMayStopAndMayUseTheStore) {
  for (int i = 0; i < 5; ++i) ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  std::size_t seen = 0;
  ASSERT_OK(store().read_commits([&](const Result<RecordedCommit>&) {
    EXPECT_EQ(*store().head(stream("account/1")), 5);
    return ++seen == 3 ? Visit::stop : Visit::next;
  }));
  EXPECT_EQ(seen, 3U);
}

TEST_F(ListTest, AClosedStoreListsNothing) {
  ASSERT_OK(store().close());
  EXPECT_ERROR(store().read_streams({}, kNoLimit, [](const StreamHead&) { return Visit::next; }), ErrorCode::stopped);
  EXPECT_ERROR(store().read_commits([](const Result<RecordedCommit>&) { return Visit::next; }), ErrorCode::stopped);
}

}  // namespace
}  // namespace cqrs::conformance
