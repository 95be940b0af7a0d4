#include "parse/check_tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "CqrsLexer.h"
#include "parse/correct_signs.hpp"
#include "parse/look_alikes.hpp"
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

struct Sign {
  size_t type;
  std::string_view spelling;
};

// Signs that are also read where another one is written for them.
constexpr auto kSigns = std::to_array<Sign>({
    {CqrsLexer::AND, "and"},          {CqrsLexer::OR, "or"},        {CqrsLexer::NOT, "not "},
    {CqrsLexer::EQUAL, "=="},         {CqrsLexer::NOT_EQUAL, "!="}, {CqrsLexer::LESS_EQUAL, "<="},
    {CqrsLexer::GREATER_EQUAL, ">="}, {CqrsLexer::DOTDOT, ".."},    {CqrsLexer::DOT, "."},
    {CqrsLexer::MINUS, "-"},          {CqrsLexer::STAR, "*"},       {CqrsLexer::SLASH, "/"},
    {CqrsLexer::ARROW, "->"},         {CqrsLexer::FAT_ARROW, "=>"}, {CqrsLexer::COLON, ":"},
    {CqrsLexer::COMMA, ","},          {CqrsLexer::ASSIGN, "="},     {CqrsLexer::LPAREN, "("},
    {CqrsLexer::RPAREN, ")"},         {CqrsLexer::LBRACE, "{"},     {CqrsLexer::RBRACE, "}"},
});

// What an escape of another language, or of no character, is here; length 0 where that is not known.
struct MeantEscape {
  size_t length = 0;
  std::string written{};
  std::string note{};
};

