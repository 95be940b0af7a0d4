// What is wrong with single words: texts without an end, numbers that are none, signs of other languages.
#pragma once

#include <vector>

#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// Signs that mean nothing are hidden from the parser once they are reported.
void check_tokens(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter);

// Whether a token is a text that has no closing quote.
bool is_open_text(const SourceFile& source, const Token& token);

}  // namespace cqrsc::parsing
