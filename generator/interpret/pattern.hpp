#pragma once

#include <string_view>

namespace cqrsc::interpret {

/// Whether a pattern of `matches`, which has been checked, covers all of a text: code point by code point, in time that
/// grows with pattern times text times text at most.
bool matches_pattern(std::string_view text, std::string_view pattern);

}  // namespace cqrsc::interpret
