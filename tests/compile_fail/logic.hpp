// The functions that the bank leaves to C++, as they must be.
#pragma once

#include <bank/bank.hpp>

struct CompleteLogic {
  static std::int32_t risk_score(std::string_view owner) { return owner.empty() ? 2 : 1; }
  static bank::Decision<bank::ApplyInterest> decide(const bank::AccountState& account, const bank::ApplyInterest&,
                                                    const cqrs::Context&) {
    if (account.status != bank::AccountStatus::open) return bank::AccountNotOpen{.status = account.status};
    return cqrs::nothing;
  }
};
