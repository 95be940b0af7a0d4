#include "plan/columns.hpp"

#include <algorithm>
#include <array>

#include "model/column_name.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

constexpr int kMostDigitsOfInt64 = 18;

std::string_view kind_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::Bool: return "boolean";
    case TypeKind::UInt64: return "unsigned64";
    case TypeKind::Float32:
    case TypeKind::Float64: return "real";
    case TypeKind::Decimal: return type.precision <= kMostDigitsOfInt64 ? "decimal" : "decimal128";
    case TypeKind::String: return "text";
    case TypeKind::Bytes: return "bytes";
    case TypeKind::Uuid: return "uuid";
    case TypeKind::Instant: return "instant";
    case TypeKind::Date: return "date";
    case TypeKind::Duration: return "duration";
    case TypeKind::Enum: return "enumeration";
    case TypeKind::Id: return kind_of(*type.id->base);
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Value:
    case TypeKind::Union:
    case TypeKind::Optional: return "json";
    default: return "integer";
  }
}

void add(std::vector<ColumnPlan>& columns, const Type& type, const std::string& name,
         const std::vector<const Field*>& path) {
  if (type.kind == TypeKind::Value) {
    for (const Field& field : type.value->fields) {
      std::vector<const Field*> longer = path;
      longer.push_back(&field);
      add(columns, *field.type, name + "_" + snake_case(field.name), longer);
    }
    return;
  }
  const bool optional = type.kind == TypeKind::Optional;
  const Type& held = optional ? *type.element : type;
  ColumnPlan column{name, path, &type, kind_of(held), optional};
  if (held.kind == TypeKind::Decimal) column.scale = held.scale;
  if (held.kind == TypeKind::Enum) column.enumeration = held.enumeration;
  columns.push_back(std::move(column));
}

// Sorted. What SQLite, PostgreSQL or the standard keeps for itself.
constexpr auto kReserved = std::to_array<std::string_view>({
    "abort",
    "action",
    "add",
    "after",
    "all",
    "alter",
    "always",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "attach",
    "autoincrement",
    "before",
    "begin",
    "between",
    "both",
    "by",
    "cascade",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "commit",
    "conflict",
    "constraint",
    "create",
    "cross",
    "current",
    "current_date",
    "current_role",
    "current_time",
    "current_timestamp",
    "current_user",
    "database",
    "date",
    "default",
    "deferrable",
    "deferred",
    "delete",
    "desc",
    "detach",
    "distinct",
    "do",
    "drop",
    "each",
    "else",
    "end",
    "escape",
    "except",
    "exclude",
    "exclusive",
    "exists",
    "explain",
    "fail",
    "false",
    "fetch",
    "filter",
    "first",
    "following",
    "for",
    "foreign",
    "from",
    "full",
    "generated",
    "glob",
    "grant",
    "group",
    "groups",
    "having",
    "if",
    "ignore",
    "ilike",
    "immediate",
    "in",
    "index",
    "indexed",
    "initially",
    "inner",
    "insert",
    "instead",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "key",
    "last",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "match",
    "materialized",
    "natural",
    "no",
    "not",
    "nothing",
    "notnull",
    "null",
    "nulls",
    "of",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "others",
    "outer",
    "over",
    "overlaps",
    "partition",
    "placing",
    "plan",
    "pragma",
    "preceding",
    "primary",
    "query",
    "raise",
    "range",
    "recursive",
    "references",
    "regexp",
    "reindex",
    "release",
    "rename",
    "replace",
    "restrict",
    "returning",
    "right",
    "rollback",
    "row",
    "rowid",
    "rows",
    "savepoint",
    "select",
    "session_user",
    "set",
    "similar",
    "some",
    "symmetric",
    "table",
    "tablesample",
    "temp",
    "temporary",
    "then",
    "ties",
    "time",
    "timestamp",
    "to",
    "trailing",
    "transaction",
    "trigger",
    "true",
    "unbounded",
    "union",
    "unique",
    "update",
    "user",
    "using",
    "vacuum",
    "values",
    "variadic",
    "verbose",
    "view",
    "virtual",
    "when",
    "where",
    "window",
    "with",
    "without",
});

static_assert(std::is_sorted(kReserved.begin(), kReserved.end()));

}  // namespace

std::vector<const Field*> pointers_to(const std::deque<Field>& fields) {
  std::vector<const Field*> pointers;
  for (const Field& field : fields) pointers.push_back(&field);
  return pointers;
}

std::vector<const Field*> row_fields(const Projection& projection) {
  std::vector<const Field*> fields = pointers_to(projection.keys);
  for (const Field& field : projection.fields) fields.push_back(&field);
  return fields;
}

std::vector<ColumnPlan> columns_of(const std::vector<const Field*>& fields, const std::string& prefix) {
  std::vector<ColumnPlan> columns;
  for (const Field* field : fields) add(columns, *field->type, prefix + snake_case(field->name), {field});
  return columns;
}

std::vector<ColumnPlan> columns_of(const Type& type, const std::string& name) {
  std::vector<ColumnPlan> columns;
  add(columns, type, name, {});
  return columns;
}

std::string sql_name(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  const bool reserved = std::binary_search(kReserved.begin(), kReserved.end(), name);
  return plain && !reserved ? name : "\"" + name + "\"";
}

}  // namespace cqrsc::plan
