// A bank for a minute: what bank.cqrs declares, running on a SQLite file. Start it again on the same file and what it
// did is still there; kill it at any moment and nothing that it called done is lost.

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <cqrs/sqlite.hpp>

#include "bank_logic.hpp"
#include "counter.hpp"
#include "transfers.hpp"

namespace {

using namespace cqrs::literals;
using bank::AccountId;
using bank::Currency;
using bank::Money;

constexpr std::size_t kCustomers = 4;
constexpr std::size_t kTransfersEach = 5;

[[noreturn]] void give_up(const cqrs::Error& error) {
  std::cerr << "bank_demo: " << error.text << '\n';
  std::exit(1);
}

template <class T>
T or_give_up(cqrs::Result<T> result) {
  if (!result) give_up(result.error());
  return *std::move(result);
}

/// A bank that is open for business: the store, and the application that runs on it.
struct Branch {
  explicit Branch(const std::string& file)
      : store(or_give_up(cqrs::sqlite::open(file))),
        bank(or_give_up(bank::Bank::start(*store, bank::externs<BankLogic>()))) {}

  std::unique_ptr<cqrs::sqlite::SqliteStore> store;
  bank::Bank bank;
};

std::string name_of(std::size_t customer) { return "customer " + std::to_string(customer + 1); }

Money euros(cqrs::Decimal<18, 2> amount) { return {.amount = amount, .currency = Currency::EUR}; }

void settle_what_a_crash_left(Branch& branch, Counter& counter) {
  Transfers transfers(branch.bank);
  const auto all = or_give_up(Transfers::all(*branch.store));
  for (const auto& id : all) or_give_up(transfers.settle(id));
  if (!all.empty())
    counter.say("The file holds a bank already: " + std::to_string(all.size()) + " transfers, all settled.");
}

void show_commands_and_rejections(Counter& counter, const AccountId& ada) {
  counter.heading("Ada becomes a customer. Each line marked done is on disk before it is printed.");
  counter.send(ada, "Ada opens an account", bank::Open{.owner = "Ada", .currency = Currency::EUR});
  counter.send(ada, "Ada pays in 100.00 EUR",
               bank::Deposit{.amount = euros("100.00"_dec), .note = "first savings", .transfer = {}});
  counter.send(ada, "Ada takes out 30.00 EUR", bank::Withdraw{.amount = euros("30.00"_dec)});

  counter.heading("Some things are refused, in words that bank.cqrs declares.");
  counter.send(ada, "Ada takes out 70.01 EUR", bank::Withdraw{.amount = euros("70.01"_dec)});
  counter.send(ada, "Ada pays in 5.00 USD", bank::Deposit{.amount = {.amount = "5.00"_dec, .currency = Currency::USD}});
  counter.send(ada, "Ada pays in nothing", bank::Deposit{.amount = euros("0.00"_dec)});
  counter.send(ada, "Ada opens her account again", bank::Open{.owner = "Ada", .currency = Currency::EUR});
  counter.send(ada, "a stranger takes out 1.00 EUR", bank::Withdraw{.amount = euros("1.00"_dec)},
               {.actor = {"mallory", {}}});
  counter.send(ada, "Ada closes her account", bank::Close{});
  counter.send(AccountId::make(), "somebody pays into no account", bank::Deposit{.amount = euros("1.00"_dec)});

  counter.heading("The same command twice, under one id, happens once.");
  const cqrs::CommandOptions once{.command_id = cqrs::Uuid::make()};
  counter.send(ada, "Ada pays in 5.00 EUR", bank::Deposit{.amount = euros("5.00"_dec)}, once);
  counter.send(ada, "Ada pays in 5.00 EUR", bank::Deposit{.amount = euros("5.00"_dec)}, once);

  counter.heading("Interest is decided in C++.");
  counter.send(ada, "the bank pays 2 % interest", bank::ApplyInterest{.rate = "0.02"_dec});
}

/// The customers' part: each sends some of its money to the others, one after another.
void send_around(Branch& branch, Counter& counter, const std::vector<AccountId>& customers, std::size_t sender) {
  Transfers transfers(branch.bank);
  for (std::size_t n = 1; n <= kTransfersEach; ++n) {
    const auto receiver = (sender + 1 + n % (customers.size() - 1)) % customers.size();
    const auto amount = euros(static_cast<std::int64_t>(3 * n + sender));
    const auto id = bank::TransferId::make();
    const auto transfer = or_give_up(transfers.carry_out(id, {customers[sender], customers[receiver], amount}));
    counter.settled(id, name_of(sender) + " sends " + Counter::text(amount) + " to " + name_of(receiver), transfer);
  }
}

void show_transfers(Branch& branch, Counter& counter) {
  counter.heading("Four customers send each other money, all at the same time. One account is frozen.");
  std::vector<AccountId> customers(kCustomers);
  for (std::size_t i = 0; i < kCustomers; ++i) {
    customers[i] = AccountId::make();
    counter.send(customers[i], name_of(i) + " opens an account",
                 bank::Open{.owner = name_of(i), .currency = Currency::EUR});
    counter.send(customers[i], name_of(i) + " pays in 40.00 EUR",
                 bank::Deposit{.amount = euros(40), .note = {}, .transfer = {}});
  }
  counter.send(customers.back(), name_of(kCustomers - 1) + " loses a card",
               bank::Freeze{.reason = "the card was lost"});

  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < kCustomers; ++i) {
    threads.emplace_back([&, i] { send_around(branch, counter, customers, i); });
  }
}

void show_the_past(Branch& branch, Counter& counter, const AccountId& ada) {
  counter.heading("The bank was closed and opened again. Ada's account now, and as it was after each event:");
  const auto now = or_give_up(branch.bank.account(ada).current());
  for (cqrs::Version version = 1; version <= now.version; ++version) {
    const auto then = or_give_up(branch.bank.account(ada).at(cqrs::version{version}));
    const auto what = version == now.version ? "now, at version " : "at version ";
    counter.say("  " + (what + std::to_string(version)) + ": " + Counter::text(then.state.balance));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bank_demo FILE\n";
    return 2;
  }
  const std::string file = argv[1];
  const auto ada = AccountId::make();
  {
    Branch branch(file);
    Counter counter(branch.bank);
    settle_what_a_crash_left(branch, counter);
    show_commands_and_rejections(counter, ada);
    show_transfers(branch, counter);
  }
  Branch branch(file);
  Counter counter(branch.bank);
  show_the_past(branch, counter, ada);
  counter.heading("All of this is in " + file + "; start again with the same file and it still is.");
}
