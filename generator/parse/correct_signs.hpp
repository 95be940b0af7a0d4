// Signs of other languages that would lead the parser astray. Inside parse/ only.
#pragma once

#include <vector>

#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// Makes of such signs what is meant, or passes them over, and reports what check_tokens() does not. A source without
// mistakes has none of them.
void correct_signs(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter);

}  // namespace cqrsc::parsing
