#include "command_line.hpp"

#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <utility>

#include <CLI/CLI.hpp>

namespace cqrs::ctl {
namespace {

/// Everything the options write into, while CLI11 reads the command line.
struct Options {
  StreamsCommand streams;
  EventsCommand events;
  StateCommand state;
  ExportCommand export_to;
  ImportCommand import_from;
  BackupCommand backup;
  VerifyCommand verify;
  ProjectionsCommand projections;
  ChangeCommand change;
  DeadLettersCommand dead_letters;
  CompletionsCommand completions;
};

void add_store(CLI::App& command, std::string& store) {
  command.add_option("store", store, "The store: sqlite:FILE, or the path of the file")
      ->required()
      ->type_name("")
      ->option_text("STORE");
}

void add_operand(CLI::App& command, const char* name, const char* shown, std::string& value, const char* text) {
  command.add_option(name, value, text)->required()->type_name("")->option_text(shown);
}

void add_json(CLI::App& command, bool& json, const char* text) { command.add_flag("--json", json, text); }

template <class Value>
CLI::Option* add_value(CLI::App& command, const char* name, Value& value, const char* type, const char* text) {
  return command.add_option(name, value, text)->type_name(type)->allow_extra_args(false);
}

void add_socket(CLI::App& command, std::optional<std::string>& socket) {
  add_value(command, "--socket", socket, "PATH", "The application's admin socket; STORE.sock if it is not given");
}

void add_reason(CLI::App& command, std::string& reason) {
  add_value(command, "--reason", reason, "TEXT", "What this is done for; kept for ever")->required();
}

/// The tree of commands, and what each gives once it is parsed.
class CommandTree {
 public:
  explicit CommandTree(const Run& run)
      : app_(run.domain.name.empty() ? "cqrsctl: looks at event stores, checks, copies and mends them"
                                     : run.program() + ": looks at the event stores of " + run.domain.name +
                                           ", checks, copies and mends them",
             run.program()) {
    app_.require_subcommand(1);
    app_.footer("Ends with 0: done, 1: found something, 2: usage, 3: input or output, 4: a bug of this program.");
    add_reading();
    add_copying();
    add_projections();
    add_dead_letters();
    auto* completions = add(app_, "completions", "Write a script that completes commands in a shell",
                            [this] { return options_.completions; });
    completions->add_option("shell", options_.completions.shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->type_name("")
        ->option_text("SHELL");
  }

  [[nodiscard]] CLI::App& app() noexcept { return app_; }
  [[nodiscard]] const std::map<const CLI::App*, std::function<Command()>>& commands() const noexcept {
    return commands_;
  }

 private:
  CLI::App* add(CLI::App& to, const char* name, const char* text, std::function<Command()> made) {
    CLI::App* command = to.add_subcommand(name, text);
    commands_[command] = std::move(made);
    return command;
  }

  void add_reading() {
    auto* streams = add(app_, "streams", "List the streams", [this] { return options_.streams; });
    add_store(*streams, options_.streams.store);
    add_value(*streams, "--category", options_.streams.category, "NAME", "Only those of this category: bank.Account");
    add_value(*streams, "--tenant", options_.streams.tenant, "NAME", "Only those of this tenant");
    add_value(*streams, "--limit", options_.streams.limit, "N", "At most so many");
    add_json(*streams, options_.streams.json, "One JSON object a line");

    auto* events = add(app_, "events", "List events, in order", [this] { return options_.events; });
    auto& wanted = options_.events;
    add_store(*events, wanted.store);
    add_value(*events, "--stream", wanted.streams, "STREAM", "Only those of this stream: bank.Account/KEY");
    add_value(*events, "--type", wanted.types, "TYPE", "Only those of this type: bank.Account.MoneyDeposited");
    add_value(*events, "--tag", wanted.tags, "TAG", "Only those with this tag");
    add_value(*events, "--after", wanted.after, "POSITION", "Only those behind this position, or `end`");
    add_value(*events, "--limit", wanted.limit, "N", "At most so many");
    events->add_flag("-f,--follow", wanted.follow, "Go on with what is added, until interrupted");
    add_json(*events, wanted.json, "One JSON object a line");

    auto* state = add(app_, "state", "Show the state of an aggregate", [this] { return options_.state; });
    add_store(*state, options_.state.store);
    add_operand(*state, "stream", "STREAM", options_.state.stream, "The stream: bank.Account/KEY");
    add_value(*state, "--at", options_.state.at, "VERSION|INSTANT", "As it was then; now if it is not given");
    add_json(*state, options_.state.json, "As JSON on one line");

    auto* verify = add(app_, "verify", "Check everything that is stored", [this] { return options_.verify; });
    add_store(*verify, options_.verify.store);
    add_json(*verify, options_.verify.json, "As one JSON document");
  }

  void add_copying() {
    auto* to = add(app_, "export", "Write everything as lines of JSON", [this] { return options_.export_to; });
    add_store(*to, options_.export_to.store);
    add_operand(*to, "file", "FILE", options_.export_to.file, "A new file, or - for standard output");
    auto* from = add(app_, "import", "Make a store of what was exported", [this] { return options_.import_from; });
    add_store(*from, options_.import_from.store);
    add_operand(*from, "file", "FILE", options_.import_from.file, "What was exported, or - for standard input");
    from->add_flag("--resume", options_.import_from.resume, "Go on with an import of this file that was interrupted");
    auto* backup = add(app_, "backup", "Copy a store that may be in use", [this] { return options_.backup; });
    add_store(*backup, options_.backup.store);
    add_operand(*backup, "file", "FILE", options_.backup.file, "A new file");
  }

  void add_projections() {
    auto* list = add(app_, "projections", "Show where the projections stand", [this] { return options_.projections; });
    add_store(*list, options_.projections.store);
    list->add_flag("-w,--watch", options_.projections.watch, "Again every second, until interrupted");
    add_socket(*list, options_.projections.socket);
    add_json(*list, options_.projections.json, "As one JSON document");
    const auto add_change = [this](const char* name, const char* text, ChangeCommand::Kind kind) {
      auto* command = add(app_, name, text, [this, kind] {
        options_.change.kind = kind;
        return options_.change;
      });
      add_store(*command, options_.change.store);
      add_operand(*command, "projection", "PROJECTION", options_.change.projection, "Its name: AccountSummary");
      add_reason(*command, options_.change.reason);
      add_socket(*command, options_.change.socket);
    };
    add_change("rebuild", "Build the rows of a projection anew, beside those shown", ChangeCommand::Kind::rebuild);
    add_change("pause", "Stop a projection from following the log", ChangeCommand::Kind::pause);
    add_change("resume", "Let a paused or stopped projection go on", ChangeCommand::Kind::resume);
  }

  void add_dead_letters() {
    auto* group = app_.add_subcommand("dead-letters", "Events that a projection could not apply");
    group->require_subcommand(1);
    const auto add_one = [&](const char* name, const char* text, DeadLettersCommand::Kind kind) {
      const bool changes = kind == DeadLettersCommand::Kind::retry || kind == DeadLettersCommand::Kind::discard;
      auto& wanted = options_.dead_letters;
      auto* command = add(*group, name, text, [&wanted, kind] {
        wanted.kind = kind;
        return wanted;
      });
      add_store(*command, wanted.store);
      auto* projection = command->add_option("projection", wanted.projection, "Its name: AccountSummary");
      projection->type_name("")->option_text("PROJECTION");
      if (kind != DeadLettersCommand::Kind::list) projection->required();
      add_value(*command, "--sequence", wanted.sequence, "TEXT", "Only those of this row or stream");
      add_value(*command, "--position", wanted.position, "POSITION", "Only the one at this position");
      if (changes) add_reason(*command, wanted.reason);
      add_socket(*command, wanted.socket);
      if (!changes) add_json(*command, wanted.json, "One JSON object a line");
    };
    add_one("list", "List them", DeadLettersCommand::Kind::list);
    add_one("show", "Show them in full", DeadLettersCommand::Kind::show);
    add_one("retry", "Try them again, in order", DeadLettersCommand::Kind::retry);
    add_one("discard", "Give up on them: what waits behind them goes on", DeadLettersCommand::Kind::discard);
  }

  Options options_;
  CLI::App app_;
  std::map<const CLI::App*, std::function<Command()>> commands_;
};

void collect(const CLI::App& app, const std::string& prefix, std::vector<CommandWords>& words) {
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    const std::string name = prefix + command->get_name();
    if (!command->get_subcommands(nullptr).empty()) {
      collect(*command, name + " ", words);
      continue;
    }
    CommandWords one{name, command->get_description(), {}};
    for (const CLI::Option* option : command->get_options()) {
      for (const auto& long_name : option->get_lnames()) one.options.push_back("--" + long_name);
    }
    words.push_back(std::move(one));
  }
}

/// In the place of the library's "store is required".
std::string what_is_missing(const CLI::App& app, std::string_view what, const std::string& program) {
  const CLI::App* chosen = &app;
  std::string line = program;
  while (!chosen->get_subcommands().empty()) {
    chosen = chosen->get_subcommands().front();
    line += " " + chosen->get_name();
  }
  if (!chosen->get_subcommands({}).empty()) {
    return line + ": say what to do; `" + line + " --help` lists the commands\n";
  }
  const std::string missing(what.substr(0, what.find(' ')));
  std::string usage = line;
  for (const CLI::Option* option : chosen->get_options()) {
    if (option->get_positional() && option->get_required()) usage += " " + option->get_option_text();
  }
  return line + ": say which " + missing + ": " + usage + "\n";
}

}  // namespace

std::variant<Command, ExitCode> parse_command_line(std::span<const std::string> arguments, const Run& run) {
  CommandTree tree(run);
  CLI::App& app = tree.app();
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    if (error.get_name() == "RequiredError" && std::string_view(error.what()).starts_with("--reason")) {
      run.console.err << run.program()
                      << ": say what this is done for: --reason TEXT; it is kept with the change, for whoever asks "
                         "later\n";
      return ExitCode::usage;
    }
    if (!arguments.empty() && !arguments.front().starts_with('-') && app.get_subcommands().empty()) {
      run.console.err << run.program() << ": there is no command \"" << arguments.front() << "\"; `" << run.program()
                      << " --help` lists those there are\n";
      return ExitCode::usage;
    }
    if (error.get_name() == "RequiredError") {
      run.console.err << what_is_missing(app, error.what(), run.program());
      return ExitCode::usage;
    }
    return app.exit(error, run.console.out, run.console.err) == 0 ? ExitCode::done : ExitCode::usage;
  }
  const CLI::App* chosen = app.get_subcommands().front();
  if (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
  return tree.commands().at(chosen)();
}

std::vector<CommandWords> command_words(const Run& run) {
  CommandTree tree(run);
  std::vector<CommandWords> words;
  collect(tree.app(), "", words);
  return words;
}

}  // namespace cqrs::ctl
