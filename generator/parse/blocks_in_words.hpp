// Blocks between `do` and `end`, as some languages write them. Inside parse/ only.
#pragma once

#include <vector>

#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// Where each `do` or `begin` at the end of a line has an `end` on a line of its own, they are reported once and read as
// braces; else nothing is changed.
void read_do_as_brace(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter);

}  // namespace cqrsc::parsing
