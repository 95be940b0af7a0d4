// The words of the command line, a function for each subcommand. Inside driver/ only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "driver/command_line.hpp"

namespace CLI {
class App;
}

namespace cqrsc::driver {

/// Rules and classes of rules, as `--error`, `--warning`, `--note` and `--ignore` name them.
struct Severities {
  std::vector<std::string> error;
  std::vector<std::string> warning;
  std::vector<std::string> note;
  std::vector<std::string> ignore;
};

/// Everything the options write into, while CLI11 reads the command line.
struct Options {
  Format format = Format::text;
  BuildCommand build;
  CheckCommand check;
  TestCommand test;
  LintCommand lint;
  FormatCommand fmt;
  IrCommand ir;
  GraphCommand graph;
  DepsCommand deps;
  NewCommand begin;
  ScaffoldCommand scaffold;
  CompletionsCommand completions;
  RulesCommand rules;
  ExplainCommand explain;
  LockCommand lock;
  BreakingCommand breaking;
  HistoryCommand history;
  EvolveCommand evolve;
  Severities severities;
  std::vector<std::string> logic;
  std::string expected;
  bool watch = false;
};

/// What a command's words have made of it.
using MadeCommands = std::map<const CLI::App*, std::function<decltype(CommandLine::command)()>>;

/// Adds every subcommand; reading the command line writes into `options`, and the function of the one that was chosen
/// takes what it needs out of them.
MadeCommands add_subcommands(CLI::App& app, Options& options);

/// What completions are made of.
struct Word {
  std::string name;  ///< `--out`; of an operand: `files`
  std::string type;  ///< what it takes: FILE, DIR, `text|json`; empty: nothing, or words of its own
  std::string help;
};
struct SubcommandWords {
  std::string name;
  std::string help;
  std::vector<Word> options;
  std::vector<Word> operands;
};
/// All subcommands, in the order in which `--help` lists them.
std::vector<SubcommandWords> subcommand_words();

}  // namespace cqrsc::driver
