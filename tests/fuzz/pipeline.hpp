// The whole compiler but for reading and writing files, on any text: what must hold of it, whatever the text is.
#pragma once

#include <string>

namespace cqrsc::fuzz {

// From text to findings: every finding can be shown in every format, and there is a model if and only if there is no
// error. What does not hold is thrown, as a fuzz::Broken.
void check_text(const std::string& text);

// From text to C++: what is accepted can be laid out, to the last file.
void build_text(const std::string& text);

}  // namespace cqrsc::fuzz
