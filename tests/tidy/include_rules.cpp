#include <algorithm>
#include <optional>
#include <regex>

#include "rules.hpp"
#include "source_text.hpp"

namespace tidy {
namespace {

constexpr std::string_view kPublic = "runtime/include/cqrs/";

struct Include {
  std::size_t line;
  std::string header;
};

std::vector<Include> includes_of(const File& file) {
  static const std::regex include_line(R"re(^\s*#\s*include\s*["<]([^">]+)[">])re");
  const auto code = without_comments(file.text);
  std::vector<Include> includes;
  std::size_t number = 0;
  for (const auto line : lines_of(code)) {
    ++number;
    std::match_results<std::string_view::const_iterator> match;
    if (std::regex_search(line.begin(), line.end(), match, include_line)) includes.push_back({number, match[1].str()});
  }
  return includes;
}

/// The folder of arrows.txt that a file of ours belongs to: for a public header its owner, otherwise the longest that
/// contains it. Empty: none.
std::string folder_of(const std::string& path, const Arrows& arrows) {
  if (path.starts_with(kPublic)) return arrows.owner_of(std::string_view(path).substr(kPublic.size()));
  std::string best;
  for (const auto& [folder, unused] : arrows.allowed) {
    if (path.starts_with(folder + "/") && folder.size() > best.size()) best = folder;
  }
  return best;
}

/// The path in the tree of what is included, or none when it is not ours.
std::optional<std::string> resolve(const Tree& tree, const File& from, const std::string& header) {
  if (header.starts_with("cqrs/")) return "runtime/include/" + header;
  const auto beside = from.path.substr(0, from.path.rfind('/') + 1) + header;
  for (const auto& path : {beside, "generator/" + header, "runtime/src/" + header}) {
    if (tree.has(path)) return path;
  }
  // Engines include each other by folder; <memory> is a header of the standard library, and no folder.
  if (header.find('/') != std::string::npos && tree.has("runtime/engines/" + header)) {
    return "runtime/engines/" + header;
  }
  return std::nullopt;
}

void check_include(const Tree& tree, const Arrows& arrows, const File& file, const std::string& folder,
                   const Include& include, Findings& findings) {
  const auto target = resolve(tree, file, include.header);
  if (!target) return;
  const auto target_folder = folder_of(*target, arrows);
  if (target_folder.empty()) {
    findings.push_back({file.path, include.line, "arrows", *target + " belongs to no line of tests/tidy/arrows.txt"});
  } else if (target_folder != folder && !arrows.allowed.at(folder).contains(target_folder)) {
    findings.push_back({file.path, include.line, "arrows",
                        folder + " may not include " + include.header + " of " + target_folder +
                            " (tests/tidy/arrows.txt lists what it may)"});
  }
}

}  // namespace

void check_arrows(const Tree& tree, const Arrows& arrows, Findings& findings) {
  for (const auto& file : tree.files) {
    if (!file.is_cpp() || !(file.below("generator") || file.below("runtime"))) continue;
    const auto folder = folder_of(file.path, arrows);
    if (folder.empty() || !arrows.allowed.contains(folder)) {
      findings.push_back({file.path, 0, "arrows", "its folder is in no line of tests/tidy/arrows.txt"});
      continue;
    }
    for (const auto& include : includes_of(file)) check_include(tree, arrows, file, folder, include, findings);
  }
}

}  // namespace tidy
