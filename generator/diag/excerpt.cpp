#include "diag/excerpt.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "diag/display.hpp"

namespace cqrsc {
namespace {

// No line is shown wider than this; of a longer one, the part around its first mark.
constexpr uint32_t kMaxColumns = 140;

}  // namespace

Palette Palette::make(bool colour) {
  if (!colour) return {};
  return {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;32m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"};
}

std::string Excerpt::gutter(const std::string& text) const {
  return fmt::format("{}{:>{}} |{}", palette_.line, text, gutter_, palette_.reset);
}

void Excerpt::draw(const std::vector<Mark>& marks, std::string& out) const {
  std::map<uint32_t, std::vector<const Mark*>> lines;
  for (const Mark& mark : marks) lines[file_.location(mark.span.begin).line].push_back(&mark);
  out += gutter("") + "\n";
  uint32_t last = 0;
  for (const auto& [line, on_line] : lines) {
    if (last != 0 && line > last + 2) {
      out += fmt::format("{}{}{}\n", palette_.line, "...", palette_.reset);
    } else if (last != 0 && line == last + 2) {
      draw_line(line - 1, {}, out);
    }
    draw_line(line, on_line, out);
    last = line;
  }
}

void Excerpt::draw_line(uint32_t line, const std::vector<const Mark*>& marks, std::string& out) const {
  const std::string_view source = file_.line(line);
  const uint32_t begin = file_.line_begin(line);
  // Of a very long line only the part around the first mark is laid out, cut at whole characters.
  size_t cut_begin = 0;
  size_t cut_end = source.size();
  if (source.size() > kMaxColumns) {
    const size_t first = marks.empty() ? 0 : std::min<size_t>(marks.front()->span.begin - begin, source.size());
    cut_begin = first > kMaxColumns / 2 ? first - kMaxColumns / 2 : 0;
    cut_end = std::min(source.size(), cut_begin + kMaxColumns);
    const auto inside = [&](size_t i) {
      return i < source.size() && (static_cast<unsigned char>(source[i]) & 0xC0U) == 0x80U;
    };
    while (cut_begin > 0 && inside(cut_begin)) --cut_begin;
    while (cut_end < source.size() && inside(cut_end)) ++cut_end;
  }
  const DisplayLine shown = display(source.substr(cut_begin, cut_end - cut_begin));
  const uint32_t shift = cut_begin == 0 ? 0 : 1;
  std::string text = shown.text;
  if (cut_begin != 0) text.insert(0, "\xE2\x80\xA6");  // …
  if (cut_end != source.size()) text += "\xE2\x80\xA6";
  while (text.ends_with(' ')) text.pop_back();
  out += gutter(std::to_string(line)) + (text.empty() ? "" : " " + text) + "\n";

  std::vector<Placed> placed;
  const auto column = [&](uint32_t offset) {
    const size_t in_line = offset < begin ? 0 : offset - begin;
    return shift + shown.columns[std::clamp(in_line, cut_begin, cut_end) - cut_begin];
  };
  for (const Mark* mark : marks) {
    const uint32_t from = column(mark->span.begin);
    placed.push_back({from, std::max(column(mark->span.end), from + 1), mark});
  }
  if (!placed.empty()) draw_marks(placed, out);
}

// The row of carets; the words of the last mark stand in the same row if nothing stands to its right.
void Excerpt::draw_marks(const std::vector<Placed>& unsorted, std::string& out) const {
  auto placed = unsorted;
  std::ranges::sort(placed, {}, [](const Placed& p) { return std::pair(p.begin, p.mark->text); });
  const uint32_t width = std::ranges::max_element(placed, {}, &Placed::end)->end;
  std::vector<const Mark*> cells(width, nullptr);
  const auto paint = [&](bool primary) {
    for (const Placed& p : placed) {
      if (p.mark->primary != primary) continue;
      for (uint32_t i = p.begin; i < p.end; ++i) cells[i] = p.mark;
    }
  };
  paint(false);
  paint(true);
  out += gutter("") + " ";
  const Mark* open = nullptr;
  for (const Mark* cell : cells) {
    if (cell != open) {
      if (open != nullptr) out += palette_.reset;
      if (cell != nullptr) out += colour(*cell);
      open = cell;
    }
    out += cell == nullptr ? ' ' : cell->primary ? '^' : '-';
  }
  const Placed& last = placed.back();
  if (last.end == width && !last.mark->text.empty()) out += " " + last.mark->text;
  out += palette_.reset + "\n";
  if (last.end == width) placed.pop_back();
  std::erase_if(placed, [](const Placed& p) { return p.mark->text.empty(); });
  draw_hanging(placed, out);
}

// The words of the other marks, each on a row of its own, hanging from their marks; from the right to the left.
void Excerpt::draw_hanging(const std::vector<Placed>& placed, std::string& out) const {
  for (size_t left = placed.size(); left > 0; --left) {
    const auto bars = [&](size_t count) {
      uint32_t at = 0;
      for (size_t i = 0; i < count; ++i) {
        if (placed[i].begin < at) continue;
        out.append(placed[i].begin - at, ' ');
        out += colour(*placed[i].mark) + "|" + palette_.reset;
        at = placed[i].begin + 1;
      }
      return at;
    };
    if (left == placed.size()) {
      out += gutter("") + " ";
      bars(left);
      out += "\n";
    }
    const Placed& named = placed[left - 1];
    out += gutter("") + " ";
    const uint32_t at = bars(left - 1);
    out.append(named.begin > at ? named.begin - at : 0, ' ');
    out += colour(*named.mark) + named.mark->text + palette_.reset + "\n";
  }
}

bool Excerpt::fits(const Replacement& replacement) const {
  const uint32_t number = file_.location(replacement.span.begin).line;
  const size_t length = file_.line(number).size();
  const uint32_t begin = file_.line_begin(number);
  const bool one_line = replacement.text.find('\n') == std::string::npos && replacement.span.end - begin <= length;
  const size_t gone = replacement.span.end - replacement.span.begin;
  return one_line && length - std::min(length, gone) + replacement.text.size() <= kMaxColumns;
}

void Excerpt::draw_replaced(const Replacement& replacement, std::string& out) const {
  if (!fits(replacement)) return;
  const uint32_t number = file_.location(replacement.span.begin).line;
  const std::string_view line = file_.line(number);
  const uint32_t begin = file_.line_begin(number);
  const size_t from = std::min<size_t>(replacement.span.begin - begin, line.size());
  const size_t to = std::clamp<size_t>(replacement.span.end - begin, from, line.size());
  const std::string before(line.substr(0, from));
  const DisplayLine shown = display(before + replacement.text + std::string(line.substr(to)));
  std::string text = shown.text;
  while (text.ends_with(' ')) text.pop_back();
  if (text.empty()) return;
  out += gutter("") + "\n" + gutter(std::to_string(number)) + (text.empty() ? "" : " " + text) + "\n";
  const uint32_t first = shown.columns[from];
  const uint32_t last = shown.columns[from + replacement.text.size()];
  if (first == last) return;
  out += fmt::format("{} {}{}{}{}\n", gutter(""), std::string(first, ' '), palette_.help,
                     std::string(last - first, '~'), palette_.reset);
}

}  // namespace cqrsc
