#pragma once

#include <string>
#include <vector>

#include "model/statement.hpp"

namespace cqrsc::model {

/// An expression in one line, with all that analysis made explicit: sources of names, conversions, types of literals.
/// For people and snapshots: `add(state.balance.amount, rescale(command.fee) : decimal(18, 2))`.
std::string to_text(const Expression& expression);
/// Statements, one a line, nested ones indented by two spaces.
std::vector<std::string> to_lines(const Block& block);
/// `field = value` of a construction, with how it came about where it was not written.
std::string to_text(const std::vector<FieldInit>& fields);

}  // namespace cqrsc::model
