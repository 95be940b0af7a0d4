#include <stdexcept>

#include <sqlite3.h>

#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using testing::ElementsAre;

class InlineProjectionTest : public SqliteTest {
 protected:
  /// Counts the events of each stream in a table of the same file; refuses the type "Refused", throws at "Thrown".
  static Result<void> count(sqlite3* connection, InlineEvents events) {
    for (const auto& event : events) {
      const std::string sql =
          "CREATE TABLE IF NOT EXISTS counted (stream TEXT PRIMARY KEY, version, position); "
          "INSERT OR REPLACE INTO counted VALUES ('" +
          to_string(event.stream) + "', " + std::to_string(event.version) + ", '" + to_string(event.position) + "')";
      if (sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return fail(ErrorCode::unavailable, sqlite3_errmsg(connection));
      }
      if (event.type == "Refused") return fail(ErrorCode::conflict, "a rule across streams is broken");
      if (event.type == "Thrown") throw std::runtime_error("a bug");
    }
    return {};
  }

  std::unique_ptr<SqliteStore> open_counting() {
    Options options;
    options.inline_projection = count;
    return open_store(options);
  }
  std::vector<std::string> counted() {
    return query(file(), "SELECT stream, version, position FROM counted ORDER BY stream");
  }
};

TEST_F(InlineProjectionTest, SeesEventsAsTheyWillBeRead) {
  const auto store = open_counting();
  ASSERT_OK(Append().write("account/1", numbered(2)).write("account/2", numbered(1)).to(*store));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
  EXPECT_THAT(counted(), ElementsAre("account/1|3|0-4-0", "account/2|1|0-3-0"));
  EXPECT_EQ(to_string(read_all(*store).back().position), "0-4-0");
}

TEST_F(InlineProjectionTest, AnErrorRefusesThatAppendOnly) {
  const auto store = open_counting();
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
  const auto refused = Append().write("account/2", {{.type = "Fine"}, {.type = "Refused"}}).to(*store);
  EXPECT_ERROR(refused, ErrorCode::conflict);
  EXPECT_EQ(refused.error().text, "a rule across streams is broken");
  ASSERT_OK(Append().write("account/3", numbered(1)).to(*store));
  EXPECT_THAT(counted(), ElementsAre("account/1|1|0-1-0", "account/3|1|0-2-0"));
  EXPECT_EQ(*store->head(stream("account/2")), 0);
  EXPECT_EQ(read_all(*store).size(), 2U);
}

TEST_F(InlineProjectionTest, AnExceptionIsAnError) {
  const auto store = open_counting();
  const auto refused = Append().write("account/1", {{.type = "Thrown"}}).to(*store);
  EXPECT_ERROR(refused, ErrorCode::handler_failed);
  EXPECT_THAT(refused.error().text, testing::HasSubstr("a bug"));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
  EXPECT_THAT(counted(), ElementsAre("account/1|1|0-1-0"));
}

TEST_F(InlineProjectionTest, EndingTheTransactionLosesTheGroupAndNothingElse) {
  Options options;
  options.inline_projection = [](sqlite3* connection, InlineEvents events) -> Result<void> {
    if (events.front().type == "Ends") sqlite3_exec(connection, "ROLLBACK", nullptr, nullptr, nullptr);
    return {};
  };
  const auto store = open_store(options);
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
  EXPECT_ERROR(Append().write("account/1", {{.type = "Ends"}}).to(*store), ErrorCode::unavailable);
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
  EXPECT_EQ(read_all(*store).size(), 2U);
}

}  // namespace
}  // namespace cqrs::sqlite
