// The Model as JSON, a function for each of its parts. Inside ir/ only.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/model.hpp"
#include "source/source_file.hpp"

namespace cqrsc::ir {

using Json = nlohmann::ordered_json;

/// Lists are always there, empty ones too; what else is not there is left out.
class Writer {
 public:
  Writer(const model::Model& model, const SourceMap& sources) : model_(model), sources_(sources) {}

  Json document();

 private:
  // --- names, places, types (types.cpp)
  static std::string name_of(const model::Context& context, const std::string& name) {
    return context.name + "." + name;
  }
  static std::string name_of(const model::Event& event);
  static std::string name_of(const model::Aggregate& aggregate) { return name_of(*aggregate.context, aggregate.name); }
  static Json versioned(const model::EventVersion& event);
  [[nodiscard]] std::string place(const model::Location& location) const;
  Json declaration(const model::Declaration& declaration) const;
  /// The name of a type in the table of types; puts it there.
  std::string type(const model::Type& type);

  // --- declarations (ir.cpp)
  Json context(const model::Context& context);
  Json fields(const std::deque<model::Field>& fields);
  Json field(const model::Field& field);
  Json invariants(const std::vector<model::Invariant>& invariants);
  Json id(const model::Id& id);
  Json enumeration(const model::Enum& enumeration) const;
  Json value(const model::Value& value);
  Json union_(const model::Union& one);
  Json error(const model::Error& error);
  Json function(const model::ExternFunction& function);
  Json upcast(const model::Upcast& upcast);
  Json upcast(const model::UnionUpcast& upcast);

  // --- aggregates (aggregates.cpp)
  Json event(const model::Event& event);
  Json event_version(const model::EventVersion& version);
  Json outcome(const model::Outcome& outcome);
  Json command(const model::Command& command);
  Json aggregate(const model::Aggregate& aggregate);

  // --- read models (read_models.cpp)
  Json projection(const model::Projection& projection);
  Json row_handler(const model::RowHandler& handler);
  Json query(const model::Query& query);

  // --- scenarios (scenarios.cpp)
  Json scenario(const model::Scenario& scenario);
  Json given(const model::GivenEvent& given);
  Json expected(const model::Expected& expected);

  // --- expressions (expressions.cpp), statements (statements.cpp)
  /// With its text, as it stands in the source.
  Json expression(const model::Expression& expression);
  Json expressions(const std::vector<const model::Expression*>& expressions);
  Json tree(const model::Expression& expression);
  Json trees(const std::vector<const model::Expression*>& expressions);
  Json patterns(const std::vector<model::Pattern>& patterns, const model::Type& subject);
  Json inits(const std::vector<model::FieldInit>& fields);
  Json text_parts(const std::vector<model::TextPart>& parts);
  Json block(const model::Block& block);
  Json statement(const model::Statement& statement);
  Json path(const std::vector<model::PathStep>& path);

  friend struct NodeWriter;
  friend struct StatementWriter;

  const model::Model& model_;
  const SourceMap& sources_;
  Json types_ = Json::object();
};

/// A list of what `write` makes of each item.
template <typename Items, typename Write>
Json list(const Items& items, const Write& write) {
  Json json = Json::array();
  for (const auto& item : items) json.push_back(write(item));
  return json;
}

/// As a constant of this type: null, true or false; all else as text.
Json constant(const model::Constant& constant, const model::Type& type);
std::string built_in(model::BuiltinError error);

}  // namespace cqrsc::ir
