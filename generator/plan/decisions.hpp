#pragma once

#include <string>

#include "model/model.hpp"
#include "plan/expressions.hpp"
#include "plan/symbols.hpp"

namespace cqrsc::plan {

/// `Decision<Deposit> decide(…) { … }`
FunctionText decide_function(const Symbols& symbols, const model::Aggregate& aggregate, const model::Command& command);

/// `static void apply(AccountState& state, const MoneyDepositedView& event, const cqrs::Meta&) { … }`
FunctionText apply_function(const Symbols& symbols, const model::Aggregate& aggregate, const model::Handler& handler);

/// `static std::string_view broken_invariant(const AccountState& state) { … }`
FunctionText broken_invariant_function(const Symbols& symbols, const model::Aggregate& aggregate);

/// `cqrs::Invalid`, `AccountNotOpen`.
std::string rejection_type(const Symbols& symbols, const model::CanReject& rejection);

}  // namespace cqrsc::plan
