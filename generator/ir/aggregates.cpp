#include <array>

#include "ir/writer.hpp"
#include "model/history.hpp"

namespace cqrsc::ir {

using namespace model;

Json Writer::event_version(const EventVersion& version) {
  Json json{{"version", version.version}, {"at", place(version.location)}};
  if (!version.doc.empty()) json["doc"] = version.doc;
  if (version.deprecated) json["deprecated"] = *version.deprecated;
  json["fields"] = fields(version.fields);
  if (version.upcast) json["from"] = upcast(*version.upcast);
  const auto lead = [](const std::vector<const EventVersion*>& versions) {
    return list(versions, [](const EventVersion* next) { return versioned(*next); });
  };
  json["current"] = is_current(version);
  json["leads_to"] = lead(next_of(version));
  json["ends_as"] = lead(ends_of(version));
  return json;
}

Json Writer::event(const Event& event) {
  Json json = declaration(event);
  json["public"] = event.is_public;
  json["retired"] = event.is_retired;
  json["versions"] = list(event.versions, [this](const EventVersion& version) { return event_version(version); });
  if (event.becomes) json["becomes"] = outcome(*event.becomes);
  return json;
}

Json Writer::outcome(const Outcome& outcome) {
  if (const auto* choice = std::get_if<OutcomeChoice>(&outcome.node))
    return {{"if", expression(*choice->condition)},
            {"then", this->outcome(choice->then.front())},
            {"else", this->outcome(choice->otherwise.front())}};
  const auto& events = std::get<OutcomeEvents>(outcome.node).events;
  return {{"events", list(events, [this](const EmitStatement& emitted) {
             Json json = versioned(*emitted.event);
             json["fields"] = inits(emitted.fields);
             return json;
           })}};
}

Json Writer::command(const Command& command) {
  static constexpr std::array<const char*, 3> kExistence{"must exist", "must not exist", "may exist"};
  Json json = declaration(command);
  json["stream"] = kExistence.at(static_cast<std::size_t>(command.existence));
  if (command.existence_error != nullptr)
    json["else"] = name_of(*command.existence_error->context, command.existence_error->name);
  json["extern"] = command.is_extern;
  json["fields"] = fields(command.fields);
  json["allow"] = expressions(command.allows);
  json["body"] = block(command.body);
  json["emits"] = list(
      command.emits, [](const EmitsItem& item) { return Json{{"event", name_of(*item.event)}, {"many", item.many}}; });
  json["emits_nothing"] = command.emits_nothing;
  json["rejects"] = list(command.rejects, [](const CanReject& item) {
    if (const auto* error = std::get_if<const Error*>(&item))
      return Json{{"error", name_of(*(*error)->context, (*error)->name)}};
    return Json{{"built_in", built_in(std::get<BuiltinError>(item))}};
  });
  return json;
}

Json Writer::aggregate(const Aggregate& aggregate) {
  Json json = declaration(aggregate);
  if (aggregate.id != nullptr) json["id"] = name_of(*aggregate.id->context, aggregate.id->name);
  Json state = Json::object();
  if (aggregate.state.location.line != 0) state["at"] = place(aggregate.state.location);
  state["fields"] = fields(aggregate.state.fields);
  state["invariants"] = invariants(aggregate.state.invariants);
  json["state"] = std::move(state);
  json["events"] = list(aggregate.events, [this](const Event& one) { return event(one); });
  json["commands"] = list(aggregate.commands, [this](const Command& one) { return command(one); });
  json["on"] = list(aggregate.handlers, [this](const Handler& handler) {
    Json item = versioned(*handler.event);
    item["at"] = place(handler.location);
    item["body"] = block(handler.body);
    return item;
  });
  json["ignores"] = list(aggregate.ignored, [](const Event* one) { return Json(name_of(*one)); });
  if (aggregate.snapshot_every) json["snapshot_every"] = *aggregate.snapshot_every;
  return json;
}

}  // namespace cqrsc::ir
