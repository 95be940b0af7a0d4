// Letters that look like others. Inside parse/ only.
#pragma once

#include <string>
#include <string_view>

namespace cqrsc::parsing {

// What to say of the first letter of a word that only looks like one of ASCII; empty if it has none.
std::string look_alike(std::string_view word);

}  // namespace cqrsc::parsing
