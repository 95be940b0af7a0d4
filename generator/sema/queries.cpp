// Queries: parameters, what is asked of rows, in which order, and what is computed over groups of them.
#include <algorithm>

#include "model/expression_text.hpp"
#include "model/sql_able.hpp"
#include "model/walk.hpp"
#include "sema/near_names.hpp"
#include "sema/read_models.hpp"
#include "sema/types.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

void resolve_parameters(Analysis& analysis, QueryWork& work) {
  static const std::set<std::string> kReserved{"row", "state", "meta", "actor", "event", "command", "old"};
  model::Query& query = *work.query;
  for (const syntax::Parameter& syntax : work.syntax->parameters) {
    if (const model::Field* same = find_field(query.parameters, syntax.name.text)) {
      analysis.reporter.report(kDeclaredTwice, syntax.name.span, "parameter " + quoted(syntax.name.text))
          .label(analysis.name_span(*same), "first declared here");
      continue;
    }
    if (!syntax.name.quoted && kReserved.count(syntax.name.text) != 0)
      analysis.reporter.report(kReservedField, syntax.name.span, syntax.name.text, "query " + quoted(query.name))
          .help("choose another name");
    model::Field& parameter = query.parameters.emplace_back();
    describe(analysis, parameter, syntax.name, {});
    parameter.index = static_cast<std::uint32_t>(query.parameters.size() - 1);
    parameter.type = resolve_type(analysis, *work.context, syntax.type);
  }
}

/// A field of the row, or of a value in it, which a test may have shown not to be `none`.
bool is_row_path(const model::Expression& expression) {
  if (const auto* field = std::get_if<model::FieldNode>(&expression.node))
    return field->source == model::FieldSource::Row;
  if (const auto* member = std::get_if<model::MemberNode>(&expression.node)) return is_row_path(*member->base);
  const auto* conversion = std::get_if<model::ConversionNode>(&expression.node);
  return conversion != nullptr && conversion->kind == model::ConversionKind::UnwrapOptional &&
         is_row_path(*conversion->operand);
}

/// Which clause of a query an expression stands in decides what is said of it.
class QueryAnalyzer {
 public:
  QueryAnalyzer(Analysis& analysis, QueryWork& work)
      : analysis_(analysis),
        syntax_(*work.syntax),
        query_(*work.query),
        context_(*work.context),
        typer_(analysis, *work.context, scope_) {}

  void analyze() {
    const bool good = check_once(syntax_.where, "where", [](const auto& one) { return one->span; }) &&
                      check_once(syntax_.group, "group by", [](const auto& one) { return one.front()->span; }) &&
                      check_once(syntax_.order, "order by", [](const auto& one) { return one.front().span; });
    if (!good) scope_.lost_a_name = true;  // a parameter, if what is there twice is of another query
    check_once(syntax_.limit, "limit", [](const auto& one) { return one->span; });
    query_.from = find_source();
    set_scope();
    if (!syntax_.limit.empty()) query_.limit = typer_.check(*syntax_.limit.front(), int64());
    // Without its rows nothing else of it can be told.
    if (query_.from == nullptr) return;
    add_row(scope_, *query_.from);
    scope_.block = "a query";
    scope_.aggregates = Aggregates::Elsewhere;
    if (!syntax_.where.empty()) add_where(*syntax_.where.front());
    if (!syntax_.group.empty())
      for (const syntax::ExpressionPtr& group : syntax_.group.front()) add_group(*group);
    add_selected();
    if (!syntax_.order.empty())
      for (const syntax::OrderBy& order : syntax_.order.front()) add_order(order);
    if (query_.is_grouped()) check_in_sql();
  }

 private:
  const model::Type* int64() { return analysis_.scalar(TypeKind::Int64); }

