// first error: bank.cqrs:86: Account handles ApplyInterest; write "static Decision<ApplyInterest> decide(const
// AccountState&, const ApplyInterest&, const Context&)"
#include "logic.hpp"

struct Logic {
  static std::int32_t risk_score(std::string_view) { return 1; }
  static bank::Decision<bank::Close> decide(const bank::AccountState&, const bank::ApplyInterest&,
                                            const cqrs::Context&);
};

auto table = bank::externs<Logic>();
