#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cqrs/error.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/position.hpp>
#include <cqrs/projection.hpp>
#include <cqrs/sql.hpp>
#include <cqrs/time.hpp>

namespace cqrs {

/// How a query is to be answered.
struct QueryOptions {
  /// The answer shows at least everything up to here: `app->query(q, cqrs::after(done->position))` reads one's own
  /// writes. ErrorCode::behind where that takes longer than `timeout`.
  std::optional<Position> after = std::nullopt;
  Duration timeout = std::chrono::seconds(10);
  std::size_t page_rows = 100;  ///< at most so many in one page; 1 to 10,000
  std::string cursor = {};      ///< Page::next of the page before; empty: the first page
};

[[nodiscard]] inline QueryOptions after(Position position, Duration timeout = std::chrono::seconds(10)) {
  return {.after = position, .timeout = timeout};
}

/// Some of the results of a query, in order. Owns them.
template <class Row>
struct Page {
  std::vector<Row> rows;
  /// Where the next page begins; empty: this is the last. Text for URLs. It names a place in the order, not a number of
  /// rows: rows that come and go between two pages make none of the others appear twice or not at all.
  std::string next;
  /// What the rows show: everything up to here.
  Position position;
};

/// A column that results are ordered by.
struct OrderColumn {
  std::string_view column = {};  ///< as in the table or, where grouped, of `select`
  bool descending = false;
  bool optional = false;  ///< `none` comes before everything else
};

/// What the runtime knows of a query: a table that the compiler writes. Lives for ever, thread-safe. The text of
/// `select` and `where` is SQL with ?1, ?2, … for the parameters, which bind() binds.
struct QueryDefinition {
  std::string_view name = {};  ///< "bank.Richest"
  const ProjectionDefinition& (*projection)() = nullptr;
  std::string_view select = {};  ///< "account, owner, balance_amount"
  std::string_view where = {};   ///< empty: every row
  std::string_view group_by = {};
  std::span<const OrderColumn> order = {};  ///< decides between any two results: the key, or the groups, at its end
  int parameters = 0;                       ///< what bind() uses; the runtime's own follow
  Result<void> (*bind)(sql::Statement& statement, const void* query) = nullptr;
  /// At most so many results over all pages; null: all.
  std::int64_t (*limit)(const void* query) = nullptr;
  /// What SQL does not decide of `where`: whether a result that was read is one. Null: nothing is left. May throw what
  /// arithmetic throws.
  bool (*keep)(const void* query, const void* row) = nullptr;
  void* (*append)(void* rows) = nullptr;  ///< a new Row at the end of a std::vector<Row>
  void (*drop)(void* rows) = nullptr;     ///< the last one
  /// Reads a result of `select`, from column 0 on.
  Result<void> (*read)(sql::Statement& statement, void* row) = nullptr;
  /// In the place of read and keep where results are computed with what `select` gives: reads that, and makes the
  /// result of it; false: it gives none. May throw what arithmetic throws.
  Result<bool> (*compute)(sql::Statement& statement, const void* query, void* row) = nullptr;
};

}  // namespace cqrs
