// What to write where something is missing. Inside parse/ only.
#pragma once

#include <string>

#include "parse/explain.hpp"

namespace cqrsc::parsing {

// How a line goes on that was only begun, as the word or sign before the error and the block around it tell; empty
// where they tell nothing.
std::string how_it_goes_on(const SyntaxError& error, const Reading& reading);

}  // namespace cqrsc::parsing
