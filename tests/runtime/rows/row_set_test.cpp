#include <stdexcept>

#include <gmock/gmock.h>

#include "accounts.hpp"

namespace {

using namespace accounts;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Parked final : public cqrs::ParkedSequences {
 public:
  explicit Parked(std::vector<std::string> sequences) : sequences_(std::move(sequences)) {}
  [[nodiscard]] bool empty() const noexcept override { return sequences_.empty(); }
  [[nodiscard]] bool holds(std::string_view sequence) const override {
    return std::ranges::find(sequences_, sequence) != sequences_.end();
  }
  [[nodiscard]] bool hides(std::string_view sequence) const override { return holds(sequence); }

 private:
  std::vector<std::string> sequences_;
};

class RowSetTest : public testing::Test {
 protected:
  void open(std::uint32_t number, const std::string& owner) {
    rows.create({account(number)}, [&](Account& row) {
      row.owner = owner;
      row.balance = {0, Currency::eur};
      return true;
    });
  }
  void deposit(std::uint32_t number, std::int64_t amount) {
    rows.change({account(number)}, [&](Account& row) {
      row.balance.amount += amount;
      ++row.movements;
      return true;
    });
  }
  std::vector<std::string> table() {
    return database.query("SELECT owner, balance_amount, movements FROM \"Account\" ORDER BY account", 3);
  }

