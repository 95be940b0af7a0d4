#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "model/aggregate.hpp"
#include "model/projection.hpp"
#include "model/scenario.hpp"

namespace cqrsc::model {

/// A name that a context gives away, and what has it: null where other contexts do not see that.
template <class Declaration>
struct GivenName {
  std::string name;
  const Declaration* declaration = nullptr;
};
struct AggregateNames {
  GivenName<Aggregate> aggregate;
  std::vector<GivenName<Event>> events;  ///< each once, in the order of their first appearance
  std::vector<GivenName<Command>> commands;
};
/// The names that a context gives to its aggregates, with their events and commands, and to its read models; all of
/// them, of an imported context too, since what one is called in C++ depends on the others.
struct Outline {
  std::vector<AggregateNames> aggregates;
  std::vector<GivenName<Projection>> projections;
  std::vector<GivenName<Query>> queries;
};

/// A bounded context: what one `context` line names, over all its files. Of an imported context only ids, values,
/// enums, unions, errors, and aggregates with their public events (with all versions) are there.
struct Context {
  std::string name;  ///< dotted: `acme.billing`
  std::string doc;
  Location location;
  std::vector<const Context*> imports;
  std::deque<Id> ids;
  std::deque<Enum> enums;
  std::deque<Value> values;
  std::deque<Union> unions;
  std::deque<Error> errors;
  std::deque<ExternFunction> extern_functions;
  std::deque<Event> events;  ///< public events outside aggregates
  std::deque<Aggregate> aggregates;
  std::deque<Projection> projections;
  std::deque<Query> queries;
  std::deque<Scenario> scenarios;
  Outline outline;
};

/// All that is known of one context after analysis: resolved, versioned, checked. Every pointer within points into the
/// same Model and lives as long as it. Built by sema and handed out const; reading it from several threads is safe.
class Model {
 public:
  Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  std::vector<std::string> files;  ///< display paths, in the order given; Location::file indexes it
  std::deque<Context> contexts;    ///< the one being compiled first, then imported ones, dependencies' order, by name
  [[nodiscard]] const Context& context() const { return contexts.front(); }

  /// The one object that stands for a type equal to `type`.
  const Type* intern(const Type& type);
  const Expression* add(Expression expression);
  const Statement* add(Statement statement);
  const Local* add(Local local);

 private:
  using TypeKey = std::tuple<TypeKind, std::uint8_t, std::uint8_t, const void*, const void*>;
  std::map<TypeKey, Type> types_;
  std::deque<Expression> expressions_;
  std::deque<Statement> statements_;
  std::deque<Local> locals_;
};

/// The name of a built-in error: "AlreadyExists".
const char* to_text(BuiltinError error);

}  // namespace cqrsc::model
