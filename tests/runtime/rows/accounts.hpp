#pragma once

#include <memory>
#include <string>
#include <vector>

#include <cqrs/generated.hpp>
#include <cqrs/generated_projection.hpp>
#include <cqrs/query.hpp>
#include <cqrs/rows.hpp>

// A projection written as the compiler would write it, and a database to keep its rows in.

namespace accounts {

struct AccountId : cqrs::Id<AccountId> {
  using Id::Id;
};
enum class Currency : std::uint16_t { eur = 1, usd = 2 };

struct Money {
  cqrs::Decimal<18, 2> amount;
  Currency currency{};
  friend bool operator==(const Money&, const Money&) = default;
};

struct AccountKey {
  AccountId account;
  friend bool operator==(const AccountKey&, const AccountKey&) = default;
};

struct Account {
  using Key = AccountKey;
  static constexpr std::string_view kName = "accounts.Account";
  static const cqrs::ProjectionDefinition& definition();

  AccountId account;
  std::string owner;
  Money balance;
  std::optional<std::string> note;
  std::int64_t movements = 0;
  friend bool operator==(const Account&, const Account&) = default;
};

/// accounts: Richest(currency, at_least?, first)
struct Richest {
  static constexpr std::string_view kName = "accounts.Richest";
  static const cqrs::QueryDefinition& definition();
  Currency currency{};
  std::optional<cqrs::Decimal<18, 2>> at_least;
  std::int32_t first = 0;
};

/// accounts: Totals select currency, accounts = count(), total = sum(balance.amount) group by currency
struct Totals {
  static constexpr std::string_view kName = "accounts.Totals";
  static const cqrs::QueryDefinition& definition();
};
struct TotalsRow {
  Currency currency{};
  std::int64_t accounts = 0;
  cqrs::Decimal<38, 2> total;
  friend bool operator==(const TotalsRow&, const TotalsRow&) = default;
};

/// A table of a projection in a database in memory.
class Database {
 public:
  explicit Database(const cqrs::ProjectionDefinition& definition);

  [[nodiscard]] cqrs::sql::RowStore& store() { return *store_; }
  [[nodiscard]] const cqrs::TableName& table() const { return table_; }

  /// The rows of a statement, columns joined by "|".
  std::vector<std::string> query(const std::string& text, int columns);
  void execute(const std::string& text);

 private:
  std::shared_ptr<cqrs::sql::RowStore> store_;
  cqrs::TableName table_;
};

/// "00000000-0000-7000-8000-00000000000n"
AccountId account(std::uint32_t number);
/// Its key as a dead letter says it.
std::string sequence(std::uint32_t number);

/// Fails the test on an error.
void write(cqrs::sql::RowStore& store, const std::function<void(cqrs::sql::Connection&)>& work);

/// Applies `change` to a set of rows, as a batch that is committed.
void batch(Database& database, cqrs::RowSet& rows, const std::function<void()>& changes, cqrs::RowSet::Mode mode = {});

}  // namespace accounts
