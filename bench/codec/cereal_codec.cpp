#include <sstream>

#include <cereal/archives/binary.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include "codec/measure.hpp"

// What a user of cereal would write for the same structs.

namespace cqrs {
template <class Archive>
void serialize(Archive& archive, Uuid& uuid) {
  archive(cereal::binary_data(uuid.bytes.data(), uuid.bytes.size()));
}
template <class Archive>
void serialize(Archive& archive, Instant& instant) {
  archive(instant.nanoseconds);
}
}  // namespace cqrs

namespace ledger {
template <class Archive>
void serialize(Archive& archive, Money& money) {
  archive(money.cents, money.currency);
}
template <class Archive>
void save(Archive& archive, const TransferId& id) {
  archive(id.value());
}
template <class Archive>
void load(Archive& archive, TransferId& id) {
  cqrs::Uuid value;
  archive(value);
  id = TransferId(value);
}
template <class Archive>
void serialize(Archive& archive, Deposited& event) {
  archive(event.transfer, event.amount, event.channel, event.at, event.memo);
}
}  // namespace ledger

namespace orders {
template <class Archive, class Id>
  requires(std::same_as<Id, OrderId> || std::same_as<Id, CustomerId>)
void save(Archive& archive, const Id& id) {
  archive(id.value());
}
template <class Archive, class Id>
  requires(std::same_as<Id, OrderId> || std::same_as<Id, CustomerId>)
void load(Archive& archive, Id& id) {
  cqrs::Uuid value;
  archive(value);
  id = Id(value);
}
template <class Archive>
void serialize(Archive& archive, Line& line) {
  archive(line.sku, line.quantity, line.cents);
}
template <class Archive>
void serialize(Archive& archive, Address& address) {
  archive(address.name, address.street, address.city, address.code, address.country);
}
template <class Archive>
void serialize(Archive& archive, OrderPlaced& event) {
  archive(event.order, event.customer, event.lines, event.address, event.coupon, event.shipping);
}
}  // namespace orders

namespace peers {
namespace {

struct Cereal {
  using Bytes = std::string;
  template <class Event>
  static const Event& prepare(const Event& event) {
    return event;
  }
  template <class Event>
  static std::size_t encode(const Event& event, Bytes& bytes) {
    std::ostringstream out(std::move(bytes), std::ios::binary);
    cereal::BinaryOutputArchive archive(out);
    archive(event);
    bytes = std::move(out).str();
    return bytes.size();
  }
  static std::string text(const Bytes& bytes) { return bytes; }
  template <class Event>
  static Event decode(std::string_view bytes) {
    std::istringstream in(std::string(bytes), std::ios::binary);
    cereal::BinaryInputArchive archive(in);
    Event event;
    archive(event);
    return event;
  }
};

const Measured kMeasured([] { measure<Cereal>("cereal"); });

}  // namespace
}  // namespace peers
