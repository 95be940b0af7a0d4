#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "commands.hpp"

namespace cqrs::ctl {

/// What the arguments ask for; or, where that was all (help, version) or they make no sense, the exit code, after
/// having said so.
[[nodiscard]] std::variant<Command, ExitCode> parse_command_line(std::span<const std::string> arguments,
                                                                 const Run& run);

/// A command and its options, for completions: "dead-letters retry".
struct CommandWords {
  std::string command;
  std::string description;
  std::vector<std::string> options;
};
[[nodiscard]] std::vector<CommandWords> command_words(const Run& run);

}  // namespace cqrs::ctl
