#include "driver/diff.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cqrsc::driver {
namespace {

using Lines = std::vector<std::string_view>;

struct Edit {
  char kind = ' ';  // as in a unified diff: ' ', '-' or '+'
  std::string_view line;
};

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// More cells than this are not worth the memory.
constexpr std::size_t kMaxCells = 4'000'000;

/// The longest common subsequence by the table of its lengths.
void compare(const Lines& before, const Lines& after, std::vector<Edit>& edits) {
  const std::size_t rows = before.size();
  const std::size_t columns = after.size();
  const bool table_fits = (rows + 1) * (columns + 1) <= kMaxCells;
  std::vector<std::uint32_t> common(table_fits ? (rows + 1) * (columns + 1) : 0);
  const auto at = [&](std::size_t row, std::size_t column) -> std::uint32_t& {
    return common[row * (columns + 1) + column];
  };
  for (std::size_t row = table_fits ? rows : 0; row-- > 0;) {
    for (std::size_t column = columns; column-- > 0;) {
      at(row, column) = before[row] == after[column] ? at(row + 1, column + 1) + 1
                                                     : std::max(at(row + 1, column), at(row, column + 1));
    }
  }
  std::size_t row = 0;
  std::size_t column = 0;
  while (row < rows || column < columns) {
    if (table_fits && row < rows && column < columns && before[row] == after[column]) {
      edits.push_back({' ', before[row++]});
      ++column;
    } else if (row < rows && (column == columns || !table_fits || at(row + 1, column) >= at(row, column + 1))) {
      edits.push_back({'-', before[row++]});
    } else {
      edits.push_back({'+', after[column++]});
    }
  }
}

std::vector<Edit> edits_between(const Lines& before, const Lines& after) {
  const auto head = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  const auto same = head.first - before.begin();
  auto before_end = before.end();
  auto after_end = after.end();
  while (before_end != head.first && after_end != head.second && before_end[-1] == after_end[-1])
    --before_end, --after_end;

  std::vector<Edit> edits;
  for (auto line = before.begin(); line != before.begin() + same; ++line) edits.push_back({' ', *line});
  compare(Lines(head.first, before_end), Lines(head.second, after_end), edits);
  for (auto line = before_end; line != before.end(); ++line) edits.push_back({' ', *line});
  return edits;
}

std::string range_text(std::size_t first, std::size_t count) {
  return std::to_string(count == 0 ? first - 1 : first) + (count == 1 ? "" : "," + std::to_string(count));
}

/// Changes with up to three lines around each, those near each other together.
std::string hunks(const std::vector<Edit>& edits) {
  constexpr std::size_t kAround = 3;
  std::string text;
  std::size_t old_line = 1;
  std::size_t new_line = 1;
  std::size_t done = 0;
  for (std::size_t i = 0; i < edits.size();) {
    if (edits[i].kind == ' ') {
      ++i;
      continue;
    }
    const std::size_t begin = std::max(done, i - std::min(i, kAround));
    std::size_t end = i;
    for (std::size_t last = i; end < edits.size() && end <= last + 2 * kAround; ++end) {
      if (edits[end].kind != ' ') last = i = end;
    }
    end = std::min(edits.size(), i + 1 + kAround);
    old_line += begin - done, new_line += begin - done;
    std::string body;
    std::size_t olds = 0;
    std::size_t news = 0;
    for (std::size_t at = begin; at < end; ++at) {
      olds += edits[at].kind == '+' ? 0U : 1U;
      news += edits[at].kind == '-' ? 0U : 1U;
      body += edits[at].kind;
      body += edits[at].line;
      if (!edits[at].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    }
    text += "@@ -" + range_text(old_line, olds) + " +" + range_text(new_line, news) + " @@\n" + body;
    old_line += olds, new_line += news;
    done = i = end;
  }
  return text;
}

}  // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const std::string path(name);
  return "--- " + path + "\n+++ " + path + "\n" + hunks(edits_between(lines_of(before), lines_of(after)));
}

}  // namespace cqrsc::driver
