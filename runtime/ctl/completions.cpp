#include <ostream>
#include <set>

#include "command_line.hpp"

namespace cqrs::ctl {
namespace {

/// The words that may follow `prefix` ("" or "dead-letters ") as its next word.
std::string next_words(const std::vector<CommandWords>& commands, const std::string& prefix) {
  std::set<std::string> words;
  for (const auto& command : commands) {
    if (!command.command.starts_with(prefix)) continue;
    const auto rest = command.command.substr(prefix.size());
    words.insert(rest.substr(0, rest.find(' ')));
  }
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

std::set<std::string> groups(const std::vector<CommandWords>& commands) {
  std::set<std::string> found;
  for (const auto& command : commands) {
    if (const auto blank = command.command.find(' '); blank != std::string::npos) {
      found.insert(command.command.substr(0, blank));
    }
  }
  return found;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

/// A name for a function of the shell's.
std::string function_name(std::string program) {
  for (char& c : program) {
    if (c == '-') c = '_';
  }
  return "_" + program;
}

void write_bash(const std::string& program, const std::vector<CommandWords>& commands, std::ostream& out) {
  const std::string function = function_name(program);
  out << function << "() {\n"
      << "  local current=${COMP_WORDS[COMP_CWORD]} words=\n"
      << "  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n";
  for (const auto& command : commands) {
    const bool grouped = command.command.find(' ') != std::string::npos;
    out << "    '" << command.command << "'" << (grouped ? "" : "' '*") << ") words='" << joined(command.options)
        << "' ;;\n";
  }
  out << "  esac\n"
      << "  if ((COMP_CWORD == 1)); then words='" << next_words(commands, "") << "'; fi\n";
  for (const auto& group : groups(commands)) {
    out << "  if ((COMP_CWORD == 2)) && [[ ${COMP_WORDS[1]} == " << group << " ]]; then words='"
        << next_words(commands, group + " ") << "'; fi\n";
  }
  out << "  if [[ -n $words && ($current == -* || $COMP_CWORD -eq 1 || $words != -*) ]]; then\n"
      << "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      << "  else\n"
      << "    COMPREPLY=($(compgen -f -- \"$current\"))\n"
      << "  fi\n"
      << "}\n"
      << "complete -o filenames -F " << function << " " << program << "\n";
}

void write_zsh(const std::string& program, const std::vector<CommandWords>& commands, std::ostream& out) {
  out << "#compdef " << program << "\nautoload -U +X bashcompinit && bashcompinit\n";
  write_bash(program, commands, out);
}

void write_fish(const std::string& program, const std::vector<CommandWords>& commands, std::ostream& out) {
  for (const auto& command : commands) {
    const auto blank = command.command.find(' ');
    const std::string last = command.command.substr(blank == std::string::npos ? 0 : blank + 1);
    const std::string group = blank == std::string::npos ? "" : command.command.substr(0, blank);
    const std::string place = group.empty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + group;
    out << "complete -c " << program << " -n '" << place << "' -a '" << last << "' -d '" << command.description
        << "'\n";
    for (const auto& option : command.options) {
      out << "complete -c " << program << " -n '__fish_seen_subcommand_from " << last << "' -l '" << option.substr(2)
          << "'\n";
    }
  }
  for (const auto& group : groups(commands)) {
    out << "complete -c " << program << " -n '__fish_use_subcommand' -a '" << group << "'\n";
  }
}

}  // namespace

ExitCode run_completions(const CompletionsCommand& command, const Run& run) {
  const auto commands = command_words(run);
  if (command.shell == "bash") write_bash(run.program(), commands, run.console.out);
  if (command.shell == "zsh") write_zsh(run.program(), commands, run.console.out);
  if (command.shell == "fish") write_fish(run.program(), commands, run.console.out);
  return ExitCode::done;
}

}  // namespace cqrs::ctl
