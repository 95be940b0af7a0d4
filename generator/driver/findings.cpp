#include "driver/findings.hpp"

#include <algorithm>
#include <array>
#include <ostream>

#include "diag/codes.hpp"
#include "diag/render.hpp"

namespace cqrsc::driver {
namespace {

constexpr auto kInputOutput = std::to_array<std::uint16_t>(
    {kCannotReadFile.number, kCannotWriteFile.number, kNotOurFile.number, kOutsideOutput.number});

ExitCode code_of(const Reporter& reporter) {
  if (!reporter.has_errors()) return ExitCode::clean;
  const bool input_output =
      std::any_of(reporter.diagnostics().begin(), reporter.diagnostics().end(), [](const Diagnostic& diagnostic) {
        return std::find(kInputOutput.begin(), kInputOutput.end(), diagnostic.info->number) != kInputOutput.end();
      });
  return input_output ? ExitCode::input_output : ExitCode::findings;
}

}  // namespace

ExitCode write_findings(const Reporter& reporter, const SourceMap& sources, const Console& console) {
  console.out << render(reporter, sources, {console.format, console.colour});
  if (console.format == Format::text) {
    if (const std::string counts = summary(reporter); !counts.empty()) console.err << "cqrsc: " << counts << "\n";
  }
  return code_of(reporter);
}

ExitCode write_findings_aside(const Reporter& reporter, const SourceMap& sources, const Console& console) {
  return write_findings(reporter, sources, {console.err, console.err, console.format, false});
}

}  // namespace cqrsc::driver
