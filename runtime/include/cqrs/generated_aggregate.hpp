#pragma once

// What the .cpp file of a generated aggregate needs beside its own headers.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <cqrs/aggregate.hpp>
#include <cqrs/arithmetic.hpp>
#include <cqrs/codec.hpp>
#include <cqrs/context.hpp>
#include <cqrs/decision.hpp>
#include <cqrs/functions.hpp>
#include <cqrs/json.hpp>
#include <cqrs/owned.hpp>
#include <cqrs/stream_key.hpp>
#include <cqrs/tag.hpp>
#include <cqrs/text.hpp>

namespace cqrs {

/// Collects the fields of a command whose `where` does not hold.
class Intake {
 public:
  void check(std::string_view field, bool holds) {
    if (!holds) fields_.emplace_back(field);
  }
  [[nodiscard]] bool failed() const noexcept { return !fields_.empty(); }
  [[nodiscard]] Invalid invalid() && { return Invalid{std::move(fields_)}; }

 private:
  std::vector<std::string> fields_;
};

// The functions of an EventLayout, for an Event that is current.

template <class State, class Event>
using Apply = void (*)(State&, const typename Event::View&, const Meta&);

template <class State, class Event, Apply<State, Event> kApply>
bool fold(void* state, Bytes body, const Meta& meta, const void*) {
  using View = typename Event::View;
  // What is_valid() and view_of() do, without another two functions for every event.
  if constexpr (requires { View::valid(body); }) {
    if (!View::valid(body)) return false;
  } else {
    if (!is_valid<Event>(body)) return false;
  }
  kApply(*static_cast<State*>(state), View(layout::place_of(body, View::kShape)), meta);
  return true;
}

/// Of an event that is `ignore`d.
template <class Event>
bool skip(void*, Bytes body, const Meta&, const void*) {
  return is_valid<Event>(body);
}

/// `kApply` is named, and not found by its arguments: among the handlers of a hundred events that takes the compiler
/// longer than all else here.
template <class State, class Event, Apply<State, Event> kApply>
constexpr EventLayout folded() {
  return {Event::kType, Event::kVersion, fold<State, Event, kApply>, &Event::kTable, Event::View::kShape};
}
template <class Event>
constexpr EventLayout ignored() {
  return {Event::kType, Event::kVersion, skip<Event>, &Event::kTable, Event::View::kShape};
}

// The functions of an EventLayout, for an Event that is history. `upcast`, which hands on what it is today, is found
// beside the table of extern functions; `apply` beside the state, `event_of` beside what is handed on.

template <class State, class Externs, class Event>
bool fold_upcast(void* state, Bytes body, const Meta& meta, const void* externs) {
  if (!is_valid<Event>(body)) return false;
  Meta part = meta;
  upcast(view_of<Event>(body), meta, *static_cast<const Externs*>(externs), [&](auto today) {
    apply(*static_cast<State*>(state), std::move(today), part);
    ++part.part;
  });
  return true;
}

template <class Externs, class Event>
bool upcast_stored(EncodedEvents& today, Bytes body, const Meta& meta, const void* externs) {
  if (!is_valid<Event>(body)) return false;
  upcast(view_of<Event>(body), meta, *static_cast<const Externs*>(externs),
         [&](const auto& event) { today.add(event_of(event)); });
  return true;
}

template <class State, class Externs, class Event>
constexpr EventLayout upcasted() {
  return {Event::kType,   Event::kVersion,     fold_upcast<State, Externs, Event>,
          &Event::kTable, Event::View::kShape, upcast_stored<Externs, Event>};
}

/// Of an AggregateDefinition.
template <class State>
void state_json(std::string& out, const void* state) {
  append_json(out, *static_cast<const State*>(state));
}

// The functions of a snapshot, for a State whose view is known.

template <class State>
bool encode_state(const void* state, Buffer& out) {
  return append_encoded(out, *static_cast<const State*>(state)).has_value();
}

template <class State>
std::shared_ptr<void> decode_state(Bytes bytes) {
  if (!is_valid<State>(bytes)) return nullptr;
  return std::make_shared<State>(to_struct<State>(view_of<State>(bytes)));
}

}  // namespace cqrs
