#include "parse/look_alikes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace cqrsc::parsing {
namespace {

struct Twin {
  std::string_view letter;
  uint32_t point;
  char ascii;
};

// Of Cyrillic and Greek, which keyboards are switched to and from.
constexpr auto kTwins = std::to_array<Twin>({
    {"а", 0x430, 'a'}, {"е", 0x435, 'e'}, {"о", 0x43E, 'o'}, {"р", 0x440, 'p'}, {"с", 0x441, 'c'}, {"у", 0x443, 'y'},
    {"х", 0x445, 'x'}, {"і", 0x456, 'i'}, {"ј", 0x458, 'j'}, {"ѕ", 0x455, 's'}, {"А", 0x410, 'A'}, {"В", 0x412, 'B'},
    {"Е", 0x415, 'E'}, {"К", 0x41A, 'K'}, {"М", 0x41C, 'M'}, {"Н", 0x41D, 'H'}, {"О", 0x41E, 'O'}, {"Р", 0x420, 'P'},
    {"С", 0x421, 'C'}, {"Т", 0x422, 'T'}, {"Х", 0x425, 'X'}, {"ο", 0x3BF, 'o'}, {"Α", 0x391, 'A'}, {"Β", 0x392, 'B'},
    {"Ε", 0x395, 'E'}, {"Ζ", 0x396, 'Z'}, {"Η", 0x397, 'H'}, {"Ι", 0x399, 'I'}, {"Κ", 0x39A, 'K'}, {"Μ", 0x39C, 'M'},
    {"Ν", 0x39D, 'N'}, {"Ο", 0x39F, 'O'}, {"Ρ", 0x3A1, 'P'}, {"Τ", 0x3A4, 'T'}, {"Χ", 0x3A7, 'X'},
});

}  // namespace

std::string look_alike(std::string_view word) {
  const Twin* first = nullptr;
  size_t first_at = word.size();
  for (const Twin& twin : kTwins) {
    const size_t at = word.find(twin.letter);
    if (at >= first_at) continue;
    first_at = at;
    first = &twin;
  }
  if (first == nullptr) return "";
  return fmt::format("the `{}` in it is U+{:04X}, which only looks like the letter `{}`", first->letter, first->point,
                     first->ascii);
}

}  // namespace cqrsc::parsing
