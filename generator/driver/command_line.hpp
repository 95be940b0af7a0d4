#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compat/rules.hpp"
#include "diag/render.hpp"
#include "driver/exit_code.hpp"
#include "driver/lock_file.hpp"
#include "lint/lint.hpp"

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
  std::optional<std::string> ctl_out;
  std::optional<std::string> depfile;
  std::optional<std::string> stamp;  // touched by every run that went well
  std::optional<Logic> logic;
  std::optional<std::string> templates;
  std::optional<std::vector<std::string>> expected_outputs;
  LockOptions lock;
};
struct CheckCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
  LockOptions lock;
};
struct LockCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
  std::optional<std::string> lock;
  bool check = false;
  compat::Policy policy;
};
struct BreakingCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
  std::string against;
  bool rollback = false;
  compat::Policy policy;
};
struct HistoryCommand {
  std::string element;
  std::vector<std::string> files;
  std::vector<std::string> imports;
};
struct EvolveCommand {
  std::string element;
  std::vector<std::string> files;
  std::optional<std::string> lock;
  bool diff = false;
};
struct TestCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
};
struct LintCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
  lint::Policy policy;
  bool list = false;  ///< the rules, not what they find
};
struct FormatCommand {
  std::vector<std::string> files;
  bool check = false;
  bool diff = false;
};
struct ExplainCommand {
  std::string code;
};
struct RulesCommand {
  bool json = false;
};
struct IrCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
  std::optional<std::string> out;  // standard output where none is given
};
struct GraphCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
  bool dot = false;  // else Mermaid
};
enum class DepsForm : std::uint8_t { text, json, make };
struct DepsCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
  DepsForm form = DepsForm::text;
};
struct NewCommand {
  std::string kind;  // a word of kinds_of_new()
  std::string name;
  std::optional<std::string> in;
  std::vector<std::string> imports;
};
struct ScaffoldCommand {
  std::vector<std::string> files;
  std::vector<std::string> imports;
  std::optional<std::string> out;
};
struct CompletionsCommand {
  std::string shell;  // a word of shells()
};

struct CommandLine {
  Format format = Format::text;
  std::variant<BuildCommand, CheckCommand, TestCommand, FormatCommand, ExplainCommand, RulesCommand, LockCommand,
               BreakingCommand, HistoryCommand, EvolveCommand, LintCommand, IrCommand, GraphCommand, DepsCommand,
               NewCommand, ScaffoldCommand, CompletionsCommand>
      command;
  bool watch = false;  // again after every change, of build, check and test
};

/// What `new` begins.
const std::vector<std::string>& kinds_of_new();
/// What `completions` writes for.
const std::vector<std::string>& shells();

/// What was asked for; or, after help, the version or a complaint has been written, the code to end with.
std::variant<CommandLine, ExitCode> parse_command_line(const std::vector<std::string>& arguments, std::ostream& out,
                                                       std::ostream& err);

}  // namespace cqrsc::driver
