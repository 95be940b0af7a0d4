// The one brace that a declaration lacks or has too many, found by trying. Inside parse/ only.
#pragma once

#include <vector>

#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// Looks at each declaration whose braces do not belong together, and tries what would put one brace right: another one
// somewhere, one less, or, where a block is left that nothing begins, leaving that out. What can be read then, and is
// best in keeping with the indentation, is reported and done in the tokens. Declarations with several such mistakes,
// or others beside, are left as they are.
void mend_single_braces(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter);

}  // namespace cqrsc::parsing
