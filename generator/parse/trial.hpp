// Whether a text would be read if something were written in it. Inside parse/ only.
#pragma once

#include <cstddef>

#include "parse/parse_tree.hpp"

namespace cqrsc::parsing {

// Whether the declaration around a token can be read, at least to the end of its line, if a sign or word of that type
// stands before the token. True where that cannot be told: another mistake comes before, or trying would take too long.
bool goes_on_with(const Reading& reading, size_t token, size_t type);

}  // namespace cqrsc::parsing
