#pragma once

#include <string>

namespace cqrsc {

/// Whether a text is a file by itself: it says first of all which context it is of.
bool is_file(const std::string& text);

/// The file that a fragment of a page stands for: what stands at the top of a file stays there, what is a member of an
/// aggregate goes into one. Events that no `on` of the fragment applies are ignored, and where no command of it
/// creates, one does. What is a file already stays as it is.
std::string file_of(const std::string& fragment);

/// A file in which each expression among the lines is a condition, and a scenario says that it holds. A line
/// `name: Type = value` names a value of a type that literals alone do not have, and `let` names an expression.
std::string file_of_expressions(const std::string& frame, const std::string& lines);

}  // namespace cqrsc
