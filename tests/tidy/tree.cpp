#include "tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace tidy {
namespace {

namespace fs = std::filesystem;

bool is_ignored(const fs::path& name) { return name == "build" || name == ".git" || name == ".cache"; }

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool is_text(std::string_view text) { return text.find('\0') == std::string_view::npos; }

bool is_executable(const fs::directory_entry& entry) {
  return (entry.status().permissions() & fs::perms::owner_exec) != fs::perms::none;
}

}  // namespace

bool File::below(std::string_view folder) const {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool File::is_cpp() const { return ends_with(".cpp") || is_header(); }

bool File::is_header() const { return ends_with(".hpp") || ends_with(".h") || ends_with(".inc"); }

bool File::is_script() const {
  return ends_with("CMakeLists.txt") || ends_with(".cmake") || ends_with(".cmake.in") || below("scripts") ||
         below(".ci");
}

Tree read_tree(const fs::path& root) {
  Tree tree{root, {}};
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    if (is_ignored(it->path().filename())) {
      it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file()) continue;
    auto text = read(it->path());
    if (!is_text(text)) continue;
    tree.files.push_back({fs::relative(it->path(), root).generic_string(), std::move(text), is_executable(*it)});
  }
  std::ranges::sort(tree.files, {}, &File::path);
  return tree;
}

std::string to_text(const Finding& finding) {
  return finding.path + ":" + std::to_string(finding.line) + ": " + finding.rule + ": " + finding.what;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return lines;
}

}  // namespace tidy
