#include "accounts.hpp"

#include <gtest/gtest.h>

#include "projection/table.hpp"

namespace accounts {
namespace {

using cqrs::ColumnKind;

constexpr cqrs::ColumnMember kCurrencies[] = {{1, "EUR"}, {2, "USD"}};
constexpr cqrs::Column kColumns[] = {
    {"account", ColumnKind::uuid, false, 0, "AccountId"},
    {"owner", ColumnKind::text, false, 0, "string"},
    {"balance_amount", ColumnKind::decimal, false, 2, "decimal(18, 2)"},
    {"balance_currency", ColumnKind::enumeration, false, 0, "Currency", kCurrencies},
    {"note", ColumnKind::text, true, 0, "string?"},
    {"movements", ColumnKind::integer, false, 0, "int64"},
};
constexpr std::uint16_t kByCurrency[] = {3, 0};
constexpr cqrs::TableIndex kIndexes[] = {{kByCurrency}};
constexpr cqrs::TableDefinition kTable = {"Account", kColumns, 1, kIndexes};

}  // namespace

const cqrs::ProjectionDefinition& Account::definition() {
  static constexpr cqrs::ProjectionDefinition kDefinition{
      .name = kName, .table = &kTable, .make_rows = cqrs::make_rows<Account>};
  return kDefinition;
}

const cqrs::QueryDefinition& Richest::definition() {
  static constexpr cqrs::OrderColumn kOrder[] = {{"balance_amount", true}, {"account"}};
  static constexpr cqrs::QueryDefinition kDefinition{
      .name = kName,
      .projection = &Account::definition,
      .select = "\"account\", \"owner\", \"balance_amount\", \"balance_currency\", \"note\", \"movements\"",
      .where = "\"balance_currency\" = ?1 AND (?2 IS NULL OR \"balance_amount\" >= ?2)",
      .order = kOrder,
      .parameters = 3,
      .bind = cqrs::bind_query<Richest>,
      .limit = [](const void* query) { return std::int64_t{static_cast<const Richest*>(query)->first}; },
      .append = cqrs::append_row<Account>,
      .drop = cqrs::drop_row<Account>,
      .read = cqrs::read_row<Account>};
  return kDefinition;
}

const cqrs::QueryDefinition& Totals::definition() {
  static constexpr cqrs::OrderColumn kOrder[] = {{"total", true}, {"currency"}};
  static constexpr cqrs::QueryDefinition kDefinition{
      .name = kName,
      .projection = &Account::definition,
      .select =
          "\"balance_currency\" AS \"currency\", count(*) AS \"accounts\", "
          "cqrs_sum(\"balance_amount\") AS \"total\"",
      .group_by = "\"balance_currency\"",
      .order = kOrder,
      .bind = cqrs::bind_query<Totals>,
      .append = cqrs::append_row<TotalsRow>,
      .drop = cqrs::drop_row<TotalsRow>,
      .read = cqrs::read_row<TotalsRow>};
  return kDefinition;
}

Database::Database(const cqrs::ProjectionDefinition& definition) : store_(cqrs::rows::open_memory().value()) {
  table_ = cqrs::projection::table_name(*definition.table, 1);
  write(*store_, [&](cqrs::sql::Connection& connection) {
    cqrs::projection::create_table(connection, *definition.table, 1).value();
    cqrs::projection::create_indexes(connection, *definition.table, 1).value();
    cqrs::projection::show_table(connection, *definition.table, 1).value();
  });
}

std::vector<std::string> Database::query(const std::string& text, int columns) {
  std::vector<std::string> rows;
  store_
      ->read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
        auto* const statement = connection.prepare(text).value();
        while (statement->step().value()) {
          std::string row;
          for (int i = 0; i < columns; ++i) {
            row.append(i == 0 ? "" : "|");
            row.append(statement->is_null(i) ? "NULL" : statement->text(i));
          }
          rows.push_back(row);
        }
        return {};
      })
      .value();
  return rows;
}

void Database::execute(const std::string& text) {
  write(*store_, [&](cqrs::sql::Connection& connection) { connection.execute(text).value(); });
}

AccountId account(std::uint32_t number) {
  cqrs::Uuid uuid{{0, 0, 0, 0, 0, 0, 0x70, 0, 0x80}};
  for (std::size_t i = 0; i < 4; ++i) uuid.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return AccountId(uuid);
}

std::string sequence(std::uint32_t number) { return "[\"" + to_string(account(number)) + "\"]"; }

void write(cqrs::sql::RowStore& store, const std::function<void(cqrs::sql::Connection&)>& work) {
  store
      .write([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
        work(connection);
        return {};
      })
      .value();
}

void batch(Database& database, cqrs::RowSet& rows, const std::function<void()>& changes, cqrs::RowSet::Mode mode) {
  write(database.store(), [&](cqrs::sql::Connection& connection) {
    rows.begin(connection, mode);
    changes();
    ASSERT_EQ(rows.error(), nullptr) << rows.error()->text;
    rows.flush(connection).value();
  });
  rows.committed();
}

}  // namespace accounts
