#include "ir/ir.hpp"

#include <ostream>

#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/sources.hpp"
#include "emit/files.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {

ExitCode run_ir(const IrCommand& command, Console console) {
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given(command.files);
  sources.add_imported(command.imports);
  const auto model = sema::analyze(sources.map(), sources.given(), sources.imported(), reporter);
  if (model == nullptr || reporter.has_errors()) return write_findings(reporter, sources.map(), console);
  const std::string text = ir::to_json(*model, sources.map());
  bool changed = false;
  std::string reason;
  if (!command.out) {
    console.out << text;
    return write_findings_aside(reporter, sources.map(), console);
  }
  if (!emit::write_file(*command.out, text, changed, reason))
    reporter.report_without_place(kCannotWriteFile, shown_path(*command.out), shown_path(*command.out), reason);
  return write_findings(reporter, sources.map(), console);
}

}  // namespace cqrsc::driver
