#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <cqrs/bytes.hpp>
#include <cqrs/error.hpp>
#include <cqrs/rejection.hpp>

// What deciding a command comes to: events, or one rejection. A command names both in its struct:
//
//   struct Deposit {
//     …
//     using Aggregate = Account;
//     using Emits = cqrs::Emits<MoneyDeposited>;
//     using Rejects = cqrs::Rejects<cqrs::DoesNotExist, AccountNotOpen>;
//   };

namespace cqrs {

class Context;
struct AggregateDefinition;

/// That a command may come to no event at all: as a value, and in Emits.
struct Nothing {};
inline constexpr Nothing nothing{};  // NOLINT(readability-identifier-naming): reads as a word

/// In Emits: any number of events of this type.
template <class Event>
struct Many {};

/// The events a command can come to: an event type, Many of one, Nothing.
template <class... Items>
struct Emits {
  template <class Event>
  static constexpr bool kMany = (std::is_same_v<Items, Many<Event>> || ...);
  template <class Event>
  static constexpr bool kAny = kMany<Event> || (std::is_same_v<Items, Event> || ...);
  static constexpr bool kNothing = (std::is_same_v<Items, Nothing> || ...);
};

/// Everything a command can be rejected with, built-in rejections included.
template <class... Errors>
struct Rejects {
  template <class Error>
  static constexpr bool kAny = (std::is_same_v<Errors, Error> || ...);
  /// One of these, or the failure of the machinery that kept the command from being decided or stored.
  using Failure = std::variant<Errors..., cqrs::Error>;
};

/// What `execute` gives instead of an acceptance.
template <class Command>
using Failure = typename Command::Rejects::Failure;

/// Events as they will be stored, in order.
class EncodedEvents {
 public:
  struct Entry {
    std::string_view type;  ///< lives for ever
    std::uint32_t layout_version = 1;
    std::size_t begin = 0;  ///< in the common buffer
    std::size_t end = 0;
    std::vector<std::string> tags = {};
  };

  EncodedEvents() = default;
  EncodedEvents(EncodedEvents&&) noexcept = default;
  EncodedEvents& operator=(EncodedEvents&&) noexcept = default;
  EncodedEvents(const EncodedEvents& other);
  EncodedEvents& operator=(const EncodedEvents& other) { return *this = EncodedEvents(other); }
  ~EncodedEvents() = default;

  template <class Event>
  void add(const Event& event) {
    Encoded& encoded = this->encoded();
    const std::size_t begin = encoded.bytes.size();
    encode(encoded.bytes, event);
    encoded.entries.push_back({Event::kType, Event::kVersion, begin, encoded.bytes.size()});
  }
  /// As add(), with the tags by which the event is to be found.
  template <class Event>
  void add_tagged(const Event& event) {
    add(event);
    if constexpr (requires(std::vector<std::string>& tags) { add_tags(tags, event); })
      add_tags(encoded_->entries.back().tags, event);
  }

  [[nodiscard]] std::span<const Entry> entries() const noexcept {
    return encoded_ ? std::span<const Entry>(encoded_->entries) : std::span<const Entry>();
  }
  [[nodiscard]] Bytes body(const Entry& entry) const noexcept {
    return Bytes(encoded_->bytes).subspan(entry.begin, entry.end - entry.begin);
  }
  [[nodiscard]] std::size_t size() const noexcept { return entries().size(); }
  [[nodiscard]] bool empty() const noexcept { return entries().empty(); }

 private:
  struct Encoded {
    std::vector<Entry> entries;
    Buffer bytes;
  };
  struct Spare;
  /// Every thread keeps what one decision has taken for the next one.
  struct Recycle {
    void operator()(Encoded* encoded) const noexcept;
  };

  Encoded& encoded() {
    if (!encoded_) encoded_ = take();
    return *encoded_;
  }
  [[nodiscard]] static std::unique_ptr<Encoded, Recycle> take();

  std::unique_ptr<Encoded, Recycle> encoded_;  // null: there are none yet
};

/// What generated code collects the events of one decision in: `emit(MoneyDeposited{…});`.
template <class Command>
class Emit {
 public:
  template <class Event>
  void operator()(const Event& event) {
    static_assert(Command::Emits::template kAny<Event>, "this command does not emit that event");
    events_.add_tagged(event);
  }

 private:
  template <class>
  friend class Decision;
  EncodedEvents events_;
};

/// What deciding one command comes to. Made from an event the command emits, from cqrs::nothing, from a vector of
/// events where it emits any number of them, or from an error it rejects with; nothing else compiles.
template <class Command>
class [[nodiscard]] Decision {
  using Emits = typename Command::Emits;
  using Rejects = typename Command::Rejects;

 public:
  /// Accepted, with one event.
  template <class Event>
    requires(Emits::template kAny<Event>)
  Decision(const Event& event) {  // NOLINT(google-explicit-constructor)
    events_.add_tagged(event);
  }

  /// Accepted; nothing happens.
  Decision(Nothing)  // NOLINT(google-explicit-constructor)
    requires(Emits::kNothing)
  {}

  /// Accepted, with these events.
  template <class Event>
    requires(Emits::template kMany<Event>)
  Decision(const std::vector<Event>& events) {  // NOLINT(google-explicit-constructor)
    for (const auto& event : events) events_.add_tagged(event);
  }

  Decision(Emit<Command>&& emitted) noexcept : events_(std::move(emitted.events_)) {}  // NOLINT

  /// Rejected.
  template <class Rejection>
    requires(Rejects::template kAny<std::remove_cvref_t<Rejection>>)
  Decision(Rejection&& rejection)  // NOLINT(google-explicit-constructor,bugprone-forwarding-reference-overload)
      : rejection_(std::forward<Rejection>(rejection)) {}

  [[nodiscard]] bool accepted() const noexcept { return !rejection_; }

  /// Empty when rejected.
  [[nodiscard]] const EncodedEvents& events() const& noexcept { return events_; }
  [[nodiscard]] EncodedEvents events() && noexcept { return std::move(events_); }

  /// None when accepted; never holds cqrs::Error.
  [[nodiscard]] const std::optional<Failure<Command>>& rejection() const& noexcept { return rejection_; }
  [[nodiscard]] std::optional<Failure<Command>> rejection() && noexcept { return std::move(rejection_); }

 private:
  EncodedEvents events_;
  std::optional<Failure<Command>> rejection_;
};

}  // namespace cqrs