  template <typename Clauses, typename Place>
  bool check_once(const Clauses& clauses, const char* word, Place place) {
    if (clauses.size() < 2) return true;
    const char* const joined = word == std::string("where") ? "join the conditions with `and`" : "say all of it in one";
    analysis_.reporter.report(kClauseTwice, place(clauses[1]), query_.name, word)
        .label(place(clauses[0]), "the first one is here")
        .help(joined)
        .help("or if this belongs to another query, write its first line before it: `query Name(…) from Projection`");
    return false;
  }

  /// The projection that follows the aggregate, if there is but one.
  std::string only_projection_of(const model::Aggregate& aggregate) const {
    std::string only;
    for (const ProjectionWork& work : analysis_.projections) {
      const auto& followed = work.projection->aggregates;
      if (std::find(followed.begin(), followed.end(), &aggregate) == followed.end()) continue;
      if (!only.empty()) return "";
      only = work.projection->name;
    }
    return only;
  }

  const model::Projection* find_source() {
    const syntax::Path& path = syntax_.source;
    if (path.parts.empty()) return nullptr;
    std::vector<std::string> names;
    for (const ProjectionWork& work : analysis_.projections) {
      if (path.parts.size() == 1 && work.projection->name == path.last().text) return work.projection;
      names.push_back(work.projection->name);
    }
    const SymbolEntry* entry = path.parts.size() == 1 ? find_symbol_quietly(context_, path.last().text) : nullptr;
    if (entry != nullptr) {
      if (std::holds_alternative<LaterDeclaration>(entry->symbol)) return nullptr;
      Diagnostic& report = analysis_.reporter.report(kWrongDeclaration, path.span, path.text(),
                                                     kind_text(entry->symbol), "a projection");
      report.label(entry->span, "declared here");
      if (std::holds_alternative<model::Aggregate*>(entry->symbol))
        report.note("aggregates decide; what is asked for are rows that a projection keeps");
      const auto* aggregate = std::get_if<model::Aggregate*>(&entry->symbol);
      const std::string shows = aggregate == nullptr ? "" : only_projection_of(**aggregate);
      if (!shows.empty())
        report.help("there is " + quoted(shows), path.span, shows);
      else if (aggregate != nullptr)
        report.help("declare one: " + quoted("projection " + path.text() + "Summary by … { … }"));
      return nullptr;
    }
    if (context_.incomplete) return nullptr;
    Diagnostic& report = analysis_.reporter.report(kUnknownDeclaration, path.span, "projection", path.text());
    if (const auto near = nearest_name(path.last().text, names))
      report.help("there is " + quoted(*near), path.span, *near);
    else if (note_what_is_kept(context_, path.last().text, "projection", report))
      report.help("ask it there, or follow the public events with a projection of your own");
    else
      report.help("declare it: " + quoted("projection " + path.last().text + " by … { … }"));
    return nullptr;
  }

  void set_scope() {
    scope_.block = "`limit`";
    scope_.incoming = &query_.parameters;
    scope_.incoming_source = model::FieldSource::Argument;
    scope_.incoming_what = "parameters";
    scope_.incoming_owner = "query " + quoted(query_.name);
    scope_.state_word = "row";
    scope_.aggregates = Aggregates::Elsewhere;
  }

  void add_where(const syntax::Expression& where) {
    // Of a query that could not be read to its end, the condition may be only the beginning of one.
    query_.where = context_.incomplete ? typer_.infer(where) : typer_.condition(where);
    // What it has shown of a row holds for the rest of the query.
    scope_.present.merge(present_if(scope_, where, true));
  }

  void add_group(const syntax::Expression& syntax) {
    const model::Expression* group = typer_.infer(syntax);
    if (group == nullptr) return;
    const TypeKind kind = group->type->kind;
    if (is_row_path(*group) && model::is_sql_able(*group)) return query_.groups.push_back(group);
    Diagnostic& report = analysis_.reporter.report(
        kGroupPath, syntax.span, is_row_path(*group) ? quoted(model::to_text(*group->type)) : "what is computed");
    if (kind == TypeKind::Value)
      report.help("group by its fields, one by one");
    else
      report.note("a group is made of fields of the row, or of values in it: ids, text, numbers, times, enums");
  }

