#include <map>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "compat/rules.hpp"
#include "diag/codes.hpp"
#include "driver/commands.hpp"
#include "driver/error_pages.hpp"
#include "driver/lint_page.hpp"
#include "lint/lint.hpp"

namespace cqrsc::driver {

namespace {

/// The section of the page that is about the rule.
void explain(const lint::Rule& rule, std::ostream& out) {
  const std::string_view page = emit::embedded_lint_page().front().text;
  const std::string head = "\n### " + std::string(rule.name()) + "\n";
  const std::size_t begin = page.find(head) + 1;
  out << page.substr(begin, page.find("\n### ", begin) - begin);
}

}  // namespace

ExitCode run_explain(const ExplainCommand& command, Console console) {
  if (const lint::Rule* of_lint = lint::find_rule(command.code)) {
    explain(*of_lint, console.out);
    return ExitCode::clean;
  }
  const compat::Rule* rule = compat::find_rule(command.code);
  const DiagnosticInfo* info = rule != nullptr ? rule->info : find_diagnostic(command.code);
  if (info == nullptr) {
    console.err << "cqrsc: there is no code \"" << command.code
                << "\"; `cqrsc rules` and `cqrsc lint --list` have all\n";
    return ExitCode::usage;
  }
  for (const emit::EmbeddedText& page : emit::embedded_error_pages()) {
    if (page.name != info->code()) continue;
    console.out << page.text;
    return ExitCode::clean;
  }
  console.out << info->code() << ": " << info->headline << "\n";
  return ExitCode::clean;
}

ExitCode run_rules(Console console) {
  const auto word = [](Severity severity) {
    switch (severity) {
      case Severity::error: return "error";
      case Severity::warning: return "warning";
      case Severity::note: return "note";
    }
    return "";
  };
  std::map<const DiagnosticInfo*, std::string> ids;
  for (const compat::Rule& rule : compat::all_rules()) ids[rule.info] = std::string(rule.id) + ": ";
  for (const DiagnosticInfo* info : all_diagnostics()) {
    console.out << fmt::format("{}  {:7}  {}{}\n", info->code(), word(info->severity), ids[info], info->headline);
  }
  return ExitCode::clean;
}

}  // namespace cqrsc::driver
