// The patterns of `matches`: what all engines of regular expressions without backtracking agree on.
#include <cctype>
#include <string_view>

#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

/// Reads a pattern by its grammar and keeps the first thing that is wrong with it.
class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : rest_(text) {}

  std::optional<std::string> read() {
    alternatives(0);
    if (error_.empty() && !rest_.empty()) fail("a `)` has no `(` before it");
    return error_.empty() ? std::nullopt : std::optional(error_);
  }

 private:
  static constexpr int kMaxDepth = 50;
  static constexpr int kMaxRepeat = 1000;

  void fail(const std::string& message) {
    if (error_.empty()) error_ = message;
    rest_ = {};
  }
  [[nodiscard]] bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  /// The bytes of the next code point, in the order of which code points are.
  std::string_view take_code_point() {
    const auto lead = static_cast<unsigned char>(rest_.front());
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string_view point = rest_.substr(0, size);
    rest_.remove_prefix(point.size());
    return point;
  }
  bool skip(char c) {
    if (!at(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void alternatives(int depth) {
    if (depth > kMaxDepth) return fail("it is nested too deeply");
    do {
      while (!rest_.empty() && !at('|') && !at(')')) {
        atom(depth);
        repetition();
      }
    } while (skip('|'));
  }

  void atom(int depth) {
    switch (const char c = take()) {
      case '(': group(depth); break;
      case '[': character_class(); break;
      case '\\': escape(); break;
      case '*':
      case '+':
      case '?':
      case '{': fail(std::string("a `") + c + "` has nothing before it to repeat"); break;
      case '^':
      case '$': fail("it always covers the whole text, so `^` and `$` are left out"); break;
      default: break;
    }
  }

  void group(int depth) {
    if (skip('?') && !skip(':')) return fail("of `(?…)` there is only the plain group `(?:…)`");
    alternatives(depth + 1);
    if (error_.empty() && !skip(')')) fail("a `(` is not closed");
  }

  /// The character it stands for; empty where those are several.
  std::string escape() {
    if (rest_.empty()) return fail("it ends in a backslash"), std::string();
    const std::string c(take_code_point());
    if (std::string_view("dDwWsS").find(c) != std::string_view::npos) return {};
    if (c == "n") return "\n";
    if (c == "r") return "\r";
    if (c == "t") return "\t";
    if (c.size() == 1 && std::isalnum(static_cast<unsigned char>(c.front())) != 0)
      fail("there is no `\\" + c + "`; there are \\d \\w \\s, their opposites, and \\n \\r \\t");
    return c;
  }

  /// As escape(), of what stands in `[…]`.
  std::string member() { return skip('\\') ? escape() : std::string(take_code_point()); }

  void character_class() {
    skip('^');
    for (bool first = true; first || !at(']'); first = false) {
      if (rest_.empty()) return fail("a `[` is not closed");
      const std::string low = member();
      if (rest_.size() < 2 || rest_[0] != '-' || rest_[1] == ']') continue;
      take();
      const std::string high = member();
      if (low.empty() || high.empty()) return fail("a range goes from one character to another");
      if (high < low) return fail("the range " + low + "-" + high + " is empty");
    }
    take();
  }

  void repetition() {
    if (skip('*') || skip('+') || skip('?')) {
      skip('?');
    } else if (skip('{')) {
      const auto least = number();
      auto most = least;
      if (skip(',')) most = at('}') ? std::optional(kMaxRepeat) : number();
      if (!least || !most || !skip('}')) return fail("a repetition is written {2}, {2,} or {2,5}");
      if (*least > *most) return fail("a repetition has its smaller number first");
      if (*most > kMaxRepeat) return fail("a repetition has at most 1000");
      skip('?');
    }
    if (at('*') || at('+') || at('?') || at('{')) fail("something is repeated twice: use a group");
  }

  std::optional<int> number() {
    std::optional<int> value;
    while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())) != 0) {
      value = value.value_or(0) * 10 + (take() - '0');
      if (*value > 100000) return std::nullopt;
    }
    return value;
  }

  std::string_view rest_;
  std::string error_;
};

}  // namespace

std::optional<std::string> pattern_error(const std::string& pattern) { return PatternReader(pattern).read(); }

}  // namespace cqrsc::sema
