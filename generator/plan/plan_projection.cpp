#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "compat/fingerprint.hpp"
#include "model/history.hpp"
#include "plan/columns.hpp"
#include "plan/cpp_text.hpp"
#include "plan/decisions.hpp"
#include "plan/files.hpp"
#include "plan/fold.hpp"
#include "plan/read_models.hpp"
#include "plan/records.hpp"
#include "plan/signature.hpp"
#include "plan/statements.hpp"

// A projection: its row, what events do to it, its table.

namespace cqrsc::plan {

using namespace model;

namespace {

/// Writes what one handler does with an event.
class HandlerText {
 public:
  HandlerText(const Symbols& symbols, const Projection& projection, const RowHandler& handler)
      : symbols_(symbols), projection_(projection), handler_(handler), expressions_(symbols, surroundings(projection)) {
    for (const char* taken : {"row", "rows", "meta"}) expressions_.claim(taken);
  }

  std::string text() {
    std::string loop;
    if (handler_.loop) loop = begin_loop(*handler_.loop);
    std::string inside = touched();
    return handler_.loop ? loop + indented(inside) + "}\n" : inside;
  }

  [[nodiscard]] Expressions& expressions() { return expressions_; }

 private:
  static Surroundings surroundings(const Projection& projection) {
    Surroundings in;
    in.state = in.row;
    in.projection = &projection;
    return in;
  }

  std::string begin_loop(const RowLoop& loop) {
    const Code range = expressions_.loose(*loop.range);
    std::string names = expressions_.declare(*loop.element, range.view);
    if (loop.value != nullptr) names = "[" + names + ", " + expressions_.declare(*loop.value, range.view) + "]";
    return "for (const auto& " + names + " : " + range.text + ") {\n";
  }

  /// A key that may be none touches nothing then.
  std::string touched() {
    std::vector<std::string> members;
    std::vector<std::string> optionals;
    std::string before;
    for (std::size_t i = 0; i < handler_.keys.size(); ++i) {
      const Expression& key = *handler_.keys[i];
      const Field& field = projection_.keys[i];
      const std::string& member = symbols_.name(field);
      std::string value;
      if (key.type->kind == TypeKind::Optional) {
        const Code code = expressions_.exact(key);
        const std::string name = expressions_.claim(member);
        before += "const auto " + name + " = " + code.text + ";\n";
        optionals.push_back(name);
        value = expressions_.to_owned({"*" + name, Precedence::unary, code.view}, *field.type).text;
      } else {
        value = expressions_.owned(key);
      }
      members.push_back("." + member + " = " + value);
    }
    const std::string key = Expressions::braced(symbols_.key_name(projection_), members);
    std::string call = row_call(key);
    if (optionals.empty()) return call;
    std::string condition;
    for (const std::string& name : optionals) condition += (condition.empty() ? "" : " && ") + name + ".has_value()";
    const bool declares_one = optionals.size() == 1 && before.find('\n') + 1 == before.size();
    if (declares_one) {
      before.pop_back();
      return "if (" + before + " " + condition + ") {\n" + indented(call) + "}\n";
    }
    call = before + "if (" + condition + ") {\n" + indented(call) + "}\n";
    return handler_.loop ? call : "{\n" + indented(call) + "}\n";
  }

  std::string row_call(const std::string& key) {
    const bool existing = handler_.missing == MissingRow::Skipped;
    if (handler_.deletes) return std::string("rows.") + (existing ? "erase_existing(" : "erase(") + key + ");\n";
    const char* function = existing ? "change_existing" : "change";
    if (handler_.missing == MissingRow::Created) function = "create";
    std::string body = Statements(expressions_).block(handler_.body);
    const bool deleted = !handler_.body.empty() && std::holds_alternative<DeleteStatement>(handler_.body.back()->node);
    if (!deleted) body += "return true;\n";
    const std::string row = parameter(symbols_.name(projection_) + "&", "row", expressions_.uses("row"));
    return std::string("rows.") + function + "(" + key + ", [&](" + row + ") {\n" + indented(body) + "});\n";
  }

