#pragma once

#include <cstddef>
#include <string>

namespace cqrsc::plan {

/// C++ text whose lines fit in 120 columns where they can be broken: after a comma, `&&`, `||` or the `:` of a choice,
/// outside of literals, as far out of parentheses as possible. What goes on is four columns further in. `indent`:
/// columns that the text moves to the right later.
std::string fold_long_lines(const std::string& text, std::size_t indent = 0);

}  // namespace cqrsc::plan
