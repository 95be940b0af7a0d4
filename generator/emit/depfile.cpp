#include "emit/depfile.hpp"

#include <algorithm>
#include <string_view>

namespace cqrsc::emit {
namespace {

/// Make halves a run of backslashes only where a blank or `#` follows it; elsewhere they stand for themselves.
std::string escaped(std::string_view path) {
  std::string result;
  std::size_t backslashes = 0;
  for (const char c : path) {
    if (c == ' ' || c == '\t' || c == '#') {
      result.append(backslashes + 1, '\\');
    } else if (c == '$') {
      result += '$';
    }
    backslashes = c == '\\' ? backslashes + 1 : 0;
    result += c;
  }
  return result;
}

}  // namespace

std::string depfile_text(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs) {
  std::string text;
  for (const std::string& output : outputs) {
    if (!text.empty()) text += " \\\n  ";
    text += escaped(output);
  }
  text += ":";
  std::vector<std::string> sorted = inputs;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (const std::string& input : sorted) text += " \\\n  " + escaped(input);
  return text + "\n";
}

}  // namespace cqrsc::emit
