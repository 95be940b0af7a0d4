#include "cpp_tokens.hpp"

#include <cctype>

namespace cqrsc::injection {
namespace {

bool is_name_part(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
}

/// Phases 1 and 2 of translation: trigraphs, then joined lines.
std::string joined(std::string_view source, bool trigraphs) {
  static constexpr std::string_view kThird = "=/'()!<>-";
  static constexpr std::string_view kMeans = "#\\^[]|{}~";
  std::string plain;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const auto third = i + 2 < source.size() ? kThird.find(source[i + 2]) : std::string_view::npos;
    if (trigraphs && source.substr(i, 2) == "??" && third != std::string_view::npos) {
      plain += kMeans[third];
      i += 2;
    } else {
      plain += source[i];
    }
  }
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (plain[i] == '\\') {
      // GCC joins lines across blanks after the backslash, too.
      std::size_t end = i + 1;
      while (end < plain.size() && (plain[end] == ' ' || plain[end] == '\t' || plain[end] == '\r')) ++end;
      if (end < plain.size() && plain[end] == '\n') {
        i = end;
        continue;
      }
    }
    out += plain[i];
  }
  return out;
}

class Lexer {
 public:
  explicit Lexer(std::string source) : source_(std::move(source)) {}

  std::optional<std::vector<Token>> read() {
    while (at_ < source_.size()) {
      if (!read_one()) return std::nullopt;
    }
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] char ahead(std::size_t by = 0) const { return at_ + by < source_.size() ? source_[at_ + by] : '\0'; }

  bool read_one() {
    const char c = ahead();
    if (c == ' ' || c == '\n' || c == '\t') return ++at_, true;
    if (std::iscntrl(static_cast<unsigned char>(c)) != 0) return false;
    if (c == '/' && ahead(1) == '/') return skip_to("\n", 0);
    if (c == '/' && ahead(1) == '*') return skip_to("*/", 2);
    if (c == 'R' && ahead(1) == '"') return read_raw();
    if (c == '"' || c == '\'') return read_literal(c);
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) return read_while(TokenKind::number);
    if (is_name_part(c)) return read_while(TokenKind::name);
    tokens_.push_back({TokenKind::punctuation, std::string(1, c)});
    ++at_;
    return true;
  }

  bool skip_to(std::string_view end, std::size_t beyond) {
    const std::size_t found = source_.find(end, at_ + 2);
    if (found == std::string::npos && beyond > 0) return false;
    at_ = found == std::string::npos ? source_.size() : found + beyond;
    return true;
  }

  bool read_while(TokenKind kind) {
    std::string value;
    const auto goes_on = [&](char c) {
      return is_name_part(c) || (kind == TokenKind::number && (c == '.' || (c == '\'' && is_name_part(ahead(1)))));
    };
    while (at_ < source_.size() && goes_on(ahead())) value += source_[at_++];
    tokens_.push_back({kind, std::move(value)});
    return true;
  }

  bool read_raw() {
    const std::size_t open = source_.find('(', at_);
    if (open == std::string::npos) return false;
    const std::string end = ")" + source_.substr(at_ + 2, open - at_ - 2) + "\"";
    const std::size_t close = source_.find(end, open);
    if (close == std::string::npos) return false;
    tokens_.push_back({TokenKind::text, source_.substr(open + 1, close - open - 1)});
    at_ = close + end.size();
    return true;
  }

  bool read_literal(char quote) {
    std::string value;
    for (++at_; ahead() != quote; ++at_) {
      if (at_ >= source_.size() || ahead() == '\n' || std::iscntrl(static_cast<unsigned char>(ahead())) != 0)
        return false;
      if (ahead() != '\\') {
        value += ahead();
        continue;
      }
      ++at_;
      if (!read_escape(value)) return false;
    }
    ++at_;
    tokens_.push_back({quote == '"' ? TokenKind::text : TokenKind::character, std::move(value)});
    return true;
  }

  /// Behind the backslash; stays on the escape's last character.
  bool read_escape(std::string& value) {
    static constexpr std::string_view kLetters = "ntrvfab\\\"'?";
    static constexpr std::string_view kMeans = "\n\t\r\v\f\a\b\\\"'?";
    if (const auto letter = kLetters.find(ahead()); at_ < source_.size() && letter != std::string_view::npos) {
      value += kMeans[letter];
      return true;
    }
    int digits = 0;
    int number = 0;
    for (; digits < 3 && ahead() >= '0' && ahead() <= '7'; ++digits) number = number * 8 + (source_[at_++] - '0');
    --at_;
    if (digits == 0 || number > 255) return false;
    value += static_cast<char>(number);
    return true;
  }

  std::string source_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::optional<std::vector<Token>> tokens_of(std::string_view source, bool trigraphs) {
  return Lexer(joined(source, trigraphs)).read();
}

}  // namespace cqrsc::injection
