// Words that a name could be taken for: of C++, of its headers, of the language itself, and of what is generated.
#pragma once

#include <string>
#include <vector>

namespace cqrsc::keywords {

/// Keywords and alternative tokens of C++23, and the words that mean something in some place of it.
std::vector<std::string> of_cpp();

/// Those of the .cqrs language, as its grammar has them.
std::vector<std::string> of_the_language();

/// Names in generated code and around it: what a type, a function or a namespace of it is called.
std::vector<std::string> of_generated_code();

/// Macros, functions and types of C and POSIX, and the headers of C++, which are folders when a context is called so.
std::vector<std::string> of_headers();

/// All of them, each once.
std::vector<std::string> all();

/// Without those that are one name where case and underscores do not count: in tables and files.
std::vector<std::string> apart(const std::vector<std::string>& words);

}  // namespace cqrsc::keywords
