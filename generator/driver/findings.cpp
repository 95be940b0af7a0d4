#include "driver/findings.hpp"

#include <algorithm>
#include <array>
#include <ostream>

#include "diag/codes.hpp"

namespace cqrsc::driver {
namespace {

constexpr auto kInputOutput = std::to_array<std::uint16_t>(
    {kCannotReadFile.number, kCannotWriteFile.number, kNotOurFile.number, kOutsideOutput.number});

ExitCode code_of(const Reporter& reporter) {
  if (!reporter.has_errors()) return ExitCode::clean;
  const bool input_output = std::any_of(
      reporter.diagnostics().begin(), reporter.diagnostics().end(), [](const Diagnostic& diagnostic) {
        return std::find(kInputOutput.begin(), kInputOutput.end(), diagnostic.info->number) != kInputOutput.end();
      });
  return input_output ? ExitCode::input_output : ExitCode::findings;
}

}  // namespace

ExitCode write_findings(const Reporter& reporter, const SourceMap& sources, const Console& console) {
  for (const Diagnostic* one : reporter.sorted()) {
    if (one->has_place) {
      console.out << sources.line_reference(one->primary) << ": ";
    } else if (!one->path.empty()) {
      console.out << one->path << ": ";
    }
    console.out << one->info->code() << ": " << one->headline << "\n";
    for (const std::string& note : one->notes) console.out << "  note: " << note << "\n";
    for (const Help& help : one->helps) console.out << "  help: " << help.text << "\n";
  }
  return code_of(reporter);
}

}  // namespace cqrsc::driver
