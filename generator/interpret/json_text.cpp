#include "interpret/json_text.hpp"

#include "interpret/text_forms.hpp"

namespace cqrsc::interpret {
namespace {

void append_code_point(std::string& out, unsigned point) {
  const auto byte = [&](unsigned bits) { out += static_cast<char>(bits); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xC0U | point >> 6U);
  } else {
    if (point < 0x10000) {
      byte(0xE0U | point >> 12U);
    } else {
      byte(0xF0U | point >> 18U);
      byte(0x80U | (point >> 12U & 0x3FU));
    }
    byte(0x80U | (point >> 6U & 0x3FU));
  }
  byte(0x80U | (point & 0x3FU));
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_not_of("0123456789", at);
  return (end == std::string_view::npos ? text.size() : end) - at;
}

}  // namespace

bool JsonText::fail(const std::string& what) {
  if (failure_.empty()) failure_ = path_ + ": " + what;
  return false;
}

void JsonText::skip_space() {
  const std::size_t end = rest_.find_first_not_of(" \t\r\n");
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end);
}

bool JsonText::at(char c) {
  skip_space();
  return rest_.starts_with(c);
}

bool JsonText::skip(char c) {
  if (!at(c)) return false;
  rest_.remove_prefix(1);
  return true;
}

bool JsonText::skip_word(std::string_view word) {
  skip_space();
  if (!rest_.starts_with(word)) return false;
  rest_.remove_prefix(word.size());
  return true;
}

bool JsonText::expect(char c) { return skip(c) || fail(std::string("a `") + c + "` is expected"); }

bool JsonText::at_end() {
  skip_space();
  return rest_.empty() || fail("something follows the value");
}

void JsonText::skip_value() {
  // Brackets are counted, and strings read, because they may hold brackets; what is malformed is found by the reader.
  int open = 0;
  do {
    if (at('"')) {
      (void)string();
    } else if (!rest_.empty()) {
      open += rest_.front() == '{' || rest_.front() == '[' ? 1 : rest_.front() == '}' || rest_.front() == ']' ? -1 : 0;
      rest_.remove_prefix(1);
    }
    const bool ends = rest_.empty() || at(',') || at('}') || at(']');
    if (open == 0 && ends) return;
  } while (!rest_.empty() && !failed() && open >= 0);
}

std::optional<std::string> JsonText::peek(const std::string& key) const {
  JsonText ahead = *this;
  if (!ahead.skip('{')) return std::nullopt;
  while (!ahead.failed() && !ahead.at('}')) {
    const auto name = ahead.string();
    if (!name || !ahead.skip(':')) return std::nullopt;
    if (*name == key) return ahead.at('"') ? ahead.string() : std::nullopt;
    ahead.skip_value();
    if (!ahead.skip(',')) return std::nullopt;
  }
  return std::nullopt;
}

bool JsonText::code_unit(unsigned& unit) {
  const auto bytes = parse_hex(rest_.substr(0, 4));
  if (!bytes || bytes->size() != 2) return fail("`\\u` is followed by four hexadecimal digits");
  unit = static_cast<unsigned>(static_cast<unsigned char>((*bytes)[0])) << 8U | static_cast<unsigned char>((*bytes)[1]);
  rest_.remove_prefix(4);
  return true;
}

bool JsonText::escape(std::string& out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t letter = rest_.empty() ? std::string_view::npos : kLetters.find(rest_.front());
  if (letter != std::string_view::npos) {
    out += kMeanings[letter];
    rest_.remove_prefix(1);
    return true;
  }
  if (!rest_.starts_with('u')) return fail("there is no such escape");
  rest_.remove_prefix(1);
  unsigned unit = 0;
  if (!code_unit(unit)) return false;
  if (unit >= 0xD800 && unit < 0xE000) {
    unsigned low = 0;
    if (unit >= 0xDC00 || !rest_.starts_with("\\u")) return fail("half of a pair of surrogates stands alone");
    rest_.remove_prefix(2);
    if (!code_unit(low)) return false;
    if (low < 0xDC00 || low >= 0xE000) return fail("half of a pair of surrogates stands alone");
    unit = 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
  }
  append_code_point(out, unit);
  return true;
}

std::optional<std::string> JsonText::string() {
  if (!skip('"')) {
    fail("a string is expected");
    return std::nullopt;
  }
  std::string out;
  while (!rest_.empty() && rest_.front() != '"') {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (static_cast<unsigned char>(c) < 0x20) fail("a control character stands in a string");
    if (c != '\\') {
      out += c;
    } else if (!escape(out)) {
      return std::nullopt;
    }
  }
  if (rest_.empty()) fail("a string is not ended");
  if (failed()) return std::nullopt;
  rest_.remove_prefix(1);
  return out;
}

std::optional<std::string_view> JsonText::number() {
  skip_space();
  std::size_t at = rest_.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits_at(rest_, at);
  bool good = whole == 1 || (whole > 1 && rest_[at] != '0');
  at += whole;
  if (good && at < rest_.size() && rest_[at] == '.') {
    const std::size_t fraction = digits_at(rest_, at + 1);
    good = fraction != 0;
    at += 1 + fraction;
  }
  if (good && at < rest_.size() && (rest_[at] == 'e' || rest_[at] == 'E')) {
    const bool sign = at + 1 < rest_.size() && (rest_[at + 1] == '-' || rest_[at + 1] == '+');
    const std::size_t exponent = digits_at(rest_, at + 1 + (sign ? 1 : 0));
    good = exponent != 0;
    at += 1 + (sign ? 1 : 0) + exponent;
  }
  if (!good) {
    fail("a number is expected");
    return std::nullopt;
  }
  const std::string_view taken = rest_.substr(0, at);
  rest_.remove_prefix(at);
  return taken;
}

}  // namespace cqrsc::interpret
