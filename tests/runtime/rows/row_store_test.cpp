#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <cqrs/rows.hpp>

#include "../sqlite/fault_vfs.hpp"
#include "../sqlite/support.hpp"

namespace cqrs::rows {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<void> run(sql::RowStore& store, const std::string& text) {
  return store.write([&](sql::Connection& connection) { return connection.execute(text); });
}

Result<std::int64_t> number(sql::RowStore& store, const std::string& text) {
  std::int64_t result = 0;
  auto read = store.read([&](sql::Connection& connection) -> Result<void> {
    const auto statement = connection.prepare(text);
    if (!statement) return unexpected(statement.error());
    const auto stepped = (*statement)->step();
    if (!stepped) return unexpected(stepped.error());
    result = (*statement)->integer(0);
    return {};
  });
  if (!read) return unexpected(std::move(read).error());
  return result;
}

std::int64_t value(sql::RowStore& store, const std::string& text) { return number(store, text).value(); }

class RowStoreTest : public sqlite::SqliteTest {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return directory() / "bank.db-rows"; }
  std::shared_ptr<sql::RowStore> open_rows(const Options& options = {}) { return open(path(), options).value(); }
  void execute_raw(const std::string& text) { SqliteTest::execute(path(), text); }
  /// Puts other bytes over a part of the file.
  void overwrite(std::streamoff from, std::size_t size) {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(from);
    file << std::string(size, 'x');
  }
};

/// What both kinds have in common.
class AnyRowStoreTest : public RowStoreTest, public testing::WithParamInterface<bool> {
 protected:
  std::shared_ptr<sql::RowStore> store = GetParam() ? open_memory().value() : open_rows();
};
INSTANTIATE_TEST_SUITE_P(, AnyRowStoreTest, testing::Bool(),
                         [](const auto& store) { return store.param ? "Memory" : "File"; });

TEST_P(AnyRowStoreTest, KeepsWhatWasCommittedAndNothingElse) {
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT"));
  ASSERT_OK(run(*store, "INSERT INTO t VALUES (1)"));
  const auto failed = store->write([](sql::Connection& connection) -> Result<void> {
    EXPECT_TRUE(connection.execute("INSERT INTO t VALUES (2)"));
    return fail(ErrorCode::conflict, "it was not to be");
  });
  EXPECT_ERROR(failed, ErrorCode::conflict);
  EXPECT_EQ(value(*store, "SELECT count(*) FROM t"), 1);
}

TEST_P(AnyRowStoreTest, WhatIsThrownPassesThroughAndUndoes) {
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT"));
  EXPECT_THROW((void)store->write([](sql::Connection& connection) -> Result<void> {
    EXPECT_TRUE(connection.execute("INSERT INTO t VALUES (2)"));
    throw std::runtime_error("a bug");
  }),
               std::runtime_error);
  EXPECT_EQ(value(*store, "SELECT count(*) FROM t"), 0);
}

TEST_P(AnyRowStoreTest, ReadersCannotWrite) {
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT"));
  EXPECT_FALSE(store->read([](sql::Connection& connection) { return connection.execute("INSERT INTO t VALUES (1)"); }));
  ASSERT_OK(run(*store, "INSERT INTO t VALUES (1)"));
}

TEST_P(AnyRowStoreTest, ReadersCannotPrepareWhatWritesEither) {
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT"));
  const auto insert = [](sql::Connection& connection) -> Result<void> {
    const auto statement = connection.prepare("INSERT INTO t VALUES (1)");
    if (!statement) return unexpected(statement.error());
    const auto done = (*statement)->step();
    if (!done) return unexpected(done.error());
    return {};
  };
  EXPECT_ERROR(store->read(insert), ErrorCode::unauthorized);
  EXPECT_ERROR(store->read_statement(insert), ErrorCode::unauthorized);
  ASSERT_OK(store->write(insert));  // and now it is known to the connection
  EXPECT_ERROR(store->read(insert), ErrorCode::unauthorized);
  EXPECT_ERROR(store->read_statement(insert), ErrorCode::unauthorized);
  EXPECT_EQ(value(*store, "SELECT count(*) FROM t"), 1);
}

TEST_P(AnyRowStoreTest, AReaderWhoLeavesATransactionOpenIsInNobodysWay) {
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT"));
  const auto begin = [](sql::Connection& connection) { return connection.execute("BEGIN"); };
  ASSERT_OK(store->read_statement(begin));
  ASSERT_OK(run(*store, "INSERT INTO t VALUES (1)"));
  ASSERT_OK(store->read_statement(begin));
  EXPECT_EQ(value(*store, "SELECT count(*) FROM t"), 1);
}

