#include "driver/sources.hpp"

#include <gtest/gtest.h>

#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

TEST(ContextOf, ReadsTheContextLine) {
  EXPECT_EQ(context_of("context acme.billing\n"), "acme.billing");
  EXPECT_EQ(context_of("/// What it is.\n// More.\n\n  context\tbank // and so on"), "bank");
  EXPECT_EQ(context_of("\r\ncontext bank\r\n"), "bank");
  EXPECT_EQ(context_of(""), "");
  EXPECT_EQ(context_of("// only a comment"), "");
  EXPECT_EQ(context_of("contextual bank"), "");
  EXPECT_EQ(context_of("id AccountId\ncontext bank"), "");
  EXPECT_EQ(context_of("context"), "");
  EXPECT_EQ(context_of("context `for`.`class` "), "for.class");
}

class SourcesTest : public Workspace {};

TEST_F(SourcesTest, TheOrderAndSpellingOfPathsDoNotMatter) {
  write("a.cqrs", "context x\n");
  write("b.cqrs", "context x\n");
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given({"b.cqrs", "./a.cqrs", (root_ / "b.cqrs").string()});
  ASSERT_EQ(sources.map().files().size(), 2U);
  EXPECT_EQ(sources.map().files()[0].path(), "a.cqrs");
  EXPECT_EQ(sources.map().files()[1].path(), "b.cqrs");
}

TEST_F(SourcesTest, ImportsOfImportsAreFoundToo) {
  write("a.cqrs", "context a\nimport b\n");
  write("b.cqrs", "context b\nimport c\n");
  write("c.cqrs", "context c\n");
  write("d.cqrs", "context d\n");
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given({"a.cqrs"});
  sources.add_imported({});
  EXPECT_EQ(sources.imported().size(), 2U);
  EXPECT_EQ(sources.paths().size(), 3U);
}

TEST_F(SourcesTest, AnImportThatWasNamedMustBeThere) {
  write("a.cqrs", "context a\n");
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given({"a.cqrs"});
  sources.add_imported({"nowhere.cqrs"});
  ASSERT_TRUE(reporter.has_errors());
  EXPECT_EQ(reporter.diagnostics().front().info->number, 900);
}

TEST_F(SourcesTest, ADirectoryIsNoSource) {
  write("a.cqrs", "context a\nimport b\n");
  write("imported/b.cqrs", "context b\n");
  std::filesystem::create_directories(root_ / "imported/c.cqrs");
  std::filesystem::create_directories(root_ / "beside.cqrs");
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given({"a.cqrs"});
  sources.add_imported({"imported"});
  EXPECT_TRUE(reporter.diagnostics().empty());
  EXPECT_EQ(sources.imported().size(), 1U);
  EXPECT_EQ(sources_here(), std::vector<std::string>{"a.cqrs"});
}

}  // namespace
}  // namespace cqrsc::driver
