// Text to syntax tree.
#pragma once

#include "diag/reporter.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc {

// What a file may be at most; beyond it the file is refused with a diagnostic.
inline constexpr size_t kMaxFileBytes = size_t{16} << 20;
inline constexpr size_t kMaxNesting = 200;
// How many mistakes of a kind are shown of one file; beyond that, most of them would only follow from others.
inline constexpr size_t kMaxMistakes = 100;

// Reads one file. Any bytes are accepted; what is wrong with them is reported, each mistake once. The tree holds all
// that could be read (see File::incomplete); a file that is not text at all gives an empty one. Never throws. Thread-
// safe for different reporters.
syntax::File parse(const SourceFile& source, Reporter& reporter);

}  // namespace cqrsc
