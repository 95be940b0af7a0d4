// Lines that end where an expression should follow.
#pragma once

#include <vector>

#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// `let x =` and then a line that begins a statement: without this, the word `let` would be read as a name, and the
// error shown somewhere else. Reports it and puts a mark (an inserted `none`) in the place of the expression; behind
// `state.`, a mark that ends the statement (a semicolon) for the parser to stumble over. An `import` of nothing is
// passed over.
void mark_missing_operands(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter);

}  // namespace cqrsc::parsing
