#include "aggregate/pattern.hpp"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include <cqrs/functions.hpp>

namespace cqrs {
namespace {

TEST(PatternTest, CoversTheWholeText) {
  EXPECT_TRUE(matches("abc", "abc"));
  EXPECT_FALSE(matches("abcd", "abc"));
  EXPECT_FALSE(matches("xabc", "abc"));
  EXPECT_TRUE(matches("", ""));
  EXPECT_FALSE(matches("a", ""));
}

TEST(PatternTest, KnowsAnIban) {
  constexpr std::string_view kIban = "[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}";
  EXPECT_TRUE(matches("CH9300762011623852957", kIban));
  EXPECT_FALSE(matches("ch9300762011623852957", kIban));
  EXPECT_FALSE(matches("CH93", kIban));
  EXPECT_FALSE(matches("CH93" + std::string(31, '0'), kIban));
}

TEST(PatternTest, Repeats) {
  EXPECT_TRUE(matches("", "a*"));
  EXPECT_TRUE(matches("aaa", "a*"));
  EXPECT_FALSE(matches("", "a+"));
  EXPECT_TRUE(matches("aaa", "a+?"));
  EXPECT_TRUE(matches("", "a?"));
  EXPECT_FALSE(matches("aa", "a?"));
  EXPECT_TRUE(matches("aa", "a{2}"));
  EXPECT_FALSE(matches("aaa", "a{2}"));
  EXPECT_TRUE(matches("aaaa", "a{2,}"));
  EXPECT_FALSE(matches("aaaa", "a{2,3}"));
  EXPECT_TRUE(matches("", "(a*)*"));
}

TEST(PatternTest, GroupsAndChooses) {
  EXPECT_TRUE(matches("abab", "(ab)+"));
  EXPECT_TRUE(matches("cat", "(?:cat|dog)"));
  EXPECT_TRUE(matches("dog", "cat|dog"));
  EXPECT_FALSE(matches("catdog", "cat|dog"));
  EXPECT_TRUE(matches("ac", "a(b|)c"));
}

TEST(PatternTest, HasClasses) {
  EXPECT_TRUE(matches("7_x", "\\d\\w[^\\d]"));
  EXPECT_FALSE(matches("777", "\\d\\w\\D"));
  EXPECT_TRUE(matches("a b", "\\S\\s\\S"));
  EXPECT_TRUE(matches("]", "[]]"));
  EXPECT_TRUE(matches("-", "[a-]"));
  EXPECT_TRUE(matches("é7", "[\\D]\\d"));
  EXPECT_TRUE(matches(".", "\\."));
  EXPECT_FALSE(matches("x", "\\."));
  EXPECT_TRUE(matches("\t\r\n", "\\t\\r\\n"));
}

TEST(PatternTest, CountsCodePoints) {
  EXPECT_TRUE(matches("€", "."));
  EXPECT_TRUE(matches("𝄞", "."));
  EXPECT_TRUE(matches("ë", "[à-ü]"));
  EXPECT_FALSE(matches("\n", "."));
}

TEST(PatternTest, TakesNoLongerForHostileText) {
  // Backtracking would take longer than the sun shines.
  EXPECT_FALSE(matches(std::string(2'000, 'a') + "b", "(a|a)*(a|a)*(a*)*"));
}

TEST(PatternTest, RefusesWhatTheCompilerWould) {
  for (const char* malformed : {"(", ")", "[", "[b-a]", "*", "a{2", "a{3,2}", "\\", "(?=a)", "[\\d-z]"}) {
    EXPECT_THROW(aggregate::Pattern{malformed}, std::invalid_argument) << malformed;
  }
  EXPECT_THROW(aggregate::Pattern("((a{1000}){1000}){1000}"), std::length_error);
}

}  // namespace
}  // namespace cqrs
