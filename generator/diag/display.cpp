#include "diag/display.hpp"

#include <algorithm>
#include <array>

namespace cqrsc {
namespace {

constexpr uint32_t kTab = 4;

struct Range {
  uint32_t first;
  uint32_t last;
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

bool is_in(const auto& ranges, uint32_t point) {
  return std::ranges::any_of(ranges, [&](const Range& r) { return r.first <= point && point <= r.last; });
}

bool must_be_marked(uint32_t point) {
  return (point >= 0x7F && point < 0xA0) || point == 0x061C || point == 0x200E || point == 0x200F ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

// The length of the character at the start of `rest` and its code point; 1 and a mark for what is not UTF-8.
uint32_t decode(std::string_view rest, uint32_t& point) {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(rest[i])); };
  const uint32_t lead = byte(0);
  const uint32_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  point = 0xFFFD;
  if (length == 0 || length > rest.size()) return 1;
  uint32_t value = length == 1 ? lead : lead & (0x7FU >> length);
  for (uint32_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 1;
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  point = value;
  return length;
}

uint32_t width(uint32_t point) {
  if (is_in(kCombining, point)) return 0;
  return is_in(kWide, point) ? 2 : 1;
}

}  // namespace

DisplayLine display(std::string_view line) {
  constexpr std::string_view kMark = "\xEF\xBF\xBD";  // U+FFFD
  DisplayLine result;
  result.columns.reserve(line.size() + 1);
  uint32_t column = 0;
  for (size_t i = 0; i < line.size();) {
    uint32_t point = 0;
    const uint32_t length = decode(line.substr(i), point);
    for (uint32_t k = 0; k < length; ++k) result.columns.push_back(column);
    if (point == '\t') {
      const uint32_t spaces = kTab - column % kTab;
      result.text.append(spaces, ' ');
      column += spaces;
    } else if (point < 0x20) {
      // U+2400 and on: a small picture of each control character.
      result.text += "\xE2\x90";
      result.text += static_cast<char>(static_cast<unsigned char>(0x80U + point));
      ++column;
    } else if (must_be_marked(point) || (point == 0xFFFD && length == 1)) {
      result.text += kMark;
      ++column;
    } else {
      result.text += line.substr(i, length);
      column += width(point);
    }
    i += length;
  }
  result.columns.push_back(column);
  return result;
}

uint32_t display_width(std::string_view text) { return display(text).columns.back(); }

}  // namespace cqrsc
