#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cqrs/executor.hpp>
#include <cqrs/store.hpp>

#include "aggregate/lanes.hpp"
#include "aggregate/repository.hpp"

namespace cqrs::aggregate {

/// One command on its way through the executor.
struct Job {
  CommandTask* task = nullptr;
  std::unique_ptr<CommandTask> owned;  // of a submitted one
  const AggregateType* type = nullptr;
  StreamRef stream;
  Lane* lane = nullptr;

  Instant started;
  std::size_t middleware_passed = 0;
  unsigned attempts = 0;
  bool state_was_cached = false;
  bool looked_up = false;  // the caller's command id
  Uuid command_id;
  Hash128 body_hash;

  // The decision that is being stored.
  EncodedEvents events;
  LoadedState next;
  bool stored = false;                 // and next is the state now
  std::vector<std::string_view> tags;  // of new_events, one after the other; the text is in events
  NewEvent only_event;                 // where there is one, as most commands have; else
  std::vector<NewEvent> new_events;
  StreamAppend append;
  Buffer result;
  AppendRequest request;
};

}  // namespace cqrs::aggregate
