#pragma once

#include <deque>
#include <string>

#include "model/model.hpp"
#include "plan/layout.hpp"
#include "plan/symbols.hpp"

// Straight code for what is stored by itself. (Templates that made the same of each record's list of fields took ten
// times as long to compile.)

namespace cqrsc::plan {

/// `{.offset = 8, .bit = 1}`: what the field does not have is left out.
std::string place_in_record(const model::Type& type, const FieldLayout& field);

/// The definition of `encode(out, event)`.
std::string encode_function(const Symbols& symbols, const std::deque<model::Field>& fields, const std::string& name,
                            const std::string& view);

/// The definition of the view's `valid(bytes)`; empty where only the general validator follows what is in the fields:
/// lists of lists, sets, maps, unions, and records that stand in the tail.
std::string valid_function(const Symbols& symbols, const std::deque<model::Field>& fields, const std::string& view);

}  // namespace cqrsc::plan
