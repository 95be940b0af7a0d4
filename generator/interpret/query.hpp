#pragma once

#include <vector>

#include "interpret/rows.hpp"
#include "interpret/value.hpp"

namespace cqrsc::interpret {

/// What a result of a query has: its `select`, or the keys and fields of the row.
std::deque<model::Field> result_fields(const model::Query& query);

/// All results of a query over the rows, in order, each a record of result_fields(); `parameters` by
/// model::Field::index. This is what the language says a query means: everything that answers queries in another way is
/// held to it. A failure where something overflows. Thread-safe.
///
/// `where` is evaluated for every row, from left to right. Without `group by`, aggregates are over all rows that are
/// left, and give one result even where there is none. Order: as written, `none` before everything, NaN before the
/// numbers; then by key, or by the groups.
Result<std::vector<Record>> answer(const model::Query& query, const Rows& rows, const Record& parameters);

}  // namespace cqrsc::interpret
