#include <algorithm>

#include "model/expression_text.hpp"
#include "model/sql_able.hpp"
#include "model/walk.hpp"
#include "plan/columns.hpp"
#include "plan/cpp_text.hpp"
#include "plan/expressions.hpp"
#include "plan/fold.hpp"
#include "plan/read_models.hpp"
#include "plan/records.hpp"
#include "plan/signature.hpp"
#include "plan/sql.hpp"
#include "plan/statements.hpp"

// Queries: what of them the database decides, as SQL, and the rest as functions over what was read.

namespace cqrsc::plan {

using namespace model;

namespace {

/// `.where = "…",`, on several lines where it is long; nothing for an empty text.
std::string sql_member(const std::string& name, const std::string& text) {
  constexpr std::size_t kColumns = 112;
  const std::string short_form = "." + name + " = " + string_literal(text) + ",";
  if (text.empty() || short_form.size() <= kColumns) return text.empty() ? text : short_form;
  constexpr std::size_t kWidth = kColumns - 4;
  std::string out = "." + name + " =";
  std::string_view rest = text;
  while (string_literal(rest).size() > kWidth) {
    auto blank = rest.rfind(' ', kWidth - 4);
    if (blank == std::string_view::npos) blank = rest.find(' ');
    if (blank == std::string_view::npos) break;
    out += "\n    " + string_literal(rest.substr(0, blank + 1));
    rest.remove_prefix(blank + 1);
  }
  return out + "\n    " + string_literal(rest) + ",";
}

class QueryWriter {
 public:
  QueryWriter(const Symbols& symbols, const Query& query)
      : symbols_(symbols), query_(query), sql_(query), name_(symbols.name(query)), row_(symbols.name(*query.from)) {}

  QueryPlan plan() {
    RecordParts parts;
    parts.name = name_;
    parts.doc = doc_lines(query_);
    parts.place = place_text(symbols_.model(), query_.location);
    parts.printed = query_.name;
    parts.members = "using Context = " + symbols_.application_name() + ";\nusing Projection = " + row_ +
                    ";\nusing Row = " + symbols_.row_name(query_) +
                    ";\nstatic constexpr std::string_view kName = " + declared_name(*query_.context, query_) +
                    ";\n[[nodiscard]] static const cqrs::QueryDefinition& definition();";
    QueryPlan planned;
    planned.data = plain_record(symbols_, pointers_to(query_.parameters), parts);
    planned.has_row = !query_.columns.empty();
    if (planned.has_row) planned.row = result_record();
    split_where();
    select();
    limit();
    planned.data.add("from", row_)
        .add("select", sql_member("select", select_))
        .add("where", sql_member("where", where_))
        .add("group_by", sql_member("group_by", group_by_))
        .add("has_order", !order_.empty())
        .add("order", std::move(order_))
        .add("parameters", std::to_string(sql_.parameters()))
        .add("functions", std::move(functions_))
        .add("limit", std::move(limit_))
        .add("keep", std::move(keep_))
        .add("compute", std::move(compute_))
        .add("result", symbols_.row_name(query_))
        .add("reads", reads_);
    planned.uses_literals = uses_literals_;
    return planned;
  }

 private:
  Record result_record() {
    RecordParts parts;
    parts.name = symbols_.row_name(query_);
    parts.doc = "/// What " + name_ + " gives.\n";
    parts.place = place_text(symbols_.model(), query_.location);
    parts.printed = query_.name;
    return plain_record(symbols_, pointers_to(query_.columns), parts);
  }

  /// What SQL decides, and what is left for the rows that were read.
  void split_where() {
    if (query_.where == nullptr) return;
    std::vector<const Expression*> in_sql;
    for (const Expression* part : conjuncts_of(*query_.where)) (is_sql_able(*part) ? in_sql : rest_).push_back(part);
    for (const Expression* part : in_sql) {
      const auto* node = std::get_if<BinaryNode>(&part->node);
      const bool is_or = node != nullptr && node->op == BinaryOperator::Or && in_sql.size() > 1;
      const std::string text = sql_.condition(*part);
      where_ += (where_.empty() ? "" : " AND ") + (is_or ? "(" + text + ")" : text);
    }
  }

  void select() {
    if (query_.is_grouped()) return select_groups();
    order_rows();
    const bool plain = std::all_of(query_.selected.begin(), query_.selected.end(),
                                   [&](const Expression* value) { return is_copied(*value); });
    if (query_.columns.empty() || !plain || (!rest_.empty() && !query_.columns.empty())) {
      for (const ColumnPlan& column : columns_of(row_fields(*query_.from))) add_selected(sql_name(column.name), {});
    } else {
      for (std::size_t i = 0; i < query_.columns.size(); ++i) select_copied(query_.columns[i], *query_.selected[i]);
    }
    if (query_.columns.empty()) return keep();
    if (!plain || !rest_.empty()) compute_from_row();
  }

