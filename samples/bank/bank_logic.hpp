#pragma once

#include <cstdint>
#include <string_view>

#include <bank/account.hpp>

#include <cqrs/decimal.hpp>

/// What bank.cqrs leaves to C++, as static functions of one struct. Thread-safe; no hidden inputs.
struct BankLogic {
  /// Stands for a question to a score service.
  static std::int32_t risk_score(std::string_view owner) { return owner.size() > 20 ? 2 : 1; }

  /// Interest at the command's rate, rounded to cents half to even; none on less than a cent.
  static bank::Decision<bank::ApplyInterest> decide(const bank::AccountState& account,
                                                    const bank::ApplyInterest& command, const cqrs::Context&) {
    if (account.status != bank::AccountStatus::open) return bank::AccountNotOpen{.status = account.status};
    const auto interest = cqrs::round<2>(account.balance.amount * command.rate);
    if (interest <= 0) return cqrs::nothing;
    return bank::MoneyDeposited{.amount = {.amount = interest, .currency = account.balance.currency},
                                .note = "interest"};
  }
};
