#include <capnp/message.h>
#include <capnp/serialize.h>

#include "codec/measure.hpp"
#include "events.capnp.h"

namespace peers {
namespace {

void fill(capnp::MessageBuilder& message, const ledger::Deposited& event) {
  auto to = message.initRoot<capnproto::Deposited>();
  const auto [high, low] = halves(event.transfer);
  to.setTransferHigh(high);
  to.setTransferLow(low);
  to.setCents(event.amount.cents);
  to.setCurrency(static_cast<capnproto::Currency>(static_cast<int>(event.amount.currency) - 1));
  to.setChannel(static_cast<capnproto::Channel>(static_cast<int>(event.channel) - 1));
  to.setAt(event.at.nanoseconds);
  to.setMemo(event.memo.c_str());
}

void fill(capnp::MessageBuilder& message, const orders::OrderPlaced& event) {
  auto to = message.initRoot<capnproto::OrderPlaced>();
  const auto order = halves(event.order);
  to.setOrderHigh(order.first);
  to.setOrderLow(order.second);
  const auto customer = halves(event.customer);
  to.setCustomerHigh(customer.first);
  to.setCustomerLow(customer.second);
  auto lines = to.initLines(static_cast<unsigned>(event.lines.size()));
  for (unsigned i = 0; i < lines.size(); ++i) {
    const auto& line = event.lines[i];
    lines[i].setSku(line.sku.c_str());
    lines[i].setQuantity(line.quantity);
    lines[i].setCents(line.cents);
  }
  auto address = to.initAddress();
  address.setName(event.address.name.c_str());
  address.setStreet(event.address.street.c_str());
  address.setCity(event.address.city.c_str());
  address.setCode(event.address.code.c_str());
  address.setCountry(event.address.country.c_str());
  if (event.coupon) to.setCoupon(event.coupon->c_str());
  to.setShipping(static_cast<capnproto::Shipping>(static_cast<int>(event.shipping) - 1));
}

std::size_t sum_of(capnproto::Deposited::Reader event) {
  return (event.getTransferHigh() & 0xFFU) + static_cast<std::size_t>(event.getCents()) +
         static_cast<std::size_t>(event.getCurrency()) + static_cast<std::size_t>(event.getAt()) +
         static_cast<std::size_t>(event.getChannel()) + event.getMemo().size();
}

std::size_t sum_of(capnproto::OrderPlaced::Reader event) {
  std::size_t sum = (event.getOrderHigh() & 0xFFU) + (event.getCustomerLow() & 0xFFU);
  for (const auto line : event.getLines()) {
    sum += line.getSku().size() + line.getQuantity() + static_cast<std::size_t>(line.getCents());
  }
  const auto address = event.getAddress();
  sum += address.getName().size() + address.getStreet().size() + address.getCity().size() + address.getCode().size() +
         address.getCountry().size();
  return sum + (event.hasCoupon() ? event.getCoupon().size() : 0) + static_cast<std::size_t>(event.getShipping());
}

template <class Event>
struct StructOf;
template <>
struct StructOf<ledger::Deposited> {
  using Type = capnproto::Deposited;
};
template <>
struct StructOf<orders::OrderPlaced> {
  using Type = capnproto::OrderPlaced;
};

struct CapnProto {
  using Bytes = kj::Array<capnp::word>;
  template <class Event>
  static const Event& prepare(const Event& event) {
    return event;
  }
  template <class Event>
  static std::size_t encode(const Event& event, Bytes& bytes) {
    capnp::MallocMessageBuilder message;
    fill(message, event);
    bytes = capnp::messageToFlatArray(message);
    return bytes.asBytes().size();
  }
  static std::string text(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.begin()), bytes.size() * sizeof(capnp::word)};
  }
  template <class Event>
  static std::size_t sum(std::string_view bytes) {
    capnp::FlatArrayMessageReader reader(
        kj::arrayPtr(reinterpret_cast<const capnp::word*>(bytes.data()), bytes.size() / sizeof(capnp::word)));
    return sum_of(reader.getRoot<typename StructOf<Event>::Type>());
  }
};

const Measured kMeasured([] { measure<CapnProto>("capnproto"); });

}  // namespace
}  // namespace peers
