// The one layout of a source file.
#pragma once

#include <string>

#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::syntax {

// The text of a file in the layout of docs/language/formatting.md, ending with a line end (empty for an empty file).
// `file` is what was read of `source` without an error: formatting a file with errors would lose what could not be
// read. Comments are kept, the tree that the result is read into is the same, and formatting it again changes nothing.
std::string format(const File& file, const SourceFile& source);

}  // namespace cqrsc::syntax
