#pragma once

#include <vector>

#include "model/expression.hpp"

namespace cqrsc::model {

/// What of a query the database decides, and what has to be decided about each row that was read. SQL-able is what SQL
/// means exactly as the language does: comparisons, `and or not`, `in`, ranges and tests for `none`, over columns,
/// parameters and constants. No arithmetic, no functions, no floats (whose NaN is no NULL), nothing that looks into a
/// column of JSON but a test for `none`.

/// Whether a condition, or the operand of an aggregate or comparison, is SQL-able.
bool is_sql_able(const Expression& expression);

/// Whether it is a single column of the row, or a single parameter that is bound as one: a path that ends in something
/// other than a value. Conversions that leave what is stored as it is are looked through. JSON columns are columns too.
bool is_column(const Expression& expression);

/// The parts of a condition that all must hold: `a and b and c` taken apart, in the order written.
std::vector<const Expression*> conjuncts_of(const Expression& condition);

}  // namespace cqrsc::model
