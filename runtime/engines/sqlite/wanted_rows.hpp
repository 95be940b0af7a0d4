#pragma once

#include "rows/connection.hpp"
#include "tail.hpp"

namespace cqrs::sqlite {

/// Rows of the log to read, in this order, by their first positions.
using WantedRows = std::vector<std::uint64_t>;

/// What a WantedRows is called where it is bound to a statement.
inline constexpr const char* kWantedRows = "cqrs.wanted_rows";

/// Gives the connection the table `wanted_rows(first)`, of what is bound to its column `list`. Joined with the log it
/// makes one statement of many lookups, whose cursor stays: a statement for each costs as much as the lookup.
Result<void> add_wanted_rows(Connection& connection);

}  // namespace cqrs::sqlite
