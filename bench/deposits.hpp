#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include <ledger/ledger.hpp>

#include <cqrs/store.hpp>

namespace bench {

/// A log of deposits to so many accounts, in no order: neighbours in the log are not neighbours in a table of accounts.
class Deposits {
 public:
  /// Fills the store. A commit has an event of each of `events_of_a_commit` accounts.
  Deposits(std::unique_ptr<cqrs::Store> store, std::size_t accounts, std::size_t events,
           std::size_t events_of_a_commit = 100);

  /// One commit more, and where it ends. Thread-safe.
  cqrs::Position append(std::size_t first_account, std::size_t number, std::size_t events) const;

  [[nodiscard]] cqrs::Store& store() const { return *store_; }
  [[nodiscard]] std::span<const ledger::AccountId> accounts() const { return accounts_; }

 private:
  std::unique_ptr<cqrs::Store> store_;
  std::vector<ledger::AccountId> accounts_;
};

}  // namespace bench
