#include "interpret/scenario_parts.hpp"

#include <algorithm>

namespace cqrsc::interpret {

using namespace model;

ExternFunctions assumed(const Scenario& scenario) {
  return [&scenario](const ExternFunction& function, const std::vector<Value>& arguments) -> Result<Value> {
    for (const Assumption& assumption : scenario.assumptions) {
      if (assumption.function != &function) continue;
      const bool same = std::equal(arguments.begin(), arguments.end(), assumption.arguments.begin(),
                                   assumption.arguments.end(), [](const Value& value, const Expression* expected) {
                                     return equal(value, Evaluator({}).evaluate(*expected));
                                   });
      if (same) return Evaluator({}).evaluate(*assumption.result);
    }
    return tl::unexpected(
        Failure{"extern function " + function.name + " is written in C++, and nothing is assumed of it",
                Failure::Reason::NeedsCpp});
  };
}

Record filled(const std::vector<FieldInit>& fields, std::size_t size, const ExternFunctions& externs) {
  Surroundings surroundings;
  surroundings.externs = &externs;
  Record record{std::vector<Value>(size)};
  Evaluator(surroundings).fill(fields, record);
  return record;
}

std::string difference(const Field& field, const Value& is, const Value& should) {
  if (equal(is, should)) return {};
  return field.name + ": " + shown_text(*field.type, is) + ", expected " + shown_text(*field.type, should) + "\n";
}

std::string differences(const std::deque<Field>& fields, const std::vector<FieldInit>& named, const Record& actual,
                        const ExternFunctions& externs) {
  const Record expected = filled(named, fields.size(), externs);
  std::string text;
  for (const FieldInit& init : named)
    text += difference(*init.field, actual.fields[init.field->index], expected.fields[init.field->index]);
  return text;
}

}  // namespace cqrsc::interpret
