#include "projection/query.hpp"

#include <gmock/gmock.h>

#include "accounts.hpp"

namespace {

using namespace accounts;
using cqrs::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A result named like a column that it is not, on purpose.
struct Name {
  std::string account;
  friend bool operator==(const Name&, const Name&) = default;
};

class QueryTest : public testing::Test {
 protected:
  void open(std::uint32_t number, std::int64_t amount, Currency currency) {
    batch(database, rows, [&] {
      rows.create({account(number)}, [&](Account& row) {
        row.owner = "owner " + std::to_string(number);
        row.balance = {amount, currency};
        return true;
      });
    });
  }

  /// A page; its cursor goes to `next`.
  template <class Row, class Query>
  cqrs::Result<std::vector<Row>> page(const Query& query, const cqrs::QueryOptions& options = {},
                                      const cqrs::QueryDefinition& definition = Query::definition()) {
    std::vector<Row> found;
    const auto read = database.store().read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      cqrs::projection::QueryTexts texts;
      auto cursor =
          cqrs::projection::run_query(connection, definition, database.table(), &query, options, &found, texts);
      if (!cursor) return cqrs::unexpected(std::move(cursor).error());
      next = *std::move(cursor);
      return {};
    });
    if (!read) return cqrs::unexpected(read.error());
    return found;
  }
  std::vector<std::string> owners(const Richest& query, const cqrs::QueryOptions& options = {}) {
    const auto found = page<Account>(query, options);
    EXPECT_TRUE(found) << found.error().text;
    std::vector<std::string> names;
    for (const auto& row : found.value()) names.push_back(row.owner);
    return names;
  }

  Database database{Account::definition()};
  cqrs::Rows<Account> rows{database.table()};
  std::string next;
};

TEST_F(QueryTest, FiltersOrdersAndLimits) {
  open(1, 10, Currency::eur);
  open(2, 30, Currency::eur);
  open(3, 20, Currency::eur);
  open(4, 99, Currency::usd);
  EXPECT_THAT(owners({Currency::eur, std::nullopt, 10}), ElementsAre("owner 2", "owner 3", "owner 1"));
  EXPECT_THAT(owners({Currency::eur, 20, 10}), ElementsAre("owner 2", "owner 3"));
  EXPECT_THAT(owners({Currency::eur, std::nullopt, 1}), ElementsAre("owner 2"));
  EXPECT_EQ(next, "");
  EXPECT_THAT(owners({Currency::eur, std::nullopt, 0}), IsEmpty());
  EXPECT_THAT(owners({Currency::eur, std::nullopt, -1}), IsEmpty());
  EXPECT_THAT(owners({static_cast<Currency>(7), std::nullopt, 10}), IsEmpty());
}

TEST_F(QueryTest, GivesTheWholeRow) {
  open(1, 10, Currency::eur);
  EXPECT_THAT(page<Account>(Richest{Currency::eur, {}, 1}).value(),
              ElementsAre(Account{account(1), "owner 1", {10, Currency::eur}, std::nullopt, 0}));
}

TEST_F(QueryTest, ALimitHoldsForAllPagesTogether) {
  for (std::uint32_t i = 1; i <= 9; ++i) open(i, 10 - i, Currency::eur);
  const Richest query{Currency::eur, std::nullopt, 5};
  EXPECT_THAT(owners(query, {.page_rows = 2}), ElementsAre("owner 1", "owner 2"));
  EXPECT_THAT(owners(query, {.page_rows = 2, .cursor = next}), ElementsAre("owner 3", "owner 4"));
  const std::string last = next;
  EXPECT_THAT(owners(query, {.page_rows = 2, .cursor = next}), ElementsAre("owner 5"));
  EXPECT_EQ(next, "");
  EXPECT_THAT(owners({Currency::eur, std::nullopt, 3}, {.cursor = last}), IsEmpty());
}

TEST_F(QueryTest, TheLastPageKnowsThatItIs) {
  for (std::uint32_t i = 1; i <= 4; ++i) open(i, 1, Currency::eur);
  EXPECT_THAT(owners({Currency::eur, std::nullopt, 100}, {.page_rows = 4}), testing::SizeIs(4));
  EXPECT_EQ(next, "");
}

