// first error: bank.cqrs:22: riskScore is decided in C++; write "static std::int32_t risk_score(std::string_view
// owner)"
#include "logic.hpp"

struct Logic {
  static bank::Decision<bank::ApplyInterest> decide(const bank::AccountState& account,
                                                    const bank::ApplyInterest& command, const cqrs::Context& context) {
    return CompleteLogic::decide(account, command, context);
  }
};

auto table = bank::externs<Logic>();
