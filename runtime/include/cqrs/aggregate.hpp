#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <cqrs/bytes.hpp>
#include <cqrs/event.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/time.hpp>
#include <cqrs/uuid.hpp>

// What the runtime knows of an aggregate: a table of functions that the compiler writes. Generated code and the
// executor meet here and nowhere else.

namespace cqrs {

class EncodedEvents;
class Printer;
namespace record {
struct Table;
}

/// What `meta` says about an event while it is folded. Valid during the call.
struct Meta {
  Uuid id;
  Uuid correlation;
  Uuid causation;  ///< the command that caused it
  Bytes stream;    ///< the key of its stream; generated code makes the typed id of it
  Version version = 0;
  Instant time;
  std::optional<std::string_view> actor;
  std::optional<std::string_view> tenant;
  /// Tells the events apart that one stored event has become, from 0; all else here is the stored event's, for each.
  std::uint32_t part = 0;

  /// What is known of a stored event.
  [[nodiscard]] static Meta of(const RecordedEvent& event) noexcept;
};

/// One layout of one event type that may be met in a stream, and what it does to the state: a row for each version that
/// was ever stored, those of retired events included. Older ones lead through their upcasters to the same `on`; that of
/// an event which is `ignore`d only validates.
///
/// `externs` is the table of extern functions that the application was started with. What one of them throws comes
/// through, and so does ArithmeticError where a number leaves its range; the state is good for nothing then.
struct EventLayout {
  std::string_view type;  ///< "bank.Account.MoneyDeposited"
  std::uint32_t version = 1;
  /// False: the bytes are not what this layout allows. The state is good for nothing then.
  bool (*fold)(void* state, Bytes body, const Meta& meta, const void* externs) = nullptr;
  /// What the event is made of, and the shape of its bytes, for those who do not know its type. Null: nobody reads it
  /// so.
  const record::Table* table = nullptr;
  layout::Shape shape = {};
  /// Adds what the event is today, in current layouts: one event, several or none; false as above. Null: it is current.
  bool (*upcast)(EncodedEvents& today, Bytes body, const Meta& meta, const void* externs) = nullptr;
};

/// Everything here lives for ever and is thread-safe.
struct AggregateDefinition {
  std::string_view name;  ///< "bank.Account": the category of its streams
  /// The state before the first event.
  std::shared_ptr<void> (*initial_state)() = nullptr;
  std::shared_ptr<void> (*copy_state)(const void* state) = nullptr;
  /// Appends the JSON form of a state.
  void (*state_json)(std::string& out, const void* state) = nullptr;
  /// The text of an invariant that does not hold; empty if all do. Null: there are none.
  std::string_view (*broken_invariant)(const void* state) = nullptr;
  /// All that may be met in a stream, in any order.
  std::span<const EventLayout> events;

  /// The state is kept after about so many events, for later loads to start from; 0: never. What follows is then set.
  std::uint32_t snapshot_every = 0;
  /// Of everything that makes the state what it is: its layout, the fold, the versions of events and their upcasters.
  /// A snapshot with another one is not looked at.
  std::uint64_t fingerprint = 0;
  /// Appends the state's bytes. False: it has none (a text that is not UTF-8); `out` is then as it was.
  bool (*encode_state)(const void* state, Buffer& out) = nullptr;
  /// Null: these bytes are no state. Safe with any bytes whatever.
  std::shared_ptr<void> (*decode_state)(Bytes bytes) = nullptr;
};

/// The first two functions of a definition, for any state.
template <class State>
std::shared_ptr<void> initial_state() {
  return std::make_shared<State>();
}
template <class State>
std::shared_ptr<void> copy_state(const void* state) {
  return std::make_shared<State>(*static_cast<const State*>(state));
}

}  // namespace cqrs
