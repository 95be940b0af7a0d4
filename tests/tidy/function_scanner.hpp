#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidy {

struct FunctionExtent {
  std::string head;        ///< the text before its opening brace, in one line
  std::size_t first_line;  ///< 1-based line of the opening brace
  std::size_t lines;       ///< from the opening to the closing brace, both included
};

/// The function bodies of C++ text, in order. It tells functions from types and namespaces by what stands before the
/// brace, not by parsing: what looks like a parameter list outside of any function begins one. A function's lambdas and
/// local types count as parts of it.
std::vector<FunctionExtent> functions_in(std::string_view text);

}  // namespace tidy
