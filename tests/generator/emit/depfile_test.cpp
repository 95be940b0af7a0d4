#include "emit/depfile.hpp"

#include <gtest/gtest.h>

namespace cqrsc::emit {
namespace {

TEST(Depfile, EveryOutputDependsOnEveryInput) {
  EXPECT_EQ(depfile_text({"out/b.hpp", "out/a.hpp"}, {"z.cqrs", "a.cqrs"}),
            "out/b.hpp \\\n  out/a.hpp: \\\n  a.cqrs \\\n  z.cqrs\n");
}

TEST(Depfile, NamesAnInputOnce) { EXPECT_EQ(depfile_text({"o"}, {"a", "a"}), "o: \\\n  a\n"); }

TEST(Depfile, EscapesWhatMakeWouldRead) {
  EXPECT_EQ(depfile_text({"o"}, {"my file"}), "o: \\\n  my\\ file\n");
  EXPECT_EQ(depfile_text({"o"}, {"a#b"}), "o: \\\n  a\\#b\n");
  EXPECT_EQ(depfile_text({"o"}, {"a$b"}), "o: \\\n  a$$b\n");
  EXPECT_EQ(depfile_text({"o"}, {"a\\b"}), "o: \\\n  a\\b\n");
  EXPECT_EQ(depfile_text({"o"}, {"a\\ b"}), "o: \\\n  a\\\\\\ b\n");
}

}  // namespace
}  // namespace cqrsc::emit
