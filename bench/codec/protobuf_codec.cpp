#include <stdexcept>

#include "codec/measure.hpp"
#include "events.pb.h"

namespace peers {
namespace {

template <class Id>
std::string bytes_of(const Id& id) {
  return {reinterpret_cast<const char*>(id.value().bytes.data()), id.value().bytes.size()};
}

protobuf::Deposited message_of(const ledger::Deposited& event) {
  protobuf::Deposited message;
  message.set_transfer(bytes_of(event.transfer));
  message.set_cents(event.amount.cents);
  message.set_currency(static_cast<protobuf::Currency>(event.amount.currency));
  message.set_channel(static_cast<protobuf::Channel>(event.channel));
  message.set_at(event.at.nanoseconds);
  message.set_memo(event.memo);
  return message;
}

protobuf::OrderPlaced message_of(const orders::OrderPlaced& event) {
  protobuf::OrderPlaced message;
  message.set_order(bytes_of(event.order));
  message.set_customer(bytes_of(event.customer));
  for (const auto& line : event.lines) {
    auto* const one = message.add_lines();
    one->set_sku(line.sku);
    one->set_quantity(line.quantity);
    one->set_cents(line.cents);
  }
  auto* const address = message.mutable_address();
  address->set_name(event.address.name);
  address->set_street(event.address.street);
  address->set_city(event.address.city);
  address->set_code(event.address.code);
  address->set_country(event.address.country);
  if (event.coupon) message.set_coupon(*event.coupon);
  message.set_shipping(static_cast<protobuf::Shipping>(event.shipping));
  return message;
}

/// What is written is a message that is there already: filling it is not counted.
struct Protobuf {
  using Bytes = std::string;
  template <class Event>
  static auto prepare(const Event& event) {
    return message_of(event);
  }
  template <class Message>
  static std::size_t encode(const Message& message, Bytes& bytes) {
    const std::size_t size = message.ByteSizeLong();
    if (bytes.size() < size) bytes.resize(size);
    message.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(bytes.data()));
    return size;
  }
  static std::string text(const Bytes& bytes) { return bytes; }
  template <class Event>
  static auto decode(std::string_view bytes) {
    decltype(message_of(std::declval<Event>())) message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) throw std::runtime_error("protobuf");
    return message;
  }
};

const Measured kMeasured([] { measure<Protobuf>("protobuf"); });

}  // namespace
}  // namespace peers
