// A whole command: an id for it, the time, the state, the decision, the event with its checksum in a log, the new
// state. Beside it a map and a log that do the same, written by hand for this one command.

#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include <ledger/account.hpp>
#include <ledger/account_views.hpp>
#include <ledger/ledger.hpp>

#include <cqrs/codec.hpp>
#include <cqrs/memory.hpp>
#include <cqrs/stream_key.hpp>

#include "rounds.hpp"

namespace {

std::vector<ledger::AccountId> make_accounts(std::size_t count) {
  std::vector<ledger::AccountId> accounts(count);
  for (auto& account : accounts) account = ledger::AccountId::make();
  return accounts;
}

ledger::Receive command_of(std::size_t i) {
  return {.transfer = ledger::TransferId(),
          .amount = {static_cast<std::int64_t>(i % 1'000) + 1, ledger::Currency::EUR},
          .channel = ledger::Channel::web,
          .at = {static_cast<std::int64_t>(i)},
          .memo = "rent of January 2026"};
}

/// All of it by hand. Thread-safe, as ours is.
class ByHand {
 public:
  bool receive(const ledger::AccountId& account, const ledger::Receive& command) {
    if (command.amount.cents <= 0) return false;
    const cqrs::Uuid command_id = cqrs::Uuid::make();
    const cqrs::Instant now = cqrs::system_clock().now();
    const ledger::Deposited event{command.transfer, command.amount, command.channel, command.at, command.memo};
    const std::lock_guard lock(mutex_);
    Known& known = accounts_[account.value()];
    write(account, ++known.version, command_id, now, event);
    known.state.cents += event.amount.cents;
    ++known.state.deposits;
    known.state.last = event.at;
    known.state.online += event.channel == ledger::Channel::web ? 1 : 0;
    return true;
  }

 private:
  struct Known {
    ledger::AccountState state;
    std::int64_t version = 0;
  };
  struct Header {
    std::uint64_t checksum = 0;
    cqrs::Uuid command_id;
    cqrs::Uuid account;
    std::int64_t recorded = 0;
    std::int64_t version = 0;
    std::uint64_t bytes = 0;
  };

  void write(const ledger::AccountId& account, std::int64_t version, const cqrs::Uuid& command_id, cqrs::Instant now,
             const ledger::Deposited& event) {
    constexpr std::size_t kBlock = std::size_t{1} << 20U;
    if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < 4'096) {
      blocks_.emplace_back().reserve(kBlock);
    }
    cqrs::Buffer& log = blocks_.back();
    const std::size_t begin = log.size();
    log.resize(begin + sizeof(Header));
    cqrs::append_encoded(log, event).value();
    Header header{0, command_id, account.value(), now.nanoseconds, version, log.size() - begin - sizeof(Header)};
    std::memcpy(log.data() + begin, &header, sizeof(header));
    header.checksum = cqrs::hash64(cqrs::Bytes(log).subspan(begin + 8));
    std::memcpy(log.data() + begin, &header.checksum, 8);
  }

  std::mutex mutex_;
  std::unordered_map<cqrs::Uuid, Known> accounts_;
  std::deque<cqrs::Buffer> blocks_;
};

class Ours {
 public:
  explicit Ours(std::size_t cached_states)
      : app_(ledger::Ledger::start(*store_, ledger::Externs(),
                                   {.cached_states = cached_states, .projections = {.run = false}})
                 .value()) {}
  bool receive(const ledger::AccountId& account, const ledger::Receive& command) {
    return app_.execute(account, command).has_value();
  }

 private:
  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
  ledger::Ledger app_;
};

/// Nanoseconds of a processor a command: to accounts that are known, in no order. A log that has grown is not taken
/// over from one repetition to the next.
template <class Bank>
double executed(Bank bank, const std::vector<ledger::AccountId>& accounts) {
  std::size_t at = 0;
  const auto next = [&]() -> const ledger::AccountId& { return accounts[(at += 7'919) % accounts.size()]; };
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (!bank->receive(next(), command_of(i))) throw std::runtime_error("a command was not accepted");
  }
  const std::size_t commands = bench::in_earnest() ? 300'000 : 1'000;
  const double start = bench::processor_time();
  for (std::size_t i = 0; i < commands; ++i) {
    if (!bank->receive(next(), command_of(i))) throw std::runtime_error("a command was not accepted");
  }
  return (bench::processor_time() - start) / static_cast<double>(commands);
}

}  // namespace

int main() {
  const auto few = make_accounts(bench::in_earnest() ? 10'000 : 100);
  const auto many = make_accounts(few.size() * 10);
  const std::size_t all = many.size() * 2;
  const auto ours = [&](const auto& accounts, std::size_t cached) {
    return [&accounts, cached] { return executed(std::make_unique<Ours>(cached), accounts); };
  };
  const auto figures =
      bench::take_turns({{"a command, states in memory", ours(many, all)},
                         {"a command, by hand", [&] { return executed(std::make_unique<ByHand>(), many); }},
                         {"a command, a tenth of the accounts", ours(few, all)},
                         {"a command, a tenth of the states in memory", ours(many, few.size())}});
  constexpr const char* kByHand = "map and log by hand";
  bench::print(bench::row("a command, memory store, 100,000 aggregates", figures[0], kByHand, figures[1], 1 / 1.5) +
               bench::row("a command, aggregates × 10", figures[0], "a tenth of them", figures[2], 0.9) +
               bench::row("a command, one state in ten cached", figures[3], kByHand, figures[1], 0));
}
