#include <cstdlib>
#include <exception>
#include <iostream>
#include <variant>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

#include "command_line.hpp"

namespace cqrs::ctl {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

ExitCode run_command(const Command& command, const Run& run) {
  return std::visit(Overloaded{[&](const StreamsCommand& one) { return run_streams(one, run); },
                               [&](const EventsCommand& one) { return run_events(one, run); },
                               [&](const StateCommand& one) { return run_state(one, run); },
                               [&](const ExportCommand& one) { return run_export(one, run); },
                               [&](const ImportCommand& one) { return run_import(one, run); },
                               [&](const BackupCommand& one) { return run_backup(one, run); },
                               [&](const VerifyCommand& one) { return run_verify(one, run); },
                               [&](const ProjectionsCommand& one) { return run_projections(one, run); },
                               [&](const ChangeCommand& one) { return run_change(one, run); },
                               [&](const DeadLettersCommand& one) { return run_dead_letters(one, run); },
                               [&](const CompletionsCommand& one) { return run_completions(one, run); }},
                    command);
}

/// $COLUMNS, or what the terminal says; none: the output goes to a file.
std::size_t console_width() {
  if (const char* columns = std::getenv("COLUMNS"); columns != nullptr) {
    const long wanted = std::strtol(columns, nullptr, 10);
    if (wanted > 0) return static_cast<std::size_t>(wanted);
  }
  winsize size{};
  if (::isatty(STDOUT_FILENO) != 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) return size.ws_col;
  return 0;
}

}  // namespace

int run(std::span<const std::string> arguments, const Domain& domain, const Console& console) {
  const Run run{domain, console};
  try {
    const auto parsed = parse_command_line(arguments, run);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) return static_cast<int>(*code);
    return static_cast<int>(run_command(std::get<Command>(parsed), run));
  } catch (const std::exception& failure) {
    console.err << run.program() << ": this is a bug of " << run.program() << ": " << failure.what()
                << "\nPlease report it together with the command line.\n";
    return static_cast<int>(ExitCode::internal);
  }
}

int main(int argc, const char* const* argv, const Domain& domain) {
  const char* no_colour = std::getenv("NO_COLOR");
  const Console console{std::cout, std::cerr, console_width(),
                        ::isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0'),
                        ::isatty(STDERR_FILENO) != 0};
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const int code = run(arguments, domain, console);
  std::cout.flush();
  return std::cout ? code : static_cast<int>(ExitCode::input_output);
}

}  // namespace cqrs::ctl
