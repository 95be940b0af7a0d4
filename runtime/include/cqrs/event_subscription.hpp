#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <cqrs/aggregate.hpp>
#include <cqrs/application.hpp>
#include <cqrs/codec.hpp>
#include <cqrs/event.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/store.hpp>
#include <cqrs/subscription.hpp>

// Subscriptions to typed events, as they are today: what was stored in an older version comes through its upcasters. A
// header of its own, as it needs what reads stored bytes: the `…_views.hpp` of the events' aggregates is included too.

namespace cqrs {

/// What goes with an event that a subscription hands over. Valid during the call.
struct Delivery {
  const Meta& meta;               ///< `id_of<AccountId>(meta.stream)` is whose event it is
  const RecordedEvent& recorded;  ///< as it was stored; `recorded.position` is where to go on behind
};

namespace detail {

/// Reads stored events of any version as what they are today, and picks those of some types. One thread at a time.
class EventReader {
 public:
  using Handler = std::function<Result<Visit>(std::string_view type, Bytes body, const Delivery&)>;

  /// `types` live for ever; `externs` is the table of extern functions. Error: invalid_argument, a type that none of
  /// the aggregates has.
  static Result<EventReader> make(std::span<const AggregateDefinition* const> aggregates,
                                  std::shared_ptr<const void> externs, std::span<const std::string_view> types);

  /// The types that have to be asked for: those picked, and what may have become one of them.
  [[nodiscard]] const std::vector<std::string>& stored_types() const noexcept { return stored_types_; }

  /// Calls the handler for each picked event that the stored one is today, until it says stop. Errors: the handler's;
  /// unsupported_version, corruption, handler_failed where the event cannot be read.
  Result<Visit> read(const RecordedEvent& event, const Handler& handler) const;

 private:
  EventReader() = default;
  [[nodiscard]] bool is_picked(std::string_view type) const noexcept;
  Result<Visit> read_older(const EventLayout& layout, const RecordedEvent& event, const Handler& handler) const;

  std::map<std::pair<std::string_view, std::uint32_t>, const EventLayout*> layouts_;
  std::vector<std::string_view> types_;
  std::vector<std::string> stored_types_;
  std::shared_ptr<const void> externs_;
};

/// Decodes one event and hands it over, if it is an Event. False: it is not.
template <class Event, class Handler>
bool hand_over(Handler& handler, std::string_view type, Bytes body, const Delivery& delivery, Result<Visit>& answer) {
  static_assert(
      requires { sizeof(typename Event::View); },
      "include the views of this event's aggregate, such as <bank/account_views.hpp>");
  if (type != Event::kType) return false;
  const auto event = decode<Event>(body);
  if (!event) {
    answer = unexpected<Error>(event.error());
  } else if constexpr (std::is_void_v<std::invoke_result_t<Handler&, const Event&, const Delivery&>>) {
    handler(*event, delivery);
  } else {
    answer = handler(*event, delivery);
  }
  return true;
}

template <class... Events, class Handler>
EventReader::Handler typed_handler(Handler handler) {
  static_assert((std::is_invocable_v<Handler&, const Events&, const Delivery&> && ...),
                "the handler takes each of these events, and a const cqrs::Delivery&");
  return [handler = std::move(handler)](std::string_view type, Bytes body, const Delivery& delivery) mutable {
    Result<Visit> answer = Visit::next;
    static_cast<void>((hand_over<Events>(handler, type, body, delivery, answer) || ...));
    return answer;
  };
}

}  // namespace detail

/// Calls `handler` with each stored event of these types, in the order of the log, from a thread of its own: as they
/// are today, `(const Event&, const cqrs::Delivery&)`, whatever version they were stored in. It returns nothing, or a
/// `cqrs::Result<cqrs::Visit>`: `stop` ends the subscription behind the event, an error before it. Where to begin is
/// `options.after`: a handler that must not see an event again keeps the position of the last one with what it does.
/// Types in `options.filter` are not looked at. What is returned may outlive the application, not the store. Error:
/// invalid_argument, an event of another context.
template <class... Events, class Context, class Handler>
  requires(sizeof...(Events) > 0)
[[nodiscard]] Result<std::unique_ptr<Subscription>> subscribe(const Application<Context>& app, Handler handler,
                                                              SubscriptionOptions options = {}) {
  static constexpr std::string_view kTypes[] = {Events::kType...};
  const ApplicationParts& parts = app.parts();
  auto reader = detail::EventReader::make(parts.aggregates, parts.externs, kTypes);
  if (!reader) return unexpected<Error>(std::move(reader).error());
  options.filter.types = reader->stored_types();
  return Subscription::start(
      *parts.store, std::move(options),
      [reader = *std::move(reader), typed = detail::typed_handler<Events...>(std::move(handler))](
          const RecordedEvent& event) { return reader.read(event, typed); });
}

}  // namespace cqrs
