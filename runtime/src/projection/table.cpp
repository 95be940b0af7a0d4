#include "projection/table.hpp"

#include <algorithm>
#include <utility>

namespace cqrs::projection {
namespace {

std::string_view storage_of(const Column& column) {
  switch (column.kind) {
    case ColumnKind::real: return column.optional ? "ANY" : "REAL";  // NaN is a text beside NULL
    case ColumnKind::decimal128:
    case ColumnKind::bytes:
    case ColumnKind::uuid: return "BLOB";
    case ColumnKind::text:
    case ColumnKind::json: return "TEXT";
    default: return "INTEGER";
  }
}

/// NaN is no number that SQLite stores: it stands as NULL.
bool may_be_null(const Column& column) { return column.optional || column.kind == ColumnKind::real; }

/// Rows live in the tree of their key where that is short; a long one would be kept twice in what leads there.
bool has_short_key(const TableDefinition& table) {
  return std::ranges::all_of(table.columns.first(table.keys), [](const Column& column) {
    return column.kind != ColumnKind::text && column.kind != ColumnKind::bytes && column.kind != ColumnKind::json;
  });
}

std::string numbered(std::string_view name, std::uint32_t generation) {
  return std::string(name) + "_" + std::to_string(generation);
}

std::string list_of(const TableDefinition& table, std::span<const std::uint16_t> columns) {
  std::string list;
  for (const auto column : columns) list.append(list.empty() ? "" : ", ").append(quoted(table.columns[column].name));
  return list;
}

std::string view_named(std::string_view name) { return quoted(name); }
std::string text_view_named(std::string_view name) { return quoted(std::string(name) + "_text"); }

std::string create_view(const TableDefinition& table, std::uint32_t generation, const std::string& name,
                        std::string (*expression)(const Column&)) {
  std::string columns;
  for (const auto& column : table.columns) {
    columns.append(columns.empty() ? "" : ", ").append(expression(column)).append(" AS ").append(quoted(column.name));
  }
  return "CREATE VIEW " + name + " AS SELECT " + columns + " FROM " + table_name(table, generation).name + ";";
}

}  // namespace

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char character : name) {
    if (character == '"') text += '"';
    text += character;
  }
  return text + "\"";
}

TableName table_name(const TableDefinition& table, std::uint32_t generation) {
  return {quoted(numbered(table.name, generation))};
}

bool share_tables(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const auto same = [&](char a, char b) { return lower(a) == lower(b); };
  if (one.size() > other.size()) std::swap(one, other);
  if (!std::ranges::equal(one, other.substr(0, one.size()), same)) return false;
  const std::string_view rest = other.substr(one.size());
  if (rest.empty()) return true;
  if (rest.front() != '_') return false;
  const bool is_number = rest.size() > 1 && rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
  return is_number || std::ranges::equal(rest, std::string_view("_text"), same);
}

Result<void> create_table(sql::Connection& connection, const TableDefinition& table, std::uint32_t generation) {
  std::string text = "CREATE TABLE " + table_name(table, generation).name + " (";
  std::string keys;
  for (const auto& column : table.columns) {
    text.append(quoted(column.name)).append(" ").append(storage_of(column));
    text.append(may_be_null(column) ? ", " : " NOT NULL, ");
  }
  for (const auto& column : table.columns.first(table.keys)) {
    keys.append(keys.empty() ? "" : ", ").append(quoted(column.name));
  }
  text.append("PRIMARY KEY (").append(keys).append(")) STRICT");
  if (has_short_key(table)) text.append(", WITHOUT ROWID");
  return connection.execute(text);
}

Result<void> create_indexes(sql::Connection& connection, const TableDefinition& table, std::uint32_t generation) {
  std::string text;
  std::size_t number = 0;
  for (const auto& index : table.indexes) {
    const auto name = numbered(table.name, generation) + "_" + std::to_string(++number);
    text.append("CREATE INDEX IF NOT EXISTS ").append(quoted(name)).append(" ON ");
    text.append(table_name(table, generation).name).append(" (").append(list_of(table, index.columns)).append(");");
  }
  return text.empty() ? Result<void>{} : connection.execute(text);
}

Result<void> drop_table(sql::Connection& connection, const TableDefinition& table, std::uint32_t generation) {
  return connection.execute("DROP TABLE IF EXISTS " + table_name(table, generation).name);
}

Result<void> show_table(sql::Connection& connection, const TableDefinition& table, std::uint32_t generation) {
  if (auto hidden = hide_table(connection, table); !hidden) return hidden;
  const auto as_it_is = [](const Column& column) { return quoted(column.name); };
  return connection.execute(create_view(table, generation, view_named(table.name), as_it_is) +
                            create_view(table, generation, text_view_named(table.name), readable));
}

Result<void> hide_table(sql::Connection& connection, const TableDefinition& table) {
  return connection.execute("DROP VIEW IF EXISTS " + view_named(table.name) + "; DROP VIEW IF EXISTS " +
                            text_view_named(table.name));
}

}  // namespace cqrs::projection