bool is_hexadecimal(std::string_view digits) {
  return !digits.empty() && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

MeantEscape meant_escape(std::string_view rest, bool has_holes) {
  const char kind = rest[1];
  const std::string hexadecimal = "a character is written by its number in hexadecimal digits";
  if (kind == 'u' && rest.substr(2).starts_with('{')) {
    const size_t length = spoilt_escape_length(rest);
    if (length == 1) return {};
    if (!is_hexadecimal(rest.substr(3, length - 4))) return {length, "\\u{20AC}", hexadecimal};
    return {length, "", "no character of a text has this number: they go from 1 to 10FFFF, without D800 to DFFF"};
  }
  const size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : kind == 'x' ? 2 : 0;
  if (digits != 0 && rest.size() > digits + 2 && is_hexadecimal(rest.substr(2, digits))) {
    const std::string written = "\\u{" + std::string(rest.substr(2, digits)) + "}";
    // Of \u0000 and of half a pair there is no character.
    return escape_length(written) == 0 ? MeantEscape{} : MeantEscape{digits + 2, written, hexadecimal};
  }
  if (kind == 'r') return {2, "", "`\\n` alone ends a line"};
  if (kind == '\'' || kind == '/') return {2, std::string(1, kind), "it stands for itself"};
  if (has_holes && (kind == '{' || kind == '}')) return {2, std::string(2, kind), "a brace that is meant is doubled"};
  return {};
}

class TokenChecker {
 public:
  TokenChecker(const SourceFile& source, Reporter& reporter) : source_(source), reporter_(reporter) {}

  void check(Token& token) {
    place_ = {source_.id(), token.begin, token.end};
    words_ = source_.text(place_);
    if (token.channel == Channel::ignored) return ignored();
    if (!is_visible(token)) return;
    if (token.type == CqrsLexer::NOT && is_mark_of_type(token)) return mark_of_type(token);
    if (token.type == CqrsLexer::MINUS && is_turned_sign()) return turned_sign(token);
    if (words_ == "<>" && is_collection(last_.type)) return collection_of_nothing(token);
    switch (token.type) {
      case CqrsLexer::STRING: text(token.first_on_line); break;
      case CqrsLexer::INTERPOLATED: interpolated(); break;
      case CqrsLexer::INTEGER: integer(); break;
      case CqrsLexer::IDENTIFIER: name(); break;
      default: sign(token.type);
    }
    last_ = token;
  }

  // Once for a file: who ends one line with a semicolon ends them all.
  void report_habits() {
    if (!semicolons_.empty()) {
      const Span first = semicolons_.front();
      tell_of_more(reporter_.report(kSemicolon, first).help("remove it", first, ""), semicolons_.size());
    }
    if (!marks_.empty()) {
      const Span first = marks_.front();
      auto& report = reporter_.report(kForeignOperator, first, "!");
      const std::string_view rest = source_.text().substr(first.end);
      if (rest.starts_with('['))  // vec![]
        report.help("a list is written in brackets alone: `[]`, `[a, b]`");
      else
        report.help("leave it out: a field has a value, unless its type is followed by `?`", first, "");
      tell_of_more(report, marks_.size());
    }
    if (!comments_.empty()) {
      const Span first = comments_.front();
      tell_of_more(reporter_.report(kBlockComment, first).help("write `//`", first, "//"), comments_.size());
    }
  }

 private:
  static bool is_plain_name(std::string_view text) {
    const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
           std::ranges::all_of(text, letter);
  }
  static void tell_of_more(Diagnostic& report, size_t places) {
    if (places == 1) return;
    report.note("this file has " + std::to_string(places - 1) + (places == 2 ? " more" : " more of them"));
  }

  // title: String!
  [[nodiscard]] bool is_mark_of_type(const Token& token) const {
    const bool after_type = last_.type == CqrsLexer::IDENTIFIER || last_.type == CqrsLexer::RBRACKET ||
                            last_.type == CqrsLexer::GREATER || last_.type == CqrsLexer::RPAREN;
    return words_ == "!" && after_type && last_.end == token.begin;
  }
  void mark_of_type(Token& token) {
    marks_.push_back(place_);
    token.channel = Channel::ignored;
  }

  // hours =- 1
  [[nodiscard]] bool is_turned_sign() const {
    const std::string_view text = source_.text();
    return words_ == "-" && last_.type == CqrsLexer::ASSIGN && last_.end == place_.begin && last_.begin > 0 &&
           text[last_.begin - 1] == ' ' && place_.end < text.size() && text[place_.end] == ' ';
  }
  void turned_sign(Token& token) {
    const Span both{place_.file, last_.begin, place_.end};
    reporter_.report(kForeignOperator, both, "=-")
        .help("to take away, write", both, "-=")
        .help("for a number below zero, write", both, "= -");
    last_ = token;
  }

  static bool is_collection(size_t type) {
    return type == CqrsLexer::LIST || type == CqrsLexer::SET || type == CqrsLexer::MAP;
  }

  // list<>
  void collection_of_nothing(Token& token) {
    const Span collection{source_.id(), last_.begin, last_.end};
    const std::string name(source_.text(collection));
    reporter_.report(kForeignType, collection.to(place_), name + "<>")
        .help("say what it holds: `" + name + (last_.type == CqrsLexer::MAP ? "<K, V>`" : "<T>`"));
    token.channel = Channel::ignored;
  }

  // items = [...state.items, item]
  bool spread() {
    if (last_.type != CqrsLexer::LBRACKET && last_.type != CqrsLexer::LBRACE && last_.type != CqrsLexer::COMMA)
      return false;
    const std::string_view text = source_.text();
    auto& report = reporter_.report(kForeignOperator, place_, "...");
    if (last_.type == CqrsLexer::LBRACE) {
      report.help("only what changes is written: `field = value`");
      return true;
    }
    const size_t line = text.rfind('\n', place_.begin) + 1;
    const std::string_view rest = text.substr(place_.end, text.find('\n', place_.end) - place_.end);
    const size_t comma = rest.find(',');
    const size_t close = rest.find(']');
    std::string_view before = text.substr(line, place_.begin - line);
    const size_t sign = before.rfind(" = [");
    const bool simple = last_.type == CqrsLexer::LBRACKET && comma != std::string_view::npos &&
                        close != std::string_view::npos && comma < close && sign != std::string_view::npos &&
                        sign + 4 == before.size() && rest.substr(comma + 1, close).find(',') > close;
    const size_t added = simple ? rest.find_first_not_of(' ', comma + 1) : 0;
    if (simple)
      report.help("a list gets one more by `+=`",
                  {place_.file, static_cast<uint32_t>(line + sign), place_.end + static_cast<uint32_t>(close + 1)},
                  " += " + std::string(rest.substr(added, close - added)));
    else
      report.help("a list gets one more by `+=`: `items += item`");
    return true;
  }

  // A sign of another language for one of this one's words.
  void sign(size_t type) {
    const auto* const found = std::ranges::find(kSigns, type, &Sign::type);
    if (found == kSigns.end()) return;
    const std::string_view meant = found->spelling;
    const std::string_view word = meant.ends_with(' ') ? meant.substr(0, meant.size() - 1) : meant;
    if (words_ == word) return;
    if (words_ == "..." && spread()) return;
    reporter_.report(kOperatorInWords, place_, std::string(words_), std::string(word))
        .help("write `" + std::string(word) + "`", place_, std::string(meant));
  }

  void ignored() {
    if (words_ == ";") {
      semicolons_.push_back(place_);
    } else if (words_.starts_with("#include")) {
      included();
    } else if (words_.starts_with("#[")) {
      reporter_.report(kForeignWord, place_, std::string(words_)).help("leave it out", place_, "");
    } else if (words_.starts_with('#')) {
      comments_.push_back({place_.file, place_.begin, place_.begin + 1});
    } else if (words_.starts_with("--")) {
      comments_.push_back({place_.file, place_.begin, place_.begin + 2});
    } else if (words_.starts_with("/*")) {
      block_comment();
    } else {
      unknown_character();
    }
  }

  // A comment of one line, with nothing behind it.
  void block_comment() {
    auto& report = reporter_.report(kBlockComment, place_);
    const std::string_view text = source_.text();
    const size_t next = text.find_first_not_of(" \t\r", place_.end);
    const bool alone = next == std::string_view::npos || text[next] == '\n';
    std::string_view inside = words_.ends_with("*/") && words_.size() > 4 ? words_.substr(2, words_.size() - 4) : "";
    while (inside.starts_with('*') || inside.starts_with(' ')) inside.remove_prefix(1);
    while (inside.ends_with('*') || inside.ends_with(' ')) inside.remove_suffix(1);
    if (alone && !inside.empty() && inside.find('\n') == std::string_view::npos)
      report.help("write `//`", place_, "// " + std::string(inside));
    else
      report.help("write `//` before each line of the comment");
  }

  // #include "money.cqrs"
  void included() {
    const Span word{place_.file, place_.begin, place_.begin + 8};
    auto& report = reporter_.report(kForeignWord, word, "#include");
    const size_t open = words_.find('"');
    const size_t end = words_.find(".cqrs\"");
    const bool named = open != std::string_view::npos && end != std::string_view::npos && end > open + 1;
    const std::string meant = named ? "import " + std::string(words_.substr(open + 1, end - open - 1)) : "";
    if (named && meant.find('/') == std::string::npos)
      report.help("what a context says is imported by its name", place_, meant);
    else
      report.help("what a context says is imported by its name: `import money`");
  }

  // matches /^[A-Z]+$/
  bool pattern_in_slashes() {
    const std::string_view rest = source_.text().substr(place_.end);
    const size_t end = rest.substr(0, rest.find('\n')).rfind('/');
    if (end == std::string_view::npos) return false;
    std::string pattern;
    for (const char c : rest.substr(0, end)) {
      if (c == '\\' || c == '"') pattern += '\\';
      pattern += c;
    }
    if (pattern.ends_with('$')) pattern.pop_back();
    const Span whole{place_.file, last_.begin, place_.end + static_cast<uint32_t>(end + 1)};
    reporter_.report(kExpected, whole, "a text in quotes", "`" + std::string(source_.text(whole)) + "`")
        .note("a pattern always matches the whole text")
        .help("a pattern is a text", whole, '"' + pattern + '"');
    return true;
  }

  void unknown_character() {
    const bool behind = last_.end == place_.begin;
    // const auto& line: the word before is reported.
    if (words_ == "&" && behind && source_.text({place_.file, last_.begin, last_.end}) == "auto") return;
    if (words_ == "^" && behind && last_.type == CqrsLexer::SLASH && pattern_in_slashes()) return;
    // \\t -> t == "a": the arrow is reported.
    const std::string_view rest = source_.text().substr(place_.end);
    const size_t word = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    if (words_ == "\\" && word != 0 && word != std::string_view::npos && rest.substr(word).starts_with(" ->")) return;
    auto& report = reporter_.report(kUnknownCharacter, place_, std::string(words_));
    const bool parameter = words_ == "$" && !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
    if (words_ == "'" && behind && last_.type == CqrsLexer::INTEGER)
      report.help("write the digits without separators", place_, "");
    else if (words_ == "'")
      report.help("texts stand in double quotes: \"…\"");
    const bool before_type = last_.type == CqrsLexer::COLON || last_.type == CqrsLexer::LESS;
    if (words_ == "&" && (behind || before_type))
      report.help("leave it out", place_, "");
    else if (words_ == "&")
      report.help("write `and`", place_, "and");
    if (words_ == "\\") report.help("a lambda is written `x => …`, and texts stand in quotes");
    if (words_ == "\xC2\xA0") report.help("write a plain space", place_, " ");
    if (words_ == "€" || words_ == "£" || words_ == "¥") {
      const size_t blanks = rest.find_first_not_of(' ');
      const bool number = blanks != std::string_view::npos && rest[blanks] >= '0' && rest[blanks] <= '9';
      if (number)
        report.help("write the number alone", {place_.file, place_.begin, place_.end + static_cast<uint32_t>(blanks)},
                    "");
      else
        report.help("write the number alone; what it is an amount of stands in a field of its own");
    }
    if (words_ == "~") report.help("a text is held against a pattern with `matches`", place_, "matches");
    if (words_ == "^") report.help("a power is written as a product: `x * x`");
    if (parameter) report.help("a parameter is written by its name");
    if (words_ == "$" && !parameter && word != 0 && word != std::string_view::npos)
      report.help("write the name alone", place_, "");
    else if (words_ == "$" && !parameter)
      report.help("names stand alone; in a text, what is computed stands in braces: f\"{x}\"");
  }

  void text(bool first_on_line) {
    if (!words_.starts_with('"')) return other_quotes();
    if (!escapes(1)) return;
    if (is_closed(words_)) return;
    // The closing quote of a text that began on a line before, which is reported.
    const bool echo = words_ == "\"" && !first_on_line && open_text_line_ + 1 == source_.location(place_.begin).line;
    if (!echo) not_closed();
  }

  void other_quotes() {
    const size_t quote = quote_length(words_);
    const std::string inside(words_.substr(quote, words_.size() - 2 * quote));
    auto& report = reporter_.report(kOtherQuotes, place_);
    // enum E { 'a' = 1 }
    const std::string_view rest = source_.text().substr(place_.end);
    const size_t sign = rest.find_first_not_of(' ');
    const bool numbered = sign != std::string_view::npos && rest[sign] == '=' && sign + 1 < rest.size() &&
                          rest.find_first_not_of(' ', sign + 1) != std::string_view::npos &&
                          std::isdigit(static_cast<unsigned char>(rest[rest.find_first_not_of(' ', sign + 1)])) != 0;
    if (numbered && is_plain_name(inside)) {
      report.help("names stand without quotes", place_, inside);
      return;
    }
    const bool holes = words_.starts_with('`') && inside.find("${") != std::string::npos;
    if (!holes) {
      report.help("write the text in double quotes", place_, '"' + inside + '"');
      return;
    }
    std::string meant = "f\"" + inside + '"';
    for (size_t at = meant.find("${"); at != std::string::npos; at = meant.find("${", at)) meant.erase(at, 1);
    report.help("write a text with holes as f\"…\"", place_, meant);
  }

  void not_closed() {
    open_text_line_ = source_.location(place_.begin).line;
    reporter_.report(kTextNotClosed, {place_.file, place_.begin, place_.begin + 1})
        .note("a text ends on the line on which it begins; `\\n` stands for a line break in it")
        .help("write `\"` where the text ends");
  }

  void bad_escape(size_t at) {
    const std::string_view rest = words_.substr(at);
    const MeantEscape meant = meant_escape(rest, words_.starts_with('f'));
    // Of what is not known, the whole character after the backslash, whatever its length in bytes.
    size_t length = meant.length == 0 ? 2 : meant.length;
    while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0U) == 0x80U) ++length;
    const auto begin = place_.begin + static_cast<uint32_t>(at);
    const Span place{place_.file, begin, begin + static_cast<uint32_t>(length)};
    auto& report = reporter_.report(kBadEscape, place, std::string(rest.substr(0, length)));
    if (meant.length == 0) {
      report.note("the escapes are \\\" \\\\ \\n \\t and \\u{20AC}, a character by its number")
          .help("write `\\\\` for a backslash", {place.file, place.begin, place.begin + 1}, "\\\\");
    } else {
      report.note(meant.note)
          .help(meant.written.empty() ? "leave it out" : "write `" + meant.written + "`", place, meant.written);
    }
  }

  bool escapes(size_t first) {
    for (size_t i = first; i + 1 < words_.size(); ++i) {
      if (words_[i] != '\\') continue;
      const size_t length = escape_length(words_.substr(i));
      if (length != 0) {
        i += length - 1;
        continue;
      }
      bad_escape(i);
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
    const std::string number(words_.substr(0, digits));
    const std::string_view rest = words_.substr(digits);
    if (words_.find('_') != std::string_view::npos) {
      std::string plain;
      for (const char c : words_) {
        if (c != '_') plain += c;
      }
      report.help("write the digits without separators", place_, plain);
    } else if (const std::string_view unit = unit_of(rest); !unit.empty()) {
      report.help("a duration is written so", place_, number + std::string(unit));
    } else if (number == "0" && (rest.front() == 'x' || rest.front() == 'b')) {
      uint64_t value = 0;
      const auto [end, error] =
          std::from_chars(rest.data() + 1, rest.data() + rest.size(), value, rest.front() == 'x' ? 16 : 2);
      if (error == std::errc{} && end == rest.data() + rest.size())
        report.help("write the number in decimal digits", place_, std::to_string(value));
      else
        report.help("write the number in decimal digits");
    } else if (rest.size() == 1 && std::string_view("mMfFdDlLuU").find(rest) != std::string_view::npos) {
      report.help("leave the letter out: the type of a number comes from where it stands", place_, number);
    } else if (rest == "u8" || rest == "u16" || rest == "u32" || rest == "u64" || rest == "i32" || rest == "i64" ||
               rest == "f32" || rest == "f64" || rest == "ul" || rest == "UL" || rest == "ll" || rest == "LL") {
      report.help("leave the letters out: the type of a number comes from where it stands", place_, number);
    } else if (rest.front() == 'e' || rest.front() == 'E') {
      report.help("write the number out, without an exponent");
    } else {
      report.note("numbers are written `12` and `12.50`, durations `90s`, `5m`, `1h`, `3d` (ns us ms s m h d)")
          .help("a name cannot begin with a digit");
    }
  }

  static std::string_view unit_of(std::string_view word) {
    if (word == "sec" || word == "secs" || word == "second" || word == "seconds") return "s";
    if (word == "min" || word == "mins" || word == "minute" || word == "minutes") return "m";
    if (word == "hour" || word == "hours" || word == "hr" || word == "hrs") return "h";
    if (word == "day" || word == "days") return "d";
    return {};
  }

  void name() {
    const bool opens = words_.starts_with('`');
    if (opens && (words_.size() < 3 || !words_.ends_with('`'))) {
      reporter_.report(kBacktickNotClosed, place_).help("write a name between the backticks, or none");
    } else if (!is_ascii(words_) && foreign_names_.insert(words_).second) {
      auto& report = reporter_.report(kNameNotAscii, place_, std::string(words_));
      report.help("write it with the letters a to z, digits and underscores; comments and texts may hold any letters");
      if (const std::string twin = look_alike(words_); !twin.empty()) report.note(twin);
    }
  }

  const SourceFile& source_;
  Reporter& reporter_;
  Span place_;
  std::string_view words_;
  std::vector<Span> semicolons_;
  std::vector<Span> marks_;                   // `!` behind types
  std::vector<Span> comments_;                // begun as in other languages
  std::set<std::string_view> foreign_names_;  // each is reported once
  uint32_t open_text_line_ = 0;               // of the last text without an end
  Token last_;                                // the visible one before
};

}  // namespace

bool is_open_text(const SourceFile& source, const Token& token) {
  if (token.type != CqrsLexer::STRING && token.type != CqrsLexer::INTERPOLATED) return false;
  const std::string_view words = source.text({source.id(), token.begin, token.end});
  return (words.starts_with('"') || words.starts_with("f\"")) && !is_closed(words);
}

void check_tokens(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter) {
  correct_signs(source, tokens, reporter);
  TokenChecker checker(source, reporter);
  const size_t errors_before = reporter.error_count();
  for (Token& token : tokens) {
    checker.check(token);
    if (reporter.error_count() - errors_before < kMaxMistakes) continue;
    reporter.report(kTooManyErrors, {source.id(), token.begin, token.end});
    break;
  }
  checker.report_habits();
}

}  // namespace cqrsc::parsing
