#include "source/source_file.hpp"

#include <gtest/gtest.h>

namespace cqrsc {
namespace {

TEST(SourceFile, CountsLinesAndCodePointsFromOne) {
  SourceMap sources;
  const SourceFile& file = sources.add("a.cqrs", "id A\n\tüx\r\n\nlast");
  const auto at = [&](uint32_t offset) { return std::pair(file.location(offset).line, file.location(offset).column); };
  EXPECT_EQ(at(0), std::pair(1U, 1U));
  EXPECT_EQ(at(4), std::pair(1U, 5U));
  EXPECT_EQ(at(5), std::pair(2U, 1U));
  EXPECT_EQ(at(6), std::pair(2U, 2U));  // a tab is one column
  EXPECT_EQ(at(8), std::pair(2U, 3U));  // ü is two bytes
  EXPECT_EQ(at(12), std::pair(4U, 1U));
  EXPECT_EQ(at(16), std::pair(4U, 5U));
  EXPECT_EQ(at(999), std::pair(4U, 5U)) << "beyond the end is the end";
  EXPECT_EQ(file.line_count(), 4U);
  EXPECT_EQ(file.line(2), "\tüx");
  EXPECT_EQ(file.line(3), "");
  EXPECT_EQ(file.line(4), "last");
  EXPECT_EQ(file.text({file.id(), 3, 4}), "A");
  EXPECT_EQ(file.text({file.id(), 12, 999}), "last");
}

TEST(SourceFile, AnEmptyFileHasOneEmptyLine) {
  SourceMap sources;
  const SourceFile& file = sources.add("a.cqrs", "");
  EXPECT_EQ(file.line_count(), 1U);
  EXPECT_EQ(file.line(1), "");
  EXPECT_EQ(file.location(0).line, 1U);
}

TEST(SourceMap, FilesStayWhereTheyAre) {
  SourceMap sources;
  const SourceFile& first = sources.add("a.cqrs", "id A");
  for (int i = 0; i < 100; ++i) sources.add("b.cqrs", "id B");
  EXPECT_EQ(&sources.file(first.id()), &first);
  EXPECT_EQ(first.path(), "a.cqrs");
  EXPECT_EQ(sources.line_reference({first.id(), 3, 4}), "a.cqrs:1");
}

TEST(Span, JoinsInEitherOrder) {
  const Span a{FileId{0}, 1, 3};
  const Span b{FileId{0}, 5, 8};
  EXPECT_EQ(a.to(b), (Span{FileId{0}, 1, 8}));
  EXPECT_EQ(b.to(a), (Span{FileId{0}, 1, 8}));
  EXPECT_TRUE(a.after().empty());
  EXPECT_EQ(a.after().begin, 3U);
  EXPECT_EQ(a.before().begin, 1U);
}

}  // namespace
}  // namespace cqrsc
