#pragma once

#include <stdexcept>
#include <string_view>

#include <bank/account.hpp>

/// What bank.cqrs leaves to C++, for these tests.
struct BankLogic {
  static std::int32_t risk_score(std::string_view owner) {
    if (owner == "Mallory") throw std::runtime_error("the score service does not answer");
    return owner.size() > 20 ? 2 : 1;
  }

  static bank::Decision<bank::ApplyInterest> decide(const bank::AccountState& account,
                                                    const bank::ApplyInterest& command, const cqrs::Context&) {
    if (account.status != bank::AccountStatus::open) return bank::AccountNotOpen{.status = account.status};
    if (account.balance.amount == 0) return cqrs::nothing;
    const auto interest = cqrs::round<2>(account.balance.amount * command.rate);
    return bank::MoneyDeposited{.amount = {interest, account.balance.currency}, .note = "interest"};
  }
};
