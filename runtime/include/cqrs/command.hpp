#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <cqrs/context.hpp>
#include <cqrs/decision.hpp>
#include <cqrs/event.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/position.hpp>
#include <cqrs/uuid.hpp>

namespace cqrs {

/// What goes with a command. Everything may be left out.
struct CommandOptions {
  /// Makes the command idempotent: sent again with the same id and body, it is not carried out again and gives the
  /// result of the first time. Without one, a command that ended in unknown_outcome cannot be sent again safely.
  std::optional<Uuid> command_id = std::nullopt;
  Actor actor = {};
  /// The first command of the conversation; none: this one.
  std::optional<Uuid> correlation = std::nullopt;
  /// The event that made somebody send this.
  std::optional<Uuid> causation = std::nullopt;
  /// W3C traceparent.
  std::string trace = {};
  /// The text of a JSON object that is kept with the events.
  std::string metadata = {};
};

/// A run of versions of one stream: (first, last), empty when last < first.
struct Versions {
  Version first = 1;
  Version last = 0;

  [[nodiscard]] std::int64_t count() const noexcept { return last - first + 1; }
  [[nodiscard]] bool empty() const noexcept { return last < first; }

  friend bool operator==(const Versions&, const Versions&) = default;
};

/// A command that was carried out, and is durable.
struct Accepted {
  /// The caller's id, or the one made for it.
  Uuid command_id;
  /// Of its events; empty when there were none, and `last` is the stream's version all the same.
  Versions versions;
  /// Who has read up to here has seen what the command did.
  Position position;
  /// It had been carried out before, under the same id; this is what it came to then.
  bool duplicate = false;

  friend bool operator==(const Accepted&, const Accepted&) = default;
};

/// What comes of a command: it was accepted, or else exactly what this command can be rejected with, or cqrs::Error.
template <class Command>
using Outcome = expected<Accepted, Failure<Command>>;

/// A rejection of any command, for those who do not know its type: gateways, logs.
struct Rejection {
  std::string name;     ///< "AccountNotOpen"
  std::string message;  ///< one sentence for a person
  std::string json;     ///< its fields, the text of a JSON object

  friend bool operator==(const Rejection&, const Rejection&) = default;
};

/// What comes of a command whose type is known only at run time.
using AnyOutcome = expected<Accepted, std::variant<Rejection, Error>>;

}  // namespace cqrs
