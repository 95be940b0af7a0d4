#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/declaration.hpp"

namespace cqrsc::model {

struct Aggregate;
struct Event;
struct Scenario;

/// One layout of an event. `location` and `doc` are the version's own.
struct EventVersion : Declaration {
  const Event* event = nullptr;
  std::uint32_t version = 1;
  std::deque<Field> fields;
  std::optional<Upcast> upcast;  ///< from the version before; none for the first
};

/// What a retired event becomes.
struct Outcome;
struct OutcomeEvents {
  /// Empty: nothing. Values read FieldSource::Old. Of the same aggregate; the newest version unless the source names
  /// one. What is not current goes on from there: an older version by its upcasts, a retired event by its own outcome.
  std::vector<EmitStatement> events;
};
struct OutcomeChoice {
  const Expression* condition = nullptr;
  std::vector<Outcome> then;       ///< exactly one
  std::vector<Outcome> otherwise;  ///< exactly one
};
struct Outcome {
  Location location;
  std::variant<OutcomeEvents, OutcomeChoice> node;
};

struct Event : Declaration {
  const Context* context = nullptr;
  const Aggregate* aggregate = nullptr;  ///< null: a public event of the context itself
  bool is_public = false;
  bool is_retired = false;
  std::deque<EventVersion> versions;  ///< ascending, without gaps
  std::optional<Outcome> becomes;     ///< of the last version, where retired
  /// The newest version; the one commands emit and `on` sees, unless retired.
  [[nodiscard]] const EventVersion& current() const { return versions.back(); }
};

struct State {
  Location location;  ///< of the `state` block; line 0 where none was written
  std::deque<Field> fields;
  std::vector<Invariant> invariants;
};

enum class Existence : std::uint8_t {
  MustExist,     ///< no modifier, or `existing`
  MustNotExist,  ///< `creates`
  MayExist,      ///< `may create`
};

struct EmitsItem {
  const Event* event = nullptr;
  bool many = false;  ///< `A*`
};

using CanReject = std::variant<BuiltinError, const Error*>;

struct Command : Declaration {
  const Aggregate* aggregate = nullptr;
  Existence existence = Existence::MustExist;
  const Error* existence_error = nullptr;  ///< `else E`: takes the place of AlreadyExists or DoesNotExist; no fields
  bool is_extern = false;                  ///< decided by a C++ function; has `emits` instead of a body
  std::deque<Field> fields;
  std::vector<const Expression*> allows;  ///< all must hold, checked before the body, else NotAllowed
  Block body;
  std::vector<EmitsItem> emits;    ///< what it can emit: declared where extern, else collected from the body
  bool emits_nothing = false;      ///< extern: `| nothing`
  std::vector<CanReject> rejects;  ///< all it can reject: built-ins first, then declared errors, each once, in order
};

struct Handler {
  const EventVersion* event = nullptr;
  Block body;
  Location location;
};

struct Aggregate : Declaration {
  const Context* context = nullptr;
  const Id* id = nullptr;
  State state;
  std::deque<Event> events;  ///< in the order of their first appearance, retired ones included
  std::deque<Command> commands;
  std::vector<Handler> handlers;  ///< one for each current event that is not ignored
  std::vector<const Event*> ignored;
  std::optional<std::uint32_t> snapshot_every;  ///< events
  std::vector<const Scenario*> scenarios;
};

}  // namespace cqrsc::model
