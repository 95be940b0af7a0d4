// What is wrong with single words: texts without an end, numbers that are none, signs of other languages.
#pragma once

#include <vector>

#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

void check_tokens(const SourceFile& source, const std::vector<Token>& tokens, Reporter& reporter);

}  // namespace cqrsc::parsing
