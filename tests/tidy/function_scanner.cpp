#include "function_scanner.hpp"

#include <algorithm>
#include <array>

#include "source_text.hpp"

namespace tidy {
namespace {

constexpr auto kNoFunction = std::string_view::npos;

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool is_function_head(const std::string& head) {
  static constexpr std::array<std::string_view, 6> kScopes{"namespace", "class", "struct", "union", "enum", "extern"};
  std::string_view rest = head;
  if (rest.starts_with("template")) {  // what is declared stands behind the parameters
    int depth = 0;
    std::size_t at = rest.find('<');
    for (; at < rest.size(); ++at) {
      if (rest[at] == '<') ++depth;
      if (rest[at] == '>' && --depth == 0) break;
    }
    rest = at < rest.size() ? rest.substr(at + 1) : rest;
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  }
  const bool scope = std::ranges::any_of(kScopes, [&](auto word) { return rest.starts_with(word); });
  return !scope && rest.find('(') != std::string_view::npos;
}

/// Blanks preprocessor lines out: their braces and parentheses need not balance.
std::string without_directives(std::string code) {
  bool line_start = true;
  bool directive = false;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (code[at] == '\n') {
      directive = directive && at > 0 && code[at - 1] == '\\';
      line_start = true;
      continue;
    }
    if (line_start && code[at] == '#') directive = true;
    if (code[at] != ' ' && code[at] != '\t') line_start = false;
    if (directive && code[at] != '\\') code[at] = ' ';
  }
  return code;
}

}  // namespace

std::vector<FunctionExtent> functions_in(std::string_view text) {
  const auto code = without_directives(code_only(text));
  std::vector<FunctionExtent> functions;
  std::size_t line = 1;
  std::size_t head_start = 0;
  std::size_t depth = 0;
  std::size_t parentheses = 0;
  std::size_t function_depth = kNoFunction;  // the depth at which the function being read was opened
  for (std::size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    if (c == '\n') ++line;
    if (c == '(') ++parentheses;
    if (c == ')' && parentheses > 0) --parentheses;
    if (c == '{') {
      const auto head = one_line(std::string_view(code).substr(head_start, at - head_start));
      if (function_depth == kNoFunction && parentheses == 0 && is_function_head(head)) {
        function_depth = depth;
        functions.push_back({head, line, 0});
      }
      ++depth;
    }
    if (c == '}' && depth > 0) --depth;
    if (c == '}' && depth == function_depth) {
      functions.back().lines = line - functions.back().first_line + 1;
      function_depth = kNoFunction;
    }
    if ((c == '{' || c == '}' || c == ';') && parentheses == 0) head_start = at + 1;
  }
  return functions;
}

}  // namespace tidy
