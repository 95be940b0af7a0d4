#include "driver/run.hpp"

#include <exception>
#include <ostream>
#include <utility>
#include <variant>

#include "driver/command_line.hpp"
#include "driver/commands.hpp"

namespace cqrsc::driver {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace

ExitCode run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, bool colour) {
  try {
    const auto parsed = parse_command_line(arguments, out, err);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) return *code;
    const auto& line = std::get<CommandLine>(parsed);
    const Console console{out, err, line.format, colour};
    return std::visit(Overloaded{[&](const BuildCommand& command) { return run_build(command, console); },
                                 [&](const CheckCommand& command) { return run_check(command, console); },
                                 [&](const TestCommand& command) { return run_test(command, console); },
                                 [&](const LintCommand& command) { return run_lint(command, console); },
                                 [&](const FormatCommand& command) { return run_format(command, console); },
                                 [&](const ExplainCommand& command) { return run_explain(command, console); },
                                 [&](const RulesCommand&) { return run_rules(console); },
                                 [&](const LockCommand& command) { return run_lock(command, console); },
                                 [&](const BreakingCommand& command) { return run_breaking(command, console); },
                                 [&](const HistoryCommand& command) { return run_history(command, console); },
                                 [&](const EvolveCommand& command) { return run_evolve(command, console); }},
                      line.command);
  } catch (const std::exception& failure) {
    err << "cqrsc: this is a bug of cqrsc: " << failure.what()
        << "\nPlease report it together with the files that were given.\n";
    return ExitCode::internal;
  }
}

}  // namespace cqrsc::driver
