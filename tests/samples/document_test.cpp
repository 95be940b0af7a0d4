#include "document.hpp"

#include <gmock/gmock.h>

namespace {

constexpr auto kText =
    "# Title\n```sh\nbefore\n```\n## First steps\nDo this:\n```cpp main.cpp\nint main() {}\n# not a heading\n```\n"
    "### More\n```\nplain\n```\n## Later\n```sh\nafter\n```\n";

TEST(Document, gives_the_blocks_of_one_section) {
  const auto blocks = blocks_of_section(kText, "First steps");
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0].language, "cpp");
  EXPECT_EQ(blocks[0].name, "main.cpp");
  EXPECT_EQ(blocks[0].text, "int main() {}\n# not a heading\n");
  EXPECT_EQ(blocks[0].line, 7U);
  EXPECT_EQ(blocks[1].language, "");
  EXPECT_EQ(blocks[1].text, "plain\n");
}

TEST(Document, gives_all_blocks) {
  const auto blocks = blocks_of(kText);
  ASSERT_EQ(blocks.size(), 4U);
  EXPECT_EQ(blocks[0].text, "before\n");
  EXPECT_EQ(blocks[1].name, "main.cpp");
  EXPECT_EQ(blocks[3].text, "after\n");
}

TEST(Document, gives_nothing_of_a_section_that_is_not_there) {
  EXPECT_TRUE(blocks_of_section(kText, "Second steps").empty());
}

}  // namespace