  const Symbols& symbols_;
  const Projection& projection_;
  const RowHandler& handler_;
  Expressions expressions_;
};

/// The handlers of one event: one function, which runs them in the order written.
FunctionText event_function(const Symbols& symbols, const Projection& projection, const EventVersion& event) {
  std::string body;
  std::string id;
  bool uses_event = false;
  bool uses_meta = false;
  bool uses_literals = false;
  const bool several = std::count_if(projection.handlers.begin(), projection.handlers.end(),
                                     [&](const auto& handler) { return handler.event == &event; }) > 1;
  std::string places;
  for (const RowHandler& handler : projection.handlers) {
    if (handler.event != &event) continue;
    HandlerText writer(symbols, projection, handler);
    const std::string text = writer.text();
    Expressions& expressions = writer.expressions();
    const Surroundings& in = expressions.surroundings();
    if (id.empty()) id = own_id(symbols, expressions, *event.event->aggregate, in.meta + ".stream");
    uses_event = uses_event || expressions.uses(in.event);
    uses_meta = uses_meta || expressions.uses(in.meta) || !id.empty();
    uses_literals = uses_literals || expressions.uses_literals();
    const std::string place = "// " + place_text(symbols.model(), handler.location) + "\n";
    if (several) {
      body += (body.empty() ? "" : "\n") + place + text;
    } else {
      places = place;
      body += text;
    }
  }
  const std::string head = signature("void on",
                                     {parameter("Rows&", "rows", !body.empty()),
                                      parameter("const " + symbols.qualified_view(event) + "&", "event", uses_event),
                                      parameter("const cqrs::Meta&", "meta", uses_meta)},
                                     " {");
  return {places + fold_long_lines(head + "\n" + indented(id + (several && !id.empty() ? "\n" : "") + body) + "}"),
          uses_literals};
}

/// The events that are handled, each once, in the order met.
std::vector<const EventVersion*> handled_events(const Projection& projection) {
  std::vector<const EventVersion*> events;
  for (const RowHandler& handler : projection.handlers) {
    if (std::find(events.begin(), events.end(), handler.event) == events.end()) events.push_back(handler.event);
  }
  return events;
}

/// The stored types that come to be one of them.
List stored_types(const std::vector<const EventVersion*>& events) {
  List list;
  std::set<const Event*> known;
  for (const EventVersion* event : events) {
    const Aggregate& aggregate = *event->event->aggregate;
    for (const EventVersion* source : sources_of(aggregate, *event)) {
      if (known.insert(source->event).second) list.emplace_back(stored_name(aggregate, source->event->name));
    }
  }
  return list;
}

/// Of the events that are handled; nothing else is read.
std::vector<const Aggregate*> followed(const std::vector<const EventVersion*>& events) {
  std::vector<const Aggregate*> aggregates;
  for (const EventVersion* event : events) {
    const Aggregate* aggregate = event->event->aggregate;
    if (std::find(aggregates.begin(), aggregates.end(), aggregate) == aggregates.end()) aggregates.push_back(aggregate);
  }
  return aggregates;
}

/// The table: columns, names of enum members, indexes.
class TableText {
 public:
  TableText(const Symbols& symbols, const Projection& projection)
      : symbols_(symbols), columns_(columns_of(row_fields(projection))) {
    for (const ColumnPlan& column : columns_) lines_.emplace_back(fold_long_lines(line(column), 4));
    add_indexes(projection);
    keys_ = columns_of(pointers_to(projection.keys)).size();
  }

  void to(Record& data) {
    data.add("columns", std::move(lines_))
        .add("members", std::move(members_))
        .add("has_indexes", !indexes_.empty())
        .add("indexes", std::move(indexes_))
        .add("index_list", index_list_ + "}}")
        .add("keys", std::to_string(keys_));
  }

 private:
  static constexpr std::size_t kIndent = 6;
  static constexpr std::size_t kMostColumns = 120;

  std::string line(const ColumnPlan& column) {
    std::string text = "{.name = " + string_literal(column.name) + ", .kind = cqrs::ColumnKind::";
    text += column.kind;
    if (column.optional) text += ", .optional = true";
    if (column.scale != 0) text += ", .scale = " + std::to_string(column.scale);
    text += ", .type = " + string_literal(to_text(*column.type));
    if (column.enumeration != nullptr && !column.enumeration->members.empty()) {
      const std::string members = ".members = " + members_name(*column.enumeration);
      const bool fits = kIndent + text.size() + members.size() + std::string_view(", },").size() <= kMostColumns;
      text += (fits ? ", " : ",\n" + std::string(kIndent + 1, ' ')) + members;
    }
    return text + "}";
  }

  std::string members_name(const Enum& enumeration) {
    const auto [at, added] = member_names_.try_emplace(&enumeration);
    if (!added) return at->second;
    at->second = names_.claim("k" + symbols_.name(enumeration) + "Names");
    std::string text;
    for (const EnumMember& member : enumeration.members) {
      text +=
          (text.empty() ? "" : ", ") + ("{" + std::to_string(member.number) + ", " + string_literal(member.name)) + "}";
    }
    members_.emplace_back(
        fold_long_lines(at->second + "[] = {" + text + "};", sizeof("  static constexpr cqrs::ColumnMember ") - 1));
    return at->second;
  }

  void add_indexes(const Projection& projection) {
    const std::size_t keys = columns_of(pointers_to(projection.keys)).size();
    for (const Field* field : row_fields(projection)) {
      if (!field->is_index) continue;
      std::string numbers;
      const auto add = [&](std::size_t i) { numbers += (numbers.empty() ? "" : ", ") + std::to_string(i); };
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].path.front() == field) add(i);
      }
      for (std::size_t i = 0; i < keys; ++i) {
        if (columns_[i].path.front() != field) add(i);
      }
      const std::string name = names_.claim("kBy" + pascal_case(symbols_.name(*field)));
      indexes_.emplace_back(name + "[] = {" + numbers + "};");
      index_list_ += (index_list_.empty() ? "{{" : "}, {") + name;
    }
  }

  const Symbols& symbols_;
  std::vector<ColumnPlan> columns_;
  NameScope names_;
  std::map<const Enum*, std::string> member_names_;
  std::size_t keys_ = 0;
  List lines_;
  List members_;
  List indexes_;
  std::string index_list_;
};

