#pragma once

#include <string>
#include <vector>

#include "arrows.hpp"
#include "tree.hpp"

// The rules of the house, one function each. They only read; what breaks a rule is added to `findings`.

namespace tidy {

inline constexpr std::size_t kMaxFileLines = 600;
inline constexpr std::size_t kMaxFunctionLines = 70;
inline constexpr std::size_t kMaxColumns = 120;

// size_rules.cpp
void check_file_length(const Tree& tree, Findings& findings);
void check_function_length(const Tree& tree, Findings& findings);
void check_columns(const Tree& tree, Findings& findings);  ///< code points, not bytes

// text_rules.cpp
void check_marks(const Tree& tree, Findings& findings);  ///< marks of unfinished work, and paths of one machine
void check_skipped_tests(const Tree& tree, Findings& findings);
void check_file_names(const Tree& tree, Findings& findings);
void check_text_form(const Tree& tree, Findings& findings);  ///< no tabs, no trailing space, one newline at the end
void check_header_guards(const Tree& tree, Findings& findings);

// include_rules.cpp
void check_arrows(const Tree& tree, const Arrows& arrows, Findings& findings);

// build_rules.cpp: `compiled` are the paths (relative to the root) that the build compiles.
void check_everything_is_built(const Tree& tree, const std::vector<std::string>& compiled, Findings& findings);

// document_rules.cpp
void check_documents(const Tree& tree, Findings& findings);  ///< commands, paths and links that are named exist
void check_scripts(const Tree& tree, Findings& findings);

/// All of them.
Findings check_house(const Tree& tree, const Arrows& arrows, const std::vector<std::string>& compiled);

}  // namespace tidy
