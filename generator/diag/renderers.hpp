// One function for each format. Inside diag/ only.
#pragma once

#include <string>

#include "diag/diagnostic.hpp"
#include "diag/reporter.hpp"
#include "source/source_file.hpp"

namespace cqrsc {

std::string render_text(const Reporter& reporter, const SourceMap& sources, bool colour);
std::string render_json(const Reporter& reporter, const SourceMap& sources);
std::string render_sarif(const Reporter& reporter, const SourceMap& sources);
std::string render_github(const Reporter& reporter, const SourceMap& sources);

// "error", "warning", "note"
const char* severity_name(Severity severity);
// The path that a finding is about; empty if it is about none.
std::string path_of(const Diagnostic& diagnostic, const SourceMap& sources);

}  // namespace cqrsc
