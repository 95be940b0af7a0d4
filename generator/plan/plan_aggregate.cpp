#include <fmt/format.h>

#include "compat/fingerprint.hpp"
#include "model/history.hpp"
#include "plan/checks.hpp"
#include "plan/cpp_text.hpp"
#include "plan/decisions.hpp"
#include "plan/expressions.hpp"
#include "plan/files.hpp"
#include "plan/records.hpp"
#include "plan/signature.hpp"
#include "plan/upcasts.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

Record state_record(const Symbols& symbols, const Aggregate& aggregate) {
  const bool written = aggregate.state.location.line != 0;
  RecordParts parts;
  parts.name = symbols.state_name(aggregate);
  parts.view = symbols.state_view_name(aggregate);
  parts.doc = "/// What commands are decided on.\n";
  parts.place = place_text(symbols.model(), written ? aggregate.state.location : aggregate.location);
  parts.printed = parts.name;
  return record_data(symbols, aggregate.state.fields, parts);
}

std::string emits_text(const Symbols& symbols, const Command& command) {
  std::vector<std::string> items;
  for (const EmitsItem& item : command.emits) {
    const std::string& name = symbols.name(*item.event);
    items.push_back(item.many ? "cqrs::Many<" + name + ">" : name);
  }
  if (command.emits_nothing || items.empty()) items.emplace_back("cqrs::Nothing");
  return template_list("using Emits = cqrs::Emits", items, ";", 2);
}

std::string rejects_text(const Symbols& symbols, const Command& command) {
  std::vector<std::string> items;
  items.reserve(command.rejects.size());
  for (const CanReject& one : command.rejects) items.push_back(rejection_type(symbols, one));
  return template_list("using Rejects = cqrs::Rejects", items, ";", 2);
}

Record command_record(const Symbols& symbols, const Aggregate& aggregate, const Command& command) {
  RecordParts parts;
  parts.name = symbols.name(command);
  parts.doc = doc_lines(command);
  parts.place = place_text(symbols.model(), command.location);
  parts.printed = command.name;
  parts.members = "static constexpr std::string_view kName = " + stored_name(aggregate, command.name) +
                  ";\nusing Aggregate = " + symbols.name(aggregate) + ";\n" + emits_text(symbols, command) + "\n" +
                  rejects_text(symbols, command);
  return record_data(symbols, command.fields, parts);
}

std::string decide_declaration(const Symbols& symbols, const Aggregate& aggregate, const Command& command) {
  const std::string& name = symbols.name(command);
  return signature("[[nodiscard]] Decision<" + name + "> decide",
                   {"const " + symbols.state_name(aggregate) + "& state", "const " + name + "& command",
                    "const cqrs::Context& context", "const " + symbols.externs_name() + "& externs"},
                   ";");
}

/// Whether the generated .cpp file needs the literal operators.
struct AggregateCode {
  List decisions;
  List handlers;
  std::string invariants;
  std::string invariant_place;
  List targets;
  List upcasts;
  bool uses_literals = false;
};

AggregateCode aggregate_code(const Symbols& symbols, const Aggregate& aggregate) {
  AggregateCode code;
  const auto add = [&](List& list, const Location& location, FunctionText function) {
    code.uses_literals = code.uses_literals || function.uses_literals;
    list.push_back(Record{{"place", place_text(symbols.model(), location)}, {"text", std::move(function.text)}});
  };
  for (const Command& command : aggregate.commands)
    add(code.decisions, command.location, decide_function(symbols, aggregate, command));
  for (const Handler& handler : aggregate.handlers)
    add(code.handlers, handler.location, apply_function(symbols, aggregate, handler));
  if (!aggregate.state.invariants.empty()) {
    FunctionText function = broken_invariant_function(symbols, aggregate);
    code.uses_literals = code.uses_literals || function.uses_literals;
    code.invariants = std::move(function.text);
    code.invariant_place = place_text(symbols.model(), aggregate.state.invariants.front().location);
  }
  return code;
}

const Handler* handler_of(const Aggregate& aggregate, const EventVersion& event) {
  for (const Handler& handler : aggregate.handlers) {
    if (handler.event == &event) return &handler;
  }
  return nullptr;
}

std::string version_name(const EventVersion& version) { return version.name + " v" + std::to_string(version.version); }

/// What older versions are today, and what that does to the state.
void add_history(const Symbols& symbols, const Aggregate& aggregate, AggregateCode& code) {
  const OwnedMembers owned = owned_members(symbols, aggregate);
  for (const EventVersion* event : upcast_targets(aggregate)) {
    const Handler* handler = handler_of(aggregate, *event);
    FunctionText apply = apply_upcast_function(symbols, aggregate, *event, handler, owned);
    code.uses_literals = code.uses_literals || apply.uses_literals;
    const Location& place = handler == nullptr ? event->location : handler->location;
    code.targets.emplace_back(Record{{"name", symbols.name(*event->event)},
                                     {"struct", upcast_struct(symbols, *event, owned)},
                                     {"place", place_text(symbols.model(), place)},
                                     {"apply", std::move(apply.text)}});
  }
  for (const EventVersion* version : old_events(aggregate)) {
    FunctionText upcast = upcast_function(symbols, *version, owned);
    code.uses_literals = code.uses_literals || upcast.uses_literals;
    code.upcasts.emplace_back(Record{{"place", place_text(symbols.model(), version->location)},
                                     {"name", version_name(*version)},
                                     {"text", std::move(upcast.text)}});
  }
}

