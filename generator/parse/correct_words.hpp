// Words of the language that are not spelled as they should be. Inside parse/ only.
#pragma once

#include <vector>

#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// For a file that cannot be read as it is. Reports words that, where they stand, can only be meant as ones of the
// language (`comand Open creats {`), and puts them right in the tokens, so that everything around them is read as it
// was meant.
void correct_words(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter);

}  // namespace cqrsc::parsing
