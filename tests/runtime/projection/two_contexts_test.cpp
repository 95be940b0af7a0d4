#include "projection/table.hpp"
#include "projection_fixture.hpp"

// Projections of several contexts over one log, and their rows in one database.

namespace projection_test {
namespace {

using cqrs::ErrorCode;
using testing::HasSubstr;

/// A projection of another context: that of Total under another name.
class Other {
 public:
  Other(const cqrs::ProjectionDefinition& like, std::string_view name, std::string_view table)
      : table_(*like.table), definition_(like) {
    table_.name = table;
    definition_.name = name;
    definition_.table = &table_;
  }
  Other(const Other&) = delete;
  Other& operator=(const Other&) = delete;

  [[nodiscard]] const cqrs::ProjectionDefinition& definition() const { return definition_; }

 private:
  cqrs::TableDefinition table_;
  cqrs::ProjectionDefinition definition_;
};

class TwoContextsTest : public ProjectionTest {
 protected:
  cqrs::Result<std::unique_ptr<cqrs::Projections>> start_beside(const cqrs::ProjectionDefinition& definition) {
    const cqrs::ProjectionDefinition* const definitions[] = {&definition};
    return cqrs::Projections::start(store, definitions, nullptr, options, clock);
  }
  /// What a view adds up to.
  static std::int64_t sum_of(cqrs::sql::RowStore& database, const std::string& view) {
    std::int64_t sum = 0;
    const auto read = database.read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      auto* statement = connection.prepare("SELECT SUM(\"sum\") FROM \"" + view + "\"").value();
      while (statement->step().value()) sum = statement->integer(0);
      statement->reset();
      return {};
    });
    EXPECT_TRUE(read) << read.error();
    return sum;
  }
};

TEST_F(TwoContextsTest, ShareADatabaseWhereTheirNamesDiffer) {
  const Other other(doubled(), "u.Sums", "Sums");
  start();
  const auto beside = start_beside(other.definition());
  ASSERT_TRUE(beside) << beside.error();
  const auto last = add(store, "a", "Added", "5");
  ASSERT_TRUE((*beside)->wait("Sums", last, kLong));
  follow_to_the_end();
  EXPECT_EQ(sum_of(*rows, "Total"), 5);
  EXPECT_EQ(sum_of(*rows, "Sums"), 10);
}

TEST_F(TwoContextsTest, OneNameInOneDatabaseIsRefused) {
  add(store, "a", "Added", "5");
  start();
  follow_to_the_end();
  for (const auto& [name, table] : {std::pair("u.Total", "Total"), std::pair("u.v.TOTAL", "TOTAL"),
                                    std::pair("u.Total_text", "Total_text"), std::pair("u.Total_7", "Total_7")}) {
    const Other other(Total::definition(), name, table);
    const auto beside = start_beside(other.definition());
    ASSERT_FALSE(beside) << name;
    EXPECT_EQ(beside.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(beside.error().text,
                HasSubstr(std::string(name) + " cannot have its rows in a database where t.Total"));
    EXPECT_THAT(beside.error().text, HasSubstr("ProjectionOptions::rows"));
  }
  EXPECT_EQ(shown(), fold(store));
  EXPECT_EQ(sum_of(*rows, "Total"), 5);
}

TEST_F(TwoContextsTest, OneNameInTwoDatabasesIsFine) {
  const Other other(doubled(), "u.Total", "Total");
  start();
  options.rows = cqrs::rows::open_memory().value();
  const auto beside = start_beside(other.definition());
  ASSERT_TRUE(beside) << beside.error();
  const auto last = add(store, "a", "Added", "5");
  ASSERT_TRUE((*beside)->wait("Total", last, kLong));
  follow_to_the_end();
  EXPECT_EQ(sum_of(*rows, "Total"), 5);
  EXPECT_EQ(sum_of(*options.rows, "Total"), 10);
}

TEST_F(TwoContextsTest, InlineRowsOfBothFollowEveryAppend) {
  const Other other(inlined_doubled(), "u.Sums", "Sums");
  start(inlined());
  auto beside = start_beside(other.definition());
  ASSERT_TRUE(beside) << beside.error();
  auto& database = *store.inline_rows();
  add(store, "a", "Added", "5");
  EXPECT_EQ(sum_of(database, "Total"), 5);
  EXPECT_EQ(sum_of(database, "Sums"), 10);
  ASSERT_TRUE(projections->rebuild("Total", {.text = "for a test"}));
  add(store, "a", "Added", "1");
  EXPECT_EQ(sum_of(database, "Total"), 6);
  EXPECT_EQ(sum_of(database, "Sums"), 12);
  // One that stops takes the other along no more than it is taken along.
  projections->stop();
  add(store, "a", "Added", "1");
  EXPECT_EQ(sum_of(database, "Total"), 6);
  EXPECT_EQ(sum_of(database, "Sums"), 14);
}

TEST_F(TwoContextsTest, OneNameOfInlineRowsIsRefused) {
  const Other other(inlined_doubled(), "u.Total", "Total");
  start(inlined());
  const auto beside = start_beside(other.definition());
  ASSERT_FALSE(beside);
  EXPECT_EQ(beside.error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(beside.error().text, HasSubstr("u.Total cannot have its rows in a database where t.Total"));
  EXPECT_THAT(beside.error().text, HasSubstr("give one of the projections another name"));
  add(store, "a", "Added", "5");
  EXPECT_EQ(sum_of(*store.inline_rows(), "Total"), 5);
}

TEST_F(TwoContextsTest, InlineRowsHaveOneApplicationAtATime) {
  start(inlined());
  const auto again = start_beside(inlined());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::unavailable);
  EXPECT_THAT(again.error().text, HasSubstr("t.Total has its rows written on this store already"));
  auto before = std::move(projections);
  before->stop();
  start(inlined());
  // What was stopped and goes at last takes nothing from who came behind it.
  before.reset();
  add(store, "a", "Added", "5");
  EXPECT_EQ(sum_of(*store.inline_rows(), "Total"), 5);
}

TEST(SharedTables, AreThoseWithANameInCommon) {
  using cqrs::projection::share_tables;
  EXPECT_TRUE(share_tables("Sales", "sALES"));
  EXPECT_TRUE(share_tables("Sales", "sales_Text"));
  EXPECT_TRUE(share_tables("Sales_12", "sales"));
  EXPECT_FALSE(share_tables("Sales", "SalesBy"));
  EXPECT_FALSE(share_tables("Sales", "Sales_"));
  EXPECT_FALSE(share_tables("Sales", "Sales_1a"));
  EXPECT_FALSE(share_tables("Sales", "Sales_texts"));
  EXPECT_FALSE(share_tables("Sales", "Turnover"));
}

}  // namespace
}  // namespace projection_test