TEST_P(AnyRowStoreTest, WrongSqlIsABugWithItsText) {
  EXPECT_ERROR(number(*store, "SELEKT 1"), ErrorCode::invalid_argument);
  EXPECT_THAT(number(*store, "SELECT x FROM missing").error().text, HasSubstr("no such table: missing"));
  EXPECT_ERROR(number(*store, "SELECT 1; SELECT 2"), ErrorCode::invalid_argument);
  EXPECT_ERROR(number(*store, ""), ErrorCode::invalid_argument);
  EXPECT_EQ(value(*store, "SELECT 1;  "), 1);
}

TEST_P(AnyRowStoreTest, TransactionsAreItsOwn) {
  EXPECT_ERROR(run(*store, "COMMIT"), ErrorCode::invalid_argument);
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT"));
}

TEST_P(AnyRowStoreTest, AStatementLeftHalfwayIsInNobodysWay) {
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (1), (2)"));
  EXPECT_EQ(value(*store, "SELECT x FROM t"), 1);
  ASSERT_OK(run(*store, "DROP TABLE t"));
}

TEST_P(AnyRowStoreTest, AStatementByItselfLeavesNoSnapshotBehind) {
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (1), (2)"));
  std::vector<std::int64_t> first;
  const auto look = [&](sql::Connection& connection, bool throws) -> Result<void> {
    sql::Statement* const statement = connection.prepare("SELECT x FROM t ORDER BY x").value();
    EXPECT_EQ(statement->step(), true);
    first.push_back(statement->integer(0));
    if (throws) throw std::runtime_error("a bug");
    return {};  // in the middle of its rows
  };
  ASSERT_OK(store->read_statement([&](sql::Connection& connection) { return look(connection, false); }));
  ASSERT_OK(run(*store, "UPDATE t SET x = x - 10"));
  EXPECT_THROW((void)store->read_statement([&](sql::Connection& connection) { return look(connection, true); }),
               std::runtime_error);
  ASSERT_OK(run(*store, "UPDATE t SET x = x - 10"));
  ASSERT_OK(store->read_statement([&](sql::Connection& connection) { return look(connection, false); }));
  EXPECT_THAT(first, ElementsAre(1, -9, -19));
}

TEST_P(AnyRowStoreTest, RemembersAsManyStatementsAsItHasRoomFor) {
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 300; ++i) EXPECT_EQ(value(*store, "SELECT " + std::to_string(i)), i);
  }
}

TEST_P(AnyRowStoreTest, SaysThatItIsClosed) {
  ASSERT_OK(store->close());
  ASSERT_OK(store->close());
  EXPECT_ERROR(run(*store, "CREATE TABLE t (x INTEGER) STRICT"), ErrorCode::stopped);
  EXPECT_ERROR(number(*store, "SELECT 1"), ErrorCode::stopped);
}

TEST_F(RowStoreTest, IsThereAfterReopening) {
  ASSERT_OK(run(*open_rows(), "CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (7)"));
  EXPECT_EQ(value(*open_rows(), "SELECT x FROM t"), 7);
  EXPECT_THAT(query(path(), "PRAGMA application_id; PRAGMA user_version; PRAGMA journal_mode"),
              ElementsAre("1668379250", "1", "wal"));
}

TEST_F(RowStoreTest, ReadersSeeOneMomentBesideAWriter) {
  const auto store = open_rows();
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (1)"));
  const auto read = store->read([&](sql::Connection& connection) -> Result<void> {
    auto* const count = connection.prepare("SELECT count(*) FROM t").value();
    EXPECT_TRUE(count->step().value());
    EXPECT_EQ(count->integer(0), 1);
    std::thread([&] { EXPECT_TRUE(run(*store, "INSERT INTO t VALUES (2)")); }).join();
    count->reset();
    EXPECT_TRUE(count->step().value());
    EXPECT_EQ(count->integer(0), 1);
    return {};
  });
  ASSERT_OK(read);
  EXPECT_EQ(value(*store, "SELECT count(*) FROM t"), 2);
}

TEST_F(RowStoreTest, HasOneWriter) {
  const auto store = open_rows();
  const auto second = open(path());
  EXPECT_ERROR(second, ErrorCode::unavailable);
  EXPECT_THAT(second.error().text, HasSubstr("this process itself"));
  ASSERT_OK(store->close());
  ASSERT_OK(open(path()));
}

