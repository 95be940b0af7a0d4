#pragma once

#include <string>

#include "model/model.hpp"
#include "plan/expressions.hpp"

namespace cqrsc::plan {

/// A condition that `value`, of this type, keeps the rules of its type: text is text, a refined id, a value with
/// conditions. Empty where there are none. What needs a function of its own, is_valid(), calls it.
Code intake_condition(const model::Type& type, const std::string& value);

/// Whether is_valid() is generated for it.
bool has_rules(const model::Id& id);
bool has_rules(const model::ValueVersion& value);
bool has_rules(const model::UnionVersion& one);
bool has_rules(const model::Alternative& alternative);

/// The body of is_valid(): lines that return.
FunctionText id_rules(const Symbols& symbols, const model::Id& id);
FunctionText value_rules(const Symbols& symbols, const model::ValueVersion& value);
FunctionText union_rules(const Symbols& symbols, const model::UnionVersion& one);
FunctionText alternative_rules(const Symbols& symbols, const model::Alternative& alternative);

/// `a && b`, either of which may be empty.
Code both(const Code& left, const Code& right);

}  // namespace cqrsc::plan
