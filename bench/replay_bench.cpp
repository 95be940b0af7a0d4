// Replay: every event of a long log, once, into a state, from the version in which it was stored. Beside it a copy of
// the same bytes, and what is often written by hand: each version an owned struct, one upcaster after the other.

#include <cstring>
#include <string>
#include <utility>
#include <variant>

#include <benchmark/benchmark.h>
#include <ledger/account.hpp>
#include <ledger/account_views.hpp>
#include <ledger/history.hpp>
#include <ledger/history_views.hpp>
#include <ledger/ledger.hpp>

#include <cqrs/codec.hpp>
#include <cqrs/memory.hpp>
#include <cqrs/stream_key.hpp>

#include "table.hpp"

namespace {

using cqrs::layout::load;

constexpr std::size_t kFrameBytes = 8;

/// Events one behind the other: a length, the number of the layout, the body.
struct Log {
  cqrs::Buffer bytes;

  void add(std::uint32_t layout, const cqrs::Buffer& body) {
    const std::size_t at = bytes.size();
    bytes.resize(at + kFrameBytes);
    cqrs::layout::store(bytes.data() + at, static_cast<std::uint32_t>(body.size()));
    cqrs::layout::store(bytes.data() + at + 4, layout);
    bytes.insert(bytes.end(), body.begin(), body.end());
  }