TEST_F(RowStoreTest, IsReadBesideItsWriter) {
  EXPECT_ERROR(open(path(), {.access = Access::read_only}), ErrorCode::not_found);
  const auto writer = open_rows();
  ASSERT_OK(run(*writer, "CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (7)"));
  const auto reader = open_rows({.access = Access::read_only});
  EXPECT_EQ(value(*reader, "SELECT x FROM t"), 7);
  EXPECT_ERROR(run(*reader, "INSERT INTO t VALUES (8)"), ErrorCode::unsupported);
}

TEST_F(RowStoreTest, RefusesWhatIsNotItsOwn) {
  execute_raw("PRAGMA application_id = 1");
  const auto other = open(path());
  EXPECT_ERROR(other, ErrorCode::corruption);
  EXPECT_THAT(other.error().text, HasSubstr("is no database of rows"));
  execute_raw("PRAGMA application_id = 1668379250; PRAGMA user_version = 2");
  const auto newer = open(path());
  EXPECT_ERROR(newer, ErrorCode::unsupported_version);
  EXPECT_ERROR(open(directory().path()), ErrorCode::invalid_argument);
  EXPECT_ERROR(open(directory() / "missing" / "rows"), ErrorCode::not_found);
  EXPECT_ERROR(open(""), ErrorCode::invalid_argument);
}

TEST_F(RowStoreTest, NoticesDamage) {
  {
    const auto store = open_rows();
    ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT"));
    for (int i = 0; i < 200; ++i) ASSERT_OK(run(*store, "INSERT INTO t VALUES (" + std::to_string(i) + ")"));
  }
  overwrite(4096, 4096);
  const auto store = open_rows();
  EXPECT_ERROR(number(*store, "SELECT sum(x) FROM t"), ErrorCode::corruption);
  ASSERT_OK(store->close());
  overwrite(0, 100);
  EXPECT_ERROR(open(path()), ErrorCode::corruption);
}

TEST_F(RowStoreTest, AFullDiskLosesNothingThatWasCommitted) {
  const sqlite::FaultVfs vfs;
  const auto store = open_rows({.vfs = sqlite::FaultVfs::kName});
  ASSERT_OK(run(*store, "CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (1)"));
  sqlite::FaultVfs::log_writes = SQLITE_FULL;
  EXPECT_ERROR(run(*store, "INSERT INTO t VALUES (2)"), ErrorCode::storage_full);
  sqlite::FaultVfs::log_writes = SQLITE_IOERR_WRITE;
  EXPECT_ERROR(run(*store, "INSERT INTO t VALUES (3)"), ErrorCode::unavailable);
  sqlite::FaultVfs::log_writes = SQLITE_OK;
  ASSERT_OK(run(*store, "INSERT INTO t VALUES (4)"));
  EXPECT_EQ(value(*store, "SELECT sum(x) FROM t"), 5);
}

TEST_F(RowStoreTest, ADiskThatCannotBeReadIsAnErrorAndNoAnswer) {
  const sqlite::FaultVfs vfs;
  {
    const auto store = open_rows();
    ASSERT_OK(run(*store, "CREATE TABLE t (x TEXT) STRICT; INSERT INTO t VALUES (hex(zeroblob(100000)))"));
  }
  const auto store = open_rows({.vfs = sqlite::FaultVfs::kName});
  sqlite::FaultVfs::file_reads = SQLITE_IOERR_READ;
  EXPECT_ERROR(number(*store, "SELECT length(x || x) FROM t"), ErrorCode::unavailable);
  sqlite::FaultVfs::file_reads = SQLITE_OK;
  EXPECT_EQ(value(*store, "SELECT length(x) FROM t"), 200'000);
}

TEST_F(RowStoreTest, BelongsToTheLogBesideIt) {
  const auto log = open_store(directory() / "bank.db");
  const auto rows = log->open_rows().value();
  ASSERT_OK(run(*rows, "CREATE TABLE t (x INTEGER) STRICT"));
  EXPECT_TRUE(std::filesystem::exists(path()));
  EXPECT_ERROR(log->open_rows(), ErrorCode::unavailable);
  sqlite::Options read_only;
  read_only.access = sqlite::Access::read_only;
  const auto reader = open_store(directory() / "bank.db", read_only);
  EXPECT_EQ(value(*reader->open_rows().value(), "SELECT count(*) FROM t"), 0);
}

}  // namespace
}  // namespace cqrs::rows
