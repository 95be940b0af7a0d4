#include "ir/writer.hpp"

namespace cqrsc::ir {

using namespace model;

namespace {

Json stamp(const Stamp& stamp) {
  Json json = Json::object();
  if (stamp.at) json["at"] = std::to_string(*stamp.at);
  if (stamp.by) json["by"] = *stamp.by;
  json["roles"] = stamp.roles;
  return json;
}

}  // namespace

std::string built_in(BuiltinError error) { return to_text(error); }

Json Writer::given(const GivenEvent& given) {
  Json json = versioned(*given.event);
  json["at"] = place(given.location);
  json["fields"] = inits(given.fields);
  json["stamp"] = stamp(given.stamp);
  return json;
}

Json Writer::expected(const Expected& expected) {
  if (const auto* event = std::get_if<ExpectedEvent>(&expected.node)) {
    Json json = versioned(*event->event);
    json["fields"] = inits(event->fields);
    return json;
  }
  if (const auto* rejection = std::get_if<ExpectedRejection>(&expected.node)) {
    Json json = Json::object();
    if (const auto* error = std::get_if<const Error*>(&rejection->error))
      json["error"] = name_of(*(*error)->context, (*error)->name);
    else
      json["built_in"] = built_in(std::get<BuiltinError>(rejection->error));
    json["fields"] = inits(rejection->fields);
    if (rejection->invalid_fields) json["invalid"] = *rejection->invalid_fields;
    return json;
  }
  if (const auto* state = std::get_if<ExpectedState>(&expected.node)) return {{"state", inits(state->fields)}};
  if (const auto* row = std::get_if<ExpectedRow>(&expected.node))
    return {{"row", inits(row->fields)}, {"keys", expressions(row->keys)}};
  if (const auto* row = std::get_if<ExpectedNoRow>(&expected.node)) return {{"no_row", expressions(row->keys)}};
  return {{"nothing", true}};
}

Json Writer::scenario(const Scenario& scenario) {
  Json json{{"title", scenario.title}, {"at", place(scenario.location)}};
  if (!scenario.doc.empty()) json["doc"] = scenario.doc;
  if (scenario.aggregate != nullptr) json["aggregate"] = name_of(*scenario.aggregate);
  if (scenario.projection != nullptr)
    json["projection"] = name_of(*scenario.projection->context, scenario.projection->name);
  if (scenario.query != nullptr) json["query"] = name_of(*scenario.query->context, scenario.query->name);
  json["assuming"] = list(scenario.assumptions, [this](const Assumption& one) {
    return Json{{"function", name_of(*one.function->context, one.function->name)},
                {"arguments", expressions(one.arguments)},
                {"result", expression(*one.result)}};
  });
  json["given"] = list(scenario.given, [this](const GivenEvent& one) { return given(one); });
  json["streams"] = list(scenario.streams, [this](const GivenStream& stream) {
    return Json{{"aggregate", name_of(*stream.aggregate)},
                {"id", expression(*stream.id)},
                {"events", list(stream.events, [this](const GivenEvent& one) { return given(one); })}};
  });
  if (scenario.when) {
    const Command& command = *scenario.when->command;
    json["when"] = {{"command", name_of(*command.aggregate) + "." + command.name},
                    {"fields", inits(scenario.when->fields)},
                    {"stamp", stamp(scenario.when->stamp)}};
  }
  if (scenario.when_query) json["when"] = {{"fields", inits(scenario.when_query->fields)}};
  json["then"] = list(scenario.then, [this](const Expected& one) { return expected(one); });
  return json;
}

}  // namespace cqrsc::ir
