#include "interpret/scenario.hpp"

#include <algorithm>

#include "interpret/decide.hpp"
#include "interpret/scenario_parts.hpp"
#include "model/model.hpp"

namespace cqrsc::interpret {

using namespace model;

namespace {

/// The id of the aggregate under test, as cqrs::testing::Scenario has it.
Value usual_id(const Id& id) {
  switch (id.base->kind) {
    case TypeKind::Uuid: return {Uuid{{0x6f, 0x1c, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1}}};
    case TypeKind::String: return {std::string("scenario")};
    default: return {Int128{1}};
  }
}

const char* name_of(const CanReject& error) {
  if (const auto* builtin = std::get_if<BuiltinError>(&error)) return to_text(*builtin);
  return std::get<const Error*>(error)->name.c_str();
}

std::string invalid_text(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& field : fields) text += (text.empty() ? "\"" : ", \"") + field + "\"";
  return "Invalid {fields: [" + text + "]}";
}

std::string rejection_text(const std::variant<BuiltinRejection, Rejected>& rejection) {
  if (const auto* builtin = std::get_if<BuiltinRejection>(&rejection))
    return builtin->error == BuiltinError::Invalid ? invalid_text(builtin->fields) : to_text(builtin->error);
  const auto& rejected = std::get<Rejected>(rejection);
  if (rejected.error->fields.empty()) return rejected.error->name;
  return rejected.error->name + " " + shown_text(rejected.error->fields, rejected.fields);
}

class ScenarioRunner {
 public:
  explicit ScenarioRunner(const Scenario& scenario)
      : scenario_(scenario), own_id_(usual_id(*scenario.aggregate->id)), externs_(assumed(scenario)) {}

  Result<std::string> run() {
    Record state = initial_state(*scenario_.aggregate);
    for (const GivenEvent& given : scenario_.given) {
      if (auto failure = give(given, state)) return tl::unexpected(*failure);
    }
    Decision decision{events_, state, std::nullopt};
    if (scenario_.when) {
      Result<Decision> decided = decide(*scenario_.aggregate, state, request(*scenario_.when), externs_);
      if (!decided) return tl::unexpected(decided.error());
      decision = std::move(*decided);
    }
    return compared(decision);
  }

 private:
  std::optional<Failure> give(const GivenEvent& given, Record& state) {
    const Meta meta = meta_of(own_id_, ++version_, given.stamp.at.value_or(kUsualTime), given.stamp.by);
    auto current = upcast(*given.event, filled(given.fields, given.event->fields.size(), externs_), meta, externs_);
    if (!current) return current.error();
    for (CurrentEvent& event : *current) {
      if (const auto applied = apply(*scenario_.aggregate, event, meta, state); !applied) return applied.error();
      events_.push_back(std::move(event));
    }
    return std::nullopt;
  }

  [[nodiscard]] Request request(const WhenCommand& when) const {
    Request request;
    request.command = when.command;
    request.fields = filled(when.fields, when.command->fields.size(), externs_);
    request.own_id = own_id_;
    request.version = version_;
    request.now = when.stamp.at.value_or(kUsualTime);
    request.actor = when.stamp.by;
    request.roles = {when.stamp.roles.begin(), when.stamp.roles.end()};
    return request;
  }

  [[nodiscard]] std::string compared(const Decision& decision) const {
    const auto about_rejection = [](const Expected& expected) {
      return std::holds_alternative<ExpectedRejection>(expected.node);
    };
    // Nothing else that is expected can be so, and why it is not is all that there is to say.
    if (decision.rejection && std::ranges::none_of(scenario_.then, about_rejection))
      return "it was rejected with " + rejection_text(*decision.rejection) + "\n";
    std::string wrong;
    std::size_t next = 0;
    bool about_events = false;
    for (const Expected& expected : scenario_.then) {
      if (const auto* event = std::get_if<ExpectedEvent>(&expected.node)) {
        about_events = true;
        wrong += compared(*event, decision, next++);
      } else if (const auto* rejection = std::get_if<ExpectedRejection>(&expected.node)) {
        wrong += compared(*rejection, decision);
      } else if (const auto* state = std::get_if<ExpectedState>(&expected.node)) {
        wrong += differences(scenario_.aggregate->state.fields, state->fields, decision.state, externs_);
      } else {
        about_events = true;
      }
    }
    for (; about_events && next < decision.events.size(); ++next) {
      const CurrentEvent& event = decision.events[next];
      wrong += "not expected: " + event.event->name + " " + shown_text(event.event->fields, event.fields) + "\n";
    }
    return wrong;
  }

  [[nodiscard]] std::string compared(const ExpectedEvent& expected, const Decision& decision, std::size_t at) const {
    if (at >= decision.events.size()) return expected.event->name + " is missing\n";
    const CurrentEvent& event = decision.events[at];
    if (event.event != expected.event) return event.event->name + ", expected " + expected.event->name + "\n";
    return differences(expected.event->fields, expected.fields, event.fields, externs_);
  }

  [[nodiscard]] std::string compared(const ExpectedRejection& expected, const Decision& decision) const {
    const std::string name = name_of(expected.error);
    if (!decision.rejection) return "it was accepted, expected " + name + "\n";
    const auto another = [&](const std::string& wanted) {
      return "it was rejected with " + rejection_text(*decision.rejection) + ", expected " + wanted + "\n";
    };
    if (const auto* rejected = std::get_if<Rejected>(&*decision.rejection)) {
      if (expected.error != CanReject(rejected->error)) return another(name);
      return differences(rejected->error->fields, expected.fields, rejected->fields, externs_);
    }
    const auto& builtin = std::get<BuiltinRejection>(*decision.rejection);
    if (expected.error != CanReject(builtin.error)) return another(name);
    const bool others = expected.invalid_fields && *expected.invalid_fields != builtin.fields;
    return others ? another(invalid_text(*expected.invalid_fields)) : "";
  }

  const Scenario& scenario_;
  Value own_id_;
  ExternFunctions externs_;
  std::vector<CurrentEvent> events_;
  std::int64_t version_ = 0;
};

}  // namespace

Result<std::string> run_scenario(const Scenario& scenario) {
  try {
    return scenario.aggregate != nullptr ? ScenarioRunner(scenario).run() : run_read_scenario(scenario);
  } catch (const Stop& stop) {
    return tl::unexpected(stop.failure);
  }
}

}  // namespace cqrsc::interpret
