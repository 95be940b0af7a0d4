#include <gtest/gtest.h>

#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

TEST(Pattern, TakesWhatEveryEngineKnows) {
  for (const char* pattern : {"", "abc", "[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}", "a|b|", "(a(?:b)c)*", "\\d+\\.\\d{2}",
                              "[^]a-]+", "[-a]", "[a-]", ".*?", "x{3,}", "[\\w.]+@[\\w.]+", "ü+"})
    EXPECT_EQ(pattern_error(pattern), std::nullopt) << pattern;
}

TEST(Pattern, SaysWhatIsWrong) {
  for (const char* pattern : {"(",    ")",     "a)",      "[",      "[a",      "*",     "+a",
                              "a**",  "a{",    "a{2",     "a{3,2}", "a{1001}", "\\",    "\\1",
                              "\\b",  "(?=a)", "(?<n>a)", "^a",     "a$",      "[z-a]", "a{99999999999}",
                              "[\\1]"})
    EXPECT_NE(pattern_error(pattern), std::nullopt) << pattern;
}

TEST(Pattern, IsNotNestedWithoutEnd) {
  EXPECT_NE(pattern_error(std::string(100000, '(') + std::string(100000, ')')), std::nullopt);
}

}  // namespace
}  // namespace cqrsc::sema
