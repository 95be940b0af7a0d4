#pragma once

#include <string>
#include <string_view>

namespace cqrsc::plan {

/// What a modeler wrote, as text that stays what it is in C++ and cannot break out of its place.

/// A string literal with its quotes: one line, whatever the text holds. Valid UTF-8 stays readable.
std::string string_literal(std::string_view text);

/// Whether the literal would end early where its length is not given: the text holds a NUL.
bool holds_nul(std::string_view text);

/// `/// …` lines, each with its line break; nothing for an empty text.
std::string doc_comment(std::string_view text);

/// Text for the rest of a `//` line.
std::string comment_line(std::string_view text);

}  // namespace cqrsc::plan
