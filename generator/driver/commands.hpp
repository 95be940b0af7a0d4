#pragma once

#include <iosfwd>
#include <string_view>

#include "driver/command_line.hpp"
#include "driver/exit_code.hpp"

namespace cqrsc::driver {

/// Where a command's words go.
struct Console {
  std::ostream& out;  // findings, and what was asked for
  std::ostream& err;  // progress
  Format format = Format::text;
  bool colour = false;
};

ExitCode run_build(const BuildCommand& command, Console console);
ExitCode run_check(const CheckCommand& command, Console console);
ExitCode run_test(const TestCommand& command, Console console);
ExitCode run_lint(const LintCommand& command, Console console);
ExitCode run_format(const FormatCommand& command, Console console);
ExitCode run_explain(const ExplainCommand& command, Console console);
ExitCode run_rules(const RulesCommand& command, Console console);
ExitCode run_lock(const LockCommand& command, Console console);
ExitCode run_breaking(const BreakingCommand& command, Console console);
ExitCode run_history(const HistoryCommand& command, Console console);
ExitCode run_evolve(const EvolveCommand& command, Console console);
ExitCode run_ir(const IrCommand& command, Console console);
ExitCode run_graph(const GraphCommand& command, Console console);
ExitCode run_deps(const DepsCommand& command, Console console);
ExitCode run_new(const NewCommand& command, Console console);
ExitCode run_scaffold(const ScaffoldCommand& command, Console console);
ExitCode run_completions(const CompletionsCommand& command, Console console);

}  // namespace cqrsc::driver
