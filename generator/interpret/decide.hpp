#pragma once

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "interpret/history.hpp"

namespace cqrsc::interpret {

/// A command as it comes in.
struct Request {
  const model::Command* command = nullptr;
  Record fields;
  Value own_id;
  std::int64_t version = 0;  ///< of the stream: how many events are stored in it
  std::int64_t now = 0;      ///< nanoseconds since 1970 UTC
  std::optional<std::string> actor;
  std::set<std::string> roles;
};

struct BuiltinRejection {
  model::BuiltinError error = model::BuiltinError::Invalid;
  std::vector<std::string> fields;  ///< of Invalid: which are
};

struct Decision {
  std::vector<CurrentEvent> events;
  Record state;  ///< with the events applied; as before, where it is rejected
  std::optional<std::variant<BuiltinRejection, Rejected>> rejection;
};

/// What the aggregate in `state` says to the command: the order is existence, `where` (all failures together), `allow`,
/// the statements, the invariants over the state that follows. A failure where it is decided in C++, or something of it
/// is not interpreted. Thread-safe.
Result<Decision> decide(const model::Aggregate& aggregate, const Record& state, const Request& request,
                        const ExternFunctions& externs = {});

/// Whether a value keeps the rules that its type declares: of ids, of values and their fields, all the way down.
bool is_valid(const model::Type& type, const Value& value);

}  // namespace cqrsc::interpret
