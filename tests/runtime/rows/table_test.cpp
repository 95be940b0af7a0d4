#include "projection/table.hpp"

#include <gmock/gmock.h>

#include "accounts.hpp"

namespace {

using accounts::Account;
using accounts::Database;
using cqrs::Column;
using cqrs::ColumnKind;
using testing::ElementsAre;
using testing::IsEmpty;

/// What the column `x` with the stored value `literal` reads as.
std::string shown(Column column, const std::string& literal) {
  column.name = "x";
  Database database{Account::definition()};
  return database.query("SELECT " + cqrs::projection::readable(column) + " FROM (SELECT " + literal + " AS \"x\")", 1)
      .front();
}

TEST(Table, TheViewInWordsSaysWhatJsonSays) {
  EXPECT_EQ(shown({.kind = ColumnKind::boolean}, "1"), "true");
  EXPECT_EQ(shown({.kind = ColumnKind::boolean}, "NULL"), "NULL");
  EXPECT_EQ(shown({.kind = ColumnKind::decimal, .scale = 2}, "1000"), "10.00");
  EXPECT_EQ(shown({.kind = ColumnKind::decimal, .scale = 2}, "-5"), "-0.05");
  EXPECT_EQ(shown({.kind = ColumnKind::decimal, .scale = 0}, "-5"), "-5");
  EXPECT_EQ(shown({.kind = ColumnKind::decimal, .scale = 18}, "-999999999999999999"), "-0.999999999999999999");
  EXPECT_EQ(shown({.kind = ColumnKind::decimal, .scale = 2}, "NULL"), "NULL");
  EXPECT_EQ(shown({.kind = ColumnKind::uuid}, "x'6f1c00000000700080000000000000ab'"),
            "6f1c0000-0000-7000-8000-0000000000ab");
  EXPECT_EQ(shown({.kind = ColumnKind::uuid}, "NULL"), "NULL");
  EXPECT_EQ(shown({.kind = ColumnKind::date}, "0"), "1970-01-01");
  EXPECT_EQ(shown({.kind = ColumnKind::date}, std::to_string(cqrs::Date::kLast)), "9999-12-31");
  EXPECT_EQ(shown({.kind = ColumnKind::date}, std::to_string(cqrs::Date::kFirst)), "0001-01-01");
}

TEST(Table, TheViewInWordsShowsTimes) {
  const Column instant{.kind = ColumnKind::instant};
  EXPECT_EQ(shown(instant, "0"), "1970-01-01T00:00:00Z");
  EXPECT_EQ(shown(instant, "1767258000250000000"), "2026-01-01T09:00:00.25Z");
  EXPECT_EQ(shown(instant, "-1"), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(shown(instant, "NULL"), "NULL");
  const Column duration{.kind = ColumnKind::duration};
  EXPECT_EQ(shown(duration, "90000000000"), "PT90S");
  EXPECT_EQ(shown(duration, "-250000000"), "-PT0.25S");
  EXPECT_EQ(shown(duration, "0"), "PT0S");
  EXPECT_EQ(shown(duration, "-9223372036854775808"), "-PT9223372036.854775808S");
}

TEST(Table, TheViewInWordsShowsUnsignedNumbers) {
  const Column number{.kind = ColumnKind::unsigned64};
  EXPECT_EQ(shown(number, "-9223372036854775808"), "0");
  EXPECT_EQ(shown(number, "-1"), "9223372036854775807");
  EXPECT_EQ(shown(number, "0"), "9223372036854775808");
  EXPECT_EQ(shown(number, "9223372036854775807"), "18446744073709551615");
}

TEST(Table, TheViewInWordsShowsWideDecimals) {
  const Column wide{.kind = ColumnKind::decimal128, .scale = 2};
  EXPECT_EQ(shown(wide, "x'80000000000000000000000000000000'"), "0.00");
  EXPECT_EQ(shown(wide, "x'80000000000000000000000000000001'"), "0.01");
  EXPECT_EQ(shown(wide, "x'7fffffffffffffffffffffffffffffff'"), "-0.01");
  EXPECT_EQ(shown(wide, "x'7fffffffffffffffffffffffffff3cb0'"), "-500.00");
  // 10^38 - 1, the greatest there is, and its opposite.
  EXPECT_EQ(shown(wide, "x'cb3b4ca85a86c47a098a223fffffffff'"), "999999999999999999999999999999999999.99");
  EXPECT_EQ(shown(wide, "x'34c4b357a5793b85f675ddc000000001'"), "-999999999999999999999999999999999999.99");
  EXPECT_EQ(shown({.kind = ColumnKind::decimal128, .scale = 38}, "x'80000000000000000000000000000001'"),
            "0.00000000000000000000000000000000000001");
  EXPECT_EQ(shown({.kind = ColumnKind::decimal128}, "x'80000000000000010000000000000000'"), "18446744073709551616");
  EXPECT_EQ(shown(wide, "NULL"), "NULL");
}

TEST(Table, TheViewInWordsNamesMembers) {
  static constexpr cqrs::ColumnMember kMembers[] = {{1, "EUR"}, {2, "USD"}};
  const Column currency{.kind = ColumnKind::enumeration, .members = kMembers};
  EXPECT_EQ(shown(currency, "2"), "USD");
  EXPECT_EQ(shown(currency, "7"), "7");
}

class TableTest : public testing::Test {
 protected:
  std::vector<std::string> names() {
    return database_.query("SELECT type, name FROM sqlite_schema WHERE name LIKE 'Acc%' ORDER BY 1, 2", 2);
  }
  template <class Do>
  void change(Do&& work) {
    accounts::write(database_.store(),
                    [&](cqrs::sql::Connection& connection) { work(connection, *Account::definition().table); });
  }

  Database database_{Account::definition()};
};

TEST_F(TableTest, AGenerationIsATableWithItsIndexesAndAViewOfIt) {
  EXPECT_THAT(names(), ElementsAre("index|Account_1_1", "table|Account_1", "view|Account", "view|Account_text"));
}

TEST_F(TableTest, TheViewsFollowTheGenerationThatIsShown) {
  database_.execute("INSERT INTO Account_1 VALUES (x'6f1c00000000700080000000000000ab', 'Ada', 1000, 1, NULL, 3)");
  EXPECT_THAT(database_.query("SELECT * FROM Account_text", 6),
              ElementsAre("6f1c0000-0000-7000-8000-0000000000ab|Ada|10.00|EUR|NULL|3"));
  change([](auto& connection, const auto& table) {
    cqrs::projection::create_table(connection, table, 2).value();
    cqrs::projection::show_table(connection, table, 2).value();
  });
  EXPECT_THAT(database_.query("SELECT * FROM Account", 6), IsEmpty());
  change([](auto& connection, const auto& table) {
    cqrs::projection::drop_table(connection, table, 1).value();
    cqrs::projection::drop_table(connection, table, 1).value();
    cqrs::projection::create_indexes(connection, table, 2).value();
    cqrs::projection::create_indexes(connection, table, 2).value();
  });
  EXPECT_THAT(names(), ElementsAre("index|Account_2_1", "table|Account_2", "view|Account", "view|Account_text"));
  change([](auto& connection, const auto& table) { cqrs::projection::hide_table(connection, table).value(); });
  EXPECT_THAT(names(), ElementsAre("index|Account_2_1", "table|Account_2"));
}

TEST_F(TableTest, TypesAndNullsAreKept) {
  const auto refused = [&](const std::string& values) {
    return !database_.store().write([&](cqrs::sql::Connection& connection) {
      return connection.execute("INSERT INTO Account_1 VALUES (" + values + ")");
    });
  };
  EXPECT_TRUE(refused("x'00', 'Ada', 'ten', 1, NULL, 3"));
  EXPECT_TRUE(refused("x'00', NULL, 10, 1, NULL, 3"));
  EXPECT_TRUE(refused("NULL, 'Ada', 10, 1, NULL, 3"));
  EXPECT_FALSE(refused("x'00', 'Ada', 10, 1, NULL, 3"));
  EXPECT_TRUE(refused("x'00', 'Bob', 10, 1, NULL, 3"));
}

TEST(Quoted, TakesAnyName) {
  EXPECT_EQ(cqrs::projection::quoted("order"), "\"order\"");
  EXPECT_EQ(cqrs::projection::quoted("a\"b"), "\"a\"\"b\"");
}

}  // namespace
