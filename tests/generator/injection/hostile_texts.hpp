// What a text in a domain file may hold, to become something else where it is put.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cqrsc::injection {

/// Ends of comments and literals, joined lines, trigraphs, formats, directives, SQL, markup, invisible characters.
const std::vector<std::string>& pieces();

/// Some of the pieces, one after the other.
std::string hostile_text(std::uint32_t seed);

/// As a text literal of a .cqrs file.
std::string literal(const std::string& text);

/// As the rest of a comment's line in a .cqrs file: what cannot stand there is left out.
std::string comment(const std::string& text);

}  // namespace cqrsc::injection
