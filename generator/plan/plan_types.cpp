#include <set>
#include <variant>

#include "plan/checks.hpp"
#include "plan/cpp_text.hpp"
#include "plan/expressions.hpp"
#include "plan/files.hpp"
#include "plan/fold.hpp"
#include "plan/records.hpp"
#include "plan/signature.hpp"
#include "plan/statements.hpp"
#include "plan/type_order.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

std::string id_base(const Symbols& symbols, const Id& id) {
  const std::string& name = symbols.name(id);
  const std::string base = id.base->kind == TypeKind::Uuid ? "" : ", " + symbols.type(*id.base);
  return "cqrs::Id<" + name + base + ">";
}

Data id_data(const Symbols& symbols, const Id& id) {
  return Record{{"name", symbols.name(id)},
                {"base", id_base(symbols, id)},
                {"doc", doc_lines(id)},
                {"place", place_text(symbols.model(), id.location)}};
}

Data enum_data(const Symbols& symbols, const Enum& enumeration) {
  List members;
  for (const EnumMember& member : enumeration.members) {
    members.push_back(Record{{"name", symbols.name(member)},
                             {"enum", symbols.name(enumeration)},
                             {"written", string_literal(member.name)},
                             {"number", std::to_string(member.number)},
                             {"doc", doc_lines(member)}});
  }
  return Record{{"name", symbols.name(enumeration)},
                {"members", std::move(members)},
                {"doc", doc_lines(enumeration)},
                {"place", place_text(symbols.model(), enumeration.location)}};
}

/// The text of a rejection, from its template; where there is none, the words of its name: "account not found".
std::string message_value(const Symbols& symbols, const Error& error) {
  if (error.message.empty()) {
    std::string words = snake_case(error.name);
    for (char& c : words) c = c == '_' ? ' ' : c;
    return string_literal(words);
  }
  Surroundings inside;
  inside.record = "";
  Expressions expressions(symbols, inside);
  const Expression text{nullptr, error.location, InterpolationNode{error.message}};
  return expressions.loose(text).text;
}

/// The message as the modeler wrote it, in the documentation.
std::string message_template(const Error& error) {
  std::string text;
  for (const TextPart& part : error.message) {
    const auto* field = part.value == nullptr ? nullptr : std::get_if<FieldNode>(&part.value->node);
    const std::string hole = field != nullptr ? field->field->name : std::string("…");
    text += part.value == nullptr ? part.text : "{" + hole + "}";
  }
  return text.empty() ? "" : doc_comment("\"" + text + "\"");
}

Data error_data(const Symbols& symbols, const Error& error) {
  RecordParts parts;
  parts.name = symbols.name(error);
  parts.doc = doc_lines(error) + message_template(error);
  parts.place = place_text(symbols.model(), error.location);
  parts.printed = error.name;
  parts.members = "static constexpr std::string_view kName = " + string_literal(error.name) +
                  ";\n[[nodiscard]] std::string message() const;";
  parts.message = fold_long_lines(one_line_function("std::string " + parts.name + "::message() const",
                                                    "return " + message_value(symbols, error) + ";"));
  return record_data(symbols, error.fields, parts);
}

/// is_valid() of the ids, values and unions that have rules.
List rules(const Symbols& symbols, const Context& context, bool& uses_literals) {
  List list;
  const auto add_named = [&](const Declaration& declaration, const std::string& name, const std::string& parameter,
                             const FunctionText& body) {
    uses_literals = uses_literals || body.uses_literals;
    const std::string head = "bool is_valid(const " + name + "& " + parameter + ")";
    list.push_back(Record{{"place", place_text(symbols.model(), declaration.location)},
                          {"declaration", head + ";"},
                          {"definition", head + " {\n" + indented(body.text) + "}"}});
  };
  const auto add = [&](const Declaration& declaration, const std::string& parameter, const FunctionText& body) {
    add_named(declaration, symbols.name(declaration), parameter, body);
  };
  for (const Id& id : context.ids) {
    if (has_rules(id)) add(id, "id", id_rules(symbols, id));
  }
  for (const Value& value : context.values) {
    if (has_rules(value.current())) add(value.current(), "value", value_rules(symbols, value.current()));
  }
  for (const Union& one : context.unions) {
    for (const Alternative& alternative : one.current().alternatives) {
      if (!has_rules(alternative)) continue;
      add_named(alternative, symbols.struct_name(alternative), "value", alternative_rules(symbols, alternative));
    }
    if (has_rules(one.current())) add(one.current(), "value", union_rules(symbols, one.current()));
  }
  return list;
}

