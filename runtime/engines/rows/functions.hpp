#pragma once

#include <sqlite3.h>

#include <cqrs/expected.hpp>

namespace cqrs::rows {

/// Adds the functions that cqrs/sql.hpp promises to a connection, and has it take "name" for a name in every case:
/// SQLite would take one that is misspelled for a text.
Result<void> equip(sqlite3* connection);

}  // namespace cqrs::rows
