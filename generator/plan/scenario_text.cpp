#include "plan/scenario_text.hpp"

#include <algorithm>

#include "plan/columns.hpp"
#include "plan/cpp_text.hpp"
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

}  // namespace

std::string unique_test_name(NameScope& names, const std::string& title) {
  const std::string wanted = test_name(title);
  std::string name = wanted;
  for (int number = 2; names.has(name); ++number) name = wanted + "Number" + std::to_string(number);
  return names.claim(name);
}

List ScenarioText::steps() {
  List list;
  for (const GivenEvent& given : scenario_.given) {
    list.push_back(".given(" + value(symbols_.qualified(*given.event), given.fields) + stamp(given.stamp) + ")");
  }
  if (scenario_.when) {
    const WhenCommand& when = *scenario_.when;
    list.push_back(".when(" + value(symbols_.name(*when.command), when.fields) + stamp(when.stamp) + ")");
  }
  given_streams(list);
  if (scenario_.when_query) {
    list.push_back(".when(" + value(symbols_.name(*scenario_.query), scenario_.when_query->fields) + ")");
  }
  if (scenario_.projection != nullptr) expected_rows(list, *scenario_.projection);
  if (scenario_.query != nullptr) expected_results(list, *scenario_.query);
  if (scenario_.aggregate != nullptr) expectations(list);
  List folded;
  for (std::size_t i = 0; i < list.size(); ++i) {
    folded.emplace_back(fold_long_lines(*list[i].text() + (i + 1 == list.size() ? ";" : ""), 6));
  }
  return folded;
}

List ScenarioText::assumptions() {
  List list;
  std::vector<const ExternFunction*> done;
  for (const Assumption& assumption : scenario_.assumptions) {
    if (std::find(done.begin(), done.end(), assumption.function) != done.end()) continue;
    done.push_back(assumption.function);
    list.emplace_back(assumed(*assumption.function));
  }
  return list;
}

std::string ScenarioText::value(const std::string& type, const std::vector<FieldInit>& fields) {
  return expressions_.construct(type, fields);
}

std::string ScenarioText::assumed(const ExternFunction& function) {
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
      test +=
          (i == 0 ? "" : " && ") + symbols_.name(function.parameters[i]) + " == " + argument(*assumption.arguments[i]);
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

std::string ScenarioText::argument(const Expression& value) {
  const bool text = value.type->kind == TypeKind::String;
  return wrapped(text ? expressions_.loose(value) : expressions_.exact(value), Precedence::additive);
}

std::string ScenarioText::stamp(const Stamp& stamp) const {
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
std::string ScenarioText::expected(const std::string& type, std::vector<FieldInit> fields,
                                   const std::vector<const Field*>& all) {
  const auto place = [&](const FieldInit& init) { return std::find(all.begin(), all.end(), init.field); };
  std::sort(fields.begin(), fields.end(), [&](const FieldInit& a, const FieldInit& b) { return place(a) < place(b); });
  if (fields.size() == all.size()) return value(type, fields);
  std::string names;
  for (const FieldInit& init : fields) names += (names.empty() ? "" : ", ") + string_literal(init.field->name);
  return "cqrs::testing::only(" + value(type, fields) + ", {" + names + "})";
}

std::string ScenarioText::rejection(const ExpectedRejection& node) {
  if (const auto* error = std::get_if<const Error*>(&node.error)) {
    return expected(symbols_.qualified(**error), node.fields, pointers_to((*error)->fields));
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

void ScenarioText::expectations(List& list) {
  std::string events;
  for (const Expected& one : scenario_.then) {
    if (const auto* event = std::get_if<ExpectedEvent>(&one.node)) {
      const auto all = pointers_to(event->event->fields);
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
      const auto all = pointers_to(aggregate.state.fields);
      list.push_back(".then_state(" + expected(symbols_.state_name(aggregate), node->fields, all) + ")");
    }
  }
}

void ScenarioText::given_streams(List& list) {
  for (const GivenStream& stream : scenario_.streams) {
    for (const GivenEvent& given : stream.events) {
      list.push_back(".given(" + expressions_.exact(*stream.id).text + ", " +
                     value(symbols_.qualified(*given.event), given.fields) + stamp(given.stamp) + ")");
    }
  }
}

std::string ScenarioText::key(const Projection& projection, const std::vector<const Expression*>& keys) {
  std::vector<std::string> members;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    members.push_back("." + symbols_.name(projection.keys[i]) + " = " + expressions_.owned(*keys[i]));
  }
  return Expressions::braced("", members);
}

void ScenarioText::expected_rows(List& list, const Projection& projection) {
  const auto all = row_fields(projection);
  for (const Expected& one : scenario_.then) {
    if (const auto* row = std::get_if<ExpectedRow>(&one.node)) {
      list.push_back(".then_row(" + key(projection, row->keys) + ", " +
                     expected(symbols_.name(projection), row->fields, all) + ")");
    }
    if (const auto* row = std::get_if<ExpectedNoRow>(&one.node)) {
      list.push_back(".then_no_row(" + key(projection, row->keys) + ")");
    }
  }
}

void ScenarioText::expected_results(List& list, const Query& query) {
  const auto all = query.columns.empty() ? row_fields(*query.from) : pointers_to(query.columns);
  std::string rows;
  for (const Expected& one : scenario_.then) {
    const auto* row = std::get_if<ExpectedRow>(&one.node);
    if (row == nullptr) continue;
    rows += (rows.empty() ? "" : ",\n      ") + expected(symbols_.row_name(query), row->fields, all);
  }
  list.push_back(rows.empty() ? ".then_nothing()" : ".then(" + rows + ")");
}

ScenarioTest scenario_test(const Symbols& symbols, const Scenario& scenario, const ScenarioSubject& subject,
                           const std::string& name, const std::string& table, bool has_logic) {
  ScenarioText text(symbols, scenario);
  List steps = text.steps();
  List assumptions = text.assumptions();
  return {Record{{"suite", subject.suite},
                 {"name", name},
                 {"doc", doc_comment(scenario.doc)},
                 {"place", place_text(symbols.model(), scenario.location)},
                 {"subject", subject.type},
                 {"externs", symbols.externs_name()},
                 {"skipped", subject.skipped},
                 {"initial", has_logic ? " = " + table : ""},
                 {"table", table},
                 {"file", string_literal(file_name(symbols.model(), scenario.location))},
                 {"line", std::to_string(scenario.location.line)},
                 {"has_assumptions", !assumptions.empty()},
                 {"assumptions", std::move(assumptions)},
                 {"steps", std::move(steps)}},
          text.uses_literals()};
}

}  // namespace cqrsc::plan
