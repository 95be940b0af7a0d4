// The syntax tree as text, without places: what tests compare.
#pragma once

#include <string>

#include "syntax/ast.hpp"

namespace cqrsc::syntax {

// One line for each declaration, member and statement, indented; expressions in prefix form with all parentheses. Two
// files with the same dump say the same, however they are laid out. Comments are not part of it, doc comments are.
std::string dump(const File& file);
std::string dump(const Expression& expression);
std::string dump(const Type& type);

// How an operator is written.
const char* spelling(BinaryOperator operation);
const char* spelling(UnaryOperator operation);
const char* spelling(AssignOperator operation);
// "text" with quotes and escapes.
std::string quoted(const std::string& value);

}  // namespace cqrsc::syntax