  /// Whether a result's field is a field of the row, as it is: of its type, in its columns.
  [[nodiscard]] bool is_copied(const Expression& value) const {
    const auto columns = sql_.columns(value);
    if (columns.empty() || std::holds_alternative<ConversionNode>(value.node)) return false;
    return columns.size() == columns_of(*value.type, "").size();
  }

  void add_selected(const std::string& column, const std::string& as) {
    select_ += (select_.empty() ? "" : ", ") + column;
    if (!as.empty() && column != as) select_ += " AS " + as;
  }

  void select_copied(const Field& column, const Expression& value) {
    const auto from = sql_.columns(value);
    const auto to = columns_of({&column});
    for (std::size_t i = 0; i < from.size(); ++i) add_selected(sql_name(from[i]->name), sql_name(to[i].name));
  }

  void add_order(const std::string& column, bool descending, bool optional) {
    if (std::find(ordered_.begin(), ordered_.end(), column) != ordered_.end()) return;
    ordered_.push_back(column);
    std::string text = "{.column = " + string_literal(column);
    if (descending) text += ", .descending = true";
    if (optional) text += ", .optional = true";
    order_.emplace_back(text + "}");
  }

  void order_rows() {
    for (const QueryOrder& order : query_.order) {
      for (const ColumnPlan* column : sql_.columns(*order.value))
        add_order(column->name, order.descending, column->optional);
    }
    for (const ColumnPlan& key : columns_of(pointers_to(query_.from->keys))) add_order(key.name, false, false);
  }

  // ---- Groups ----

  /// What the database gives of a group: the groups themselves, then what is computed. Where each result is one of
  /// these they are selected as they are; else they are read into a struct of their own, and computed with.
  void select_groups() {
    const bool plain = std::all_of(query_.selected.begin(), query_.selected.end(), [&](const Expression* value) {
      return std::holds_alternative<AggregateNode>(value->node) || group_of(*value) != nullptr;
    });
    for (const Expression* group : query_.groups) {
      group_by_ += (group_by_.empty() ? "" : ", ") + sql_.operand(*group);
    }
    plain ? select_results() : select_to_compute();
    order_groups();
  }

  [[nodiscard]] const Expression* group_of(const Expression& value) const {
    const std::string text = to_text(value);
    const auto at = std::find_if(query_.groups.begin(), query_.groups.end(),
                                 [&](const Expression* group) { return to_text(*group) == text; });
    return at == query_.groups.end() ? nullptr : *at;
  }

  void select_results() {
    for (std::size_t i = 0; i < query_.columns.size(); ++i) {
      const Expression& value = *query_.selected[i];
      const std::string name = columns_of({&query_.columns[i]}).front().name;
      if (const auto* aggregate = std::get_if<AggregateNode>(&value.node)) {
        add_selected(sql_.aggregate(*aggregate), sql_name(name));
      } else {
        const Expression* group = group_of(value);
        add_selected(sql_.operand(*group), sql_name(name));
        selected_groups_.emplace_back(group, name);
      }
    }
    select_hidden_groups();
  }

  /// Results are told apart by their groups, whether these are asked for or not.
  void select_hidden_groups() {
    for (std::size_t i = 0; i < query_.groups.size(); ++i) {
      const Expression* group = query_.groups[i];
      const bool known = std::any_of(selected_groups_.begin(), selected_groups_.end(),
                                     [&](const auto& selected) { return selected.first == group; });
      if (known) continue;
      const std::string name = "group_" + std::to_string(i + 1);
      add_selected(sql_.operand(*group), name);
      selected_groups_.emplace_back(group, name);
    }
  }

  void order_groups() {
    const auto add = [&](const Expression* group, bool descending) {
      for (const auto& [selected, name] : selected_groups_) {
        if (selected != group) continue;
        const auto columns = sql_.columns(*group);
        return add_order(name, descending, !columns.empty() && columns.front()->optional);
      }
    };
    for (const QueryOrder& order : query_.order) add(group_of(*order.value), order.descending);
    for (const Expression* group : query_.groups) add(group, false);
  }

  // ---- What is computed in C++ ----

  [[nodiscard]] Surroundings surroundings() const { return {}; }

  std::string function(const std::string& head, const std::vector<std::string>& parameters, const std::string& body) {
    return fold_long_lines(signature("static " + head, parameters, " {") + "\n" + indented(body) + "}");
  }

  void note(const Expressions& expressions) { uses_literals_ = uses_literals_ || expressions.uses_literals(); }

  void limit() {
    if (query_.limit == nullptr) return;
    Expressions expressions(symbols_, surroundings());
    const std::string body = "return " + expressions.exact(*query_.limit).text + ";\n";
    note(expressions);
    functions_.emplace_back(function("std::int64_t limit_of",
                                     {parameter("const " + name_ + "&", "query", expressions.uses("query"))}, body));
    limit_ = ".limit = [](const void* query) { return limit_of(*static_cast<const " + name_ + "*>(query)); },";
  }

