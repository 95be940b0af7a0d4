#include "plan/cpp_text.hpp"

namespace cqrsc::plan {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// Three octal digits: an escape that no following digit can become part of.
void append_octal(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out += '\\';
  for (const int shift : {6, 3, 0}) out += static_cast<char>('0' + ((byte >> shift) & 7));
}

}  // namespace

std::string string_literal(std::string_view text) {
  std::string out = "\"";
  char before = '\0';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '?': out += before == '?' ? "\\?" : "?"; break;  // no trigraph
      default: is_control(c) ? append_octal(out, c) : out.push_back(c); break;
    }
    before = c;
  }
  return out + '"';
}

bool holds_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

std::string comment_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '/' && out.ends_with("??")) out.back() = ' ', out += '?';  // the trigraph of a backslash
    out += is_control(c) ? ' ' : c;
  }
  out.erase(out.find_last_not_of(' ') + 1);
  if (out.ends_with('\\')) out += '.';  // would take the next line into the comment
  return out;
}

std::string doc_comment(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string line = comment_line(text.substr(0, end));
    out += line.empty() ? "///\n" : "/// " + line + "\n";
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace cqrsc::plan
