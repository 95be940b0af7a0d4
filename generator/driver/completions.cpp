// What makes a shell complete the words of a command line. The subcommands and their options are read from the command
// line itself, so that neither is told without the other.
#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "compat/rules.hpp"
#include "diag/codes.hpp"
#include "driver/commands.hpp"
#include "driver/subcommands.hpp"
#include "lint/lint.hpp"

namespace cqrsc::driver {
namespace {

/// The words that may be given: those of its type, `text|json`; or what `explain` knows.
std::vector<std::string> choices_of(const SubcommandWords& command, const Word& word) {
  std::vector<std::string> choices;
  if (command.name == "explain" && word.name == "code") {
    for (const DiagnosticInfo* info : all_diagnostics()) choices.push_back(info->code());
    for (const compat::Rule& rule : compat::all_rules()) choices.emplace_back(rule.id);
    for (const lint::Rule& rule : lint::all_rules()) choices.emplace_back(rule.name());
  } else if (word.type.find('|') != std::string::npos &&
             word.type.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos) {
    for (std::size_t begin = 0; begin <= word.type.size();) {
      const std::size_t end = std::min(word.type.find('|', begin), word.type.size());
      choices.push_back(word.type.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return choices;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string names_of(const std::vector<SubcommandWords>& commands) {
  std::vector<std::string> names;
  for (const SubcommandWords& command : commands) names.push_back(command.name);
  return joined(names);
}

/// In single quotes, whatever it holds.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

/// What may follow: `words` always, `options` once a dash is there, and files of the kind that `places` says.
void write_bash_case(const SubcommandWords& command, std::ostream& out) {
  std::vector<std::string> options;
  out << "    " << command.name << ")\n      case $previous in\n";
  for (const Word& option : command.options) {
    options.push_back(option.name);
    if (option.type.empty()) continue;
    const std::vector<std::string> choices = choices_of(command, option);
    out << "        " << option.name << ") ";
    if (choices.empty())
      out << "places=" << (option.type == "DIR" ? "directory" : "file") << " ;;\n";
    else
      out << "words='" << joined(choices) << "' ;;\n";
  }
  out << "        *) options='" << joined(options) << "' places=source ;;\n      esac\n";
  const std::vector<std::string> first =
      command.operands.empty() ? std::vector<std::string>() : choices_of(command, command.operands.front());
  if (!first.empty()) out << "      if ((COMP_CWORD == 2)); then words='" << joined(first) << "' places=; fi\n";
  out << "      ;;\n";
}

void write_bash(std::ostream& out) {
  const std::vector<SubcommandWords> commands = subcommand_words();
  out << "_cqrsc() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words= options= places=\n"
         "  case ${COMP_WORDS[1]} in\n";
  for (const SubcommandWords& command : commands) write_bash_case(command, out);
  out << "  esac\n"
         "  if ((COMP_CWORD == 1)); then words='"
      << names_of(commands)
      << "' options='--help --version' places=; fi\n"
         "  if [[ $current == -* ]]; then words=$options places=; fi\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "  case $places in\n"
         "    directory) COMPREPLY+=($(compgen -d -- \"$current\")) ;;\n"
         "    file) COMPREPLY+=($(compgen -f -- \"$current\")) ;;\n"
         "    source) COMPREPLY+=($(compgen -f -X '!*.cqrs' -- \"$current\") $(compgen -d -- \"$current\")) ;;\n"
         "  esac\n"
         "}\n"
         "complete -o filenames -F _cqrsc cqrsc\n";
}

void write_zsh(std::ostream& out) {
  out << "#compdef cqrsc\nautoload -U +X bashcompinit && bashcompinit\n";
  write_bash(out);
}

void write_fish(std::ostream& out) {
  for (const SubcommandWords& command : subcommand_words()) {
    const std::string within = " -n '__fish_seen_subcommand_from " + command.name + "'";
    out << "complete -c cqrsc -f -n __fish_use_subcommand -a " << command.name << " -d " << quoted(command.help)
        << "\n";
    for (const Word& option : command.options) {
      out << "complete -c cqrsc" << within << " -l " << option.name.substr(2);
      const std::vector<std::string> choices = choices_of(command, option);
      if (!choices.empty())
        out << " -x -a " << quoted(joined(choices));
      else if (!option.type.empty())
        out << " -r -F";
      out << " -d " << quoted(option.help) << "\n";
    }
    for (const Word& operand : command.operands) {
      const std::vector<std::string> choices = choices_of(command, operand);
      if (!choices.empty()) out << "complete -c cqrsc -f" << within << " -a " << quoted(joined(choices)) << "\n";
    }
  }
}

}  // namespace

ExitCode run_completions(const CompletionsCommand& command, Console console) {
  if (command.shell == "bash") write_bash(console.out);
  if (command.shell == "zsh") write_zsh(console.out);
  if (command.shell == "fish") write_fish(console.out);
  return ExitCode::clean;
}

}  // namespace cqrsc::driver
