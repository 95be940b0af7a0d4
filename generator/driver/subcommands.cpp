#include "driver/subcommands.hpp"

#include <CLI/CLI.hpp>

namespace cqrsc::driver {
namespace {

const std::map<std::string, Format>& formats() {
  static const std::map<std::string, Format> names = {
      {"text", Format::text}, {"json", Format::json}, {"sarif", Format::sarif}, {"github", Format::github}};
  return names;
}

/// The words that an option takes, as its type's name: completions are made of it.
std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "|") + word;
  return text;
}

/// An option that takes one of some words, each of which stands for a value.
template <typename Value>
void add_choice(CLI::App& command, const std::string& name, Value& value, const std::string& help,
                const std::map<std::string, Value>& choices, const std::vector<std::string>& order) {
  command.add_option(name, value, help)
      ->transform(CLI::CheckedTransformer(choices, CLI::ignore_case).description(""))
      ->type_name(joined(order));
}

void add_format(CLI::App& command, Options& options) {
  add_choice(command, "--format", options.format, "How findings are written", formats(),
             {"text", "json", "sarif", "github"});
}

void add_watch(CLI::App& command, Options& options) {
  command.add_flag("--watch", options.watch, "Do it again after every change of the sources, until Ctrl-C");
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
  add_watch(*build, options);
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
  add_watch(*check, options);
  add_format(*check, options);
  return check;
}

CLI::App* add_test(CLI::App& app, Options& options) {
  CLI::App* test = app.add_subcommand("test", "Run the scenarios, without a C++ compiler");
  add_sources(*test, options.test.files, options.test.imports);
  add_watch(*test, options);
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

CLI::App* add_ir(CLI::App& app, Options& options) {
  CLI::App* ir = app.add_subcommand("ir", "Write the resolved model as JSON, for other programs");
  add_sources_or_here(*ir, options.ir.files);
  add_imports(*ir, options.ir.imports);
  ir->add_option("--out", options.ir.out, "The file it goes to; standard output if it is not given")->type_name("FILE");
  add_format(*ir, options);
  return ir;
}

CLI::App* add_graph(CLI::App& app, Options& options) {
  CLI::App* graph = app.add_subcommand("graph", "Draw what leads to what: commands, events, projections, queries");
  add_sources_or_here(*graph, options.graph.files);
  add_imports(*graph, options.graph.imports);
  add_choice<bool>(*graph, "--format", options.graph.dot, "The language of the drawing; Mermaid if it is not given",
                   {{"mermaid", false}, {"dot", true}}, {"mermaid", "dot"});
  return graph;
}

CLI::App* add_deps(CLI::App& app, Options& options) {
  CLI::App* deps = app.add_subcommand("deps", "List what each file imports, and where it is found");
  deps->add_option("files", options.deps.files,
                   "Files of any contexts; those of the working directory if none are given")
      ->type_name("")
      ->option_text("FILES...");
  add_imports(*deps, options.deps.imports);
  add_choice<DepsForm>(*deps, "--format", options.deps.form, "For people, for programs, or for Make and Ninja",
                       {{"text", DepsForm::text}, {"json", DepsForm::json}, {"make", DepsForm::make}},
                       {"text", "json", "make"});
  return deps;
}

CLI::App* add_new(CLI::App& app, Options& options) {
  CLI::App* begin = app.add_subcommand("new", "Begin a context, or add a declaration to one");
  begin->add_option("kind", options.begin.kind, "What is begun")
      ->required()
      ->check(CLI::IsMember(kinds_of_new()).description(""))
      ->type_name(joined(kinds_of_new()));
  begin
      ->add_option(
          "name", options.begin.name,
          "Its name; of an event or projection with its aggregate's where there are several: Account.AccountClosed")
      ->required()
      ->type_name("")
      ->option_text("NAME");
  begin
      ->add_option("--in", options.begin.in,
                   "The file it goes to; a new one called after it if it is not given, for an event its aggregate's")
      ->type_name("FILE");
  add_imports(*begin, options.begin.imports);
  add_format(*begin, options);
  return begin;
}

CLI::App* add_scaffold(CLI::App& app, Options& options) {
  CLI::App* scaffold = app.add_subcommand("scaffold", "Begin the C++ that the sources leave to you, once");
  add_sources_or_here(*scaffold, options.scaffold.files);
  add_imports(*scaffold, options.scaffold.imports);
  scaffold
      ->add_option("--out", options.scaffold.out,
                   "The header it goes to; CONTEXT_logic.hpp beside the first source if it is not given")
      ->type_name("FILE");
  add_format(*scaffold, options);
  return scaffold;
}

CLI::App* add_completions(CLI::App& app, Options& options) {
  CLI::App* completions = app.add_subcommand("completions", "Write what makes a shell complete cqrsc's words");
  completions->add_option("shell", options.completions.shell, "Which one")
      ->required()
      ->check(CLI::IsMember(shells()).description(""))
      ->type_name(joined(shells()));
  return completions;
}

CLI::App* add_rules(CLI::App& app, Options& options) {
  CLI::App* rules = app.add_subcommand("rules", "List everything that can be reported");
  add_choice<bool>(*rules, "--format", options.rules.json, "For people or for programs",
                   {{"text", false}, {"json", true}}, {"text", "json"});
  return rules;
}

}  // namespace

