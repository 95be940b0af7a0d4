#pragma once

#include <vector>

#include "interpret/evaluator.hpp"
#include "interpret/value.hpp"
#include "model/aggregate.hpp"

namespace cqrsc::interpret {

/// What a stored event means today. All of this works on the Model alone, without generated code. Thread-safe.

/// What goes with an event that nobody stored, in a scenario: ids that tell it from others, and the causation and
/// correlation of one command.
Meta meta_of(const Value& stream, std::int64_t version, std::int64_t time, const std::optional<std::string>& actor);

/// What a record of older fields is in the next version, by the steps of one upcast. `old` is read, the result has
/// every field of `fields`.
Record upcast_record(const model::Upcast& upcast, const std::deque<model::Field>& fields, const Record& old,
                     const Surroundings& surroundings);

/// A current event that a stored one has become. Its place among the parts is its place in the list.
using CurrentEvent = Emitted;

/// The current events that an event stored as `version` is today, in order: through the upcasts of the event and of the
/// values and unions it holds, and what retired events become. None where it becomes nothing. A failure where a mapping
/// overflows or needs an extern function that fails.
Result<std::vector<CurrentEvent>> upcast(const model::EventVersion& version, const Record& stored, const Meta& meta,
                                         const ExternFunctions& externs = {});

/// The state before the first event.
Record initial_state(const model::Aggregate& aggregate);
/// The record whose fields nobody has set: written defaults, else zero_of().
Record initial_record(const std::deque<model::Field>& fields);

/// What `on` does; nothing where the event is ignored. On a failure (overflow) the state is what it was.
Result<void> apply(const model::Aggregate& aggregate, const CurrentEvent& event, const Meta& meta, Record& state);

/// An event as it lies in a stream.
struct StoredEvent {
  const model::EventVersion* version = nullptr;
  std::string bytes;
  Meta meta;
};

/// The state after the events, each decoded, upcast and applied.
Result<Record> fold(const model::Aggregate& aggregate, const std::vector<StoredEvent>& events,
                    const ExternFunctions& externs = {});

}  // namespace cqrsc::interpret