  Database database{Account::definition()};
  cqrs::Rows<Account> rows{database.table()};
};

TEST_F(RowSetTest, WritesEachChangedRowOnce) {
  batch(database, rows, [&] {
    open(1, "Ada");
    open(2, "Bob");
    for (int i = 0; i < 100; ++i) deposit(1, 2);
    EXPECT_EQ(rows.changed(), 2U);
  });
  EXPECT_EQ(rows.changed(), 0U);
  EXPECT_THAT(table(), ElementsAre("Ada|20000|100", "Bob|0|0"));
}

TEST_F(RowSetTest, GoesOnWithRowsKeptAndRowsLoaded) {
  batch(database, rows, [&] { open(1, "Ada"); });
  batch(database, rows, [&] { deposit(1, 5); });
  cqrs::Rows<Account> later(database.table());
  batch(database, later, [&] {
    later.create({account(1)}, [](Account& row) {
      EXPECT_EQ(row.movements, 1);
      row.owner = "Eve";
      return true;
    });
  });
  EXPECT_THAT(table(), ElementsAre("Eve|500|1"));
}

TEST_F(RowSetTest, AMissingRowIsTroubleUnlessTheHandlerSaysOtherwise) {
  batch(database, rows, [&] {
    rows.change_existing({account(1)}, [](Account&) { return true; });
    rows.erase_existing({account(1)});
    EXPECT_THAT(rows.troubles(), IsEmpty());
    deposit(1, 5);
    rows.next_event();
    EXPECT_THAT(rows.troubles(), IsEmpty());
    rows.erase({account(2)});
    ASSERT_EQ(rows.troubles().size(), 1U);
    EXPECT_TRUE(rows.troubles()[0].failed);
    EXPECT_EQ(rows.troubles()[0].sequence, sequence(2));
    EXPECT_EQ(rows.troubles()[0].error.code, cqrs::ErrorCode::handler_failed);
    EXPECT_THAT(rows.troubles()[0].error.text, HasSubstr("accounts.Account has no row " + sequence(2)));
  });
  EXPECT_THAT(table(), IsEmpty());
}

TEST_F(RowSetTest, DeletesWhatWasStoredAndWhatWasNot) {
  batch(database, rows, [&] {
    open(1, "Ada");
    open(2, "Bob");
    rows.erase({account(2)});
    rows.create({account(3)}, [](Account&) { return false; });
  });
  EXPECT_THAT(table(), ElementsAre("Ada|0|0"));
  batch(database, rows, [&] { rows.change({account(1)}, [](Account&) { return false; }); });
  EXPECT_THAT(table(), IsEmpty());
  batch(database, rows, [&] {
    open(1, "Eve");
    deposit(1, 1);
  });
  EXPECT_THAT(table(), ElementsAre("Eve|100|1"));
}

TEST_F(RowSetTest, FindsOtherRowsAsTheyAreNow) {
  batch(database, rows, [&] {
    EXPECT_EQ(rows.find({account(1)}), nullptr);
    open(1, "Ada");
    ASSERT_NE(rows.find({account(1)}), nullptr);
    EXPECT_EQ(rows.find({account(1)})->owner, "Ada");
    rows.erase({account(1)});
    EXPECT_EQ(rows.find({account(1)}), nullptr);
  });
}

TEST_F(RowSetTest, AFailedPartLeavesNoTraceAndTheOthersStay) {
  batch(database, rows, [&] {
    open(1, "Ada");
    open(2, "Bob");
  });
  batch(database, rows,
        [&] {
          rows.next_event();
          deposit(1, 7);
          rows.change({account(2)}, [](Account& row) -> bool {
            row.owner = "nobody";
            throw std::runtime_error("no such owner");
          });
          deposit(3, 1);
          ASSERT_EQ(rows.troubles().size(), 2U);
          EXPECT_EQ(rows.troubles()[0].sequence, sequence(2));
          EXPECT_EQ(rows.troubles()[0].error.text, "no such owner");
          EXPECT_EQ(rows.troubles()[1].sequence, sequence(3));
        },
        {.careful = true});
  EXPECT_THAT(table(), ElementsAre("Ada|700|1", "Bob|0|0"));
}

TEST_F(RowSetTest, SeveralHandlersOfARowAreOnePart) {
  batch(database, rows,
        [&] {
          open(1, "Ada");
          rows.next_event();
          deposit(1, 7);
          rows.change({account(1)}, [](Account& row) {
            cqrs::add_to(row.movements, std::numeric_limits<std::int64_t>::max());
            return true;
          });
          deposit(1, 8);
          ASSERT_EQ(rows.troubles().size(), 1U);
          EXPECT_TRUE(rows.troubles()[0].failed);
          rows.next_event();
          deposit(1, 9);
          EXPECT_THAT(rows.troubles(), IsEmpty());
        },
        {.careful = true});
  EXPECT_THAT(table(), ElementsAre("Ada|900|1"));
}

TEST_F(RowSetTest, AnEventThatFailsWholeIsTakenBackWhole) {
  batch(database, rows,
        [&] {
          open(1, "Ada");
          rows.next_event();
          deposit(1, 7);
          open(2, "Bob");
          rows.undo_event();
          rows.next_event();
          deposit(1, 2);
          rows.next_event();
          rows.undo_event();
        },
        {.careful = true});
  EXPECT_THAT(table(), ElementsAre("Ada|200|1"));
}

TEST_F(RowSetTest, RowsOfParkedSequencesWait) {
  const Parked parked({sequence(1)});
  batch(database, rows,
        [&] {
          open(1, "Ada");
          deposit(1, 1);
          open(2, "Bob");
          ASSERT_EQ(rows.troubles().size(), 1U);
          EXPECT_FALSE(rows.troubles()[0].failed);
          EXPECT_EQ(rows.troubles()[0].sequence, sequence(1));
        },
        {.parked = &parked});
  EXPECT_THAT(table(), ElementsAre("Bob|0|0"));
  const std::string only = sequence(1);
  batch(database, rows,
        [&] {
          rows.next_event();
          open(1, "Ada");
          open(2, "Eve");
          EXPECT_THAT(rows.troubles(), IsEmpty());
        },
        {.parked = &parked, .only = only});
  EXPECT_THAT(table(), ElementsAre("Ada|0|0", "Bob|0|0"));
}

TEST_F(RowSetTest, WhatAsksForARowThatWaitsHasToWait) {
  batch(database, rows, [&] {
    open(1, "Ada");
    open(2, "Bob");
  });
  const Parked parked({sequence(1)});
  const auto copy_from = [&](std::uint32_t from, std::uint32_t to) {
    rows.change({account(to)}, [&](Account& row) {
      row.owner = rows.find({account(from)})->owner;
      return true;
    });
  };
  batch(database, rows,
        [&] {
          rows.next_event();
          copy_from(1, 2);
          ASSERT_EQ(rows.troubles().size(), 1U);
          EXPECT_TRUE(rows.troubles()[0].failed);
          EXPECT_EQ(rows.troubles()[0].sequence, sequence(2));
          EXPECT_EQ(rows.troubles()[0].error.code, cqrs::ErrorCode::behind);
          EXPECT_THAT(rows.troubles()[0].error.text, HasSubstr("the row " + sequence(1) + ", which waits"));
        },
        {.parked = &parked, .careful = true});
  EXPECT_THAT(table(), ElementsAre("Ada|0|0", "Bob|0|0"));
  // A row that is tried again sees itself.
  const std::string only = sequence(1);
  batch(database, rows,
        [&] {
          rows.next_event();
          copy_from(1, 1);
          EXPECT_THAT(rows.troubles(), IsEmpty());
        },
        {.parked = &parked, .only = only, .careful = true});
}

TEST_F(RowSetTest, WhatAsksForARowThatTheSameEventFailedForHasToWait) {
  batch(database, rows, [&] {
    open(1, "Ada");
    open(2, "Bob");
  });
  batch(database, rows,
        [&] {
          rows.next_event();
          rows.change({account(1)}, [](Account&) -> bool { throw std::runtime_error("no"); });
          rows.change({account(2)}, [&](Account& row) {
            row.owner = rows.find({account(1)})->owner;
            return true;
          });
          ASSERT_EQ(rows.troubles().size(), 2U);
          EXPECT_EQ(rows.troubles()[1].error.code, cqrs::ErrorCode::behind);
        },
        {.careful = true});
  EXPECT_THAT(table(), ElementsAre("Ada|0|0", "Bob|0|0"));
}

TEST_F(RowSetTest, SharesHaveEveryRowOnce) {
  constexpr std::uint64_t kMiddle = ~std::uint64_t{0} / 2;
  cqrs::Rows<Account> other(database.table());
  const auto open_all = [](cqrs::Rows<Account>& share) {
    for (std::uint32_t i = 0; i < 100; ++i) {
      share.create({account(i)}, [](Account& row) {
        ++row.movements;
        return true;
      });
    }
  };
  std::size_t first = 0;
  batch(database, rows,
        [&] {
          open_all(rows);
          first = rows.changed();
        },
        {.share = {0, kMiddle}});
  EXPECT_GT(first, 20U);
  EXPECT_LT(first, 80U);
  batch(database, other, [&] { open_all(other); }, {.share = {kMiddle + 1, ~std::uint64_t{0}}});
  EXPECT_THAT(database.query("SELECT count(*), min(movements), max(movements) FROM \"Account\"", 3),
              ElementsAre("100|1|1"));
}

TEST_F(RowSetTest, HashesAreStable) {
  // Workers keep checkpoints by them: these numbers never change.
  cqrs::binding::KeyHash id;
  id.add(account(1));
  EXPECT_EQ(id.value(), cqrs::hash64(std::as_bytes(std::span(account(1).value().bytes))));
  cqrs::binding::KeyHash mixed;
  mixed.add(std::string("EUR"));
  mixed.add(std::int32_t{-1});
  mixed.add(Currency::usd);
  EXPECT_EQ(mixed.value(), 1473787319752453298U);
}

TEST_F(RowSetTest, WhatWasDiscardedIsLoadedAgain) {
  batch(database, rows, [&] { open(1, "Ada"); });
  write(database.store(), [&](cqrs::sql::Connection& connection) {
    rows.begin(connection, {});
    deposit(1, 5);
    open(2, "Bob");
  });
  rows.discard();
  EXPECT_EQ(rows.changed(), 0U);
  batch(database, rows, [&] { deposit(1, 1); });
  EXPECT_THAT(table(), ElementsAre("Ada|100|1"));
}

TEST_F(RowSetTest, WhatOthersPutIntoAnEmptyTableIsSeenAfterDiscarding) {
  batch(database, rows, [&] { rows.erase_existing({account(1)}); });
  cqrs::Rows<Account> other(database.table());
  batch(database, other, [&] {
    other.create({account(2)}, [](Account& row) {
      row.owner = "Bob";
      return true;
    });
  });
  rows.discard();
  batch(database, rows, [&] { deposit(2, 1); });
  EXPECT_THAT(table(), ElementsAre("Bob|100|1"));
}

TEST_F(RowSetTest, AnErrorOfTheDatabaseIsNoTroubleOfARow) {
  database.execute("DROP VIEW \"Account\"; DROP VIEW \"Account_text\"; DROP TABLE \"Account_1\"");
  write(database.store(), [&](cqrs::sql::Connection& connection) {
    rows.begin(connection, {});
    open(1, "Ada");
    EXPECT_THAT(rows.troubles(), IsEmpty());
    ASSERT_NE(rows.error(), nullptr);
    EXPECT_EQ(rows.error()->code, cqrs::ErrorCode::invalid_argument);
  });
  rows.discard();
  EXPECT_EQ(rows.error(), nullptr);
}

TEST_F(RowSetTest, ARowThatSomebodyElseDeletedIsNoticed) {
  batch(database, rows, [&] { open(1, "Ada"); });
  database.execute("DELETE FROM \"Account_1\"");
  write(database.store(), [&](cqrs::sql::Connection& connection) {
    rows.begin(connection, {});
    deposit(1, 1);
    const auto flushed = rows.flush(connection);
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().code, cqrs::ErrorCode::corruption);
  });
}

