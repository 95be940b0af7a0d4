// Replay: every event of a long log, once, into a state. Beside it a copy of the same bytes, and the way most programs
// do it: each version an owned struct, one upcaster after the other, the result in a variant.

#include <cstring>
#include <string>
#include <variant>

#include <benchmark/benchmark.h>
#include <ledger/account.hpp>
#include <ledger/account_views.hpp>
#include <ledger/ledger.hpp>

#include <cqrs/codec.hpp>
#include <cqrs/memory.hpp>

#include "table.hpp"

namespace {

using cqrs::layout::load;

constexpr std::size_t kFrameBytes = 8;

/// Events one behind the other: a length, a number for type and version, the body.
cqrs::Buffer make_log() {
  cqrs::Buffer log;
  const auto transfer = ledger::TransferId::make();
  for (std::size_t i = 0; i < bench::events(); ++i) {
    ledger::Deposited event;
    event.transfer = transfer;
    event.amount = {static_cast<std::int64_t>(i % 1'000), ledger::Currency::EUR};
    event.channel = i % 3 == 0 ? ledger::Channel::web : ledger::Channel::counter;
    event.at = {static_cast<std::int64_t>(i)};
    event.memo = std::string("rent of month ") + std::to_string(i % 100'000);
    cqrs::Buffer body;
    encode(body, event);
    const std::size_t at = log.size();
    log.resize(at + kFrameBytes);
    cqrs::layout::store(log.data() + at, static_cast<std::uint32_t>(body.size()));
    cqrs::layout::store(log.data() + at + 4, std::uint32_t{0});
    log.insert(log.end(), body.begin(), body.end());
  }
  return log;
}

const cqrs::Buffer& the_log() {
  static const cqrs::Buffer log = make_log();
  return log;
}

template <class Visit>
void for_each_frame(const cqrs::Buffer& log, Visit visit) {
  const std::byte* at = log.data();
  const std::byte* const end = at + log.size();
  while (at < end) {
    const auto size = load<std::uint32_t>(at);
    visit(load<std::uint32_t>(at + 4), cqrs::Bytes(at + kFrameBytes, size));
    at += kFrameBytes + size;
  }
}

void count(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * bench::events()));
  state.counters["bytes_an_event"] = static_cast<double>(the_log().size()) / static_cast<double>(bench::events());
}

void copy(benchmark::State& state) {
  const auto& log = the_log();
  cqrs::Buffer to(log.size());
  for (auto _ : state) {
    std::memcpy(to.data(), log.data(), log.size());
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK(copy)->Unit(benchmark::kMillisecond);

void replay(benchmark::State& state) {
  const auto& definition = ledger::Account::definition();
  const cqrs::Meta meta;
  const ledger::Externs externs;
  for (auto _ : state) {
    ledger::AccountState account;
    for_each_frame(the_log(), [&](std::uint32_t number, cqrs::Bytes body) {
      if (!definition.events[number].fold(&account, body, meta, &externs)) state.SkipWithError("a body is malformed");
    });
    benchmark::DoNotOptimize(account);
  }
  count(state);
}
BENCHMARK(replay)->Unit(benchmark::kMillisecond);

void validate_only(benchmark::State& state) {
  for (auto _ : state) {
    bool valid = true;
    for_each_frame(the_log(),
                   [&](std::uint32_t, cqrs::Bytes body) { valid = valid && cqrs::is_valid<ledger::Deposited>(body); });
    benchmark::DoNotOptimize(valid);
  }
  count(state);
}
BENCHMARK(validate_only)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, {{"replay", "replay", "copy", 0.5}}); }
