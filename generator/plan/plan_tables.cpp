#include "plan/columns.hpp"
#include "plan/files.hpp"
#include "plan/records.hpp"

// The page for people who join the tables with SQL of their own.

namespace cqrsc::plan {

using namespace model;

namespace {

/// Text inside a cell of a Markdown table, which does not end early.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') {
      out += "&#124;";
    } else {
      out += c == '\n' || c == '\r' ? ' ' : c;
    }
  }
  return out;
}

/// What the JSON of a column is.
std::string_view json_text(const Type& type) {
  switch (type.kind) {
    case TypeKind::List: return "JSON: an array";
    case TypeKind::Set: return "JSON: an array, ascending, nothing twice";
    case TypeKind::Map: return "JSON: an object, its keys as text";
    case TypeKind::Union: return "JSON: an object that names its alternative as type";
    default: return "JSON: an object";
  }
}

/// What stands in the column, for those who read it with plain SQL.
std::string stored_text(const ColumnPlan& column) {
  const std::string_view kind = column.kind;
  if (kind == "boolean") return "0 or 1";
  if (kind == "integer") return "the number";
  if (kind == "unsigned64") return "the number less 2^63, so that the order is that of the numbers";
  if (kind == "real") return column.optional ? "the number, or the text NaN" : "the number; NULL is NaN";
  if (kind == "decimal128")
    return "16 bytes, in the order of the numbers: units of 10^-" + std::to_string(column.scale) +
           ", big-endian, the sign bit flipped";
  if (kind == "decimal") {
    if (column.scale == 0) return "the number";
    return "in units of 10^-" + std::to_string(column.scale) + ": 1." + std::string(column.scale, '0') + " is 1" +
           std::string(column.scale, '0');
  }
  if (kind == "text") return "the text";
  if (kind == "bytes") return "the bytes";
  if (kind == "uuid") return "its 16 bytes";
  if (kind == "instant") return "nanoseconds since 1970-01-01T00:00:00Z";
  if (kind == "duration") return "nanoseconds";
  if (kind == "date") return "days since 1970-01-01";
  if (kind == "enumeration") return "the member's number";
  return std::string(json_text(column.optional ? *column.type->element : *column.type));
}

std::string sql_type(const ColumnPlan& column) {
  const std::string_view kind = column.kind;
  if (kind == "real") return column.optional ? "ANY" : "REAL";
  if (kind == "decimal128" || kind == "bytes" || kind == "uuid") return "BLOB";
  if (kind == "text" || kind == "json") return "TEXT";
  return "INTEGER";
}

/// `1 open, 2 frozen`.
std::string members_text(const ColumnPlan& column) {
  if (column.enumeration == nullptr) return {};
  std::string text;
  for (const EnumMember& member : column.enumeration->members) {
    text += (text.empty() ? ": " : ", ") + std::to_string(member.number) + " " + member.name;
  }
  return text;
}

Record column_data(const ColumnPlan& column) {
  const Field& innermost = *column.path.back();
  const std::string& doc = innermost.doc.empty() ? column.path.front()->doc : innermost.doc;
  return Record{{"name", sql_name(column.name)},
                {"type", to_text(*column.type)},
                {"sql", sql_type(column)},
                {"stored", cell(stored_text(column) + members_text(column) +
                                (column.optional ? "; NULL where there is none" : ""))},
                {"doc", cell(doc)}};
}

std::string joined(const std::vector<ColumnPlan>& columns) {
  std::string text;
  for (const ColumnPlan& column : columns) text += (text.empty() ? "" : ", ") + sql_name(column.name);
  return text;
}

std::string indexes_text(const Projection& projection) {
  std::string text;
  for (const Field* field : row_fields(projection)) {
    if (field->is_index) text += (text.empty() ? "" : "; ") + ("`" + joined(columns_of({field})) + "`");
  }
  return text;
}

/// A column of another table with which this one's may be joined: of the same id, the key of the other.
std::string join_text(const Context& context, const Projection& projection) {
  for (const Projection& other : context.projections) {
    const auto keys = columns_of(pointers_to(other.keys));
    if (&other == &projection || keys.size() != 1 || keys.front().type->kind != TypeKind::Id) continue;
    if (other.is_inline != projection.is_inline) continue;
    for (const ColumnPlan& column : columns_of(row_fields(projection))) {
      if (column.type->kind != TypeKind::Id || column.type->id != keys.front().type->id) continue;
      const std::string left = sql_name(projection.name);
      const std::string right = sql_name(other.name);
      return "SELECT * FROM " + left + " JOIN " + right + " ON " + left + "." + sql_name(column.name) + " = " + right +
             "." + sql_name(keys.front().name) + ";";
    }
  }
  return {};
}

Record table_data(const Symbols& symbols, const Projection& projection) {
  List columns;
  for (const ColumnPlan& column : columns_of(row_fields(projection))) columns.emplace_back(column_data(column));
  const std::string indexes = indexes_text(projection);
  return Record{{"name", projection.name},
                {"doc", projection.doc},
                {"place", place_text(symbols.model(), projection.location)},
                {"is_inline", projection.is_inline},
                {"keys", joined(columns_of(pointers_to(projection.keys)))},
                {"indexes", indexes},
                {"view", sql_name(projection.name)},
                {"text_view", sql_name(projection.name + "_text")},
                {"join", join_text(symbols.model().context(), projection)},
                {"columns", std::move(columns)}};
}

}  // namespace

PlannedFile plan_tables(const Symbols& symbols) {
  const Context& context = symbols.model().context();
  List tables;
  for (const Projection& projection : context.projections) tables.emplace_back(table_data(symbols, projection));
  Record data = common_data(symbols);
  data.add("tables", std::move(tables));
  return {Symbols::directory_of(context) + "/tables.md", "file_tables", std::move(data)};
}

}  // namespace cqrsc::plan
