#include "plan/fold.hpp"

#include <algorithm>
#include <string_view>

namespace cqrsc::plan {
namespace {

constexpr std::size_t kColumns = 120;

/// Whether a `<` begins a template's arguments: our comparisons have blanks around them.
bool opens_arguments(std::string_view line, std::size_t at) {
  return line[at] == '<' && at > 0 && line[at - 1] != ' ' && at + 1 < line.size() && line[at + 1] != '=';
}

/// Where to break the line: the place after the best blank, 0 if there is none.
std::size_t best_break(std::string_view line, std::size_t limit, std::size_t from) {
  std::size_t best = 0;
  int best_depth = 0;
  int depth = 0;
  int angles = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size() && i < limit; ++i) {
    const char c = line[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
      continue;
    }
    quoted = c == '"';
    if (c == '(' || c == '{' || c == '[') ++depth;
    if (c == ')' || c == '}' || c == ']') --depth;
    if (opens_arguments(line, i)) ++angles;
    if (c == '>' && angles > 0 && line[i - 1] != '-') --angles;
    if (c != ' ' || i <= from) continue;
    const std::string_view before = line.substr(0, i);
    const bool otherwise = before.ends_with(" :") && before.find(" ? ") != std::string_view::npos;
    if (!before.ends_with(',') && !before.ends_with("&&") && !before.ends_with("||") && !otherwise) continue;
    if (best == 0 || depth + angles <= best_depth) best = i + 1, best_depth = depth + angles;
  }
  return best;
}

std::string folded(std::string_view line, std::size_t indent) {
  const std::size_t margin = std::min(line.find_first_not_of(' '), line.size());
  const std::string further(margin + 4, ' ');
  std::string out;
  // The first piece has its margin in it, those that follow get theirs in front.
  std::size_t in_front = indent;
  while (in_front + line.size() > kColumns) {
    const std::size_t at = best_break(line, kColumns - in_front, out.empty() ? margin : 0);
    if (at == 0) break;
    out.append(line.substr(0, at - 1)).append("\n").append(further);
    line.remove_prefix(at);
    in_front = indent + further.size();
  }
  return out.append(line);
}

}  // namespace

std::string fold_long_lines(const std::string& text, std::size_t indent) {
  std::string out;
  std::string_view rest = text;
  while (true) {
    const auto end = rest.find('\n');
    out += folded(rest.substr(0, end), indent);
    if (end == std::string_view::npos) return out;
    out += '\n';
    rest.remove_prefix(end + 1);
  }
}

}  // namespace cqrsc::plan
