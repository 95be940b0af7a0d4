#include "driver/command_line.hpp"

#include <functional>
#include <map>
#include <ostream>

#include <CLI/CLI.hpp>

#include "driver/sources.hpp"

namespace cqrsc::driver {
namespace {

const std::map<std::string, Format>& formats() {
  static const std::map<std::string, Format> names = {
      {"text", Format::text}, {"json", Format::json}, {"sarif", Format::sarif}, {"github", Format::github}};
  return names;
}

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
  ExplainCommand explain;
  LockCommand lock;
  BreakingCommand breaking;
  HistoryCommand history;
  EvolveCommand evolve;
  Severities severities;
  std::vector<std::string> logic;
  std::string expected;
};

void add_format(CLI::App& command, Options& options) {
  command.add_option("--format", options.format, "How findings are written: text, json, sarif or github")
      ->transform(CLI::CheckedTransformer(formats(), CLI::ignore_case))
      ->type_name("FORMAT")
      ->option_text("FORMAT");
}

void add_imports(CLI::App& command, std::vector<std::string>& imports) {
  command
      .add_option("--import", imports,
                  "A file, or a directory of files, of contexts that are imported; what lies beside the given files is "
                  "found by itself")
      ->type_name("FILE|DIR")
      ->allow_extra_args(false);
}

void add_sources(CLI::App& command, std::vector<std::string>& files, std::vector<std::string>& imports) {
  command.add_option("files", files, "All files of one context")->required()->type_name("")->option_text("FILES...");
  add_imports(command, imports);
}

/// Where none are given, all files of the working directory are meant.
void add_sources_or_here(CLI::App& command, std::vector<std::string>& files) {
  command.add_option("files", files, "All files of one context; those of the working directory if none are given")
      ->type_name("")
      ->option_text("FILES...");
}

void add_lock_path(CLI::App& command, std::optional<std::string>& path) {
  command.add_option("--lock", path, "The lock file; cqrs.lock beside the first source if it is not given")
      ->type_name("FILE");
}

void add_lock_options(CLI::App& command, LockOptions& options) {
  add_lock_path(command, options.path);
  command.add_flag("--strict", options.strict, "What is not in the lock file is an error: for builds that are shipped");
}

/// `classes`: what else than a rule may be named.
void add_severities(CLI::App& command, Severities& severities, const std::string& classes) {
  const auto add = [&](const char* name, std::vector<std::string>& rules, const std::string& text) {
    command.add_option(name, rules, text)->type_name("RULE|CLASS")->allow_extra_args(false);
  };
  add("--error", severities.error, "Take findings of this rule, or of " + classes + ", for errors");
  add("--warning", severities.warning, "Take them for warnings");
  add("--note", severities.note, "Take them for notes");
  add("--ignore", severities.ignore, "Do not report them");
}

CLI::App* add_build(CLI::App& app, Options& options) {
  CLI::App* build = app.add_subcommand("build", "Check, then write C++");
  add_sources(*build, options.build.files, options.build.imports);
  build->add_option("--out", options.build.out, "The directory the C++ goes to")->required()->type_name("DIR");
  build->add_option("--test-out", options.build.test_out, "The directory the tests of the domain go to")
      ->type_name("DIR");
  build->add_option("--ctl-out", options.build.ctl_out, "The directory the domain's own operator's tool goes to")
      ->type_name("DIR");
  build->add_option("--depfile", options.build.depfile, "Write what the output depends on, for Make and Ninja")
      ->type_name("FILE");
  build
      ->add_option("--stamp", options.build.stamp,
                   "Touch this file after every run that went well; the dependency file is about it then")
      ->type_name("FILE");
  build
      ->add_option("--logic", options.logic,
                   "The header and the struct that hold the domain's C++ functions; for --test-out and --ctl-out")
      ->expected(2)
      ->type_name("HEADER STRUCT");
  build
      ->add_option("--templates", options.build.templates,
                   "Templates that take the place of built-in ones of the same name")
      ->type_name("DIR");
  build
      ->add_option("--expect-outputs", options.expected,
                   "Fail unless exactly these files are the output; separated by semicolons")
      ->type_name("LIST");
  add_lock_options(*build, options.build.lock);
  add_format(*build, options);
  return build;
}

CLI::App* add_lock(CLI::App& app, Options& options) {
  CLI::App* lock = app.add_subcommand("lock", "Seal what is new: from then on it never changes");
  add_sources_or_here(*lock, options.lock.files);
  add_imports(*lock, options.lock.imports);
  add_lock_path(*lock, options.lock.lock);
  lock->add_flag("--check", options.lock.check, "Change nothing; fail if something would change");
  add_severities(*lock, options.severities, "`source` or `meaning`");
  add_format(*lock, options);
  return lock;
}

CLI::App* add_breaking(CLI::App& app, Options& options) {
  CLI::App* breaking = app.add_subcommand("breaking", "Report what a release of the sources would break");
  add_sources_or_here(*breaking, options.breaking.files);
  add_imports(*breaking, options.breaking.imports);
  breaking
      ->add_option("--against", options.breaking.against,
                   "What was released: a lock file, a directory of sources, or git: and a revision")
      ->required()
      ->type_name("FILE|DIR|git:REF");
  breaking->add_flag("--rollback", options.breaking.rollback,
                     "Ask instead whether that release could read what this one writes");
  add_severities(*breaking, options.severities, "`source` or `meaning`");
  add_format(*breaking, options);
  return breaking;
}

CLI::App* add_history(CLI::App& app, Options& options) {
  CLI::App* history = app.add_subcommand("history", "Show how an event, value or union came to what it is");
  history->add_option("element", options.history.element, "Its name: Account.AccountOpened, Money")
      ->required()
      ->type_name("")
      ->option_text("NAME");
  add_sources_or_here(*history, options.history.files);
  add_imports(*history, options.history.imports);
  add_format(*history, options);
  return history;
}

CLI::App* add_evolve(CLI::App& app, Options& options) {
  CLI::App* evolve = app.add_subcommand("evolve", "Begin a new version: today's moves to history, below it");
  evolve->add_option("element", options.evolve.element, "An event, value or union: Account.AccountOpened, Money")
      ->required()
      ->type_name("")
      ->option_text("NAME");
  add_sources_or_here(*evolve, options.evolve.files);
  add_lock_path(*evolve, options.evolve.lock);
  evolve->add_flag("--diff", options.evolve.diff, "Change nothing; show what would change");
  add_format(*evolve, options);
  return evolve;
}

CLI::App* add_check(CLI::App& app, Options& options) {
  CLI::App* check = app.add_subcommand("check", "Report everything that is wrong; write nothing");
  add_sources_or_here(*check, options.check.files);
  add_imports(*check, options.check.imports);
  add_lock_options(*check, options.check.lock);
  add_format(*check, options);
  return check;
}

CLI::App* add_test(CLI::App& app, Options& options) {
  CLI::App* test = app.add_subcommand("test", "Run the scenarios, without a C++ compiler");
  add_sources(*test, options.test.files, options.test.imports);
  add_format(*test, options);
  return test;
}

CLI::App* add_lint(CLI::App& app, Options& options) {
  CLI::App* lint = app.add_subcommand("lint", "Report what is no mistake, but is seldom meant");
  add_sources_or_here(*lint, options.lint.files);
  add_imports(*lint, options.lint.imports);
  lint->add_flag("--list", options.lint.list, "List the rules");
  add_severities(*lint, options.severities, "`all` of them");
  add_format(*lint, options);
  return lint;
}

CLI::App* add_explain(CLI::App& app, Options& options) {
  CLI::App* explain =
      app.add_subcommand("explain", "Tell what a code such as CQ0123 means, or a rule such as stream-renamed");
  explain->add_option("code", options.explain.code, "The code, or the name of the rule")
      ->required()
      ->type_name("")
      ->option_text("CODE");
  return explain;
}

CLI::App* add_fmt(CLI::App& app, Options& options) {
  CLI::App* fmt = app.add_subcommand("fmt", "Lay sources out in the one way there is");
  fmt->add_option("files", options.fmt.files, "Files to rewrite")->required()->type_name("")->option_text("FILES...");
  fmt->add_flag("--check", options.fmt.check, "Change nothing; fail if something would change");
  fmt->add_flag("--diff", options.fmt.diff, "Change nothing; show what would change");
  add_format(*fmt, options);
  return fmt;
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
  return command == "evolve" ? &options.evolve.files : nullptr;
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
  std::map<const CLI::App*, std::function<decltype(CommandLine::command)()>> commands;
  CLI::App* build = add_build(app, options);
  commands[build] = [&] { return std::move(options.build); };
  commands[add_check(app, options)] = [&] { return std::move(options.check); };
  commands[add_test(app, options)] = [&] { return std::move(options.test); };
  commands[add_lint(app, options)] = [&] { return std::move(options.lint); };
  commands[add_fmt(app, options)] = [&] { return std::move(options.fmt); };
  commands[add_lock(app, options)] = [&] { return std::move(options.lock); };
  commands[add_breaking(app, options)] = [&] { return std::move(options.breaking); };
  commands[add_history(app, options)] = [&] { return std::move(options.history); };
  commands[add_evolve(app, options)] = [&] { return std::move(options.evolve); };
  commands[add_explain(app, options)] = [&] { return std::move(options.explain); };
  commands[app.add_subcommand("rules", "List everything that can be reported")] = [] { return RulesCommand{}; };

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
  if (build->count("--expect-outputs") != 0) options.build.expected_outputs = split(options.expected);
  const CLI::App* chosen = app.get_subcommands().front();
  if (!find_files(chosen->get_name(), options)) {
    err << what_is_missing(chosen->get_name(), "");
    return ExitCode::usage;
  }
  const std::string wrong = usage_error(chosen->get_name(), options);
  if (!wrong.empty()) {
    err << wrong << "\nRun with --help for more information.\n";
    return ExitCode::usage;
  }
  return CommandLine{options.format, commands.at(chosen)()};
}

}  // namespace cqrsc::driver