const std::vector<std::string>& kinds_of_new() {
  static const std::vector<std::string> kKinds = {"context", "aggregate", "event", "projection", "process"};
  return kKinds;
}

const std::vector<std::string>& shells() {
  static const std::vector<std::string> kShells = {"bash", "zsh", "fish"};
  return kShells;
}

MadeCommands add_subcommands(CLI::App& app, Options& options) {
  MadeCommands commands;
  commands[add_build(app, options)] = [&] { return std::move(options.build); };
  commands[add_check(app, options)] = [&] { return std::move(options.check); };
  commands[add_test(app, options)] = [&] { return std::move(options.test); };
  commands[add_lint(app, options)] = [&] { return std::move(options.lint); };
  commands[add_fmt(app, options)] = [&] { return std::move(options.fmt); };
  commands[add_lock(app, options)] = [&] { return std::move(options.lock); };
  commands[add_breaking(app, options)] = [&] { return std::move(options.breaking); };
  commands[add_history(app, options)] = [&] { return std::move(options.history); };
  commands[add_evolve(app, options)] = [&] { return std::move(options.evolve); };
  commands[add_new(app, options)] = [&] { return std::move(options.begin); };
  commands[add_scaffold(app, options)] = [&] { return std::move(options.scaffold); };
  commands[add_ir(app, options)] = [&] { return std::move(options.ir); };
  commands[add_graph(app, options)] = [&] { return std::move(options.graph); };
  commands[add_deps(app, options)] = [&] { return std::move(options.deps); };
  commands[add_explain(app, options)] = [&] { return std::move(options.explain); };
  commands[add_rules(app, options)] = [&] { return options.rules; };
  commands[add_completions(app, options)] = [&] { return std::move(options.completions); };
  return commands;
}

std::vector<SubcommandWords> subcommand_words() {
  Options options;
  CLI::App app;
  add_subcommands(app, options);
  std::vector<SubcommandWords> result;
  for (const CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    SubcommandWords& words = result.emplace_back();
    words.name = command->get_name();
    words.help = command->get_description();
    for (const CLI::Option* option : command->get_options()) {
      const std::string type = option->get_items_expected_max() == 0 ? "" : option->get_type_name();
      if (option->get_positional())
        words.operands.push_back({option->get_name(true), type, option->get_description()});
      else if (!option->get_lnames().empty())
        words.options.push_back({"--" + option->get_lnames().front(), type, option->get_description()});
    }
  }
  return result;
}

}  // namespace cqrsc::driver
