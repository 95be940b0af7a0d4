#include <algorithm>
#include <map>

#include "plan/cpp_text.hpp"
#include "plan/expressions.hpp"
#include "plan/files.hpp"
#include "plan/fold.hpp"
#include "plan/records.hpp"
#include "plan/statements.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

/// A name for GoogleTest, which wants no underscores: "an overdraft is refused" → AnOverdraftIsRefused.
std::string test_name(const std::string& title) {
  std::string name;
  bool capital = true;
  for (const char c : title) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool letter = lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter) name += capital && lower ? static_cast<char>(c - 'a' + 'A') : c;
    capital = !letter;
  }
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) name.insert(0, "Scenario");
  return name;
}

/// Two titles may come to one name.
std::string unique_test_name(NameScope& names, const std::string& title) {
  const std::string wanted = test_name(title);
  std::string name = wanted;
  for (int number = 2; names.has(name); ++number) name = wanted + "Number" + std::to_string(number);
  return names.claim(name);
}

/// Writes one scenario as calls of cqrs::testing::Scenario.
class ScenarioText {
 public:
  ScenarioText(const Symbols& symbols, const Scenario& scenario)
      : symbols_(symbols), scenario_(scenario), expressions_(symbols, {}) {}

  List steps() {
    List list;
    for (const GivenEvent& given : scenario_.given) {
      list.push_back(".given(" + value(symbols_.qualified(*given.event), given.fields) + stamp(given.stamp) + ")");
    }
    if (scenario_.when) {
      const WhenCommand& when = *scenario_.when;
      list.push_back(".when(" + value(symbols_.name(*when.command), when.fields) + stamp(when.stamp) + ")");
    }
    expectations(list);
    List folded;
    for (std::size_t i = 0; i < list.size(); ++i) {
      folded.emplace_back(fold_long_lines(*list[i].text() + (i + 1 == list.size() ? ";" : ""), 6));
    }
    return folded;
  }

  /// `externs.risk_score = …;`, one for each function that is assumed something of.
  List assumptions() {
    List list;
    std::vector<const ExternFunction*> done;
    for (const Assumption& assumption : scenario_.assumptions) {
      if (std::find(done.begin(), done.end(), assumption.function) != done.end()) continue;
      done.push_back(assumption.function);
      list.emplace_back(assumed(*assumption.function));
    }
    return list;
  }

  [[nodiscard]] bool uses_literals() const { return expressions_.uses_literals(); }

 private:
  std::string value(const std::string& type, const std::vector<FieldInit>& fields) {
    return expressions_.construct(type, fields);
  }

  std::string assumed(const ExternFunction& function) {
    std::string parameters;
    for (const Parameter& parameter : function.parameters) {
      parameters +=
          (parameters.empty() ? "" : ", ") + symbols_.parameter_type(*parameter.type) + " " + symbols_.name(parameter);
    }
    std::string body;
    for (const Assumption& assumption : scenario_.assumptions) {
      if (assumption.function != &function) continue;
      std::string test;
      for (std::size_t i = 0; i < assumption.arguments.size(); ++i) {
        test += (i == 0 ? "" : " && ") + symbols_.name(function.parameters[i]) +
                " == " + argument(*assumption.arguments[i]);
      }
      const std::string result = "return " + expressions_.owned(*assumption.result) + ";\n";
      body += test.empty() ? result : "if (" + test + ") " + result;
    }
    const std::string place = place_text(symbols_.model(), scenario_.location);
    if (!function.parameters.empty()) {
      body += "cqrs::missing_extern(" + string_literal(function.name) + ", " + string_literal(place) + ");\n";
    }
    return "externs." + symbols_.extern_name(function) + " = [](" + parameters + ") -> " +
           symbols_.type(*function.result) + " {\n" + indented(body) + "};";
  }

  std::string argument(const Expression& value) {
    const bool text = value.type->kind == TypeKind::String;
    return wrapped(text ? expressions_.loose(value) : expressions_.exact(value), Precedence::additive);
  }

  std::string stamp(const Stamp& stamp) const {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (stamp.at) add(".at = cqrs::Instant{" + std::to_string(*stamp.at) + "}");
    if (stamp.by) add(".by = " + string_literal(*stamp.by));
    std::string roles;
    for (const std::string& role : stamp.roles) roles += (roles.empty() ? "" : ", ") + string_literal(role);
    if (!roles.empty()) add(".roles = {" + roles + "}");
    return text.empty() ? "" : ", {" + text + "}";
  }

  /// Compared in the fields named, which is all of it where all are.
  std::string expected(const std::string& type, std::vector<FieldInit> fields, std::size_t of) {
    std::sort(fields.begin(), fields.end(),
              [](const FieldInit& a, const FieldInit& b) { return a.field->index < b.field->index; });
    if (fields.size() == of) return value(type, fields);
    std::string names;
    for (const FieldInit& init : fields) names += (names.empty() ? "" : ", ") + string_literal(init.field->name);
    return "cqrs::testing::only(" + value(type, fields) + ", {" + names + "})";
  }

