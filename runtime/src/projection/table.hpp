#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <cqrs/projection.hpp>
#include <cqrs/sql.hpp>

namespace cqrs::projection {

/// "name" as SQL takes any name.
[[nodiscard]] std::string quoted(std::string_view name);

/// The name of the table that holds a generation of the rows, quoted: "AccountSummary_3".
[[nodiscard]] TableName table_name(const TableDefinition& table, std::uint32_t generation);

/// Whether tables, views or indexes of two projections would have a name in common. Case makes no difference; `Sales`
/// has `Sales`, `Sales_text`, `Sales_1` and so on.
[[nodiscard]] bool share_tables(std::string_view one, std::string_view other);

/// Creates the table of a generation, without its indexes.
Result<void> create_table(sql::Connection& connection, const TableDefinition& table, std::uint32_t generation);

/// Creates its indexes: cheaper behind the rows than before them.
Result<void> create_indexes(sql::Connection& connection, const TableDefinition& table, std::uint32_t generation);

/// Drops a generation and all that belongs to it; one that is not there too.
Result<void> drop_table(sql::Connection& connection, const TableDefinition& table, std::uint32_t generation);

/// Makes the generation the one that the view named like the projection shows, and the view `…_text` in words.
Result<void> show_table(sql::Connection& connection, const TableDefinition& table, std::uint32_t generation);

/// Drops both views.
Result<void> hide_table(sql::Connection& connection, const TableDefinition& table);

/// A column in words, as an expression of plain SQL: ids, decimals, times, members of enums as in JSON.
[[nodiscard]] std::string readable(const Column& column);

}  // namespace cqrs::projection
