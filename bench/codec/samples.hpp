#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include <ledger/account.hpp>
#include <orders/order.hpp>

// The events that all codecs write and read: S, a deposit; M, an order of five lines; L, one of a hundred.

namespace peers {

inline ledger::Deposited small() {
  return {.transfer = ledger::TransferId::make(),
          .amount = {12'345, ledger::Currency::EUR},
          .channel = ledger::Channel::web,
          .at = {1'767'258'000'000'000'000},
          .memo = "rent of January 2026"};
}

inline orders::OrderPlaced order_of(std::uint32_t lines) {
  orders::OrderPlaced order{.order = orders::OrderId::make(),
                            .customer = orders::CustomerId::make(),
                            .address = {"Ada Lovelace", "St James's Square 12", "London", "SW1Y 4JH", "GB"},
                            .coupon = "WELCOME-2026",
                            .shipping = orders::Shipping::express};
  for (std::uint32_t i = 0; i < lines; ++i) order.lines.push_back({"SKU-00012-" + std::to_string(i), i + 1, 1'999});
  return order;
}
inline orders::OrderPlaced medium() { return order_of(5); }
inline orders::OrderPlaced large() { return order_of(100); }

/// The halves of an id, for codecs that have no type of 16 bytes.
template <class Id>
std::pair<std::uint64_t, std::uint64_t> halves(const Id& id) {
  std::pair<std::uint64_t, std::uint64_t> two;
  std::memcpy(&two.first, id.value().bytes.data(), 8);
  std::memcpy(&two.second, id.value().bytes.data() + 8, 8);
  return two;
}

}  // namespace peers
