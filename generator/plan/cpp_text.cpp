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

/// How many bytes at the beginning of the text belong to a character that a reader of the C++ would not see, or that
/// would show what follows in another order: it stands there as an escape.
std::size_t hidden_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  if (text.front() != '\n' && text.front() != '\t' && is_control(text.front())) return 1;
  if (byte(0) == 0xC2) return byte(1) < 0xA0 ? 2 : 0;                      // controls of C1
  if (byte(0) == 0xD8) return byte(1) == 0x9C ? 2 : 0;                     // U+061C
  if (byte(0) == 0xEF) return byte(1) == 0xBB && byte(2) == 0xBF ? 3 : 0;  // U+FEFF
  if (byte(0) != 0xE2) return 0;
  if (byte(1) == 0x80) {  // U+200B to U+200F, U+2028 to U+202E
    return (byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xA8 && byte(2) <= 0xAE) ? 3 : 0;
  }
  return byte(1) == 0x81 && byte(2) >= 0xA0 && byte(2) <= 0xA9 ? 3 : 0;  // U+2060 to U+2069
}

}  // namespace

std::string string_literal(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (const std::size_t hidden = hidden_bytes(text.substr(i)); hidden > 0) {
      for (const char byte : text.substr(i, hidden)) append_octal(out, byte);
      i += hidden - 1;
      continue;
    }
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '?': out += i > 0 && text[i - 1] == '?' ? "\\?" : "?"; break;  // no trigraph
      default: out.push_back(c); break;
    }
  }
  return out + '"';
}

bool holds_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

std::string comment_line(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '/' && out.ends_with("??")) out.back() = ' ', out += '?';  // the trigraph of a backslash
    const std::size_t hidden = hidden_bytes(text.substr(i));
    out += hidden > 0 || is_control(c) ? ' ' : c;
    if (hidden > 0) i += hidden - 1;
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
