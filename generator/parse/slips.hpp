// Mistakes that people are known to make. Inside parse/ only.
#pragma once

#include "parse/explain.hpp"

namespace cqrsc::parsing {

// Reports the error as what the modeler seems to have meant; false, and nothing reported, if it is none of the known
// slips.
bool explain_slip(const SyntaxError& error, const Reading& reading, Reporter& reporter);

}  // namespace cqrsc::parsing
