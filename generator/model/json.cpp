#include "model/json.hpp"

#include <nlohmann/json.hpp>

#include "model/expression_text.hpp"
#include "model/history.hpp"
#include "model/sql_able.hpp"

namespace cqrsc::model {
namespace {

using Json = nlohmann::ordered_json;

std::string line_text(const Model& model, const Location& location) {
  return location.line == 0 ? "" : model.files[location.file] + ":" + std::to_string(location.line);
}

/// Writes the declarations of one Model; only what is there is written.
class JsonWriter {
 public:
  explicit JsonWriter(const Model& model) : model_(model) {}

  Json context(const Context& context) {
    Json json{{"context", context.name}};
    if (!context.doc.empty()) json["doc"] = context.doc;
    for (const Context* import : context.imports) json["imports"].push_back(import->name);
    for (const Id& id : context.ids) json["ids"].push_back(this->id(id));
    for (const Enum& enumeration : context.enums) json["enums"].push_back(this->enumeration(enumeration));
    for (const Value& value : context.values) json["values"].push_back(this->value(value));
    for (const Union& one : context.unions) json["unions"].push_back(this->union_(one));
    for (const Error& error : context.errors) json["errors"].push_back(this->error(error));
    for (const ExternFunction& function : context.extern_functions)
      json["functions"].push_back(this->function(function));
    for (const Aggregate& aggregate : context.aggregates) json["aggregates"].push_back(this->aggregate(aggregate));
    for (const Projection& projection : context.projections)
      json["projections"].push_back(this->projection(projection));
    for (const Query& query : context.queries) json["queries"].push_back(this->query(query));
    return json;
  }

 private:
  Json declaration(const Declaration& declaration) {
    Json json{{"name", declaration.name}, {"at", line_text(model_, declaration.location)}};
    if (!declaration.doc.empty()) json["doc"] = declaration.doc;
    if (declaration.deprecated) json["deprecated"] = *declaration.deprecated;
    return json;
  }

  Json fields(const std::deque<Field>& fields) {
    Json json = Json::array();
    for (const Field& field : fields) {
      Json& item = json.emplace_back(declaration(field));
      item["type"] = to_text(*field.type);
      if (field.initial != nullptr) item[field.has_written_default ? "default" : "initial"] = to_text(*field.initial);
      if (field.where != nullptr) item["where"] = to_text(*field.where);
      if (field.is_index) item["index"] = true;
    }
    return json;
  }

  Json invariants(const std::vector<Invariant>& invariants) {
    Json json = Json::object();
    for (const Invariant& invariant : invariants) json[invariant.title] = to_text(*invariant.condition);
    return json;
  }

  Json id(const Id& id) {
    Json json = declaration(id);
    json["base"] = to_text(*id.base);
    if (id.where != nullptr) json["where"] = to_text(*id.where);
    return json;
  }

  Json enumeration(const Enum& enumeration) {
    Json json = declaration(enumeration);
    for (const EnumMember& member : enumeration.members) {
      Json& item = json["members"].emplace_back(declaration(member));
      item["number"] = member.number;
    }
    return json;
  }

  Json value(const Value& value) {
    Json json = declaration(value);
    for (const ValueVersion& version : value.versions) {
      Json& item = json["versions"].emplace_back(Json{{"version", version.version}});
      if (value.versions.size() > 1) item["at"] = line_text(model_, version.location);
      item["fields"] = fields(version.fields);
      if (!version.invariants.empty()) item["invariants"] = invariants(version.invariants);
      if (version.upcast) item["from"] = upcast(*version.upcast);
    }
    return json;
  }

  Json alternatives(const UnionVersion& version) {
    Json json = Json::array();
    for (const Alternative& alternative : version.alternatives) {
      Json& item = json.emplace_back(declaration(alternative));
      item["number"] = alternative.number;
      item["fields"] = fields(alternative.fields);
    }
    return json;
  }

  Json union_(const Union& one) {
    Json json = declaration(one);
    for (const UnionVersion& version : one.versions) {
      Json& item = json["versions"].emplace_back(Json{{"version", version.version}});
      item["at"] = line_text(model_, version.location);
      item["alternatives"] = alternatives(version);
      if (!version.upcast) continue;
      for (const AlternativeUpcast& upcast : version.upcast->alternatives)
        item["from"][upcast.from->name] = upcast.to->name + " " + to_text(upcast.fields);
    }
    return json;
  }

  Json error(const Error& error) {
    Json json = declaration(error);
    json["fields"] = fields(error.fields);
    for (const TextPart& part : error.message)
      json["message"].push_back(part.value == nullptr ? Json(part.text) : Json{{"value", to_text(*part.value)}});
    return json;
  }

  Json function(const ExternFunction& function) {
    Json json = declaration(function);
    json["parameters"] = Json::object();
    for (const Parameter& parameter : function.parameters)
      json["parameters"][parameter.name] = to_text(*parameter.type);
    json["result"] = to_text(*function.result);
    if (function.revision) json["revision"] = *function.revision;
    return json;
  }