Record row_record(const Symbols& symbols, const Projection& projection) {
  RecordParts parts;
  parts.name = symbols.name(projection);
  parts.doc = doc_lines(projection);
  parts.place = place_text(symbols.model(), projection.location);
  parts.printed = projection.name;
  parts.members = "using Context = " + symbols.application_name() + ";\nusing Key = " + symbols.key_name(projection) +
                  ";\nstatic constexpr std::string_view kName = " + declared_name(*projection.context, projection) +
                  ";\n[[nodiscard]] static const cqrs::ProjectionDefinition& definition();";
  return plain_record(symbols, row_fields(projection), parts);
}

Record key_record(const Symbols& symbols, const Projection& projection) {
  RecordParts parts;
  parts.name = symbols.key_name(projection);
  parts.doc = "/// Tells the rows of " + symbols.name(projection) + " apart.\n";
  parts.place = place_text(symbols.model(), projection.location);
  parts.printed = projection.name;
  parts.has_table = false;
  return plain_record(symbols, pointers_to(projection.keys), parts);
}

void add_handlers(const Symbols& symbols, const Projection& projection, Record& data, bool& uses_literals) {
  const auto events = handled_events(projection);
  List functions;
  List types;
  List includes;
  for (const EventVersion* event : events) {
    FunctionText function = event_function(symbols, projection, *event);
    uses_literals = uses_literals || function.uses_literals;
    functions.emplace_back(std::move(function.text));
    types.emplace_back(Record{{"event", symbols.qualified(*event)}, {"view", symbols.qualified_view(*event)}});
  }
  List aggregates;
  for (const Aggregate* aggregate : followed(events)) {
    aggregates.emplace_back(symbols.qualified(*aggregate));
    includes.emplace_back(aggregate_file(*aggregate) + "_views.hpp");
  }
  data.add("handlers", std::move(functions))
      .add("has_events", !types.empty())
      .add("events", std::move(types))
      .add("views", std::move(includes))
      .add("types", stored_types(events))
      .add("aggregates", std::move(aggregates));
}

}  // namespace

std::string declared_name(const Context& context, const Declaration& declaration) {
  return string_literal(context.name + "." + declaration.name);
}

std::string aggregate_file(const Aggregate& aggregate) {
  const Context& context = *aggregate.context;
  return Symbols::directory_of(context) + "/" + aggregate_file_stem(aggregate.name, Symbols::last_part(context));
}

std::string projection_path(const Projection& projection) {
  const Context& context = *projection.context;
  return Symbols::directory_of(context) + "/" + aggregate_file_stem(projection.name, Symbols::last_part(context));
}

std::vector<const Query*> queries_of(const Symbols& symbols, const Projection& projection) {
  std::vector<const Query*> queries;
  for (const Query& query : symbols.model().context().queries) {
    if (query.from == &projection) queries.push_back(&query);
  }
  return queries;
}

void plan_projection(const Symbols& symbols, const Projection& projection, Plan& plan) {
  bool uses_literals = false;
  List records = {row_record(symbols, projection)};
  List queries;
  List query_records;
  for (const Query* query : queries_of(symbols, projection)) {
    QueryPlan planned = plan_query(symbols, *query);
    uses_literals = uses_literals || planned.uses_literals;
    if (planned.has_row) query_records.emplace_back(planned.row);
    query_records.emplace_back(planned.data);
    queries.emplace_back(std::move(planned.data));
  }
  records.insert(records.end(), query_records.begin(), query_records.end());

  const std::string path = projection_path(projection);
  Record data = common_data(symbols, &projection.location);
  data.add("stem", path.substr(path.find_last_of('/') + 1))
      .add("name", symbols.name(projection))
      .add("key", key_record(symbols, projection))
      .add("row", row_record(symbols, projection))
      .add("has_queries", !queries.empty())
      .add("queries", std::move(queries))
      .add("query_records", std::move(query_records))
      .add("records", std::move(records))
      .add("table", string_literal(projection.name))
      .add("is_inline", projection.is_inline)
      .add("ignores_unknown", projection.ignores_unknown)
      .add("serial", projection.serial ? string_literal(projection.serial->because + " (" +
                                                        place_text(symbols.model(), projection.serial->location) + ")")
                                       : std::string())
      .add("fingerprint", fmt::format("{:#018x}U", compat::fingerprint_of(projection)))
      .add("shape", fmt::format("{:#018x}U", compat::shape_of(projection)));
  TableText(symbols, projection).to(data);
  add_handlers(symbols, projection, data, uses_literals);
  data.add("uses_literals", uses_literals);
  plan.files.push_back({path + ".hpp", "file_projection", data});
  plan.files.push_back({path + ".cpp", "file_projection_source", std::move(data)});
}

}  // namespace cqrsc::plan
