#include "plan/fold.hpp"

#include <string>

#include <gtest/gtest.h>

namespace cqrsc::plan {
namespace {

const std::string kLong(60, 'a');

TEST(Fold, LeavesShortLinesAlone) { EXPECT_EQ(fold_long_lines("f(a, b);\n\n  g();"), "f(a, b);\n\n  g();"); }

TEST(Fold, BreaksOutsideOfParentheses) {
  EXPECT_EQ(fold_long_lines("  return f(" + kLong + ", 1) && g(" + kLong + ", 2);"),
            "  return f(" + kLong + ", 1) &&\n      g(" + kLong + ", 2);");
}

TEST(Fold, BreaksInsideWhereThereIsNothingElse) {
  EXPECT_EQ(fold_long_lines("f(" + kLong + ", " + kLong + ");"), "f(" + kLong + ",\n    " + kLong + ");");
}

TEST(Fold, BreaksBehindTheColonOfAChoice) {
  const std::string one(40, 'b');
  const std::string other(30, 'c');
  EXPECT_EQ(fold_long_lines("x = " + kLong + " ? " + one + " : " + other + ";"),
            "x = " + kLong + " ? " + one + " :\n    " + other + ";");
}

TEST(Fold, NeverBreaksALiteral) {
  const std::string literal = "f(\"" + kLong + ", \\\", " + kLong + "\");";
  EXPECT_EQ(fold_long_lines(literal), literal);
}

TEST(Fold, CountsWhatComesInFrontLater) {
  const std::string text = "f(" + kLong + ", " + std::string(50, 'b') + ");";
  EXPECT_EQ(fold_long_lines(text), text);
  EXPECT_EQ(fold_long_lines(text, 10), "f(" + kLong + ",\n    " + std::string(50, 'b') + ");");
}

TEST(Fold, BreaksAsOftenAsItTakes) {
  EXPECT_EQ(fold_long_lines(kLong + " || " + kLong + " || " + kLong + " || x"),
            kLong + " ||\n    " + kLong + " ||\n    " + kLong + " || x");
}

}  // namespace
}  // namespace cqrsc::plan
