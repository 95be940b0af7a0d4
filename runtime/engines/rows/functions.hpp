#pragma once

#include <sqlite3.h>

#include <cqrs/expected.hpp>

namespace cqrs::rows {

/// Adds the functions that cqrs/sql.hpp promises to a connection.
Result<void> add_functions(sqlite3* connection);

}  // namespace cqrs::rows
