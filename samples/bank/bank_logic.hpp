#pragma once

#include <cstdint>
#include <string_view>

#include <cqrs/context.hpp>

#include <bank/account.hpp>

/// What bank.cqrs leaves to C++, as static functions of one struct. Thread-safe; no hidden inputs.
struct BankLogic {
  /// Stands for the question to a score service.
  static std::int32_t risk_score(std::string_view owner) { return owner.size() > 20 ? 2 : 1; }

  /// A year's interest at the command's rate, rounded half to even; none on an empty account.
  static bank::Decision<bank::ApplyInterest> decide(const bank::AccountState& account, const bank::ApplyInterest& command,
                                                    const cqrs::Context& context);
};
