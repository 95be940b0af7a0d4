// What to write where something is missing. Inside parse/ only.
#pragma once

#include <string>

#include "parse/explain.hpp"

namespace cqrsc::parsing {

// How a line goes on that was only begun, as the word or sign before the error and the block around it tell; empty
// where they tell nothing.
std::string how_it_goes_on(const SyntaxError& error, const Reading& reading);

// Something to be written at a place, and what it is in words; nothing in `text` where that is not known.
struct Insertion {
  Span place;
  std::string text;
  std::string help;
};
// What was left out before the token that does not fit: the one sign or word that is expected there, or the word or
// name that begins an item.
Insertion missing_before(const SyntaxError& error, const Reading& reading);

}  // namespace cqrsc::parsing
