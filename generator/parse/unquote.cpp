#include "parse/unquote.hpp"

#include <charconv>
#include <cstdint>

namespace cqrsc::parsing {
namespace {

constexpr std::string_view kUnicode = "\\u{";

void append_utf8(std::string& to, uint32_t point) {
  const auto put = [&](uint32_t byte) { to += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0U | (point >> 6U));
    put(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    put(0xE0U | (point >> 12U));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  } else {
    put(0xF0U | (point >> 18U));
    put(0x80U | ((point >> 12U) & 0x3FU));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  }
}

bool is_scalar(uint32_t point) { return point != 0 && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF); }

// \u{1F600} at the start of `rest`: its length, and the code point; 0 if it is none.
size_t unicode_escape(std::string_view rest, uint32_t& point) {
  const size_t close = rest.find('}');
  if (!rest.starts_with(kUnicode) || close == std::string_view::npos) return 0;
  const char* const end = rest.data() + close;
  const auto [stop, error] = std::from_chars(rest.data() + kUnicode.size(), end, point, 16);
  return error == std::errc{} && stop == end && is_scalar(point) ? close + 1 : 0;
}

}  // namespace

size_t escape_length(std::string_view rest) {
  if (rest.size() < 2) return 0;
  uint32_t point = 0;
  switch (rest[1]) {
    case '"':
    case '\\':
    case 'n':
    case 't': return 2;
    default: return unicode_escape(rest, point);
  }
}

size_t spoilt_escape_length(std::string_view rest) {
  const size_t close = rest.starts_with(kUnicode) ? rest.find_first_of("}\"", kUnicode.size()) : std::string_view::npos;
  return close != std::string_view::npos && rest[close] == '}' ? close + 1 : 1;
}

std::string unescape(std::string_view piece, bool braces_doubled) {
  std::string result;
  result.reserve(piece.size());
  for (size_t i = 0; i < piece.size();) {
    const char c = piece[i];
    if (braces_doubled && (c == '{' || c == '}')) {
      result += c;
      i += i + 1 < piece.size() && piece[i + 1] == c ? 2 : 1;
      continue;
    }
    const size_t length = c == '\\' ? escape_length(piece.substr(i)) : 0;
    if (length == 0) {
      const size_t spoilt = c == '\\' ? spoilt_escape_length(piece.substr(i)) : 1;
      if (spoilt == 1) result += c;
      i += spoilt;
      continue;
    }
    uint32_t point = 0;
    switch (piece[i + 1]) {
      case 'n': result += '\n'; break;
      case 't': result += '\t'; break;
      case 'u':
        unicode_escape(piece.substr(i), point);
        append_utf8(result, point);
        break;
      default: result += piece[i + 1];
    }
    i += length;
  }
  return result;
}

size_t quote_length(std::string_view text) {
  if (text.starts_with('"') || text.starts_with('\'') || text.starts_with('`')) return 1;
  if (text.starts_with("\xC2")) return 2;       // « »
  return text.starts_with("\xE2\x80") ? 3 : 0;  // “ ” „ ‘ ’ ‚
}

std::string unquote(std::string_view quoted) {
  const size_t length = quote_length(quoted);
  const bool own = quoted.starts_with('"');
  quoted.remove_prefix(length);
  if (own) {
    if (quoted.ends_with('"')) quoted.remove_suffix(1);
    return unescape(quoted, false);
  }
  if (quoted.size() >= length) quoted.remove_suffix(length);
  return std::string(quoted);
}

}  // namespace cqrsc::parsing
