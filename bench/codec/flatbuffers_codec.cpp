#include <memory>
#include <stdexcept>
#include <vector>

#include "codec/measure.hpp"
#include "events_generated.h"

namespace peers {
namespace {

namespace fb = peers::flat;
using Builder = ::flatbuffers::FlatBufferBuilder;

template <class Id>
fb::Uuid uuid(const Id& id) {
  const auto [high, low] = halves(id);
  return {high, low};
}

void build(Builder& builder, const ledger::Deposited& event) {
  const auto transfer = uuid(event.transfer);
  const auto memo = builder.CreateString(event.memo);
  builder.Finish(fb::CreateDeposited(builder, &transfer, event.amount.cents,
                                     static_cast<fb::Currency>(event.amount.currency),
                                     static_cast<fb::Channel>(event.channel), event.at.nanoseconds, memo));
}

void build(Builder& builder, const orders::OrderPlaced& event) {
  std::vector<::flatbuffers::Offset<fb::Line>> lines;
  lines.reserve(event.lines.size());
  for (const auto& line : event.lines) {
    const auto sku = builder.CreateString(line.sku);
    lines.push_back(fb::CreateLine(builder, sku, line.quantity, line.cents));
  }
  const auto list = builder.CreateVector(lines);
  const auto& to = event.address;
  const auto name = builder.CreateString(to.name);
  const auto street = builder.CreateString(to.street);
  const auto city = builder.CreateString(to.city);
  const auto code = builder.CreateString(to.code);
  const auto country = builder.CreateString(to.country);
  const auto address = fb::CreateAddress(builder, name, street, city, code, country);
  const auto coupon = event.coupon ? builder.CreateString(*event.coupon) : 0;
  const auto order = uuid(event.order);
  const auto customer = uuid(event.customer);
  builder.Finish(fb::CreateOrderPlaced(builder, &order, &customer, list, address, coupon,
                                       static_cast<fb::Shipping>(event.shipping)));
}

std::size_t sum_of(const fb::Deposited& event) {
  return (event.transfer()->high() & 0xFFU) + static_cast<std::size_t>(event.cents()) +
         static_cast<std::size_t>(event.currency()) + static_cast<std::size_t>(event.at()) +
         static_cast<std::size_t>(event.channel()) + event.memo()->size();
}

std::size_t sum_of(const fb::OrderPlaced& event) {
  std::size_t sum = (event.order()->high() & 0xFFU) + (event.customer()->low() & 0xFFU);
  for (const auto* line : *event.lines()) {
    sum += line->sku()->size() + line->quantity() + static_cast<std::size_t>(line->cents());
  }
  const auto* const address = event.address();
  for (const auto* text : {address->name(), address->street(), address->city(), address->code(), address->country()}) {
    sum += text->size();
  }
  return sum + (event.coupon() != nullptr ? event.coupon()->size() : 0) + static_cast<std::size_t>(event.shipping());
}

template <class Event>
struct TableOf;
template <>
struct TableOf<ledger::Deposited> {
  using Type = fb::Deposited;
};
template <>
struct TableOf<orders::OrderPlaced> {
  using Type = fb::OrderPlaced;
};

struct FlatBuffers {
  using Bytes = Builder;
  template <class Event>
  static const Event& prepare(const Event& event) {
    return event;
  }
  template <class Event>
  static std::size_t encode(const Event& event, Bytes& builder) {
    builder.Clear();
    build(builder, event);
    return builder.GetSize();
  }
  static std::string text(const Bytes& builder) {
    return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
  }
  template <class Event>
  static std::size_t sum(std::string_view bytes) {
    return sum_of(*table<Event>(bytes));
  }
  template <class Event>
  static auto decode(std::string_view bytes) {
    return std::unique_ptr<typename TableOf<Event>::Type::NativeTableType>(table<Event>(bytes)->UnPack());
  }

 private:
  template <class Event>
  static const typename TableOf<Event>::Type* table(std::string_view bytes) {
    const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    ::flatbuffers::Verifier verifier(data, bytes.size());
    if (!verifier.VerifyBuffer<typename TableOf<Event>::Type>(nullptr)) throw std::runtime_error("flatbuffers");
    return ::flatbuffers::GetRoot<typename TableOf<Event>::Type>(data);
  }
};

const Measured kMeasured([] { measure<FlatBuffers>("flatbuffers"); });

}  // namespace
}  // namespace peers
