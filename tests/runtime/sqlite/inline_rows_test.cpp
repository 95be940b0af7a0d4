#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using testing::ElementsAre;

class InlineRowsTest : public SqliteTest {
 protected:
  static Result<void> count(sql::Connection& connection, std::span<const RecordedEvent> events) {
    for (const auto& event : events) {
      auto counted = connection.execute("INSERT OR REPLACE INTO counted VALUES ('" + to_string(event.stream) + "', " +
                                        std::to_string(event.version) + ")");
      if (!counted) return counted;
    }
    return {};
  }
  void attach(Store& store) {
    auto& rows = *store.inline_rows();
    ASSERT_OK(rows.write([&](sql::Connection& connection) -> Result<void> {
      auto created = connection.execute("CREATE TABLE counted (stream TEXT PRIMARY KEY, version INTEGER) STRICT");
      return created ? rows.attach("rows", count) : created;
    }));
  }
};

TEST_F(InlineRowsTest, StandInTheFileOfTheLog) {
  const auto store = open_store();
  attach(*store);
  ASSERT_OK(Append().write("account/1", numbered(2)).to(*store));
  EXPECT_THAT(query(file(), "SELECT * FROM counted"), ElementsAre("account/1|2"));
  ASSERT_OK(store->backup(directory() / "copy.db"));
  EXPECT_THAT(query(directory() / "copy.db", "SELECT * FROM counted"), ElementsAre("account/1|2"));
}

TEST_F(InlineRowsTest, EndingTheTransactionLosesTheGroupAndNothingElse) {
  const auto store = open_store();
  ASSERT_OK(
      store->inline_rows()->attach("rows", [](sql::Connection& connection, std::span<const RecordedEvent> events) {
        return events.front().type == "Ends" ? connection.execute("ROLLBACK") : Result<void>{};
      }));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
  EXPECT_ERROR(Append().write("account/1", {{.type = "Ends"}}).to(*store), ErrorCode::unavailable);
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
  EXPECT_EQ(read_all(*store).size(), 2U);
}

TEST_F(InlineRowsTest, AStatementLeftHalfwayDoesNotStopTheCommit) {
  const auto store = open_store();
  attach(*store);
  ASSERT_OK(Append().write("account/1", numbered(1)).write("account/2", numbered(1)).to(*store));
  ASSERT_OK(store->inline_rows()->attach(
      "broken", [](sql::Connection& connection, std::span<const RecordedEvent>) -> Result<void> {
        const auto statement = connection.prepare("SELECT * FROM counted");
        if (!statement) return unexpected(statement.error());
        if (const auto stepped = (*statement)->step(); !stepped) return unexpected(stepped.error());
        return fail(ErrorCode::conflict, "refused");
      }));
  EXPECT_ERROR(Append().write("account/1", numbered(1)).to(*store), ErrorCode::conflict);
  ASSERT_OK(store->inline_rows()->attach("broken", nullptr));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
  EXPECT_THAT(query(file(), "SELECT * FROM counted ORDER BY 1"), ElementsAre("account/1|2", "account/2|1"));
}

TEST_F(InlineRowsTest, AreReadBesideTheWriter) {
  const auto store = open_store();
  attach(*store);
  Options options;
  options.access = Access::read_only;
  const auto reader = open_store(options);
  EXPECT_ERROR(reader->inline_rows()->attach("rows", count), ErrorCode::unsupported);
  ASSERT_OK(Append().write("account/1", numbered(2)).to(*store));
  std::int64_t version = 0;
  ASSERT_OK(reader->inline_rows()->read([&](sql::Connection& connection) -> Result<void> {
    auto* const select = connection.prepare("SELECT cqrs_sum_integer(version) FROM counted").value();
    EXPECT_TRUE(select->step().value());
    version = select->integer(0);
    return {};
  }));
  EXPECT_EQ(version, 2);
}

}  // namespace
}  // namespace cqrs::sqlite
