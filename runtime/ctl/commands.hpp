#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <cqrs/ctl.hpp>

// What the command line asks for, and who does it.

namespace cqrs::ctl {

/// Fixed for ever, scripts rely on it.
enum class ExitCode : int {
  done = 0,
  found = 1,         ///< something was found, or what was asked for is not there or was not to be done
  usage = 2,         ///< the command line makes no sense
  input_output = 3,  ///< something could not be read or written
  internal = 4,      ///< a bug of ours
};

struct StreamsCommand {
  std::string store;
  std::optional<std::string> category;
  std::optional<std::string> tenant;
  std::optional<std::size_t> limit;
  bool json = false;
};

struct EventsCommand {
  std::string store;
  std::vector<std::string> streams;
  std::vector<std::string> types;
  std::vector<std::string> tags;
  std::optional<std::string> after;
  std::optional<std::size_t> limit;
  bool follow = false;
  bool json = false;
};

struct StateCommand {
  std::string store;
  std::string stream;
  std::optional<std::string> at;
  bool json = false;
};

struct ExportCommand {
  std::string store;
  std::string file;
};

struct ImportCommand {
  std::string store;
  std::string file;
  bool resume = false;
};

struct BackupCommand {
  std::string store;
  std::string file;
};

struct VerifyCommand {
  std::string store;
  bool json = false;
};

struct ProjectionsCommand {
  std::string store;
  std::optional<std::string> socket;
  bool watch = false;
  bool json = false;
};

/// `rebuild`, `pause`, `resume`.
struct ChangeCommand {
  enum class Kind : std::uint8_t { rebuild, pause, resume };
  Kind kind = Kind::rebuild;
  std::string store;
  std::string projection;
  std::optional<std::string> socket;
  std::string reason;
};

struct DeadLettersCommand {
  enum class Kind : std::uint8_t { list, show, retry, discard };
  Kind kind = Kind::list;
  std::string store;
  std::optional<std::string> socket;
  std::optional<std::string> projection;
  std::optional<std::string> sequence;
  std::optional<std::string> position;
  std::string reason;
  bool json = false;
};

struct CompletionsCommand {
  std::string shell;
};

using Command = std::variant<StreamsCommand, EventsCommand, StateCommand, ExportCommand, ImportCommand, BackupCommand,
                             VerifyCommand, ProjectionsCommand, ChangeCommand, DeadLettersCommand, CompletionsCommand>;

/// One run of the tool.
struct Run {
  const Domain& domain;
  const Console& console;
  /// "cqrsctl", "bank-ctl".
  [[nodiscard]] std::string program() const { return domain.name.empty() ? "cqrsctl" : domain.name + "-ctl"; }
};

ExitCode run_streams(const StreamsCommand& command, const Run& run);
ExitCode run_events(const EventsCommand& command, const Run& run);
ExitCode run_state(const StateCommand& command, const Run& run);
ExitCode run_export(const ExportCommand& command, const Run& run);
ExitCode run_import(const ImportCommand& command, const Run& run);
ExitCode run_backup(const BackupCommand& command, const Run& run);
ExitCode run_verify(const VerifyCommand& command, const Run& run);
ExitCode run_projections(const ProjectionsCommand& command, const Run& run);
ExitCode run_change(const ChangeCommand& command, const Run& run);
ExitCode run_dead_letters(const DeadLettersCommand& command, const Run& run);
ExitCode run_completions(const CompletionsCommand& command, const Run& run);

}  // namespace cqrs::ctl
