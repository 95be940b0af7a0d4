#pragma once

#include <string>

#include "model/model.hpp"
#include "plan/expressions.hpp"
#include "plan/symbols.hpp"
#include "plan/upcasts.hpp"

namespace cqrsc::plan {

/// `Decision<Deposit> decide(…) { … }`
FunctionText decide_function(const Symbols& symbols, const model::Aggregate& aggregate, const model::Command& command);

/// `static void apply(AccountState& state, const MoneyDepositedView& event, const cqrs::Meta&) { … }`
FunctionText apply_function(const Symbols& symbols, const model::Aggregate& aggregate, const model::Handler& handler);

/// The same over what older versions of the event are today: `AccountOpenedUpcast&& event`. `handler` null: the
/// event is ignored.
FunctionText apply_upcast_function(const Symbols& symbols, const model::Aggregate& aggregate,
                                   const model::EventVersion& event, const model::Handler* handler,
                                   const OwnedMembers& owned);

/// `const auto id = …;` where what has been written reads it. `key`: where the stream's key is.
std::string own_id(const Symbols& symbols, Expressions& expressions, const model::Aggregate& aggregate,
                   const std::string& key);

/// `static std::string_view broken_invariant(const AccountState& state) { … }`
FunctionText broken_invariant_function(const Symbols& symbols, const model::Aggregate& aggregate);

/// `cqrs::Invalid`, `AccountNotOpen`.
std::string rejection_type(const Symbols& symbols, const model::CanReject& rejection);

}  // namespace cqrsc::plan
