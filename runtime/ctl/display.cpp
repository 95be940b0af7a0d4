#include "display.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace cqrs::ctl {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Shown two columns wide: East Asian wide and fullwidth characters, and emoji.
constexpr auto kWide = std::to_array<Range>({
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x26A1, 0x26A1},   {0x26BD, 0x26BE},   {0x2705, 0x2705},   {0x274C, 0x274C},
    {0x2753, 0x2755},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F000, 0x1F0FF}, {0x1F18E, 0x1F19A},
    {0x1F200, 0x1F265}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F7E0, 0x1F7EB}, {0x1F900, 0x1FAFF},
    {0x20000, 0x3FFFD},
});

// Shown on top of the character before them.
constexpr auto kCombining = std::to_array<Range>({
    {0x0300, 0x036F},
    {0x0483, 0x0489},
    {0x0591, 0x05BD},
    {0x0610, 0x061A},
    {0x064B, 0x065F},
    {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
    {0x200B, 0x200D},
    {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},
    {0xE0100, 0xE01EF},
});

constexpr std::string_view kMark = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

bool is_in(const auto& ranges, std::uint32_t point) {
  return std::ranges::any_of(ranges, [&](const Range& range) { return range.first <= point && point <= range.last; });
}

bool must_be_marked(std::uint32_t point) {
  return (point >= 0x7F && point < 0xA0) || point == 0x061C || point == 0x200E || point == 0x200F ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

struct Character {
  std::uint32_t point = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

/// The character that `rest`, which is not empty, begins with.
Character first_of(std::string_view rest) {
  const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(rest[i])}; };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || length > rest.size()) return {};
  std::uint32_t point = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    point = (point << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool surrogate = point >= 0xD800 && point < 0xE000;
  if (overlong || surrogate || point > 0x10FFFF) return {};
  return {point, length, true};
}

std::size_t width_of(std::uint32_t point) {
  if (is_in(kCombining, point)) return 0;
  return is_in(kWide, point) ? 2 : 1;
}

/// As much of the beginning as fits into so many columns.
std::string_view front_of(std::string_view text, std::size_t columns) {
  std::size_t taken = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Character character = first_of(text.substr(i));
    taken += width_of(character.point);
    if (taken > columns) return text.substr(0, i);
    i += character.bytes;
  }
  return text;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Character character = first_of(text.substr(i));
    if (character.valid && character.point < 0x20) {
      // U+2400 and on: a small picture of each control character.
      shown += "\xE2\x90";
      shown += static_cast<char>(static_cast<unsigned char>(0x80U + character.point));
    } else if (!character.valid || must_be_marked(character.point)) {
      shown += kMark;
    } else {
      shown += text.substr(i, character.bytes);
    }
    i += character.bytes;
  }
  return shown;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Character character = first_of(text.substr(i));
    columns += width_of(character.point);
    i += character.bytes;
  }
  return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
  const std::size_t needed = columns_of(text);
  if (needed <= columns) return std::string(text) + std::string(columns - needed, ' ');
  if (columns == 0) return "";
  const auto cut = std::string(front_of(text, columns - 1)) + std::string(kEllipsis);
  return cut + std::string(columns - columns_of(cut), ' ');
}

std::string fitted_around(std::string_view text, std::size_t columns) {
  if (columns < 3 || columns_of(text) <= columns) return fitted(text, columns);
  const std::string_view front = front_of(text, (columns - 1) / 2);
  std::string_view back = text;
  while (columns_of(front) + 1 + columns_of(back) > columns) back.remove_prefix(first_of(back).bytes);
  const auto cut = std::string(front) + std::string(kEllipsis) + std::string(back);
  return cut + std::string(columns - columns_of(cut), ' ');
}

}  // namespace cqrs::ctl
