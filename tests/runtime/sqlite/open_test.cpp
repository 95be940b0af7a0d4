#include <fstream>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using testing::HasSubstr;

using OpenTest = SqliteTest;

TEST_F(OpenTest, AMissingDirectoryIsNotCreated) {
  const auto store = open(directory() / "missing/store.db");
  EXPECT_ERROR(store, ErrorCode::not_found);
  EXPECT_THAT(store.error().text, HasSubstr("missing does not exist"));
  EXPECT_FALSE(std::filesystem::exists(directory() / "missing"));
}

TEST_F(OpenTest, ADirectoryIsNoStore) {
  EXPECT_ERROR(open(directory().path()), ErrorCode::invalid_argument);
  EXPECT_ERROR(open(""), ErrorCode::invalid_argument);
}

TEST_F(OpenTest, AFileThatIsNoDatabaseIsLeftAlone) {
  const std::string text =
      "These are notes, not a store, and longer than the header of a database file is. " + std::string(200, '.');
  std::ofstream(file()) << text;
  const auto store = open(file());
  EXPECT_ERROR(store, ErrorCode::corruption);
  EXPECT_THAT(store.error().text, HasSubstr("not a SQLite database"));
  std::ifstream kept(file());
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(kept), {}), text);
}

TEST_F(OpenTest, TheDatabaseOfAnotherApplicationIsLeftAlone) {
  execute(file(), "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");
  const auto store = open(file());
  EXPECT_ERROR(store, ErrorCode::corruption);
  EXPECT_THAT(store.error().text, HasSubstr("another application"));
  EXPECT_THAT(query(file(), "SELECT name FROM sqlite_schema"), testing::ElementsAre("notes"));
  EXPECT_THAT(query(file(), "PRAGMA journal_mode"), testing::ElementsAre("delete"));
}

TEST_F(OpenTest, TheStoreOfANewerReleaseIsLeftAlone) {
  open_store().reset();
  execute(file(), "PRAGMA user_version = 1000");
  for (const auto access : {Access::read_write, Access::read_only}) {
    const auto store = open(file(), {.access = access});
    EXPECT_ERROR(store, ErrorCode::unsupported_version);
    EXPECT_THAT(store.error().text, HasSubstr("newer release"));
    EXPECT_THAT(store.error().text, HasSubstr("1000"));
  }
  EXPECT_THAT(query(file(), "PRAGMA user_version"), testing::ElementsAre("1000"));
}

TEST_F(OpenTest, AFileThatMayNotBeWrittenSaysSo) {
  open_store().reset();
  ASSERT_EQ(chmod(directory().path().c_str(), 0777), 0);
  ASSERT_EQ(chmod((directory() / "store.db-lock").c_str(), 0666), 0);
  ASSERT_EQ(chmod(file().c_str(), 0444), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (geteuid() == 0 && setuid(65'534) != 0) _exit(2);  // the rights of root know no limits
    const auto store = open(file());
    _exit(!store && store.error().code == ErrorCode::unauthorized ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_F(OpenTest, AStoreThatIsNotThereCannotBeRead) {
  EXPECT_ERROR(open(file(), {.access = Access::read_only}), ErrorCode::not_found);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(OpenTest, OptionsThatCannotWorkAreRefused) {
  EXPECT_ERROR(open(file(), {.queue_appends = 0}), ErrorCode::invalid_argument);
  EXPECT_ERROR(open(file(), {.group_appends = 0}), ErrorCode::invalid_argument);
  EXPECT_ERROR(open(file(), {.limits = {.append_bytes = std::size_t{1} << 40U}}), ErrorCode::invalid_argument);
}

TEST_F(OpenTest, OddNamesAreOnlyNames) {
  for (const auto* name : {"with space.db", "percent%20.db", "file:x?mode=memory", ":memory:", "quo'te.db"}) {
    {
      const auto store = open_store(directory() / name);
      ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
    }
    EXPECT_TRUE(std::filesystem::exists(directory() / name)) << name;
    EXPECT_EQ(read_all(*open_store(directory() / name)).size(), 1U);
  }
}

TEST_F(OpenTest, IsMarkedAsOursAndChecksOut) {
  {
    const auto store = open_store();
    ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
  }
  EXPECT_THAT(query(file(), "PRAGMA application_id"), testing::ElementsAre(std::to_string(0x63717273)));
  EXPECT_THAT(query(file(), "PRAGMA user_version"), testing::ElementsAre("1"));
  EXPECT_THAT(query(file(), "PRAGMA journal_mode"), testing::ElementsAre("wal"));
  EXPECT_THAT(query(file(), "PRAGMA integrity_check"), testing::ElementsAre("ok"));
  EXPECT_FALSE(std::filesystem::exists(directory() / "store.db-wal"))
      << "an orderly end leaves one file with all in it";
}

}  // namespace
}  // namespace cqrs::sqlite