template <class Declarations, class Make>
List each(const Symbols& symbols, const Declarations& declarations, Make make) {
  List list;
  for (const auto& declaration : declarations) list.push_back(make(symbols, declaration));
  return list;
}

/// A group of forward declarations.
class ForwardGroup {
 public:
  void add(const std::string& line) { lines_.emplace_back(line); }
  void structure(const std::string& name) { add("struct " + name + ";"); }
  void view(const std::string& name) { add("class " + name + ";"); }
  void to(List& groups) {
    if (!lines_.empty()) groups.emplace_back(Record{{"lines", std::move(lines_)}});
  }

 private:
  List lines_;
};

void forward_aggregate(const Symbols& symbols, const Aggregate& aggregate, List& groups) {
  ForwardGroup state;
  state.structure(symbols.name(aggregate));
  state.structure(symbols.state_name(aggregate));
  state.view(symbols.state_view_name(aggregate));
  state.to(groups);
  ForwardGroup events;
  for (const Event& event : aggregate.events) {
    if (event.is_retired) continue;
    events.structure(symbols.name(event));
    events.view(symbols.view_name(event.current()));
  }
  events.to(groups);
  ForwardGroup commands;
  for (const Command& command : aggregate.commands) commands.structure(symbols.name(command));
  commands.to(groups);
}

}  // namespace

PlannedFile plan_forward_header(const Symbols& symbols) {
  const Context& context = symbols.model().context();
  List groups;
  ForwardGroup ids;
  for (const Id& id : context.ids) ids.structure(symbols.name(id));
  ids.to(groups);
  ForwardGroup enums;
  for (const Enum& one : context.enums) enums.add("enum class " + symbols.name(one) + " : std::uint16_t;");
  enums.to(groups);
  ForwardGroup values;
  for (const Value& value : context.values) {
    values.structure(symbols.name(value));
    values.view(symbols.view_name(value.current()));
  }
  values.to(groups);
  for (const Union& one : context.unions) {
    ForwardGroup group;
    for (const Alternative& alternative : one.current().alternatives) {
      group.structure(symbols.struct_name(alternative));
      group.view(symbols.view_name(alternative));
    }
    group.structure(symbols.name(one));
    group.to(groups);
  }
  ForwardGroup errors;
  for (const Error& error : context.errors) errors.structure(symbols.name(error));
  errors.to(groups);
  for (const Aggregate& aggregate : context.aggregates) forward_aggregate(symbols, aggregate, groups);
  ForwardGroup projections;
  for (const Projection& projection : context.projections) {
    projections.structure(symbols.key_name(projection));
    projections.structure(symbols.name(projection));
  }
  projections.to(groups);
  ForwardGroup queries;
  for (const Query& query : context.queries) {
    if (!query.columns.empty()) queries.structure(symbols.row_name(query));
    queries.structure(symbols.name(query));
  }
  queries.to(groups);
  ForwardGroup application;
  application.structure(symbols.externs_name());
  application.view(symbols.application_name());
  application.to(groups);

  Record data = common_data(symbols);
  data.add("groups", std::move(groups));
  return {Symbols::directory_of(context) + "/fwd.hpp", "file_fwd", std::move(data)};
}

void plan_types(const Symbols& symbols, Plan& plan) {
  const Context& context = symbols.model().context();
  bool uses_literals = false;
  List rule_list = rules(symbols, context, uses_literals);
  Record data = common_data(symbols);
  data.add("doc", doc_comment(context.doc))
      .add("ids", each(symbols, context.ids, id_data))
      .add("enums", each(symbols, context.enums, enum_data))
      .add("types", each(symbols, current_types(context), type_data))
      .add("errors", each(symbols, context.errors, error_data))
      .add("has_rules", !rule_list.empty())
      .add("uses_literals", uses_literals)
      .add("rules", std::move(rule_list))
      .add("has_enums", !context.enums.empty())
      .add("has_unions", !context.unions.empty())
      .add("has_records", !context.values.empty() || !context.unions.empty() || !context.errors.empty());
  const std::string path = Symbols::directory_of(context) + "/types";
  plan.files.push_back({path + ".hpp", "file_types", data});
  plan.files.push_back({path + "_views.hpp", "file_types_views", data});
  plan.files.push_back({path + ".cpp", "file_types_source", std::move(data)});
}

}  // namespace cqrsc::plan