  std::string rest_condition(Expressions& expressions) const {
    std::string text;
    for (const Expression* part : rest_) {
      const Code code = expressions.loose(*part);
      text += (text.empty() ? "" : " && ") +
              wrapped(code, rest_.size() == 1 ? Precedence::conditional : Precedence::equality);
    }
    return text;
  }

  void keep() {
    if (rest_.empty()) return;
    Expressions expressions(symbols_, surroundings());
    const std::string body = "return " + rest_condition(expressions) + ";\n";
    note(expressions);
    functions_.emplace_back("// What the database does not decide.\n" +
                            function("bool keep",
                                     {parameter("const " + name_ + "&", "query", expressions.uses("query")),
                                      parameter("const " + row_ + "&", "row", expressions.uses("row"))},
                                     body));
    keep_ = ".keep =\n    [](const void* query, const void* row) {\n      return keep(*static_cast<const " + name_ +
            "*>(query), *static_cast<const " + row_ + "*>(row));\n    },";
  }

  /// A function that makes a result of what was read; none where that is no result.
  void compute(const std::string& read, const std::string& variable, Expressions& expressions,
               const std::string& condition) {
    const std::string& result = symbols_.row_name(query_);
    std::vector<std::string> members;
    for (std::size_t i = 0; i < query_.columns.size(); ++i) {
      members.push_back("." + symbols_.name(query_.columns[i]) + " = " + expressions.owned(*query_.selected[i]));
    }
    std::string body;
    if (!condition.empty()) body += "if (!(" + condition + ")) return std::nullopt;\n";
    body += "return " + Expressions::braced(result, members) + ";\n";
    note(expressions);
    functions_.emplace_back(function("std::optional<" + result + "> result_of",
                                     {parameter("const " + name_ + "&", "query", expressions.uses("query")),
                                      parameter("const " + read + "&", variable, expressions.uses(variable))},
                                     body));
    compute_ = ".compute = cqrs::compute_row<" + name_ + ", " + read + ", " + result + ">(\n    [](const " + name_ +
               "& query, const " + read + "& read) { return result_of(query, read); }),";
    reads_ = false;
  }

  void compute_from_row() {
    Expressions expressions(symbols_, surroundings());
    const std::string condition = rest_.empty() ? std::string() : rest_condition(expressions);
    compute(row_, "row", expressions, condition);
  }

  void select_to_compute() {
    Expressions expressions(symbols_, surroundings());
    const std::string& type = symbols_.group_name(query_);
    std::string members;
    NameScope names;
    const auto add = [&](const Expression& value, const std::string& name, const std::string& text) {
      members += "  " + symbols_.type(*value.type) + " " + name + "{};\n";
      add_selected(text, name);
    };
    for (std::size_t i = 0; i < query_.groups.size(); ++i) {
      const Expression* group = query_.groups[i];
      const std::string name = "group_" + std::to_string(i + 1);
      add(*group, name, sql_.operand(*group));
      selected_groups_.emplace_back(group, name);
    }
    int number = 0;
    for (const Expression* value : query_.selected) {
      for_each_expression(*value, [&](const Expression& inner) {
        const auto* aggregate = std::get_if<AggregateNode>(&inner.node);
        const Expression* group = aggregate == nullptr ? group_of(inner) : nullptr;
        if (group != nullptr) {
          const auto at = std::find(query_.groups.begin(), query_.groups.end(), group) - query_.groups.begin();
          return hold_group(expressions, inner, "group.group_" + std::to_string(at + 1));
        }
        if (aggregate == nullptr) return;
        const std::string name = "computed_" + std::to_string(++number);
        add(inner, name, sql_.aggregate(*aggregate));
        expressions.hold(&inner, {"group." + name}, "group");
      });
    }
    functions_.emplace_back("namespace {\n\n// What is read of a group.\nstruct " + type + " {\n" + members +
                            "};\n\n}  // namespace");
    compute(type, "group", expressions, {});
  }

  /// A path of the row stands for its group.
  void hold_group(Expressions& expressions, const Expression& path, const std::string& instead) {
    expressions.hold(&path, {instead}, "group");
  }

  const Symbols& symbols_;
  const Query& query_;
  Sql sql_;
  const std::string& name_;
  const std::string& row_;
  std::vector<const Expression*> rest_;  ///< of `where`
  std::string select_;
  std::string where_;
  std::string group_by_;
  List order_;
  std::vector<std::string> ordered_;
  std::vector<std::pair<const Expression*, std::string>> selected_groups_;  ///< and the names of their columns
  List functions_;
  std::string limit_;
  std::string keep_;
  std::string compute_;
  bool reads_ = true;
  bool uses_literals_ = false;
};

}  // namespace

QueryPlan plan_query(const Symbols& symbols, const Query& query) { return QueryWriter(symbols, query).plan(); }

}  // namespace cqrsc::plan
