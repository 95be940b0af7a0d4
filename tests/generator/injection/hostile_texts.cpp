#include "hostile_texts.hpp"

#include <random>
#include <string_view>

namespace cqrsc::injection {
namespace {

using namespace std::string_literals;

constexpr std::string_view kHex = "0123456789ABCDEF";

/// The characters of a text, one by one; all of it is valid UTF-8.
std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> out;
  for (const char c : text) {
    const bool goes_on = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (goes_on) {
      out.back() += c;
    } else {
      out.emplace_back(1, c);
    }
  }
  return out;
}

bool is_control(const std::string& character) {
  const auto byte = static_cast<unsigned char>(character.front());
  return character.size() == 1 && (byte < 0x20 || byte == 0x7F);
}

/// What may not stand in a .cqrs file, wherever it is: controls of C1 and of the direction of writing, marks of order.
bool is_refused(const std::string& character) {
  return is_control(character) || character.starts_with("\xC2\x80"s) || character == "\xC2\x85" ||
         character.starts_with("\xE2\x80\xAA") || character.starts_with("\xE2\x80\xAE") ||
         character.starts_with("\xE2\x81\xA6") || character == "\xEF\xBB\xBF" || character.starts_with("\xE2\x80\xA8");
}

std::string escaped(const std::string& character) {
  std::uint32_t code = static_cast<unsigned char>(character.front());
  if (character.size() == 2) code &= 0x1F;
  if (character.size() == 3) code &= 0x0F;
  if (character.size() == 4) code &= 0x07;
  for (std::size_t i = 1; i < character.size(); ++i)
    code = code << 6U | (static_cast<unsigned char>(character[i]) & 0x3F);
  std::string digits;
  for (; code > 0 || digits.empty(); code >>= 4U) digits.insert(digits.begin(), kHex[code & 0xF]);
  return "\\u{" + digits + "}";
}

const std::vector<std::string> kPieces{"*/",
                                       "/*",
                                       "//",
                                       "///",
                                       "\\",
                                       "\\\n",
                                       "\\ ",
                                       "\n#error x\n",
                                       "?\?/",
                                       "?\?/\n",
                                       "?\?'",
                                       "?\?)",
                                       "\"",
                                       "\\\"",
                                       "'",
                                       "''",
                                       "\";",
                                       ")\"",
                                       "R\"(",
                                       ")cqrs\"",
                                       ")\";}",
                                       "{",
                                       "}",
                                       "{}",
                                       "{0}",
                                       "{{",
                                       "}}",
                                       "%",
                                       "%s",
                                       "%n",
                                       "%%",
                                       "${x}",
                                       "$(id)",
                                       "`",
                                       "@",
                                       "#",
                                       "#define",
                                       "#include <x>",
                                       "_Pragma(\"x\")",
                                       "__LINE__",
                                       "; DROP TABLE",
                                       "--",
                                       "' OR '1'='1",
                                       "<b>",
                                       "</script>",
                                       "&amp;",
                                       "]]>",
                                       "|",
                                       "class",
                                       "return 0;",
                                       "\\u0041",
                                       "\\x41",
                                       "\\101",
                                       "\\N{DIGIT ONE}",
                                       "\n",
                                       "\t",
                                       "\r",
                                       "\x01",
                                       "\x7F",
                                       "\v\f",
                                       "\x1B[31m",
                                       "\xC3\xBC",
                                       "\xE2\x80\xAE",
                                       "\xE2\x81\xA6",
                                       "\xE2\x80\xA8",
                                       "\xC2\x85",
                                       "\xF0\x9F\x98\x80",
                                       "\xEF\xBB\xBF",
                                       "a",
                                       " ",
                                       "line 1 \"x\"",
                                       "[[x]]",
                                       "<%",
                                       "%:",
                                       "?\?<",
                                       "u8\"x\"",
                                       "\\",
                                       "9"};

}  // namespace

const std::vector<std::string>& pieces() { return kPieces; }

std::string hostile_text(std::uint32_t seed) {
  std::mt19937 random(seed);  // NOLINT(bugprone-random-generator-seed): the same text each time
  std::string text;
  for (std::size_t left = 1 + random() % 5; left > 0; --left) text += pieces()[random() % pieces().size()];
  return text;
}

std::string literal(const std::string& text) {
  std::string out = "\"";
  for (const std::string& character : characters(text)) {
    if (character == "\"" || character == "\\") {
      out += "\\" + character;
    } else if (character == "\n") {
      out += "\\n";
    } else {
      out += is_refused(character) ? escaped(character) : character;
    }
  }
  return out + "\"";
}

std::string comment(const std::string& text) {
  std::string out;
  for (const std::string& character : characters(text))
    if (!is_refused(character)) out += character;
  return out;
}

}  // namespace cqrsc::injection