TEST_F(RowSetTest, AColumnThatSomebodyElseWroteIsNoticed) {
  batch(database, rows, [&] { open(1, "Ada"); });
  rows.discard();
  database.execute("UPDATE \"Account_1\" SET balance_currency = 70000");
  write(database.store(), [&](cqrs::sql::Connection& connection) {
    rows.begin(connection, {});
    deposit(1, 1);
    ASSERT_NE(rows.error(), nullptr);
    EXPECT_EQ(rows.error()->code, cqrs::ErrorCode::corruption);
    EXPECT_THAT(rows.error()->text, HasSubstr("the number 70000, which is out of range"));
  });
}

TEST_F(RowSetTest, RowsThatAreNotKeptAnyMoreAreLoaded) {
  constexpr std::uint32_t kMany = 3 * cqrs::Rows<Account>::kMostKept / 2;
  constexpr std::uint32_t kBatch = 10'000;
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t begin = 0; begin < kMany; begin += kBatch) {
      batch(database, rows, [&] {
        for (std::uint32_t i = begin; i < std::min(begin + kBatch, kMany); ++i) {
          round == 0 ? open(i, "owner") : deposit(i, i % 7);
        }
        open(0, "first");
      });
    }
  }
  EXPECT_THAT(database.query("SELECT count(*), sum(movements), sum(balance_amount), count(DISTINCT owner) "
                             "FROM \"Account\"",
                             4),
              ElementsAre(std::to_string(kMany) + "|" + std::to_string(kMany) + "|" + [] {
                std::uint64_t sum = 0;
                for (std::uint32_t i = 0; i < kMany; ++i) sum += i % 7 * 100;
                return std::to_string(sum);
              }() + "|2"));
}

}  // namespace
