#include "parse/check_tokens.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "CqrsLexer.h"
#include "parse/parse.hpp"
#include "parse/unquote.hpp"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

bool is_ascii(std::string_view words) {
  for (const char c : words) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// Whether the last character of a text is a quote that no backslash takes away.
bool is_closed(std::string_view words) {
  const size_t quote = words.starts_with('f') ? 1 : 0;
  if (words.size() < quote + 2 || words.back() != '"') return false;
  size_t backslashes = 0;
  while (backslashes + quote + 2 < words.size() && words[words.size() - 2 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 == 0;
}

class TokenChecker {
 public:
  TokenChecker(const SourceFile& source, Reporter& reporter) : source_(source), reporter_(reporter) {}

  void check(const Token& token) {
    place_ = {source_.id(), token.begin, token.end};
    words_ = source_.text(place_);
    if (token.channel == Channel::ignored) return ignored();
    if (token.channel != Channel::visible) return;
    switch (token.type) {
      case CqrsLexer::STRING: return text();
      case CqrsLexer::INTERPOLATED: return interpolated();
      case CqrsLexer::INTEGER: return integer();
      case CqrsLexer::IDENTIFIER: return name();
      case CqrsLexer::AND: return sign("and");
      case CqrsLexer::OR: return sign("or");
      case CqrsLexer::NOT: return sign("not ");
      case CqrsLexer::EQUAL: return sign("==");
      case CqrsLexer::NOT_EQUAL: return sign("!=");
      default: return;
    }
  }

  // Once for a file: who ends one line with a semicolon ends them all.
  void report_semicolons() {
    if (semicolons_.empty()) return;
    auto& report = reporter_.report(kSemicolon, semicolons_.front());
    report.help("remove it", semicolons_.front(), "");
    const size_t more = semicolons_.size() - 1;
    if (more > 0) report.note("this file has " + std::to_string(more) + (more == 1 ? " more" : " more of them"));
  }

 private:
  // A sign of another language for one of this one's words.
  void sign(const std::string& meant) {
    const std::string_view word = meant.ends_with(' ') ? std::string_view(meant).substr(0, meant.size() - 1) : meant;
    if (words_ == word) return;
    reporter_.report(kOperatorInWords, place_, std::string(words_), std::string(word))
        .help("write `" + std::string(word) + "`", place_, meant);
  }

  void ignored() {
    if (words_ == ";") {
      semicolons_.push_back(place_);
    } else if (words_.starts_with('#')) {
      const Span sign{place_.file, place_.begin, place_.begin + 1};
      reporter_.report(kUnknownCharacter, sign, "#").help("comments begin with `//`", sign, "//");
    } else if (words_.starts_with("/*")) {
      reporter_.report(kBlockComment, place_).help("write `//` before each line of the comment");
    } else {
      unknown_character();
    }
  }

  void unknown_character() {
    auto& report = reporter_.report(kUnknownCharacter, place_, std::string(words_));
    if (words_ == "'") report.help("texts stand in double quotes: \"…\"");
    if (words_ == "&") report.help("write `and`", place_, "and");
    if (words_ == "\xC2\xA0") report.help("write a plain space", place_, " ");
  }

  void text() {
    if (!words_.starts_with('"')) {
      const size_t quote = words_.starts_with('\'') ? 1 : std::string_view("\u201C").size();
      const std::string inside(words_.substr(quote, words_.size() - 2 * quote));
      reporter_.report(kOtherQuotes, place_).help("write the text in double quotes", place_, '"' + inside + '"');
      return;
    }
    if (!escapes(1)) return;
    if (!is_closed(words_)) not_closed();
  }

  void not_closed() {
    reporter_.report(kTextNotClosed, {place_.file, place_.begin, place_.begin + 1})
        .note("a text ends on the line on which it begins; `\\n` stands for a line break in it")
        .help("write `\"` where the text ends");
  }

  bool escapes(size_t first) {
    for (size_t i = first; i + 1 < words_.size(); ++i) {
      if (words_[i] != '\\') continue;
      const size_t length = escape_length(words_.substr(i));
      if (length != 0) {
        i += length - 1;
        continue;
      }
      // The whole character after the backslash, whatever its length in bytes.
      size_t end = i + 2;
      while (end < words_.size() && (static_cast<unsigned char>(words_[end]) & 0xC0U) == 0x80U) ++end;
      const Span place{place_.file, place_.begin + static_cast<uint32_t>(i), place_.begin + static_cast<uint32_t>(end)};
      reporter_.report(kBadEscape, place, std::string(words_.substr(i, end - i)))
          .note("the escapes are \\\" \\\\ \\n \\t and \\u{20AC}, a character by its number")
          .help("write `\\\\` for a backslash", {place.file, place.begin, place.begin + 1}, "\\\\");
      return false;
    }
    return true;
  }

  void interpolated() {
    if (!is_closed(words_)) return not_closed();
    size_t depth = 0;
    for (size_t i = 2; i + 1 < words_.size(); ++i) {
      const char c = words_[i];
      const bool doubled = words_[i + 1] == c && i + 2 < words_.size();
      if (depth == 0 && c == '\\') {
        const size_t length = escape_length(words_.substr(i));
        if (length == 0) {
          escapes(i);
          return;
        }
        i += length - 1;
      } else if (depth == 0 && (c == '{' || c == '}') && doubled) {
        ++i;
      } else if (depth > 0 && c == '"') {
        i = std::min(words_.find('"', i + 1), words_.size());
      } else if (c == '{') {
        ++depth;
      } else if (c == '}' && depth-- == 0) {
        return bad_hole();
      }
    }
    if (depth != 0) bad_hole();
  }

  void bad_hole() {
    reporter_.report(kBadHole, place_)
        .help(
            "write `{{` and `}}` for braces that are part of the text, and close each `{` with a `}` on the same line");
  }

  void integer() {
    const size_t digits = words_.find_first_not_of("0123456789.");
    if (digits == std::string_view::npos) return;
    auto& report = reporter_.report(kBadNumber, place_, std::string(words_));
    if (words_.find('_') != std::string_view::npos) {
      std::string plain;
      for (const char c : words_) {
        if (c != '_') plain += c;
      }
      report.help("write the digits without separators", place_, plain);
    } else {
      report.note("numbers are written `12` and `12.50`, durations `90s`, `5m`, `1h`, `3d` (ns us ms s m h d)")
          .help("a name cannot begin with a digit");
    }
  }

  void name() {
    const bool opens = words_.starts_with('`');
    if (opens && (words_.size() < 3 || !words_.ends_with('`'))) {
      reporter_.report(kBacktickNotClosed, place_).help("write a name between the backticks, or none");
    } else if (!is_ascii(words_)) {
      reporter_.report(kNameNotAscii, place_, std::string(words_))
          .help("write it with the letters a to z, digits and underscores; comments and texts may hold any letters");
    }
  }

  const SourceFile& source_;
  Reporter& reporter_;
  Span place_;
  std::string_view words_;
  std::vector<Span> semicolons_;
};

}  // namespace

bool is_open_text(const SourceFile& source, const Token& token) {
  if (token.type != CqrsLexer::STRING && token.type != CqrsLexer::INTERPOLATED) return false;
  const std::string_view words = source.text({source.id(), token.begin, token.end});
  return (words.starts_with('"') || words.starts_with("f\"")) && !is_closed(words);
}

void check_tokens(const SourceFile& source, const std::vector<Token>& tokens, Reporter& reporter) {
  TokenChecker checker(source, reporter);
  const size_t errors_before = reporter.error_count();
  for (const Token& token : tokens) {
    checker.check(token);
    if (reporter.error_count() - errors_before < kMaxMistakes) continue;
    reporter.report(kTooManyErrors, {source.id(), token.begin, token.end});
    break;
  }
  checker.report_semicolons();
}

}  // namespace cqrsc::parsing
