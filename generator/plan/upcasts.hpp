#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "plan/data.hpp"
#include "plan/expressions.hpp"

// From what was stored once to what it is today. The steps between two versions are fused: one function a version reads
// the stored fields in place and makes nothing of the versions between but the variables that they need.

namespace cqrsc::plan {

/// Which members of the upcast structs are values of their own, because some older version computes them; all others
/// show stored bytes, and cost nothing to make.
using OwnedMembers = std::set<const model::Field*>;

/// Of all that an aggregate's older versions become.
OwnedMembers owned_members(const Symbols& symbols, const model::Aggregate& aggregate);

/// The current events that older versions become, in declared order.
std::vector<const model::EventVersion*> upcast_targets(const model::Aggregate& aggregate);

/// `struct AccountOpenedUpcast { std::string_view owner; … };`, and the event made of it.
std::string upcast_struct(const Symbols& symbols, const model::EventVersion& event, const OwnedMembers& owned);

/// `static void upcast(const v1::AccountOpenedView& old, const cqrs::Meta&, const Externs&, Today&& today) { … }`,
/// which calls `today` with each event that the stored one has become.
FunctionText upcast_function(const Symbols& symbols, const model::EventVersion& event, const OwnedMembers& owned);

/// `inline Money upcast(cqrs::Type<Money>, const v1::MoneyView& old) { … }`
FunctionText upcast_function(const Symbols& symbols, const model::ValueVersion& from, const model::ValueVersion& to);

/// `inline Payee upcast(cqrs::Type<Payee>, const cqrs::layout::UnionView<v1::Payee>& old) { … }`
FunctionText upcast_function(const Symbols& symbols, const model::UnionVersion& from, const model::UnionVersion& to);

}  // namespace cqrsc::plan
