// Findings as people and tools read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "diag/reporter.hpp"
#include "source/source_file.hpp"

namespace cqrsc {

enum class Format : uint8_t {
  text,    // for a person, with the lines of the source
  json,    // one object, documented in docs/cqrsc.md
  sarif,   // SARIF 2.1.0, for code scanning
  github,  // workflow commands, which GitHub shows at the lines of a change
};

// "text", "json", "sarif", "github"; nothing for anything else.
std::optional<Format> format_from(std::string_view name);

struct RenderOptions {
  Format format = Format::text;
  bool colour = false;  // text only
};

// Whether text written to this file descriptor may be coloured: it is a terminal, and NO_COLOR is not set.
bool colour_wanted(int file_descriptor);

// All findings of a run, sorted, each once, ending with a line end where there are any. Says the same for the same run,
// always: no times, and paths as the source map has them. JSON and SARIF are whole documents even without findings.
std::string render(const Reporter& reporter, const SourceMap& sources, const RenderOptions& options);

// "2 errors, 1 warning"; empty without findings.
std::string summary(const Reporter& reporter);

}  // namespace cqrsc
