#include "compat/history.hpp"

#include <algorithm>
#include <ostream>

#include "compat/schema_of.hpp"
#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/sources.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {

ExitCode run_history(const HistoryCommand& command, Console console) {
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given(command.files);
  sources.add_imported(command.imports);
  const auto model = sema::analyze(sources.map(), sources.given(), sources.imported(), reporter);
  if (model != nullptr && !reporter.has_errors()) {
    const compat::Context context = compat::schema_of(*model);
    const auto found = compat::called(context, command.element);
    std::string names;
    for (const compat::Versioned* one : found) names += (names.empty() ? "" : ", ") + one->name;
    if (found.empty())
      reporter.report_without_place(kNoSuchElement, "", command.element);
    else if (found.size() > 1)
      reporter.report_without_place(kSeveralElements, "", command.element, names);
    else
      console.out << compat::history_text(*found.front(), sources.map());
  }
  return write_findings(reporter, sources.map(), console);
}

}  // namespace cqrsc::driver
