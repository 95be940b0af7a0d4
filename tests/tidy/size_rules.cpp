#include <algorithm>

#include "function_scanner.hpp"
#include "rules.hpp"

namespace tidy {
namespace {

bool is_ours_to_measure(const File& file) { return file.is_cpp() || file.is_script() || file.ends_with(".g4"); }

std::size_t code_points(std::string_view line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

void check_file_length(const Tree& tree, Findings& findings) {
  for (const auto& file : tree.files) {
    if (!is_ours_to_measure(file)) continue;
    const auto lines = lines_of(file.text).size();
    if (lines > kMaxFileLines) {
      findings.push_back(
          {file.path, lines, "file-length",
           std::to_string(lines) + " lines; split it, " + std::to_string(kMaxFileLines) + " are allowed"});
    }
  }
}

void check_function_length(const Tree& tree, Findings& findings) {
  for (const auto& file : tree.files) {
    if (!file.is_cpp()) continue;
    for (const auto& function : functions_in(file.text)) {
      if (function.lines <= kMaxFunctionLines) continue;
      findings.push_back({file.path, function.first_line, "function-length",
                          std::to_string(function.lines) + " lines; split it, " + std::to_string(kMaxFunctionLines) +
                              " are allowed: " + function.head});
    }
  }
}

void check_columns(const Tree& tree, Findings& findings) {
  for (const auto& file : tree.files) {
    if (!is_ours_to_measure(file)) continue;
    std::size_t number = 0;
    for (const auto line : lines_of(file.text)) {
      ++number;
      const auto columns = code_points(line);
      if (columns <= kMaxColumns) continue;
      findings.push_back({file.path, number, "columns",
                          std::to_string(columns) + " columns; " + std::to_string(kMaxColumns) + " are allowed"});
    }
  }
}

}  // namespace tidy