  template <class Visit>
  void for_each(Visit visit) const {
    const std::byte* at = bytes.data();
    const std::byte* const end = at + bytes.size();
    while (at < end) {
      const auto size = load<std::uint32_t>(at);
      visit(load<std::uint32_t>(at + 4), cqrs::Bytes(at + kFrameBytes, size));
      at += kFrameBytes + size;
    }
  }
};

std::string memo_of(std::size_t i) { return "rent of month " + std::to_string(i % 100'000); }

ledger::v1::Deposited first_version(std::size_t i) {
  return {.transfer = ledger::TransferId::make(),
          .cents = static_cast<std::int64_t>(i % 1'000),
          .iso = i % 5 == 0 ? "CHF" : "EUR",
          .at_counter = i % 3 == 0,
          .at = {static_cast<std::int64_t>(i)},
          .note = memo_of(i)};
}

ledger::Deposited today(std::size_t i) {
  return {.transfer = ledger::TransferId::make(),
          .amount = {static_cast<std::int64_t>(i % 1'000), ledger::Currency::EUR},
          .channel = i % 3 == 0 ? ledger::Channel::counter : ledger::Channel::web,
          .at = {static_cast<std::int64_t>(i)},
          .memo = memo_of(i)};
}

/// The place of a layout in the table of the aggregate.
std::uint32_t layout_number(std::uint32_t version) {
  const auto& events = ledger::Account::definition().events;
  for (std::uint32_t i = 0; i < events.size(); ++i) {
    if (events[i].version == version) return i;
  }
  return 0;
}

template <class Event>
Log make_log(Event (*make)(std::size_t)) {
  Log log;
  for (std::size_t i = 0; i < bench::events(); ++i) {
    log.add(layout_number(Event::kVersion), cqrs::encode(make(i)).value());
  }
  return log;
}

const Log& old_log() {
  static const Log log = make_log(first_version);
  return log;
}
const Log& new_log() {
  static const Log log = make_log(today);
  return log;
}

void count(benchmark::State& state, const Log& log) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bench::events()));
  state.counters["bytes_an_event"] = static_cast<double>(log.bytes.size()) / static_cast<double>(bench::events());
}

void copy(benchmark::State& state, const Log& log) {
  cqrs::Buffer to(log.bytes.size());
  for (auto _ : state) {
    std::memcpy(to.data(), log.bytes.data(), log.bytes.size());
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  }
  count(state, log);
}
void copy_old(benchmark::State& state) { copy(state, old_log()); }
void copy_new(benchmark::State& state) { copy(state, new_log()); }
BENCHMARK(copy_old)->Unit(benchmark::kMillisecond);
BENCHMARK(copy_new)->Unit(benchmark::kMillisecond);

void replay(benchmark::State& state, const Log& log) {
  const auto events = ledger::Account::definition().events;
  const cqrs::Meta meta;
  const ledger::Externs externs;
  for (auto _ : state) {
    ledger::AccountState account;
    bool folded = true;
    log.for_each([&](std::uint32_t layout, cqrs::Bytes body) {
      folded = folded && events[layout].fold(&account, body, meta, &externs);
    });
    if (!folded) state.SkipWithError("a body is not what its layout allows");
    benchmark::DoNotOptimize(account);
  }
  count(state, log);
}
void replay_old(benchmark::State& state) { replay(state, old_log()); }
void replay_new(benchmark::State& state) { replay(state, new_log()); }
BENCHMARK(replay_old)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_new)->Unit(benchmark::kMillisecond);

// ---- By hand, over the same bytes ----

struct DepositedV1 {
  cqrs::Uuid transfer;
  std::int64_t cents = 0;
  std::string iso;
  bool at_counter = false;
  cqrs::Instant at;
  std::string note;
};
struct DepositedV2 {
  cqrs::Uuid transfer;
  std::int64_t cents = 0;
  ledger::Currency currency{};
  ledger::Channel channel{};
  cqrs::Instant at;
  std::string memo;
};
struct DepositedV3 {
  cqrs::Uuid transfer;
  ledger::Money amount;
  ledger::Channel channel{};
  cqrs::Instant at;
  std::string memo;
};
using AnyDeposited = std::variant<DepositedV1, DepositedV2, DepositedV3>;

DepositedV2 upcast(DepositedV1&& old) {
  const auto currency = old.iso == "EUR"   ? ledger::Currency::EUR
                        : old.iso == "CHF" ? ledger::Currency::CHF
                                           : ledger::Currency::USD;
  const auto channel = old.at_counter ? ledger::Channel::counter : ledger::Channel::web;
  return {old.transfer, old.cents, currency, channel, old.at, std::move(old.note)};
}
DepositedV3 upcast(DepositedV2&& old) {
  return {old.transfer, {old.cents, old.currency}, old.channel, old.at, std::move(old.memo)};
}
DepositedV3 upcast(DepositedV3&& current) { return std::move(current); }

DepositedV3 newest(AnyDeposited&& stored) {
  return std::visit(
      [](auto&& event) {
        using Event = std::remove_cvref_t<decltype(event)>;
        if constexpr (std::is_same_v<Event, DepositedV1>) {
          return upcast(upcast(std::move(event)));
        } else {
          return upcast(std::move(event));
        }
      },
      std::move(stored));
}

bool decode(cqrs::Bytes body, AnyDeposited& event) {
  using View = ledger::v1::DepositedView;
  constexpr std::size_t kTransfer = 0;
  constexpr std::size_t kCents = kTransfer + 16;
  constexpr std::size_t kAtCounter = kCents + 8;
  constexpr std::size_t kAt = kAtCounter + 1;
  constexpr std::size_t kRoot = View::kShape.fixed + 4 * View::kShape.ends;
  if (body.size() < kRoot) return false;
  const auto iso_end = load<std::uint32_t>(body.data() + View::kShape.fixed);
  const auto note_end = load<std::uint32_t>(body.data() + View::kShape.fixed + 4);
  if (iso_end > note_end || note_end != body.size() - kRoot) return false;
  DepositedV1 old;
  std::memcpy(old.transfer.bytes.data(), body.data() + kTransfer, 16);
  old.cents = load<std::int64_t>(body.data() + kCents);
  old.at_counter = body[kAtCounter] != std::byte{0};
  old.at = {load<std::int64_t>(body.data() + kAt)};
  old.iso = cqrs::as_text(body.subspan(kRoot, iso_end));
  old.note = cqrs::as_text(body.subspan(kRoot + iso_end, note_end - iso_end));
  if (!cqrs::layout::is_utf8(old.iso) || !cqrs::layout::is_utf8(old.note)) return false;
  event = std::move(old);
  return true;
}

void apply(ledger::AccountState& account, const DepositedV3& event) {
  account.cents += event.amount.cents;
  ++account.deposits;
  account.last = event.at;
  account.online += event.channel == ledger::Channel::web ? 1 : 0;
}

void owned_chain(benchmark::State& state) {
  for (auto _ : state) {
    ledger::AccountState account;
    bool decoded = true;
    old_log().for_each([&](std::uint32_t, cqrs::Bytes body) {
      AnyDeposited event;
      decoded = decoded && decode(body, event);
      apply(account, newest(std::move(event)));
    });
    if (!decoded) state.SkipWithError("a body is not what its layout allows");
    benchmark::DoNotOptimize(account);
  }
  count(state, old_log());
}
BENCHMARK(owned_chain)->Unit(benchmark::kMillisecond);

// ---- All of the runtime: from a store in memory, stream by stream, each event with its metadata ----

constexpr std::size_t kEventsOfAStream = 100;

class Filled {
 public:
  Filled() {
    cqrs::Buffer body;
    std::vector<cqrs::Buffer> bodies(kEventsOfAStream);
    for (std::size_t done = 0; done < bench::events(); done += kEventsOfAStream) {
      ids_.push_back(ledger::AccountId::make());
      std::vector<cqrs::NewEvent> events;
      for (std::size_t i = 0; i < kEventsOfAStream; ++i) {
        bodies[i] = cqrs::encode(first_version(done + i)).value();
        events.push_back({ledger::v1::Deposited::kType, 1, bodies[i]});
      }
      const auto key = cqrs::key_of(ids_.back());
      const cqrs::StreamAppend append{{{}, ledger::Account::kName, key}, cqrs::ExpectedVersion::none(), events};
      cqrs::AppendRequest request;
      request.streams = {&append, 1};
      request.metadata.command_id = cqrs::Uuid::make();
      static_cast<void>(store_->append(request).value());
    }
  }
  [[nodiscard]] cqrs::Store& store() const { return *store_; }
  [[nodiscard]] const std::vector<ledger::AccountId>& ids() const { return ids_; }

 private:
  std::unique_ptr<cqrs::Store> store_ = cqrs::memory::open();
  std::vector<ledger::AccountId> ids_;
};

void load_old(benchmark::State& state) {
  static const Filled filled;
  auto app = ledger::Ledger::start(filled.store(), ledger::Externs(), {.cached_states = 0}).value();
  for (auto _ : state) {
    for (const auto& id : filled.ids()) {
      const auto account = app.account(id).current();
      if (!account) state.SkipWithError(account.error().text.c_str());
      benchmark::DoNotOptimize(account);
    }
  }
  count(state, old_log());
}
BENCHMARK(load_old)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  return bench::run(argc, argv,
                    {{"replay v1 → v3", "replay_old", "copy_old", 0.5},
                     {"replay v1 → v3", "replay_old", "owned_chain", 2},
                     {"replay v3", "replay_new", "copy_new", 0.5},
                     {"load streams of 100, v1 → v3, memory store", "load_old", "owned_chain", 0}});
}
