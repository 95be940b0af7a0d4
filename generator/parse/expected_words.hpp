// Names for what was expected and what was found. Inside parse/ only.
#pragma once

#include <string>

#include "parse/explain.hpp"

namespace cqrsc::parsing {

// "`:`", "a name or `}`", "a member of the aggregate"; empty if it would say nothing.
// What a name would have to be the name of, as the word before tells; empty where it tells nothing.
std::string wanted_name(const SyntaxError& error, const Reading& reading);

std::string expected_words(const SyntaxError& error);
// "`owner`", "the text "Ada"", "the end of the file"
std::string found_words(const Token& token, const Reading& reading);
// What may stand in the block where the error is: "in an aggregate stand …"; may be empty.
std::string surrounding_words(const SyntaxError& error);
// Whether the error is where an item of a block was expected, not within one.
bool between_items(const SyntaxError& error);
// The rule of a block or declaration that an error is in: the nearest one around it that has a name for people.
size_t enclosing_rule(const SyntaxError& error);

}  // namespace cqrsc::parsing
