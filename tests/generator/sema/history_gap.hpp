// What a Model promises of history, checked without a look at how the analysis came to it.
#pragma once

#include <string>

#include "model/model.hpp"

namespace cqrsc {

/// The first place where something stored would have no way to today, or an incomplete one, in words; empty: there is
/// none.
std::string history_gap(const model::Model& model);

}  // namespace cqrsc
