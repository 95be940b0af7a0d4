#pragma once

#include <string>

#include <cqrs/projection.hpp>
#include <cqrs/query.hpp>
#include <cqrs/sql.hpp>

#include "projection/query_text.hpp"

namespace cqrs::projection {

/// Answers a query from `table`: adds the results of one page, QueryOptions::page_rows of them at most, to `rows`, a
/// std::vector of the query's results, and gives the cursor of the next page, which is empty behind the last.
/// Errors: invalid_argument (a cursor that is not of this query, page_rows out of range), handler_failed (the condition
/// of a row cannot be computed), and those of the database. After an error `rows` is good for nothing.
[[nodiscard]] Result<std::string> run_query(sql::Connection& connection, const QueryDefinition& definition,
                                            const TableName& table, const void* query, const QueryOptions& options,
                                            void* rows, QueryTexts& texts);

}  // namespace cqrs::projection
