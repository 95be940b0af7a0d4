#include "plan/cpp_text.hpp"

#include <string>

#include <gtest/gtest.h>

namespace cqrsc::plan {
namespace {

TEST(StringLiteral, KeepsReadableTextReadable) {
  EXPECT_EQ(string_literal("the account is {status}"), "\"the account is {status}\"");
  EXPECT_EQ(string_literal("Grüße, 世界"), "\"Grüße, 世界\"");
  EXPECT_EQ(string_literal(""), "\"\"");
}

TEST(StringLiteral, CannotBeLeft) {
  EXPECT_EQ(string_literal("\"; system(\"x"), "\"\\\"; system(\\\"x\"");
  EXPECT_EQ(string_literal("ends with \\"), "\"ends with \\\\\"");
  EXPECT_EQ(string_literal("a\nb\r\tc"), "\"a\\nb\\015\\tc\"");
  EXPECT_EQ(string_literal("what?"
                           "?/"),
            "\"what?\\?/\"");
  EXPECT_EQ(string_literal("???"), "\"?\\?\\?\"");
}

TEST(StringLiteral, AnEscapeTakesNoDigitThatFollows) {
  EXPECT_EQ(string_literal(std::string("\0"
                                       "1",
                                       2)),
            "\"\\0001\"");
  EXPECT_TRUE(holds_nul(std::string("a\0", 2)));
  EXPECT_FALSE(holds_nul("a"));
}

TEST(Comment, StaysOnItsLine) {
  EXPECT_EQ(comment_line("a\nint x;"), "a int x;");
  EXPECT_EQ(comment_line("a\rb\fc"), "a b c");
  EXPECT_EQ(comment_line("C:\\"), "C:\\.");
  EXPECT_EQ(comment_line("C:\\  "), "C:\\.");
  EXPECT_EQ(comment_line("what?"
                         "?/"),
            "what? ?/");
  EXPECT_EQ(comment_line("*/ int x; /*"), "*/ int x; /*");
}

TEST(DocComment, HasEveryLineOfTheText) {
  EXPECT_EQ(doc_comment(""), "");
  EXPECT_EQ(doc_comment("One customer's account."), "/// One customer's account.\n");
  EXPECT_EQ(doc_comment("a\n\nb \\\nc"), "/// a\n///\n/// b \\.\n/// c\n");
}

}  // namespace
}  // namespace cqrsc::plan
