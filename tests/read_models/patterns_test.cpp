// Random patterns over random texts: the compiled code and the interpreter read them by two programs that know nothing
// of each other.
#include <array>
#include <string>

#include <gtest/gtest.h>

#include <cqrs/functions.hpp>

#include "interpret/arbitrary.hpp"
#include "interpret/pattern.hpp"

namespace read_models {
namespace {

/// Mostly of few characters, so that something matches now and then.
class RandomPatterns {
 public:
  explicit RandomPatterns(std::uint64_t seed) : random_(seed * 6151 + 3, 3) {}

  std::string pattern(int depth) {
    std::string text;
    for (auto parts = 1 + below(3); parts > 0; --parts) text += repeated(atom(depth));
    return below(3) == 0 ? text + "|" + repeated(atom(depth)) : text;
  }

  std::string text() {
    std::string text;
    for (auto left = below(7); left > 0; --left) text += kCharacters[below(kCharacters.size())];
    return text;
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_.below(limit); }

  std::string atom(int depth) {
    static constexpr std::array<const char*, 19> kAtoms = {"a",
                                                           "b",
                                                           "\xc3\xa4",
                                                           ".",
                                                           "[ab]",
                                                           "[^a]",
                                                           "[a-c_]",
                                                           "\\d",
                                                           "\\D",
                                                           "\\w",
                                                           "\\W",
                                                           "\\s",
                                                           "\\S",
                                                           "\\.",
                                                           "[]a]",
                                                           "[\\d-]",
                                                           "[^\\wa]",
                                                           "[^\\S]",
                                                           "[\xc3\xa4-\xe2\x82\xac]"};
    if (depth > 0 && below(3) == 0) return (below(2) == 0 ? "(" : "(?:") + pattern(depth - 1) + ")";
    return kAtoms[below(kAtoms.size())];
  }

  std::string repeated(const std::string& atom) {
    static constexpr std::array<const char*, 10> kTimes = {"", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?"};
    return atom + kTimes[below(kTimes.size())];
  }

  static constexpr std::array<const char*, 10> kCharacters = {
      "a", "a", "b", "c", "1", "_", ".", " ", "\xc3\xa4", "\xe2\x82\xac",
  };
  cqrsc::interpret::Arbitrary random_;
};

TEST(Patterns, MatchTheSameInBoth) {
  int matched = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    RandomPatterns random(seed);
    const std::string pattern = random.pattern(3);
    for (int i = 0; i < 20; ++i) {
      const std::string text = random.text();
      const bool is = cqrs::matches(text, pattern);
      ASSERT_EQ(is, cqrsc::interpret::matches_pattern(text, pattern)) << "`" << text << "` matches `" << pattern << "`";
      matched += is ? 1 : 0;
    }
  }
  EXPECT_GT(matched, 500) << "the patterns should match now and then";
}

}  // namespace
}  // namespace read_models
