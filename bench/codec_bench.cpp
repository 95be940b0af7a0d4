// Writing and reading one event, beside a copy of its bytes: a small one, and one with a list and an address.

#include <cstring>
#include <string>

#include <benchmark/benchmark.h>
#include <ledger/account.hpp>
#include <ledger/account_views.hpp>
#include <orders/order.hpp>
#include <orders/order_views.hpp>

#include <cqrs/codec.hpp>

#include "table.hpp"

namespace {

ledger::Deposited small() {
  return {.transfer = ledger::TransferId::make(),
          .amount = {12'345, ledger::Currency::EUR},
          .channel = ledger::Channel::web,
          .at = {1'767'258'000'000'000'000},
          .memo = "rent of January 2026"};
}

orders::OrderPlaced middling() {
  orders::OrderPlaced order{.order = orders::OrderId::make(),
                            .customer = orders::CustomerId::make(),
                            .address = {"Ada Lovelace", "St James's Square 12", "London", "SW1Y 4JH", "GB"},
                            .coupon = "WELCOME-2026",
                            .shipping = orders::Shipping::express};
  for (std::uint32_t i = 0; i < 5; ++i) order.lines.push_back({"SKU-00012-" + std::to_string(i), i + 1, 1'999});
  return order;
}

template <class Event>
void copy(benchmark::State& state, const Event& event) {
  const auto bytes = cqrs::encode(event).value();
  cqrs::Buffer to(bytes.size());
  for (auto _ : state) {
    benchmark::DoNotOptimize(bytes.data());
    std::memcpy(to.data(), bytes.data(), bytes.size());
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  }
  state.counters["bytes"] = static_cast<double>(bytes.size());
}

template <class Event>
void write(benchmark::State& state, const Event& event) {
  cqrs::Buffer to(cqrs::encoded_size(event));
  for (auto _ : state) {
    benchmark::DoNotOptimize(cqrs::encoded_size(event));
    cqrs::encode_to(to.data(), event);
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  }
}

std::int64_t read(const ledger::DepositedView& event) {
  return event.transfer().value().bytes[3] + event.amount().cents() + event.at().nanoseconds +
         static_cast<std::int64_t>(event.channel()) + static_cast<std::int64_t>(event.memo().size());
}
std::int64_t read(const orders::OrderPlacedView& event) {
  std::int64_t sum = event.order().value().bytes[3] + event.customer().value().bytes[5];
  for (const auto& line : event.lines()) {
    sum += static_cast<std::int64_t>(line.sku().size()) + line.quantity() + line.cents();
  }
  const auto address = event.address();
  for (const auto text : {address.name(), address.street(), address.city(), address.code(), address.country()}) {
    sum += static_cast<std::int64_t>(text.size());
  }
  sum += event.coupon() ? static_cast<std::int64_t>(event.coupon()->size()) : 0;
  return sum + static_cast<std::int64_t>(event.shipping());
}

template <class Event>
void read_in_place(benchmark::State& state, const Event& event) {
  const auto bytes = cqrs::encode(event).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(bytes.data());
    if (!cqrs::is_valid<Event>(bytes)) state.SkipWithError("the bytes are not valid");
    benchmark::DoNotOptimize(read(cqrs::view_of<Event>(bytes)));
  }
}

template <class Event>
void decode(benchmark::State& state, const Event& event) {
  const auto bytes = cqrs::encode(event).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(bytes.data());
    auto decoded = cqrs::decode<Event>(bytes);
    if (!decoded) state.SkipWithError("the bytes are not valid");
    benchmark::DoNotOptimize(decoded);
  }
}

void copy_s(benchmark::State& state) { copy(state, small()); }
void write_s(benchmark::State& state) { write(state, small()); }
void read_s(benchmark::State& state) { read_in_place(state, small()); }
void decode_s(benchmark::State& state) { decode(state, small()); }
void copy_m(benchmark::State& state) { copy(state, middling()); }
void write_m(benchmark::State& state) { write(state, middling()); }
void read_m(benchmark::State& state) { read_in_place(state, middling()); }
void decode_m(benchmark::State& state) { decode(state, middling()); }
BENCHMARK(copy_s);
BENCHMARK(write_s);
BENCHMARK(read_s);
BENCHMARK(decode_s);
BENCHMARK(copy_m);
BENCHMARK(write_m);
BENCHMARK(read_m);
BENCHMARK(decode_m);

}  // namespace

int main(int argc, char** argv) {
  return bench::run(argc, argv,
                    {{"encode S", "write_s", "copy_s", 1},
                     {"encode M", "write_m", "copy_m", 0.25},
                     {"validate and read S in place", "read_s", "copy_s", 0},
                     {"validate and read M in place", "read_m", "copy_m", 0},
                     {"decode S to a struct", "decode_s", "copy_s", 0},
                     {"decode M to a struct", "decode_m", "copy_m", 0}});
}
