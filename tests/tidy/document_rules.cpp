#include <regex>

#include "rules.hpp"

namespace tidy {
namespace {

using Match = std::match_results<std::string_view::const_iterator>;

template <class Visit>
void for_each_match(std::string_view line, const std::regex& pattern, Visit visit) {
  auto begin = line.begin();
  Match match;
  while (std::regex_search(begin, line.end(), match, pattern)) {
    visit(match);
    begin = match[0].second;
  }
}

void check_commands(const Tree& tree, const File& file, std::string_view line, std::size_t number, Findings& findings) {
  static const std::regex command_name(R"re((^|[\s`(/])(scripts/[a-z][a-z-]*|\.ci/[a-z]+))re");
  for_each_match(line, command_name, [&](const Match& match) {
    const auto command = match[2].str();
    if (!tree.has(command)) findings.push_back({file.path, number, "commands", command + " does not exist"});
  });
}

void check_paths(const Tree& tree, const File& file, std::string_view line, std::size_t number, Findings& findings) {
  static const std::regex path_name(
      R"re(`((cmake|docs|tests|samples|generator|runtime|templates|grammar|bench|editors)/[A-Za-z0-9_./-]*)`)re");
  for_each_match(line, path_name, [&](const Match& match) {
    const auto path = match[1].str();
    if (!tree.has(path)) findings.push_back({file.path, number, "paths", path + " does not exist"});
  });
}

void check_links(const Tree& tree, const File& file, std::string_view line, std::size_t number, Findings& findings) {
  static const std::regex link(R"re(\]\(([^)#\s:]+)(#[^)]*)?\))re");
  const auto folder = file.path.substr(0, file.path.rfind('/') == std::string::npos ? 0 : file.path.rfind('/') + 1);
  for_each_match(line, link, [&](const Match& match) {
    const auto target = match[1].str();
    if (!tree.has(folder + target)) findings.push_back({file.path, number, "links", target + " does not exist"});
  });
}

}  // namespace

void check_documents(const Tree& tree, Findings& findings) {
  for (const auto& file : tree.files) {
    if (!file.is_document()) continue;
    std::size_t number = 0;
    bool fenced = false;
    for (const auto line : lines_of(file.text)) {
      ++number;
      if (line.starts_with("```")) fenced = !fenced;
      check_commands(tree, file, line, number, findings);
      if (fenced) continue;
      check_paths(tree, file, line, number, findings);
      check_links(tree, file, line, number, findings);
    }
  }
}

void check_scripts(const Tree& tree, Findings& findings) {
  for (const auto& file : tree.files) {
    if (!file.below("scripts") && !file.below(".ci")) continue;
    const bool sourced = file.ends_with(".sh");
    if (sourced == file.executable) {
      findings.push_back({file.path, 0, "scripts",
                          sourced ? "is sourced, not run: take the x bit away" : "cannot be run: give it the x bit"});
    }
    if (!sourced && !file.text.starts_with("#!")) {
      findings.push_back({file.path, 1, "scripts", "a script begins with #!"});
    }
  }
}

Findings check_house(const Tree& tree, const Arrows& arrows, const std::vector<std::string>& compiled) {
  Findings findings;
  check_file_length(tree, findings);
  check_function_length(tree, findings);
  check_columns(tree, findings);
  check_marks(tree, findings);
  check_skipped_tests(tree, findings);
  check_file_names(tree, findings);
  check_text_form(tree, findings);
  check_header_guards(tree, findings);
  check_arrows(tree, arrows, findings);
  check_everything_is_built(tree, compiled, findings);
  check_documents(tree, findings);
  check_scripts(tree, findings);
  return findings;
}

}  // namespace tidy
