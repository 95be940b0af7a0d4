#pragma once

#include <cstdint>
#include <set>
#include <string>

#include <cqrs/expected.hpp>
#include <cqrs/projection.hpp>
#include <cqrs/sql.hpp>

#include "findings.hpp"

namespace cqrs::ctl {

struct ComparedRows {
  std::uint64_t rows = 0;
  std::uint64_t differing = 0;
  std::uint64_t excused = 0;  ///< they differ, and their keys are among `excused`
};

/// Compares two tables of one projection row by row, in the order of their keys; the first rows that differ are found
/// and named. `excused`: keys, as JSON arrays, of rows that may differ.
[[nodiscard]] Result<ComparedRows> compare_rows(sql::Connection& actual, const TableName& actual_table,
                                                sql::Connection& expected, const TableName& expected_table,
                                                const ProjectionDefinition& definition,
                                                const std::set<std::string>& excused, Findings& findings);

}  // namespace cqrs::ctl
