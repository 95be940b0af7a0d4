#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace cqrs::aggregate {

/// A regular expression of the language: characters, `.`, classes, \d \w \s and their opposites, \n \r \t, groups,
/// alternatives, and repetitions; always over the whole text. A match takes time in proportion to pattern times text,
/// whatever they are. Immutable, thread-safe.
class Pattern {
 public:
  /// The compiler has checked the pattern. Throws std::invalid_argument if it is malformed all the same, and
  /// std::length_error if its repetitions multiply to more than can be held.
  explicit Pattern(std::string_view text);

  /// Of UTF-8 text, code point by code point.
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  friend class PatternCompiler;

  /// Code points from first to last, both included.
  using Range = std::pair<char32_t, char32_t>;
  struct Set {
    std::vector<Range> ranges;
    bool negated = false;
    [[nodiscard]] bool has(char32_t c) const noexcept;
  };
  struct Step {
    enum class Kind : std::uint8_t { take, fork, go, done };
    Kind kind = Kind::done;
    std::uint32_t first = 0;   // take: index of the set; fork, go: where to
    std::uint32_t second = 0;  // fork: where to as well
  };
  struct Threads;
  void follow(std::uint32_t from, Threads& threads) const;

  std::vector<Set> sets_;
  std::vector<Step> steps_;
};

}  // namespace cqrs::aggregate