  Json event(const Event& event) {
    Json json = declaration(event);
    if (event.is_public) json["public"] = true;
    for (const EventVersion& version : event.versions) {
      Json& item = json["versions"].emplace_back(Json{{"version", version.version}});
      item["at"] = line_text(model_, version.location);
      item["fields"] = fields(version.fields);
      if (version.upcast) item["from"] = upcast(*version.upcast);
      if (is_current(version)) continue;
      item["leads_to"] = names(next_of(version));
      item["ends_as"] = names(ends_of(version));
    }
    if (event.is_retired) json["retired"] = true;
    if (event.becomes) json["becomes"] = outcome(*event.becomes);
    return json;
  }

  static Json upcast(const Upcast& upcast) {
    return {{"fields", to_text(upcast.fields)}, {"body", to_lines(upcast.body)}};
  }

  static std::string versioned_name(const EventVersion& version) {
    return version.name + " v" + std::to_string(version.version);
  }

  static Json names(const std::vector<const EventVersion*>& versions) {
    Json json = Json::array();
    for (const EventVersion* version : versions) json.push_back(versioned_name(*version));
    return json;
  }

  static Json outcome(const Outcome& outcome) {
    if (const auto* choice = std::get_if<OutcomeChoice>(&outcome.node))
      return {{"if", to_text(*choice->condition)},
              {"then", JsonWriter::outcome(choice->then.front())},
              {"else", JsonWriter::outcome(choice->otherwise.front())}};
    Json json = Json::array();
    for (const EmitStatement& event : std::get<OutcomeEvents>(outcome.node).events)
      json.push_back(Json{{"event", versioned_name(*event.event)}, {"fields", to_text(event.fields)}});
    return json;
  }

  static Json rejects(const std::vector<CanReject>& rejects) {
    Json json = Json::array();
    for (const CanReject& item : rejects) json.push_back(reject(item));
    return json;
  }

  static std::string reject(const CanReject& item) {
    if (const auto* error = std::get_if<const Error*>(&item)) return (*error)->name;
    return std::string("built-in ") + to_text(std::get<BuiltinError>(item));
  }

  Json command(const Command& command) {
    static constexpr const char* kExistence[] = {"must exist", "must not exist", "may exist"};
    Json json = declaration(command);
    json["existence"] = kExistence[static_cast<std::size_t>(command.existence)];
    if (command.existence_error != nullptr) json["else"] = command.existence_error->name;
    if (command.is_extern) json["extern"] = true;
    json["fields"] = fields(command.fields);
    for (const Expression* allow : command.allows) json["allow"].push_back(to_text(*allow));
    if (!command.is_extern) json["body"] = to_lines(command.body);
    for (const EmitsItem& item : command.emits) json["emits"].push_back(item.event->name + (item.many ? "*" : ""));
    if (command.emits_nothing) json["emits"].push_back("nothing");
    json["rejects"] = rejects(command.rejects);
    return json;
  }

  static Json stamp(const Stamp& stamp) {
    Json json = Json::object();
    if (stamp.at) json["at"] = *stamp.at;
    if (stamp.by) json["by"] = *stamp.by;
    if (!stamp.roles.empty()) json["roles"] = stamp.roles;
    return json;
  }

  static Json expected(const Expected& expected) {
    if (const auto* event = std::get_if<ExpectedEvent>(&expected.node))
      return {{"event", event->event->name}, {"fields", to_text(event->fields)}};
    if (const auto* rejection = std::get_if<ExpectedRejection>(&expected.node)) {
      Json json{{"rejected", reject(rejection->error)}, {"fields", to_text(rejection->fields)}};
      if (rejection->invalid_fields) json["invalid"] = *rejection->invalid_fields;
      return json;
    }
    if (const auto* state = std::get_if<ExpectedState>(&expected.node)) return {{"state", to_text(state->fields)}};
    if (const auto* row = std::get_if<ExpectedRow>(&expected.node)) {
      Json json = Json::object();
      if (!row->keys.empty()) json["key"] = list_text(row->keys);
      json["row"] = to_text(row->fields);
      return json;
    }
    if (const auto* row = std::get_if<ExpectedNoRow>(&expected.node)) return {{"no_row", list_text(row->keys)}};
    return "nothing";
  }

  static Json given(const GivenEvent& given) {
    Json json{{"event", versioned_name(*given.event)}, {"fields", to_text(given.fields)}};
    if (const Json stamped = stamp(given.stamp); !stamped.empty()) json["stamp"] = stamped;
    return json;
  }

