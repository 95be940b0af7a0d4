// The words of the language, and what people write who mean them. Inside parse/ only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cqrsc::parsing {

std::string in_lower_case(std::string_view word);

// The number of letters to change, add, leave out or swap with a neighbour.
size_t edit_distance(std::string_view a, std::string_view b);

// How many slips of the pen a word of this length can hold and still be taken for another.
size_t tolerance(std::string_view word);

// What stands behind a word that begins an item: what tells a misspelled one from the name of a field.
enum class Follows : uint8_t { name, text, expression, event, version, block };

struct OwnWord {
  std::string_view word;
  size_t type = 0;  // CqrsLexer's
  Follows follows = Follows::name;
};

// The words that begin an item of a block.
std::span<const OwnWord> item_words();

bool is_function(std::string_view name);

// The word of the language for what another language calls by this one, and what to do about it; empty if it is none.
std::string_view advice_for(std::string_view foreign);

// A text with one thing in the place of each `#`, and another in that of each `%`.
std::string filled(std::string_view meant, const std::string& first, const std::string& second);

}  // namespace cqrsc::parsing
