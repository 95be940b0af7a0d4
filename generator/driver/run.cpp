#include "driver/run.hpp"

#include <exception>
#include <optional>
#include <ostream>
#include <sstream>
#include <utility>
#include <variant>

#include "driver/command_line.hpp"
#include "driver/commands.hpp"
#include "driver/watch.hpp"

namespace cqrsc::driver {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

ExitCode run_once(const CommandLine& line, const Console& console) {
  return std::visit(Overloaded{[&](const BuildCommand& command) { return run_build(command, console); },
                               [&](const CheckCommand& command) { return run_check(command, console); },
                               [&](const TestCommand& command) { return run_test(command, console); },
                               [&](const LintCommand& command) { return run_lint(command, console); },
                               [&](const FormatCommand& command) { return run_format(command, console); },
                               [&](const ExplainCommand& command) { return run_explain(command, console); },
                               [&](const RulesCommand& command) { return run_rules(command, console); },
                               [&](const LockCommand& command) { return run_lock(command, console); },
                               [&](const BreakingCommand& command) { return run_breaking(command, console); },
                               [&](const HistoryCommand& command) { return run_history(command, console); },
                               [&](const EvolveCommand& command) { return run_evolve(command, console); },
                               [&](const IrCommand& command) { return run_ir(command, console); },
                               [&](const GraphCommand& command) { return run_graph(command, console); },
                               [&](const DepsCommand& command) { return run_deps(command, console); },
                               [&](const NewCommand& command) { return run_new(command, console); },
                               [&](const ScaffoldCommand& command) { return run_scaffold(command, console); },
                               [&](const CompletionsCommand& command) { return run_completions(command, console); }},
                    line.command);
}

}  // namespace

ExitCode run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, bool colour) {
  try {
    const auto parsed = parse_command_line(arguments, out, err);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) return *code;
    const auto& line = std::get<CommandLine>(parsed);
    const Console console{out, err, line.format, colour};
    if (!line.watch) return run_once(line, console);
    const Interrupts interrupts;
    const auto read_again = [&]() -> std::optional<CommandLine> {
      std::ostringstream unheard;
      auto again = parse_command_line(arguments, unheard, unheard);
      auto* made = std::get_if<CommandLine>(&again);
      return made == nullptr ? std::nullopt : std::optional(std::move(*made));
    };
    return watch(line, console,
                 {[&](const CommandLine& now) { return run_once(now, console); }, read_again, Interrupts::pause});
  } catch (const std::exception& failure) {
    err << "cqrsc: this is a bug of cqrsc: " << failure.what()
        << "\nPlease report it together with the files that were given.\n";
    return ExitCode::internal;
  }
}

}  // namespace cqrsc::driver
