#include <stdexcept>

#include <nlohmann/json.hpp>
#include <simdjson.h>

#include <cqrs/json.hpp>

#include "codec/measure.hpp"

namespace peers {
namespace {

struct JsonCqrs {
  using Bytes = std::string;
  template <class Event>
  static const Event& prepare(const Event& event) {
    return event;
  }
  template <class Event>
  static std::size_t encode(const Event& event, Bytes& bytes) {
    bytes = cqrs::to_json(event);
    return bytes.size();
  }
  static std::string text(const Bytes& bytes) { return bytes; }
  template <class Event>
  static Event decode(std::string_view bytes) {
    return cqrs::from_json<Event>(bytes).value();
  }
};

nlohmann::json tree_of(const ledger::Deposited& event) {
  return {{"transfer", to_string(event.transfer.value())},
          {"amount", {{"cents", event.amount.cents}, {"currency", "EUR"}}},
          {"channel", "web"},
          {"at", "2026-01-01T09:00:00Z"},
          {"memo", event.memo}};
}

nlohmann::json tree_of(const orders::OrderPlaced& event) {
  nlohmann::json lines = nlohmann::json::array();
  for (const auto& line : event.lines) {
    lines.push_back({{"sku", line.sku}, {"quantity", line.quantity}, {"cents", line.cents}});
  }
  const auto& to = event.address;
  nlohmann::json address{
      {"name", to.name}, {"street", to.street}, {"city", to.city}, {"code", to.code}, {"country", to.country}};
  return {{"order", to_string(event.order.value())},
          {"customer", to_string(event.customer.value())},
          {"lines", std::move(lines)},
          {"address", std::move(address)},
          {"coupon", *event.coupon},
          {"shipping", "express"}};
}

/// The tree it makes of a text, which somebody would still have to read the event from; in the favour of the peer, the
/// names of enums and the time are given, not computed.
struct JsonNlohmann {
  using Bytes = std::string;
  template <class Event>
  static const Event& prepare(const Event& event) {
    return event;
  }
  template <class Event>
  static std::size_t encode(const Event& event, Bytes& bytes) {
    bytes = tree_of(event).dump();
    return bytes.size();
  }
  static std::string text(const Bytes& bytes) { return bytes; }
  template <class Event>
  static nlohmann::json decode(std::string_view bytes) {
    return nlohmann::json::parse(bytes);
  }
};

namespace ondemand = simdjson::ondemand;

std::string text_of(simdjson::simdjson_result<ondemand::value> value) {
  return std::string(std::string_view(value.get_string()));
}

cqrs::Uuid uuid_of(simdjson::simdjson_result<ondemand::value> value) {
  return cqrs::Uuid::parse(std::string_view(value.get_string())).value();
}

void read(ondemand::object object, ledger::Deposited& event) {
  event.transfer = ledger::TransferId(uuid_of(object["transfer"]));
  ondemand::object amount = object["amount"].get_object();
  event.amount.cents = amount["cents"].get_int64();
  event.amount.currency =
      std::string_view(amount["currency"].get_string()) == "EUR" ? ledger::Currency::EUR : ledger::Currency::USD;
  event.channel =
      std::string_view(object["channel"].get_string()) == "web" ? ledger::Channel::web : ledger::Channel::counter;
  event.at = cqrs::Instant::parse(std::string_view(object["at"].get_string())).value();
  event.memo = text_of(object["memo"]);
}

void read(ondemand::object object, orders::OrderPlaced& event) {
  event.order = orders::OrderId(uuid_of(object["order"]));
  event.customer = orders::CustomerId(uuid_of(object["customer"]));
  for (ondemand::object line : object["lines"].get_array()) {
    auto& to = event.lines.emplace_back();
    to.sku = text_of(line["sku"]);
    to.quantity = static_cast<std::uint32_t>(std::uint64_t(line["quantity"].get_uint64()));
    to.cents = line["cents"].get_int64();
  }
  ondemand::object address = object["address"].get_object();
  event.address.name = text_of(address["name"]);
  event.address.street = text_of(address["street"]);
  event.address.city = text_of(address["city"]);
  event.address.code = text_of(address["code"]);
  event.address.country = text_of(address["country"]);
  event.coupon = text_of(object["coupon"]);
  event.shipping = std::string_view(object["shipping"].get_string()) == "express" ? orders::Shipping::express
                                                                                  : orders::Shipping::standard;
}

/// Written by hand on simdjson, in the order of the fields; looks neither for unknown fields nor for such that are
/// there twice, as what is generated does.
struct JsonSimdjson {
  template <class Event>
  static std::string stored(const Event& event) {
    return cqrs::to_json(event);
  }
  template <class Event>
  static Event decode(std::string_view bytes) {
    thread_local ondemand::parser parser;
    const simdjson::padded_string padded(bytes);
    ondemand::document document = parser.iterate(padded);
    Event event;
    read(document.get_object(), event);
    return event;
  }
};

const Measured kMeasured([] {
  measure<JsonCqrs>("json_cqrs");
  measure<JsonNlohmann>("json_nlohmann");
  measure<JsonSimdjson>("json_simdjson");
});

}  // namespace
}  // namespace peers
