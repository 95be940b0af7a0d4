#pragma once

#include <functional>
#include <optional>

#include "driver/commands.hpp"

namespace cqrsc::driver {

/// While there is one, Ctrl-C and a request to end are remembered instead of ending the program.
class Interrupts {
 public:
  Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  ~Interrupts();

  /// Waits a moment, less if one arrives. False once one has.
  static bool pause();

 private:
  void (*interrupt_)(int) = nullptr;
  void (*terminate_)(int) = nullptr;
};

/// How a command is run again and again.
struct Watching {
  std::function<ExitCode(const CommandLine&)> run;
  /// The words of the command line, read again: where none of the files were named, there may be others now.
  std::function<std::optional<CommandLine>()> read_again;
  /// A moment between two looks; false ends it.
  std::function<bool()> pause;
};

/// Runs the command, and again whenever a source, lock file or template that it may read has changed. Ends with what
/// the last run ended with.
ExitCode watch(CommandLine line, const Console& console, const Watching& watching);

}  // namespace cqrsc::driver
