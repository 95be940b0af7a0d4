#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

/// One text file of the tree. `path` is relative to the root, with forward slashes.
struct File {
  std::string path;
  std::string text;
  bool executable = false;

  [[nodiscard]] bool below(std::string_view folder) const;  ///< below("generator"): is it in that folder, at any depth
  [[nodiscard]] bool ends_with(std::string_view end) const { return std::string_view(path).ends_with(end); }
  [[nodiscard]] bool is_cpp() const;     ///< C++ that we write: .cpp .hpp .h .inc
  [[nodiscard]] bool is_header() const;  ///< .hpp .h .inc
  [[nodiscard]] bool is_script() const;  ///< CMake and shell
  [[nodiscard]] bool is_document() const { return ends_with(".md"); }
};

/// The files of a source tree, sorted by path. What version control ignores (build trees, editor caches) is left out.
struct Tree {
  std::filesystem::path root;
  std::vector<File> files;

  /// Whether a file or folder is there; `path` is relative to the root.
  [[nodiscard]] bool has(const std::string& path) const { return std::filesystem::exists(root / path); }
};

/// Reads the tree below `root`; throws std::filesystem::filesystem_error when it cannot.
Tree read_tree(const std::filesystem::path& root);

/// One thing that breaks a rule of the house.
struct Finding {
  std::string path;
  std::size_t line;  ///< 1-based; 0 when the finding is about the file as a whole
  std::string rule;
  std::string what;  ///< what is wrong and what to do

  friend bool operator==(const Finding&, const Finding&) = default;
};
using Findings = std::vector<Finding>;

/// `path:line: rule: what`, as compilers print it, so that editors can jump there.
std::string to_text(const Finding& finding);

/// The lines of a text, without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace tidy
