// first error: bank.cqrs:22: riskScore is decided in C++; write "static std::int32_t risk_score(std::string_view
// owner)"
#include "logic.hpp"

struct Logic : CompleteLogic {
  static std::int64_t risk_score(std::string_view) { return 1; }
};

auto table = bank::externs<Logic>();