  void add_selected() {
    scope_.aggregates = Aggregates::Here;
    for (const syntax::Initializer& item : syntax_.select) {
      const model::Expression* value = typer_.infer(*item.value);
      if (const model::Field* same = find_field(query_.columns, item.name.text)) {
        analysis_.reporter.report(kFieldTwice, item.name.span, item.name.text)
            .label(analysis_.name_span(*same), "first given here");
        continue;
      }
      model::Field& column = query_.columns.emplace_back();
      describe(analysis_, column, item.name, {});
      column.index = static_cast<std::uint32_t>(query_.columns.size() - 1);
      column.type = value == nullptr ? nullptr : value->type;
      query_.selected.push_back(value);
      if (value == nullptr) continue;
      model::for_each_expression(*value, [&](const model::Expression& inner) {
        query_.aggregates = query_.aggregates || std::holds_alternative<model::AggregateNode>(inner.node);
      });
    }
    scope_.aggregates = Aggregates::Elsewhere;
    if (syntax_.select.empty() && !query_.groups.empty()) {
      analysis_.reporter.report(kGroupWithoutSelect, syntax_.group.front().front()->span, query_.name)
          .help("say it: " +
                quoted("query " + query_.name + "(…) select … = …, count = count() from " + query_.from->name));
      return;
    }
    if (!query_.is_grouped()) return;
    for (const model::Expression* value : query_.selected)
      if (value != nullptr) check_made_of_groups(*value);
  }

  [[nodiscard]] bool is_group(const model::Expression& expression) const {
    const std::string text = model::to_text(expression);
    return std::any_of(query_.groups.begin(), query_.groups.end(),
                       [&](const model::Expression* group) { return model::to_text(*group) == text; });
  }

  /// Reports the first path of the row that is neither a group nor inside an aggregate. Groups that could not be read
  /// may be what it is.
  void check_made_of_groups(const model::Expression& value) {
    if (syntax_.group.empty() ? false : syntax_.group.front().size() != query_.groups.size()) return;
    std::set<const model::Expression*> inside;
    bool reported = false;
    model::for_each_expression(value, [&](const model::Expression& inner) {
      const bool whole = std::holds_alternative<model::AggregateNode>(inner.node) || is_group(inner);
      if (whole && inside.count(&inner) == 0)
        model::for_each_expression(inner, [&](const model::Expression& part) { inside.insert(&part); });
      if (reported || inside.count(&inner) != 0 || !is_row_path(inner)) return;
      reported = true;
      const Span span{static_cast<FileId>(inner.location.file), inner.location.begin, inner.location.end};
      const std::string written(analysis_.sources.file(span).text(span));
      analysis_.reporter.report(kSelectedLoose, span, written, query_.name)
          .help((syntax_.group.empty() ? "group by it: " : "group by it too: ") +
                quoted("group by " + group_as_written() + written))
          .help("or compute something over it: " +
                quoted((model::is_numeric(*inner.type) ? "sum(" : "max(") + written + ")"));
    });
  }

  /// order by -row.rank
  void help_with_descending(Diagnostic& report, const syntax::OrderBy& order) const {
    const auto* negated = std::get_if<syntax::UnaryExpression>(&order.value->node);
    if (negated == nullptr || negated->operation != syntax::UnaryOperator::negate) return;
    const Span path = negated->operand->span;
    report.help("the greatest first is", order.value->span,
                std::string(analysis_.sources.file(path).text(path)) + " desc");
  }

  /// "row.zone, ", what there is of `group by` already.
  [[nodiscard]] std::string group_as_written() const {
    std::string all;
    for (const auto& clause : syntax_.group)
      for (const syntax::ExpressionPtr& one : clause)
        all += std::string(analysis_.sources.file(one->span).text(one->span)) + ", ";
    return all;
  }

