#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/aggregate.hpp"

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
struct Expected {
  Location location;
  std::variant<ExpectedNothing, ExpectedEvent, ExpectedRejection, ExpectedState> node;
};

/// An example that becomes a test. Without `when`, the expected events are what the given ones are today.
struct Scenario {
  std::string title;
  std::string doc;
  Location location;
  const Aggregate* aggregate = nullptr;
  std::vector<Assumption> assumptions;
  std::vector<GivenEvent> given;
  std::optional<WhenCommand> when;
  std::vector<Expected> then;
};

}  // namespace cqrsc::model