TEST_F(QueryTest, GroupsArePagedToo) {
  open(1, 10, Currency::eur);
  open(2, 30, Currency::eur);
  open(3, 90, Currency::usd);
  EXPECT_THAT(page<TotalsRow>(Totals{}).value(),
              ElementsAre(TotalsRow{Currency::usd, 1, 90}, TotalsRow{Currency::eur, 2, 40}));
  EXPECT_THAT(page<TotalsRow>(Totals{}, {.page_rows = 1}).value(), ElementsAre(TotalsRow{Currency::usd, 1, 90}));
  EXPECT_THAT(page<TotalsRow>(Totals{}, {.page_rows = 1, .cursor = next}).value(),
              ElementsAre(TotalsRow{Currency::eur, 2, 40}));
  EXPECT_EQ(next, "");
}

TEST_F(QueryTest, OneResultForAllRowsIsThereWithoutRows) {
  static constexpr cqrs::OrderColumn kNothing[] = {{"accounts"}};
  cqrs::QueryDefinition definition = Totals::definition();
  definition.select = "0 AS currency, count(*) AS accounts, cqrs_sum(\"balance_amount\") AS total";
  definition.group_by = {};
  definition.order = kNothing;
  EXPECT_THAT(page<TotalsRow>(Totals{}, {}, definition).value(), ElementsAre(TotalsRow{Currency{}, 0, 0}));
  definition.order = {};
  open(1, 10, Currency::eur);
  EXPECT_THAT(page<TotalsRow>(Totals{}, {}, definition).value(), ElementsAre(TotalsRow{Currency{}, 1, 10}));
  EXPECT_EQ(next, "");
}

TEST_F(QueryTest, WhatIsSelectedNeedNotBeWhatItIsOrderedBy) {
  for (std::uint32_t i = 1; i <= 3; ++i) open(i, 5 * i, Currency::eur);
  cqrs::QueryDefinition definition = Richest::definition();
  definition.select = "\"owner\" AS \"account\"";
  definition.append = cqrs::append_row<Name>;
  definition.drop = cqrs::drop_row<Name>;
  definition.read = cqrs::read_row<Name>;
  const Richest query{Currency::eur, {}, 10};
  EXPECT_THAT(page<Name>(query, {.page_rows = 2}, definition).value(), ElementsAre(Name{"owner 3"}, Name{"owner 2"}));
  EXPECT_THAT(page<Name>(query, {.page_rows = 2, .cursor = next}, definition).value(), ElementsAre(Name{"owner 1"}));
}

TEST_F(QueryTest, AConditionBeyondSqlIsAskedForEachRow) {
  for (std::uint32_t i = 1; i <= 9; ++i) open(i, i, Currency::eur);
  cqrs::QueryDefinition definition = Richest::definition();
  definition.keep = [](const void*, const void* row) {
    return static_cast<const Account*>(row)->balance.amount.units() % 200 == 0;
  };
  const Richest query{Currency::eur, {}, 3};
  const auto first = page<Account>(query, {.page_rows = 2}, definition).value();
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[1].owner, "owner 6");
  const auto second = page<Account>(query, {.page_rows = 2, .cursor = next}, definition).value();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].owner, "owner 4");
  EXPECT_EQ(next, "");
}

TEST_F(QueryTest, AConditionThatCannotBeComputedIsAnError) {
  open(1, 1, Currency::eur);
  cqrs::QueryDefinition definition = Richest::definition();
  definition.keep = [](const void*, const void* row) {
    return cqrs::divide(static_cast<const Account*>(row)->movements, std::int64_t{0}) == 0;
  };
  const auto found = page<Account>(Richest{Currency::eur, {}, 3}, {}, definition);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::handler_failed);
  EXPECT_THAT(found.error().text, HasSubstr("the condition of accounts.Richest cannot be computed for a row"));
}

TEST_F(QueryTest, PagesHaveASize) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{10'001}}) {
    const auto found = page<Account>(Richest{Currency::eur, {}, 3}, {.page_rows = size});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::invalid_argument);
  }
}

TEST_F(QueryTest, CursorsBelongToTheirQuery) {
  for (std::uint32_t i = 1; i <= 3; ++i) open(i, i, Currency::eur);
  ASSERT_TRUE(page<Account>(Richest{Currency::eur, {}, 3}, {.page_rows = 1}));
  ASSERT_NE(next, "");
  const auto other = page<TotalsRow>(Totals{}, {.cursor = next});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(other.error().text, HasSubstr("it is one of accounts.Richest"));
  const auto nonsense = page<Account>(Richest{Currency::eur, {}, 3}, {.cursor = "nonsense"});
  ASSERT_FALSE(nonsense);
  EXPECT_EQ(nonsense.error().code, ErrorCode::invalid_argument);
}

}  // namespace