  void add_order(const syntax::OrderBy& order) {
    if (query_.aggregates && syntax_.group.empty()) {
      report_order(order.value->span, "anything: there is one result",
                   "without `group by`, what is computed is computed over all rows");
      return;
    }
    const auto* name = std::get_if<syntax::NameExpression>(&order.value->node);
    if (name != nullptr && find_field(query_.columns, name->name.text) != nullptr) {
      report_order(order.value->span, quoted(name->name.text) + ", which is selected",
                   "an order is one of columns: fields of the row, and of values in it")
          .help(
              "leave `order by` out: the program that asks puts the few groups in order; where they are many, keep "
              "what is computed in a projection of its own, a row for each group");
      return;
    }
    const model::Expression* value = typer_.infer(*order.value);
    if (value == nullptr) return;
    const std::string type = quoted(model::to_text(*value->type));
    const std::string written(analysis_.sources.file(order.value->span).text(order.value->span));
    if (value->type->kind == TypeKind::Optional && is_row_path(*value))
      report_order(order.value->span, type, "what is `none` has no place in an order")
          .help(!syntax_.where.empty()
                    ? "leave those rows out, in the `where`: " + quoted("… and " + written + " != none")
                    : "leave those rows out: " + quoted("where " + written + " != none"));
    else if (!is_row_path(*value))
      help_with_descending(report_order(order.value->span, "what is computed",
                                        "an order is one of columns: fields of the row, and of values in it"),
                           order);
    else if (!model::is_column(*value) && value->type->kind != TypeKind::Value)
      report_order(order.value->span, quoted(written),
                   "an optional value is JSON in one column, which no order looks into")
          .help("keep what the order needs in a field of its own");
    else if (!model::is_ordered(*value->type))
      report_order(order.value->span, type,
                   value->type->kind == TypeKind::Value ? "its fields have an order each: name them one by one"
                                                        : "numbers, text, ids and times have an order");
    else if (query_.is_grouped() && !is_group(*value))
      report_order(order.value->span, quoted(written) + " here",
                   "the results are groups, ordered by what they are groups of");
    else
      query_.order.push_back({value, order.descending});
  }

  Diagnostic& report_order(Span span, const std::string& what, const std::string& note) {
    return analysis_.reporter.report(kOrderPath, span, what).note(note);
  }

  /// The database counts, so it has to know which rows, and what of them.
  void check_in_sql() {
    if (query_.where != nullptr)
      for (const model::Expression* part : model::conjuncts_of(*query_.where)) check_in_sql(*part, "this condition");
    for (const model::Expression* value : query_.selected) {
      if (value == nullptr) continue;
      model::for_each_expression(*value, [&](const model::Expression& inner) {
        const auto* aggregate = std::get_if<model::AggregateNode>(&inner.node);
        if (aggregate != nullptr && aggregate->argument != nullptr) check_in_sql(*aggregate->argument, "this");
      });
    }
  }

  void check_in_sql(const model::Expression& expression, const char* what) {
    if (model::is_sql_able(expression)) return;
    const Span span{static_cast<FileId>(expression.location.file), expression.location.begin, expression.location.end};
    analysis_.reporter.report(kNotInSql, span, what)
        .note("it compares columns of exact types with each other, parameters and constants, joined by `and or not`")
        .help("compute it in the projection, into a field of the row, and use that here");
  }

  Analysis& analysis_;
  const syntax::QueryDeclaration& syntax_;
  model::Query& query_;
  const ContextWork& context_;
  Scope scope_;
  Typer typer_;
};

}  // namespace

void resolve_queries(Analysis& analysis) {
  for (QueryWork& work : analysis.queries) resolve_parameters(analysis, work);
}

void analyze_queries(Analysis& analysis) {
  for (QueryWork& work : analysis.queries) QueryAnalyzer(analysis, work).analyze();
}

}  // namespace cqrsc::sema
