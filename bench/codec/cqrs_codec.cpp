#include <cstring>

#include <ledger/account_views.hpp>
#include <orders/order_views.hpp>

#include <cqrs/codec.hpp>

#include "codec/measure.hpp"

namespace peers {
namespace {

std::size_t sum_of(const ledger::DepositedView& event) {
  return std::to_integer<std::size_t>(std::byte{event.transfer().value().bytes[3]}) +
         static_cast<std::size_t>(event.amount().cents()) + static_cast<std::size_t>(event.amount().currency()) +
         static_cast<std::size_t>(event.at().nanoseconds) + static_cast<std::size_t>(event.channel()) +
         event.memo().size();
}

std::size_t sum_of(const orders::OrderPlacedView& event) {
  std::size_t sum = std::size_t{event.order().value().bytes[3]} + event.customer().value().bytes[5];
  for (const auto& line : event.lines()) {
    sum += line.sku().size() + line.quantity() + static_cast<std::size_t>(line.cents());
  }
  const auto address = event.address();
  for (const auto text : {address.name(), address.street(), address.city(), address.code(), address.country()}) {
    sum += text.size();
  }
  return sum + (event.coupon() ? event.coupon()->size() : 0) + static_cast<std::size_t>(event.shipping());
}

/// As it is: what is checked when an event is stored is in CheckedCqrs.
struct Cqrs {
  using Bytes = cqrs::Buffer;
  template <class Event>
  static const Event& prepare(const Event& event) {
    return event;
  }
  template <class Event>
  static std::size_t encode(const Event& event, Bytes& bytes) {
    const std::size_t size = cqrs::encoded_size(event);
    if (bytes.size() < size) bytes.resize(size);
    cqrs::encode_to(bytes.data(), event);
    return size;
  }
  static std::string text(const Bytes& bytes) { return std::string(cqrs::as_text(bytes)); }
  template <class Event>
  static std::size_t sum(std::string_view bytes) {
    if (!cqrs::is_valid<Event>(cqrs::as_bytes(bytes))) return 0;
    return sum_of(cqrs::view_of<Event>(cqrs::as_bytes(bytes)));
  }
  template <class Event>
  static Event decode(std::string_view bytes) {
    return cqrs::decode<Event>(cqrs::as_bytes(bytes)).value();
  }
};

/// As events are stored: text is checked to be UTF-8.
struct CheckedCqrs {
  using Bytes = cqrs::Buffer;
  template <class Event>
  static const Event& prepare(const Event& event) {
    return event;
  }
  template <class Event>
  static std::size_t encode(const Event& event, Bytes& bytes) {
    bytes.clear();
    cqrs::append_encoded(bytes, event).value();
    return bytes.size();
  }
  static std::string text(const Bytes& bytes) { return std::string(cqrs::as_text(bytes)); }
};

/// The bound of every codec: its bytes, copied.
struct Copy {
  using Bytes = cqrs::Buffer;
  template <class Event>
  static cqrs::Buffer prepare(const Event& event) {
    return cqrs::encode(event).value();
  }
  static std::size_t encode(const cqrs::Buffer& event, Bytes& bytes) {
    if (bytes.size() < event.size()) bytes.resize(event.size());
    std::memcpy(bytes.data(), event.data(), event.size());
    return event.size();
  }
  static std::string text(const Bytes& bytes) { return std::string(cqrs::as_text(bytes)); }
};

const Measured kMeasured([] {
  measure<Cqrs>("cqrs");
  measure<CheckedCqrs>("cqrs_checked");
  measure<Copy>("memcpy");
});

}  // namespace
}  // namespace peers
