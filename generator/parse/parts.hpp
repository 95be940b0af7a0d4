// A file cut where its declarations begin. Inside parse/ only.
#pragma once

#include <cstddef>
#include <vector>

#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// Tokens [begin, end).
struct Part {
  size_t begin = 0;
  size_t end = 0;
};

// By words and indentation alone, so that what is wrong in one declaration does not move the others. Together the parts
// are all tokens but the last one, which ends the file.
std::vector<Part> declarations(const SourceFile& source, const std::vector<Token>& tokens);

bool is_scenario(const Token& token);

// The members of all declarations (a command, an event, a handler; all of a scenario or a query), as places in the
// text, in order. Where something in one cannot be read, what is found in the rest of it may be an echo.
std::vector<Span> members(const SourceFile& source, const std::vector<Token>& tokens);

}  // namespace cqrsc::parsing