  std::string rejection(const ExpectedRejection& node) {
    if (const auto* error = std::get_if<const Error*>(&node.error)) {
      return expected(symbols_.qualified(**error), node.fields, (*error)->fields.size());
    }
    const BuiltinError builtin = std::get<BuiltinError>(node.error);
    const std::string type = std::string("cqrs::") + to_text(builtin);
    if (builtin == BuiltinError::Invalid && node.invalid_fields) {
      std::string names;
      for (const std::string& name : *node.invalid_fields) names += (names.empty() ? "" : ", ") + string_literal(name);
      return type + "{.fields = {" + names + "}}";
    }
    const bool has_fields = builtin == BuiltinError::Invalid || builtin == BuiltinError::InvariantBroken;
    return has_fields ? "cqrs::testing::only(" + type + "{}, {})" : type + "{}";
  }

  void expectations(List& list) {
    std::string events;
    for (const Expected& one : scenario_.then) {
      if (const auto* event = std::get_if<ExpectedEvent>(&one.node)) {
        const std::size_t all = event->event->fields.size();
        events += (events.empty() ? "" : ", ") + expected(symbols_.qualified(*event->event), event->fields, all);
      }
    }
    if (!events.empty()) list.push_back(".then(" + events + ")");
    for (const Expected& one : scenario_.then) {
      if (std::holds_alternative<ExpectedNothing>(one.node)) list.emplace_back(".then_nothing()");
      if (const auto* node = std::get_if<ExpectedRejection>(&one.node)) {
        list.push_back(".then_rejected(" + rejection(*node) + ")");
      }
      if (const auto* node = std::get_if<ExpectedState>(&one.node)) {
        const Aggregate& aggregate = *scenario_.aggregate;
        const std::size_t all = aggregate.state.fields.size();
        list.push_back(".then_state(" + expected(symbols_.state_name(aggregate), node->fields, all) + ")");
      }
    }
  }

  const Symbols& symbols_;
  const Scenario& scenario_;
  Expressions expressions_;
};

/// What a scenario that cannot run says; empty for one that can.
std::string why_skipped(const Scenario& scenario, const PlanOptions& options) {
  const bool needs_logic = scenario.when && scenario.when->command->is_extern;
  if (!needs_logic || options.logic) return {};
  return string_literal(scenario.when->command->name + " is decided in C++, which was not named with --logic");
}

PlannedFile scenarios_file(const Symbols& symbols, const PlanOptions& options) {
  const Context& context = symbols.model().context();
  const std::string table = options.logic
                                ? Symbols::namespace_of(context) + "::externs<::" + options.logic->struct_name + ">()"
                                : symbols.externs_name() + "{}";
  List list;
  bool uses_literals = false;
  std::map<std::string, NameScope> names;
  for (const Scenario& scenario : context.scenarios) {
    ScenarioText text(symbols, scenario);
    const std::string suite = symbols.name(*scenario.aggregate) + "Scenarios";
    List steps = text.steps();
    List assumptions = text.assumptions();
    uses_literals = uses_literals || text.uses_literals();
    list.push_back(Record{{"suite", suite},
                          {"name", unique_test_name(names[suite], scenario.title)},
                          {"doc", doc_comment(scenario.doc)},
                          {"place", place_text(symbols.model(), scenario.location)},
                          {"aggregate", symbols.name(*scenario.aggregate)},
                          {"externs", symbols.externs_name()},
                          {"skipped", why_skipped(scenario, options)},
                          {"initial", options.logic ? " = " + table : ""},
                          {"table", table},
                          {"file", string_literal(file_name(symbols.model(), scenario.location))},
                          {"line", std::to_string(scenario.location.line)},
                          {"has_assumptions", !assumptions.empty()},
                          {"assumptions", std::move(assumptions)},
                          {"steps", std::move(steps)}});
  }
  Record data = common_data(symbols);
  data.add("scenarios", std::move(list)).add("uses_literals", uses_literals).add("has_history", has_history(context));
  if (options.logic) {
    data.add("logic", Record{{"header", options.logic->header}});
  } else {
    data.add("logic", false);
  }
  return {test_stem(context) + "_scenarios_test.cpp", "file_scenarios_test", std::move(data)};
}

}  // namespace

std::string test_stem(const Context& context) {
  std::string stem = context.name;
  std::replace(stem.begin(), stem.end(), '.', '_');
  return stem;
}

void plan_tests(const Symbols& symbols, const PlanOptions& options, Plan& plan) {
  plan.tests.push_back(scenarios_file(symbols, options));
  plan.tests.push_back(plan_properties_test(symbols, options));
}

}  // namespace cqrsc::plan
