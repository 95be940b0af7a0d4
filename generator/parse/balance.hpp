// Braces that belong together, and how deep they go.
#pragma once

#include <vector>

#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// False, and reported, if the text is nested too deep to be read.
bool check_depth(const SourceFile& source, const std::vector<Token>& tokens, Reporter& reporter);

// Whether each brace has its other.
bool are_balanced(const std::vector<Token>& tokens);

// Reports a brace that is missing or too many, where the indentation shows it to be, and puts it right in the tokens,
// so that nothing after it is misread. False if there are too many to say where they are.
bool balance_braces(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter);

}  // namespace cqrsc::parsing
