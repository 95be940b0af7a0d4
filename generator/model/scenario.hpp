#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/aggregate.hpp"
#include "model/projection.hpp"

namespace cqrsc::model {

/// `assuming f(args) = result`: all constants.
struct Assumption {
  const ExternFunction* function = nullptr;
  std::vector<const Expression*> arguments;
  const Expression* result = nullptr;
  Location location;
};

/// `at`, `by`, `as role` after an event or a command.
struct Stamp {
  std::optional<std::int64_t> at;  ///< nanoseconds since 1970 UTC
  std::optional<std::string> by;
  std::vector<std::string> roles;
};

/// Any version of an event; every field, in declared order. What was left out has its default, `none` or the initial
/// value of its type.
struct GivenEvent {
  const EventVersion* event = nullptr;
  std::vector<FieldInit> fields;
  Stamp stamp;
  Location location;
};

/// `Account("6f1c…") { AccountOpened { … } }`: of a scenario for a projection or query.
struct GivenStream {
  const Aggregate* aggregate = nullptr;
  const Expression* id = nullptr;  ///< a constant of its id's type
  std::vector<GivenEvent> events;
  Location location;
};

/// `when Richest { … }`: of a scenario for a query.
struct WhenQuery {
  std::vector<FieldInit> fields;  ///< every parameter, in declared order
  Location location;
};

struct WhenCommand {
  const Command* command = nullptr;
  std::vector<FieldInit> fields;  ///< every field, in declared order
  Stamp stamp;
  Location location;
};

struct ExpectedNothing {};
/// Compared in the fields named.
struct ExpectedEvent {
  const EventVersion* event = nullptr;
  std::vector<FieldInit> fields;
};
struct ExpectedRejection {
  CanReject error;
  std::vector<FieldInit> fields;                           ///< compared in the fields named; of a built-in error: none
  std::optional<std::vector<std::string>> invalid_fields;  ///< `rejected Invalid { fields = […] }`
};
struct ExpectedState {
  std::vector<FieldInit> fields;
};
/// The row of that key is there; compared in the fields named. Of a query: the next of its results, without keys.
struct ExpectedRow {
  std::vector<const Expression*> keys;
  std::vector<FieldInit> fields;
};
struct ExpectedNoRow {
  std::vector<const Expression*> keys;
};
struct Expected {
  Location location;
  std::variant<ExpectedNothing, ExpectedEvent, ExpectedRejection, ExpectedState, ExpectedRow, ExpectedNoRow> node;
};

/// An example that becomes a test. Exactly one of aggregate, projection and query is set. For an aggregate: without
/// `when`, the expected events are what the given ones are today. For a projection or query: `streams` are given, each
/// event recorded after those before it; results of a query are exactly those expected, in order.
struct Scenario {
  std::string title;
  std::string doc;
  Location location;
  const Aggregate* aggregate = nullptr;
  const Projection* projection = nullptr;
  const Query* query = nullptr;
  std::vector<Assumption> assumptions;
  std::vector<GivenEvent> given;
  std::vector<GivenStream> streams;
  std::optional<WhenCommand> when;
  std::optional<WhenQuery> when_query;
  std::vector<Expected> then;
};

}  // namespace cqrsc::model
