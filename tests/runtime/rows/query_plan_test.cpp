#include <gmock/gmock.h>

#include "accounts.hpp"
#include "projection/query_text.hpp"

namespace {

using accounts::Account;
using accounts::Database;
using accounts::Richest;
using cqrs::projection::query_text;
using cqrs::projection::StoredValue;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// How SQLite goes about it.
std::vector<std::string> plan_of(Database& database, const std::string& sql) {
  std::vector<std::string> steps;
  for (const auto& row : database.query("EXPLAIN QUERY PLAN " + sql, 4))
    steps.push_back(row.substr(row.rfind('|') + 1));
  return steps;
}

TEST(QueryPlan, AnIndexedEqualityUsesTheIndex) {
  Database database{Account::definition()};
  const auto text = query_text(Richest::definition(), database.table(), {});
  EXPECT_THAT(plan_of(database, text.sql),
              Contains(HasSubstr("SEARCH r USING INDEX Account_1_1 (balance_currency=?)")));
}

TEST(QueryPlan, ALaterPageDoesNotReadTheEarlierOnes) {
  Database database{Account::definition()};
  // Every row in the order of an index: its columns, then the key.
  static constexpr cqrs::OrderColumn kByIndex[] = {{"balance_currency"}, {"account"}};
  cqrs::QueryDefinition definition = Richest::definition();
  definition.where = {};
  definition.parameters = 0;
  definition.order = kByIndex;
  const std::vector<StoredValue> after{std::int64_t{1}, cqrs::Buffer(16)};
  const auto plan = plan_of(database, query_text(definition, database.table(), after).sql);
  EXPECT_THAT(plan, Contains(HasSubstr("SEARCH r USING INDEX Account_1_1 ((balance_currency,account)>(?,?))")));
  EXPECT_THAT(plan, Not(Contains(HasSubstr("TEMP B-TREE"))));
  // By the key alone.
  static constexpr cqrs::OrderColumn kByKey[] = {{"account", true}};
  definition.order = kByKey;
  const auto by_key = plan_of(database, query_text(definition, database.table(), std::span(after).last(1)).sql);
  EXPECT_THAT(by_key, ElementsAre("SEARCH r USING PRIMARY KEY (account<?)"));
}

TEST(QueryText, NamesWhatIsSelected) {
  using cqrs::projection::result_names;
  EXPECT_THAT(result_names("a"), ElementsAre("a"));
  EXPECT_THAT(result_names("\"a b\", cqrs_sum(max(c, d)) AS \"total\", count(*) AS n"),
              ElementsAre("a b", "total", "n"));
  EXPECT_THAT(result_names("\"with \"\"quotes\"\", and commas\", \"x AS y\""),
              ElementsAre("with \"quotes\", and commas", "x AS y"));
}

}  // namespace
