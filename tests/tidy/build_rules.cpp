#include <algorithm>
#include <set>

#include "rules.hpp"

namespace tidy {
namespace {

bool is_buildable(const File& file) {
  return file.below("generator") || file.below("runtime") || file.below("samples") || file.below("tests") ||
         file.below("bench");
}

/// Whether the end of an include names this header: #include "model/types.hpp" names generator/model/types.hpp.
bool is_included(const std::string& path, const std::set<std::string>& included) {
  std::string_view rest = path;
  while (true) {
    if (included.contains(std::string(rest))) return true;
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return false;
    rest.remove_prefix(slash + 1);
  }
}

std::set<std::string> included_names(const Tree& tree) {
  std::set<std::string> names;
  for (const auto& file : tree.files) {
    if (!file.is_cpp() && !file.is_script() && !file.ends_with(".mustache")) continue;
    for (auto line : lines_of(file.text)) {
      const auto at = line.find("#include ");
      if (at == std::string_view::npos || line.size() < at + 11) continue;
      line.remove_prefix(at + 10);
      names.emplace(line.substr(0, line.find_first_of("\">")));
    }
  }
  return names;
}

}  // namespace

void check_everything_is_built(const Tree& tree, const std::vector<std::string>& compiled, Findings& findings) {
  const std::set<std::string> built(compiled.begin(), compiled.end());
  const auto included = included_names(tree);
  for (const auto& file : tree.files) {
    if (!is_buildable(file) || !file.is_cpp()) continue;
    if (file.ends_with(".cpp") && !built.contains(file.path)) {
      findings.push_back({file.path, 0, "built", "no target compiles it: add it to a CMakeLists.txt or take it out"});
    }
    if (file.is_header() && !is_included(file.path, included)) {
      findings.push_back({file.path, 0, "built", "nothing includes it"});
    }
  }
}

}  // namespace tidy
