#include "projection/query_text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "projection/table.hpp"

namespace cqrs::projection {
namespace {

Storage storage_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::real: return Storage::real;
    case ColumnKind::text:
    case ColumnKind::json: return Storage::text;
    case ColumnKind::decimal128:
    case ColumnKind::bytes:
    case ColumnKind::uuid: return Storage::blob;
    default: return Storage::integer;
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Where `separator` stands in a text by itself, not within brackets or quotes.
std::vector<std::size_t> places_of(std::string_view separator, std::string_view text) {
  std::vector<std::size_t> places;
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char character = text[i];
    if (quote != 0) {
      if (character == quote) quote = 0;
    } else if (character == '"' || character == '\'') {
      quote = character;
    } else if (character == '(' || character == ')') {
      depth += character == '(' ? 1 : -1;
    } else if (depth == 0 && text.substr(i).starts_with(separator)) {
      places.push_back(i);
    }
  }
  return places;
}

/// The parts of a list between its commas.
std::vector<std::string_view> parts_of(std::string_view list) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (const auto comma : places_of(",", list)) {
    parts.push_back(trimmed(list.substr(begin, comma - begin)));
    begin = comma + 1;
  }
  parts.push_back(trimmed(list.substr(begin)));
  return parts;
}

std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '"') return std::string(name);
  std::string text;
  for (std::size_t i = 1; i + 1 < name.size(); ++i) {
    text += name[i];
    if (name[i] == '"') ++i;
  }
  return text;
}

constexpr std::string_view kAs = " AS ";

/// An order column as the statement has to know it.
struct OrderTerm {
  std::string column;  ///< quoted, of the relation `r`
  bool descending;
  bool nullable;
};

/// "At or after" and "after" a value: `none` comes first, and last where the order descends.
struct Comparison {
  std::string at_or_after;  ///< empty: true
  std::string after;        ///< empty: false
};

Comparison compare(const OrderTerm& term, const StoredValue& value, const std::string& parameter) {
  const auto& column = term.column;
  const bool none = std::holds_alternative<std::monostate>(value);
  if (none && term.descending) return {column + " IS NULL", ""};
  if (none) return {"", column + " IS NOT NULL"};
  if (!term.descending) return {column + " >= " + parameter, column + " > " + parameter};
  if (!term.nullable) return {column + " <= " + parameter, column + " < " + parameter};
  return {"(" + column + " <= " + parameter + " OR " + column + " IS NULL)",
          "(" + column + " < " + parameter + " OR " + column + " IS NULL)"};
}

std::string joined(const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) list.append(list.empty() ? "" : ", ").append(text);
  return list;
}

std::string parameter(int number) { return "?" + std::to_string(number); }

/// The rows behind a place. Where all columns go the same way and none is `none`, as one comparison, for which an index
/// over them serves whole.
std::string behind(const std::vector<OrderTerm>& terms, std::span<const StoredValue> after, int first) {
  const bool one_way = std::ranges::all_of(
      terms, [&](const OrderTerm& term) { return !term.nullable && term.descending == terms.front().descending; });
  if (one_way) {
    std::vector<std::string> columns;
    std::vector<std::string> values;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      columns.push_back(terms[i].column);
      values.push_back(parameter(first + static_cast<int>(i)));
    }
    return "(" + joined(columns) + ")" + (terms.front().descending ? " < " : " > ") + "(" + joined(values) + ")";
  }
  std::string text;
  for (std::size_t i = terms.size(); i-- > 0;) {
    const auto comparison = compare(terms[i], after[i], parameter(first + static_cast<int>(i)));
    std::string either = comparison.after;
    if (i + 1 < terms.size()) either = either.empty() ? text : "(" + either + " OR " + text + ")";
    if (either.empty()) either = "0";
    text = comparison.at_or_after.empty() || i + 1 == terms.size()
               ? either
               : "(" + comparison.at_or_after + " AND " + either + ")";
  }
  return text;
}

