#include "driver/command_line.hpp"

#include <ostream>

#include <CLI/CLI.hpp>

#include "driver/sources.hpp"
#include "driver/subcommands.hpp"

namespace cqrsc::driver {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text + ";") {
    if (c != ';') {
      part += c;
    } else if (!part.empty()) {
      parts.push_back(std::move(part));
      part.clear();
    }
  }
  return parts;
}

/// The qualified name of a C++ type; what goes into generated text is nothing else.
std::string struct_name_error(const std::string& name) {
  bool begins = true;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name.compare(i, 2, "::") == 0 && !begins) {
      ++i;
      begins = true;
      continue;
    }
    const bool letter = std::isalpha(static_cast<unsigned char>(name[i])) != 0 || name[i] == '_';
    if (!letter && (begins || std::isdigit(static_cast<unsigned char>(name[i])) == 0))
      return "not the name of a struct: " + name;
    begins = false;
  }
  return begins ? "not the name of a struct: " + name : "";
}

std::string header_error(const std::string& header) {
  const bool plain = !header.empty() && header.find_first_of("<>\"\n\r\\") == std::string::npos;
  return plain ? "" : "not the path of a header: " + header;
}

/// Sets all that is asked for. Empty, or the name that `set` did not take.
template <typename Policy>
std::string name_not_set(const Severities& severities, Policy& policy) {
  const auto set = [&](const std::vector<std::string>& names, std::optional<Severity> severity) -> std::string {
    for (const std::string& name : names)
      if (!policy.set(name, severity)) return name;
    return "";
  };
  for (const std::string& wrong : {set(severities.error, Severity::error), set(severities.warning, Severity::warning),
                                   set(severities.note, Severity::note), set(severities.ignore, std::nullopt)})
    if (!wrong.empty()) return wrong;
  return "";
}

std::string severity_error(const Severities& severities, compat::Policy& policy) {
  const std::string name = name_not_set(severities, policy);
  if (name.empty()) return "";
  const bool known = compat::find_rule(name) != nullptr || name == "stored";
  return known ? "what would make history unreadable is an error always: " + name
               : "neither a rule nor a class of rules: " + name;
}

/// The files of a command that takes those of the working directory where none are given.
std::vector<std::string>* files_or_here(const std::string& command, Options& options) {
  if (command == "check") return &options.check.files;
  if (command == "lint") return &options.lint.files;
  if (command == "lock") return &options.lock.files;
  if (command == "breaking") return &options.breaking.files;
  if (command == "history") return &options.history.files;
  if (command == "evolve") return &options.evolve.files;
  if (command == "ir") return &options.ir.files;
  if (command == "graph") return &options.graph.files;
  if (command == "deps") return &options.deps.files;
  return command == "scaffold" ? &options.scaffold.files : nullptr;
}

/// False where none were given and there are none here either.
bool find_files(const std::string& command, Options& options) {
  if (command == "lint" && options.lint.list) return true;
  std::vector<std::string>* files = files_or_here(command, options);
  if (files != nullptr && files->empty()) *files = sources_here();
  return files == nullptr || !files->empty();
}

/// What CLI11 cannot see: whether the words make sense. Puts together what they make.
std::string usage_error(const std::string& command, Options& options) {
  if (!options.logic.empty()) {
    const std::string header = header_error(options.logic[0]);
    const std::string wrong = header.empty() ? struct_name_error(options.logic[1]) : header;
    if (!wrong.empty()) return wrong;
    options.build.logic = Logic{options.logic[0], options.logic[1]};
  }
  if (command == "lint") {
    const std::string name = name_not_set(options.severities, options.lint.policy);
    return name.empty() ? "" : "there is no such rule, `cqrsc lint --list` has all: " + name;
  }
  compat::Policy policy;
  const std::string wrong = severity_error(options.severities, policy);
  options.lock.policy = policy;
  options.breaking.policy = std::move(policy);
  return wrong;
}

/// In the place of the library's "files is required".
std::string what_is_missing(const std::string& command, std::string_view error) {
  std::string what = "say what to work on";
  std::string operands = " FILES...";
  if (command == "explain") operands = " CODE";
  if (command == "completions") {
    what = "say which shell it is for";
    operands = " bash|zsh|fish";
  }
  if (command == "new") {
    what = "say what to begin, and what it is called";
    operands = " context|aggregate|event|projection|process NAME";
  }
  if (command == "history" || command == "evolve") operands = " NAME [FILES...]";
  if (error.find("--out") != std::string_view::npos) {
    what = "say where the C++ goes";
    operands += " --out DIR";
  }
  if (error.find("--against") != std::string_view::npos) {
    what = "say what was released";
    operands = " --against FILE|DIR|git:REF [FILES...]";
  }
  return "cqrsc " + command + ": " + what + ": cqrsc " + command + operands + "\nRun cqrsc " + command +
         " --help for more information.\n";
}

}  // namespace

std::variant<CommandLine, ExitCode> parse_command_line(const std::vector<std::string>& arguments, std::ostream& out,
                                                       std::ostream& err) {
  Options options;
  CLI::App app("cqrsc " CQRSC_VERSION ": a compiler from .cqrs domain files to C++20", "cqrsc");
  app.set_version_flag("--version", "cqrsc " CQRSC_VERSION);
  app.require_subcommand(1);
  app.footer("Ends with 0: clean, 1: findings, 2: usage, 3: input or output, 4: a bug of cqrsc.");
  const MadeCommands commands = add_subcommands(app, options);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    if (error.get_name() == "RequiredError" && app.get_subcommands().size() == 1) {
      err << what_is_missing(app.get_subcommands().front()->get_name(), error.what());
      return ExitCode::usage;
    }
    const int code = app.exit(error, out, err);
    return code == 0 ? ExitCode::clean : ExitCode::usage;
  }
  const CLI::App* chosen = app.get_subcommands().front();
  if (chosen->get_name() == "build" && chosen->count("--expect-outputs") != 0)
    options.build.expected_outputs = split(options.expected);
  if (!find_files(chosen->get_name(), options)) {
    err << what_is_missing(chosen->get_name(), "");
    return ExitCode::usage;
  }
  const std::string wrong = usage_error(chosen->get_name(), options);
  if (!wrong.empty()) {
    err << wrong << "\nRun with --help for more information.\n";
    return ExitCode::usage;
  }
  return CommandLine{options.format, commands.at(chosen)(), options.watch};
}

}  // namespace cqrsc::driver
