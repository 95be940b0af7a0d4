// Whether a file is text at all, before anything is read into it.
#pragma once

#include <optional>

#include "diag/reporter.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// The part of the file to read: all of it but a byte order mark. Nothing if it cannot be read: too large, not UTF-8, or
// with control characters in it. Bidirectional controls are reported, and the text is read.
std::optional<Span> check_text(const SourceFile& source, Reporter& reporter);

}  // namespace cqrsc::parsing
