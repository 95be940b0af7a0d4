#include "compare_rows.hpp"

#include <algorithm>
#include <compare>

#include <cqrs/json.hpp>

#include "projection/table.hpp"

namespace cqrs::ctl {
namespace {

constexpr std::uint64_t kNamedRows = 10;

enum class Storage : std::uint8_t { integer, real, text, bytes };

Storage storage_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::real: return Storage::real;
    case ColumnKind::text:
    case ColumnKind::json: return Storage::text;
    case ColumnKind::bytes:
    case ColumnKind::uuid:
    case ColumnKind::decimal128: return Storage::bytes;
    default: return Storage::integer;
  }
}

bool is_number(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::boolean:
    case ColumnKind::integer:
    case ColumnKind::unsigned64:
    case ColumnKind::real: return true;
    default: return false;
  }
}

/// The rows of a table in the order of its key: each column as it is stored, then each in words.
class RowReader {
 public:
  static Result<RowReader> open(sql::Connection& connection, const TableName& name, const TableDefinition& table) {
    std::string columns;
    std::string words;
    std::string keys;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[i];
      const std::string quoted = projection::quoted(column.name);
      const bool raw = column.kind == ColumnKind::bytes || column.kind == ColumnKind::decimal128;
      columns += (i == 0 ? "" : ", ") + quoted;
      words += ", " + (raw ? "hex(" + quoted + ")" : projection::readable(column));
      if (i < table.keys) keys += (i == 0 ? "" : ", ") + quoted;
    }
    const auto statement = connection.prepare("SELECT " + columns + words + " FROM " + name.name + " ORDER BY " + keys);
    if (!statement) return unexpected(statement.error());
    return RowReader(**statement, table);
  }

  /// False: there is no row any more.
  Result<bool> next() {
    auto row = statement_->step();
    there_ = row && *row;
    return row;
  }
  [[nodiscard]] bool there() const noexcept { return there_; }
  void reset() { statement_->reset(); }

  [[nodiscard]] std::partial_ordering compare_column(RowReader& other, std::size_t index) {
    const int column = static_cast<int>(index);
    const bool none = statement_->is_null(column);
    const bool other_none = other.statement_->is_null(column);
    if (none || other_none) return other_none <=> none;
    switch (storage_of(table_->columns[index].kind)) {
      case Storage::integer: return statement_->integer(column) <=> other.statement_->integer(column);
      case Storage::real: return statement_->real(column) <=> other.statement_->real(column);
      case Storage::text: return statement_->text(column) <=> other.statement_->text(column);
      default: {
        const Bytes mine = statement_->bytes(column);
        const Bytes others = other.statement_->bytes(column);
        return std::lexicographical_compare_three_way(mine.begin(), mine.end(), others.begin(), others.end());
      }
    }
  }

  [[nodiscard]] std::partial_ordering compare_keys(RowReader& other) {
    for (std::size_t i = 0; i < table_->keys; ++i) {
      if (const auto order = compare_column(other, i); order != 0) return order;
    }
    return std::partial_ordering::equivalent;
  }

  /// `["6f1c…","EUR"]`
  [[nodiscard]] std::string key() {
    std::string text;
    JsonWriter out(text);
    out.open('[');
    for (std::size_t i = 0; i < table_->keys; ++i) {
      if (is_number(table_->columns[i].kind)) {
        text += words(i);
      } else {
        out.text(words(i));
      }
      out.comma();
    }
    out.close(']');
    return text;
  }

  [[nodiscard]] std::string words(std::size_t index) {
    const int column = static_cast<int>(table_->columns.size() + index);
    return statement_->is_null(column) ? "none" : std::string(statement_->text(column));
  }

 private:
  RowReader(sql::Statement& statement, const TableDefinition& table) : statement_(&statement), table_(&table) {}

  sql::Statement* statement_;
  const TableDefinition* table_;
  bool there_ = false;
};

/// The difference of two rows of one key in words; empty: there is none.
std::string difference(RowReader& actual, RowReader& expected, const TableDefinition& table) {
  std::string text;
  for (std::size_t i = table.keys; i < table.columns.size(); ++i) {
    if (actual.compare_column(expected, i) == 0) continue;
    text.append(text.empty() ? "" : ", ").append(table.columns[i].name);
    text.append(" is ").append(actual.words(i)).append(", and its events come to ").append(expected.words(i));
  }
  return text;
}

}  // namespace

Result<ComparedRows> compare_rows(sql::Connection& actual_connection, const TableName& actual_table,
                                  sql::Connection& expected_connection, const TableName& expected_table,
                                  const ProjectionDefinition& definition, const std::set<std::string>& excused,
                                  Findings& findings) {
  auto actual = RowReader::open(actual_connection, actual_table, *definition.table);
  if (!actual) return unexpected(actual.error());
  auto expected = RowReader::open(expected_connection, expected_table, *definition.table);
  if (!expected) return unexpected(expected.error());
  ComparedRows compared;
  const auto differs = [&](const std::string& key, const std::string& how) {
    if (excused.contains(key)) {
      ++compared.excused;
      return;
    }
    if (++compared.differing <= kNamedRows) {
      findings.add("row", std::string(definition.name) + " " + key + ": " + how);
    }
  };
  auto moved = actual->next();
  auto other_moved = expected->next();
  while (moved && other_moved && (actual->there() || expected->there())) {
    const auto order = !expected->there() ? std::partial_ordering::less
                       : !actual->there() ? std::partial_ordering::greater
                                          : actual->compare_keys(*expected);
    if (order < 0) differs(actual->key(), "the row is there, and its events come to none");
    if (order > 0) differs(expected->key(), "the row is missing");
    if (order == 0) {
      if (const auto how = difference(*actual, *expected, *definition.table); !how.empty()) differs(actual->key(), how);
    }
    if (order <= 0) ++compared.rows;
    if (order <= 0) moved = actual->next();
    if (order >= 0) other_moved = expected->next();
  }
  actual->reset();
  expected->reset();
  if (!moved) return unexpected(moved.error());
  if (!other_moved) return unexpected(other_moved.error());
  if (compared.differing > kNamedRows) {
    findings.add("row", std::string(definition.name) + ": " + std::to_string(compared.differing - kNamedRows) +
                            " more rows differ");
  }
  return compared;
}

}  // namespace cqrs::ctl
