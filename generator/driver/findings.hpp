#pragma once

#include "diag/reporter.hpp"
#include "driver/commands.hpp"
#include "source/source_file.hpp"

namespace cqrsc::driver {

/// Writes everything that was found, and says with which code the program ends: input_output where a file could not be
/// read or written.
ExitCode write_findings(const Reporter& reporter, const SourceMap& sources, const Console& console);

/// Where standard output already holds what was asked for: to standard error.
ExitCode write_findings_aside(const Reporter& reporter, const SourceMap& sources, const Console& console);

}  // namespace cqrsc::driver