List layout_lines(const Symbols& symbols, const Aggregate& aggregate) {
  const std::string& state = symbols.state_name(aggregate);
  List lines;
  for (const Event& event : aggregate.events) {
    for (const EventVersion& version : event.versions) {
      const std::string name = symbols.qualified(version);
      if (!is_current(version)) {
        lines.emplace_back("cqrs::upcasted<" + state + ", " + symbols.externs_name() + ", " + name + ">()");
      } else if (handler_of(aggregate, version) != nullptr) {
        lines.emplace_back("cqrs::folded<" + state + ", " + name + ", apply>()");
      } else {
        lines.emplace_back("cqrs::ignored<" + name + ">()");
      }
    }
  }
  return lines;
}

/// The events that have tags, with the fields these are.
List tagged_events(const Symbols& symbols, const Aggregate& aggregate) {
  List events;
  for (const Event& event : aggregate.events) {
    if (event.is_retired) continue;
    List fields;
    for (const Field& field : event.current().fields)
      if (field.is_tag)
        fields.emplace_back(Record{{"name", symbols.name(field)}, {"written", string_literal(field.name)}});
    if (!fields.empty()) events.emplace_back(Record{{"name", symbols.name(event)}, {"fields", std::move(fields)}});
  }
  return events;
}

/// What the definition says of snapshots; not present where none are taken.
List snapshot_policy(const Aggregate& aggregate) {
  if (!aggregate.snapshot_every) return {};
  return {Record{{"every", fmt::format("{}", *aggregate.snapshot_every)},
                 {"fingerprint", fmt::format("{:#018x}U", compat::fingerprint_of(aggregate))}}};
}

}  // namespace

void plan_aggregate(const Symbols& symbols, const Aggregate& aggregate, Plan& plan) {
  List events;
  List commands;
  List decisions;
  for (const Event& event : aggregate.events) {
    if (!event.is_retired) events.emplace_back(event_data(symbols, event.current()));
  }
  for (const Command& command : aggregate.commands) {
    commands.emplace_back(command_record(symbols, aggregate, command));
    decisions.emplace_back(decide_declaration(symbols, aggregate, command));
  }
  List stored = {state_record(symbols, aggregate)};
  stored.insert(stored.end(), events.begin(), events.end());
  List records = stored;
  records.insert(records.end(), commands.begin(), commands.end());
  AggregateCode code = aggregate_code(symbols, aggregate);
  add_history(symbols, aggregate, code);
  List layouts = layout_lines(symbols, aggregate);
  List tagged = tagged_events(symbols, aggregate);

  const std::string path = aggregate_path(symbols, aggregate);
  Record data = common_data(symbols, &aggregate.location);
  data.add("stem", path.substr(path.find_last_of('/') + 1))
      .add("aggregate", symbols.name(aggregate))
      .add("aggregate_doc", doc_lines(aggregate))
      .add("aggregate_place", place_text(symbols.model(), aggregate.location))
      .add("stored_name", stored_name(aggregate, ""))
      .add("id", symbols.qualified(*aggregate.id))
      .add("state_name", symbols.state_name(aggregate))
      .add("externs", symbols.externs_name())
      .add("state", state_record(symbols, aggregate))
      .add("events", std::move(events))
      .add("commands", std::move(commands))
      .add("decisions", std::move(decisions))
      .add("stored", std::move(stored))
      .add("records", std::move(records))
      .add("decide_functions", std::move(code.decisions))
      .add("apply_functions", std::move(code.handlers))
      .add("broken_invariant", std::move(code.invariants))
      .add("invariant_place", std::move(code.invariant_place))
      .add("has_history", !code.upcasts.empty())
      .add("upcast_targets", std::move(code.targets))
      .add("upcast_functions", std::move(code.upcasts))
      .add("uses_literals", code.uses_literals)
      .add("snapshots", snapshot_policy(aggregate))
      .add("has_tags", !tagged.empty())
      .add("tagged_events", std::move(tagged))
      .add("has_layouts", !layouts.empty())
      .add("layouts", std::move(layouts));
  plan.files.push_back({path + ".hpp", "file_aggregate", data});
  plan.files.push_back({path + "_views.hpp", "file_aggregate_views", data});
  plan.files.push_back({path + ".cpp", "file_aggregate_source", data});
  plan.files.push_back({path + "_codec.cpp", "file_aggregate_codec", std::move(data)});
}

}  // namespace cqrsc::plan