const Column* find_column(const TableDefinition& table, std::string_view name) {
  for (const auto& column : table.columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

/// What the statement selects from, and the order in it.
struct Relation {
  std::string select;
  std::string from;
  std::vector<OrderTerm> terms;
  std::vector<OrderPlace> places;
};

/// The table itself. Columns of the order that are not among those selected are added behind them.
Relation of_table(const QueryDefinition& definition, const TableName& table) {
  Relation relation{std::string(definition.select), table.name + " AS r", {}, {}};
  const auto& columns = *definition.projection().table;
  const auto parts = parts_of(definition.select);
  int next = static_cast<int>(parts.size());
  for (const auto& order : definition.order) {
    const Column* const column = find_column(columns, order.column);
    const auto kind = column == nullptr ? ColumnKind::integer : column->kind;
    relation.terms.push_back(
        {"r." + quoted(order.column), order.descending, order.optional || kind == ColumnKind::real});
    const auto selected =
        std::ranges::find_if(parts, [&](std::string_view part) { return unquoted(part) == order.column; });
    OrderPlace place{.column = static_cast<int>(selected - parts.begin()), .storage = storage_of(kind)};
    if (selected == parts.end()) {
      place.column = next++;
      relation.select.append(", r.").append(quoted(order.column));
    }
    relation.places.push_back(place);
  }
  return relation;
}

/// The groups of the table, a relation of their own, so that places among them can be compared.
Relation of_groups(const QueryDefinition& definition, const TableName& table) {
  Relation relation{"*", "(SELECT " + std::string(definition.select) + " FROM " + table.name, {}, {}};
  if (!definition.where.empty()) relation.from.append(" WHERE ").append(definition.where);
  if (!definition.group_by.empty()) relation.from.append(" GROUP BY ").append(definition.group_by);
  relation.from += ") AS r";
  const auto names = result_names(definition.select);
  int next = static_cast<int>(names.size());
  for (const auto& order : definition.order) {
    const auto column = "r." + quoted(order.column);
    // Whether a result can be NULL is not known here: NaN is one.
    relation.terms.push_back({column, order.descending, true});
    const auto found = std::ranges::find(names, order.column) - names.begin();
    relation.places.push_back({.column = static_cast<int>(found), .type_column = next++});
    relation.select.append(", typeof(").append(column).append(")");
  }
  return relation;
}

bool is_grouped(const QueryDefinition& definition) {
  if (!definition.group_by.empty()) return true;
  // One result for all rows: what is selected is not of the rows but of their aggregates.
  return std::ranges::any_of(parts_of(definition.select),
                             [](std::string_view part) { return part.find('(') != std::string_view::npos; });
}

}  // namespace

Storage storage_named(std::string_view type) noexcept {
  return type == "real"   ? Storage::real
         : type == "text" ? Storage::text
         : type == "blob" ? Storage::blob
                          : Storage::integer;
}

std::vector<std::string> result_names(std::string_view select) {
  std::vector<std::string> names;
  for (auto part : parts_of(select)) {
    const auto as = places_of(kAs, part);
    if (!as.empty()) part.remove_prefix(as.back() + kAs.size());
    names.push_back(unquoted(trimmed(part)));
  }
  return names;
}

QueryText query_text(const QueryDefinition& definition, const TableName& table, std::span<const StoredValue> after) {
  const bool grouped = is_grouped(definition);
  Relation relation = grouped ? of_groups(definition, table) : of_table(definition, table);
  QueryText text;
  text.sql = "SELECT " + relation.select + " FROM " + relation.from;
  std::string where;
  if (!grouped && !definition.where.empty()) where.append("(").append(definition.where).append(")");
  if (!after.empty()) {
    where.append(where.empty() ? "" : " AND ").append(behind(relation.terms, after, definition.parameters + 1));
  }
  if (!where.empty()) text.sql.append(" WHERE ").append(where);
  std::vector<std::string> order;
  for (const auto& term : relation.terms) order.push_back(term.column + (term.descending ? " DESC" : ""));
  if (!order.empty()) text.sql.append(" ORDER BY ").append(joined(order));
  text.limit_parameter = definition.parameters + static_cast<int>(after.size()) + 1;
  text.sql.append(" LIMIT ").append(parameter(text.limit_parameter));
  text.order = std::move(relation.places);
  return text;
}

std::shared_ptr<const QueryText> QueryTexts::first_page(const QueryDefinition& definition, const TableName& table) {
  const std::lock_guard lock(mutex_);
  auto& written = texts_[&definition];
  if (!written.text || written.table != table.name) {
    written = {table.name, std::make_shared<const QueryText>(query_text(definition, table, {}))};
  }
  return written.text;
}

}  // namespace cqrs::projection
