#include <chrono>
#include <thread>

#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using namespace std::chrono_literals;

using ReadOnlyTest = SqliteTest;

TEST_F(ReadOnlyTest, FollowsTheWriter) {
  auto writer = open_store();
  const auto reader = open_store({.access = Access::read_only});
  EXPECT_TRUE(read_all(*reader).empty());
  Position at;
  for (int round = 0; round < 6; ++round) {
    const Uuid id = Uuid::make();
    const auto name = stream("account/" + std::to_string(round % 2));
    const auto outcome =
        Append()
            .write(name, ExpectedVersion::any(), {{.type = "T" + std::to_string(round), .tags = {"t"}}})
            .command(id, "body", "result")
            .to(*writer);
    ASSERT_OK(outcome);
    EXPECT_EQ(*reader->head(name), outcome->versions.front());
    EXPECT_EQ(*reader->end(0), outcome->position);
    EXPECT_EQ(*reader->wait(at, 0s), outcome->position);
    at = outcome->position;
    EXPECT_EQ(read(*reader, name).size(), static_cast<std::size_t>(outcome->versions.front()));
    EXPECT_EQ(read_all(*reader).back().type, "T" + std::to_string(round));
    const auto command = reader->find_command(id);
    ASSERT_OK(command);
    ASSERT_TRUE(command->has_value());
    EXPECT_EQ(as_text((*command)->result), "result");
    // An end brings the tables up to date, which the reader must notice.
    if (round % 2 == 1) {
      writer.reset();
      writer = open_store();
    }
  }
  const std::string_view tags[] = {"t"};
  EXPECT_EQ(read_all(*reader, {}, {.tags = tags}).size(), 6U);
}

TEST_F(ReadOnlyTest, WaitsForTheWriter) {
  const auto writer = open_store();
  const auto reader = open_store({.access = Access::read_only});
  EXPECT_ERROR(reader->wait({}, 5ms), ErrorCode::timeout);
  std::thread appender([&] {
    std::this_thread::sleep_for(20ms);
    EXPECT_TRUE(Append().write("account/1", numbered(1)).to(*writer));
  });
  const auto end = reader->wait({}, 60s);
  appender.join();
  ASSERT_OK(end);
  EXPECT_EQ(*end, *writer->end(0));
}

TEST_F(ReadOnlyTest, CannotWrite) {
  open_store().reset();
  const auto reader = open_store({.access = Access::read_only});
  EXPECT_FALSE(reader->capabilities().has(Capability::several_streams));
  EXPECT_ERROR(Append().write("account/1", numbered(1)).to(*reader), ErrorCode::unsupported);
  EXPECT_ERROR(reader->snapshots()->save(stream("account/1"), 1, 1, as_bytes("state")), ErrorCode::unsupported);
}

TEST_F(ReadOnlyTest, ReadsTheSnapshotsOfTheWriter) {
  {
    const auto writer = open_store();
    ASSERT_OK(writer->snapshots()->save(stream("account/1"), 7, 3, as_bytes("state")));
  }
  const auto reader = open_store({.access = Access::read_only});
  const auto loaded = reader->snapshots()->load(stream("account/1"), 7);
  ASSERT_OK(loaded);
  ASSERT_TRUE(loaded->has_value());
  EXPECT_EQ(as_text((*loaded)->bytes), "state");
}

TEST_F(ReadOnlyTest, ADamagedSnapshotIsNone) {
  {
    const auto writer = open_store();
    ASSERT_OK(writer->snapshots()->save(stream("account/1"), 7, 3, as_bytes("state")));
  }
  execute(file(), "UPDATE snapshot SET bytes = CAST('stale' AS BLOB)");
  const auto store = open_store();
  const auto loaded = store->snapshots()->load(stream("account/1"), 7);
  ASSERT_OK(loaded);
  EXPECT_FALSE(loaded->has_value());
}

}  // namespace
}  // namespace cqrs::sqlite
