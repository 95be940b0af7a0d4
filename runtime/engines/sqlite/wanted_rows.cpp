#include "wanted_rows.hpp"

#include <new>

namespace cqrs::sqlite {
namespace {

enum Column : int { kFirst, kList };

struct Cursor {
  sqlite3_vtab_cursor base = {};
  const WantedRows* rows = nullptr;
  std::size_t at = 0;
};

Cursor& cursor_of(sqlite3_vtab_cursor* base) { return *reinterpret_cast<Cursor*>(base); }

int connect(sqlite3* connection, void*, int, const char* const*, sqlite3_vtab** table, char**) {
  const int declared = sqlite3_declare_vtab(connection, "CREATE TABLE wanted_rows (first INTEGER, list HIDDEN)");
  if (declared != SQLITE_OK) return declared;
  *table = new (std::nothrow) sqlite3_vtab{};
  return *table == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete table;
  return SQLITE_OK;
}

/// Nothing can be found but by its list.
int plan(sqlite3_vtab*, sqlite3_index_info* info) {
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (constraint.iColumn != kList || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ || constraint.usable == 0) continue;
    info->aConstraintUsage[i] = {1, 1};
    info->estimatedCost = 1;
    info->estimatedRows = 50;
    return SQLITE_OK;
  }
  return SQLITE_CONSTRAINT;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
  auto* const opened = new (std::nothrow) Cursor;
  if (opened == nullptr) return SQLITE_NOMEM;
  *cursor = &opened->base;
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete &cursor_of(cursor);
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value** values) {
  cursor_of(cursor).rows = static_cast<const WantedRows*>(sqlite3_value_pointer(values[0], kWantedRows));
  cursor_of(cursor).at = 0;
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
  ++cursor_of(cursor).at;
  return SQLITE_OK;
}

int at_end(sqlite3_vtab_cursor* base) {
  const Cursor& cursor = cursor_of(base);
  return cursor.rows == nullptr || cursor.at >= cursor.rows->size() ? 1 : 0;
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
  const Cursor& cursor = cursor_of(base);
  if (column == kFirst) sqlite3_result_int64(context, static_cast<sqlite3_int64>((*cursor.rows)[cursor.at]));
  return SQLITE_OK;
}

int rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* number) {
  *number = static_cast<sqlite3_int64>(cursor_of(cursor).at);
  return SQLITE_OK;
}

constexpr sqlite3_module make_module() {
  sqlite3_module module{};  // without xCreate: it is there, and cannot be created
  module.xConnect = connect;
  module.xBestIndex = plan;
  module.xDisconnect = disconnect;
  module.xOpen = open;
  module.xClose = close;
  module.xFilter = filter;
  module.xNext = next;
  module.xEof = at_end;
  module.xColumn = column;
  module.xRowid = rowid;
  return module;
}

constexpr sqlite3_module kModule = make_module();

}  // namespace

Result<void> add_wanted_rows(Connection& connection) {
  const int code = sqlite3_create_module_v2(connection.handle(), "wanted_rows", &kModule, nullptr, nullptr);
  if (code != SQLITE_OK) return unexpected(to_error(connection.handle(), code, "reading the log"));
  return {};
}

}  // namespace cqrs::sqlite