  Json scenario(const Scenario& scenario) {
    Json json{{"title", scenario.title}, {"at", line_text(model_, scenario.location)}};
    for (const Assumption& assumption : scenario.assumptions) {
      std::string call = assumption.function->name + "(";
      for (const Expression* argument : assumption.arguments)
        call += (argument == assumption.arguments.front() ? "" : ", ") + to_text(*argument);
      json["assuming"][call + ")"] = to_text(*assumption.result);
    }
    for (const GivenEvent& given : scenario.given) json["given"].push_back(this->given(given));
    for (const GivenStream& stream : scenario.streams) {
      Json& item = json["given"].emplace_back(Json{{"stream", stream.aggregate->name}, {"id", to_text(*stream.id)}});
      for (const GivenEvent& given : stream.events) item["events"].push_back(this->given(given));
    }
    if (scenario.when_query) json["when"] = Json{{"fields", to_text(scenario.when_query->fields)}};
    if (scenario.when) {
      json["when"] = Json{{"command", scenario.when->command->name}, {"fields", to_text(scenario.when->fields)}};
      if (const Json stamped = stamp(scenario.when->stamp); !stamped.empty()) json["when"]["stamp"] = stamped;
    }
    for (const Expected& item : scenario.then) json["then"].push_back(expected(item));
    return json;
  }

  static std::string list_text(const std::vector<const Expression*>& expressions) {
    std::string text;
    for (const Expression* expression : expressions) text += (text.empty() ? "" : ", ") + to_text(*expression);
    return text;
  }

  static std::string event_name(const Event& event) { return event.aggregate->name + "." + event.name; }

  static Json row_handler(const RowHandler& handler) {
    static constexpr const char* kMissing[] = {"created", "error", "skipped"};
    Json json{{"event", event_name(*handler.event->event)}};
    if (handler.loop) {
      std::string names = handler.loop->element->name;
      if (handler.loop->value != nullptr) names += ", " + handler.loop->value->name;
      json["for"] = names + " in " + to_text(*handler.loop->range);
    }
    json["row"] = list_text(handler.keys);
    json["missing"] = kMissing[static_cast<std::size_t>(handler.missing)];
    if (handler.deletes)
      json["deletes"] = true;
    else
      json["body"] = to_lines(handler.body);
    return json;
  }

  Json projection(const Projection& projection) {
    Json json = declaration(projection);
    if (projection.is_inline) json["inline"] = true;
    json["keys"] = fields(projection.keys);
    json["fields"] = fields(projection.fields);
    for (const Aggregate* aggregate : projection.aggregates)
      json["follows"].push_back(aggregate->context->name + "." + aggregate->name);
    for (const RowHandler& handler : projection.handlers) json["on"].push_back(row_handler(handler));
    for (const Event* event : projection.ignored) json["ignored"].push_back(event_name(*event));
    if (projection.ignores_unknown) json["ignores_unknown"] = true;
    if (projection.serial)
      json["serial"] = line_text(model_, projection.serial->location) + ": " + projection.serial->because;
    for (const Scenario* scenario : projection.scenarios) json["scenarios"].push_back(this->scenario(*scenario));
    return json;
  }

  Json query(const Query& query) {
    Json json = declaration(query);
    json["from"] = query.from->name;
    json["parameters"] = fields(query.parameters);
    for (std::size_t i = 0; i < query.columns.size(); ++i)
      json["select"].push_back(Json{{"name", query.columns[i].name},
                                    {"type", to_text(*query.columns[i].type)},
                                    {"value", to_text(*query.selected[i])}});
    if (query.where != nullptr) {
      for (const Expression* part : conjuncts_of(*query.where))
        json[is_sql_able(*part) ? "where" : "keep"].push_back(to_text(*part));
    }
    if (!query.groups.empty()) json["group_by"] = list_text(query.groups);
    for (const QueryOrder& order : query.order)
      json["order_by"].push_back(to_text(*order.value) + (order.descending ? " desc" : ""));
    if (query.limit != nullptr) json["limit"] = to_text(*query.limit);
    for (const Scenario* scenario : query.scenarios) json["scenarios"].push_back(this->scenario(*scenario));
    return json;
  }

  Json aggregate(const Aggregate& aggregate) {
    Json json = declaration(aggregate);
    json["id"] = aggregate.id->name;
    json["state"]["fields"] = fields(aggregate.state.fields);
    if (!aggregate.state.invariants.empty()) json["state"]["invariants"] = invariants(aggregate.state.invariants);
    for (const Event& event : aggregate.events) json["events"].push_back(this->event(event));
    for (const Command& command : aggregate.commands) json["commands"].push_back(this->command(command));
    for (const Handler& handler : aggregate.handlers)
      json["on"].push_back(Json{{"event", handler.event->name}, {"body", to_lines(handler.body)}});
    for (const Event* event : aggregate.ignored) json["ignored"].push_back(event->name);
    if (aggregate.snapshot_every) json["snapshot_every"] = *aggregate.snapshot_every;
    for (const Scenario* scenario : aggregate.scenarios) json["scenarios"].push_back(this->scenario(*scenario));
    return json;
  }

  const Model& model_;
};

}  // namespace

std::string to_json(const Model& model) {
  JsonWriter writer(model);
  Json json = Json::array();
  for (const Context& context : model.contexts) json.push_back(writer.context(context));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cqrsc::model
