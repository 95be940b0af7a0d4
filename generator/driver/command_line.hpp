#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "diag/render.hpp"
#include "driver/exit_code.hpp"

namespace cqrsc::driver {

/// Where the C++ of a domain's `extern`s is, for what is generated to test it.
struct Logic {
  std::string header;       // as in #include <…>
  std::string struct_name;  // may be qualified
};

struct BuildCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;  // files and directories
  std::string out;
  std::optional<std::string> test_out;
  std::optional<std::string> depfile;
  std::optional<std::string> stamp;  // touched by every run that went well
  std::optional<Logic> logic;
  std::optional<std::string> templates;
  std::optional<std::vector<std::string>> expected_outputs;
};
struct CheckCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
};
struct FormatCommand {
  std::vector<std::string> files;
  bool check = false;
  bool diff = false;
};
struct ExplainCommand {
  std::string code;
};
struct RulesCommand {};

struct CommandLine {
  Format format = Format::text;
  std::variant<BuildCommand, CheckCommand, FormatCommand, ExplainCommand, RulesCommand> command;
};

/// What was asked for; or, after help, the version or a complaint has been written, the code to end with.
std::variant<CommandLine, ExitCode> parse_command_line(const std::vector<std::string>& arguments, std::ostream& out,
                                                       std::ostream& err);

}  // namespace cqrsc::driver
