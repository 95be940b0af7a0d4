#include "lint/lint.hpp"

#include <ostream>

#include <fmt/format.h>

#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/sources.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {
namespace {

ExitCode list_rules(const lint::Policy& policy, std::ostream& out) {
  const auto word = [&](const lint::Rule& rule) -> std::string_view {
    const auto severity = policy.of(rule);
    if (!severity) return "off";
    return *severity == Severity::error ? "error" : *severity == Severity::warning ? "warning" : "note";
  };
  for (const lint::Rule& rule : lint::all_rules())
    out << fmt::format("{:20}  {:7}  {}\n", rule.name(), word(rule), rule.summary);
  return ExitCode::clean;
}

}  // namespace

ExitCode run_lint(const LintCommand& command, Console console) {
  if (command.list) return list_rules(command.policy, console.out);
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given(command.files);
  sources.add_imported(command.imports);
  const auto model = sema::analyze(sources.map(), sources.given(), sources.imported(), reporter);
  if (model != nullptr && !reporter.has_errors())
    lint::lint({*model, sources.map(), sources.given()}, command.policy, reporter);
  return write_findings(reporter, sources.map(), console);
}

}  // namespace cqrsc::driver
