#include <gmock/gmock.h>

#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class BuildTest : public Workspace {};

TEST_F(BuildTest, WritesAContext) {
  write("things.cqrs", small_context("acme.things", "Lamp"));
  const Ran ran = cqrsc({"build", "things.cqrs", "--out", "out", "--test-out", "tests"});
  EXPECT_EQ(ran.code, ExitCode::clean) << ran.out;
  EXPECT_EQ(ran.out, "");
  for (const char* name : {"fwd.hpp", "types.hpp", "types_views.hpp", "types.cpp", "lamp.hpp", "lamp_views.hpp",
                           "lamp.cpp", "lamp_codec.cpp", "externs.hpp", "things.hpp", "things.cpp"}) {
    EXPECT_TRUE(fs::exists(fs::path("out/acme/things") / name)) << name;
  }
  EXPECT_TRUE(fs::exists("tests/acme_things_scenarios_test.cpp"));
  EXPECT_TRUE(fs::exists("tests/acme_things_properties_test.cpp"));
  EXPECT_THAT(read("out/acme/things/lamp.hpp"), HasSubstr("namespace acme::things {"));
}

TEST_F(BuildTest, NothingDependsOnWhereItRuns) {
  write("a/things.cqrs", small_context("things", "Lamp"));
  write("b/c/things.cqrs", small_context("things", "Lamp"));
  ASSERT_EQ(cqrsc({"build", "a/things.cqrs", "--out", "one"}).code, ExitCode::clean);
  ASSERT_EQ(cqrsc({"build", (root_ / "b/c/things.cqrs").string(), "--out", "two"}).code, ExitCode::clean);
  for (const auto& entry : fs::recursive_directory_iterator("one")) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(read(entry.path()), read(fs::path("two") / entry.path().lexically_relative("one"))) << entry.path();
    EXPECT_THAT(read(entry.path()), Not(HasSubstr(root_.string())));
  }
}

TEST_F(BuildTest, AnErrorInTheSourceWritesNothing) {
  write("things.cqrs", "context things\n\naggregate Lamp by LampId {\n}\n");
  const Ran ran = cqrsc({"build", "things.cqrs", "--out", "out"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("things.cqrs:3"));
  EXPECT_FALSE(fs::exists("out"));
}

TEST_F(BuildTest, AFileThatIsNotThereIsAnInputError) {
  const Ran ran = cqrsc({"build", "nowhere.cqrs", "--out", "out"});
  EXPECT_EQ(ran.code, ExitCode::input_output);
  EXPECT_THAT(ran.out, HasSubstr("CQ0900"));
}

TEST_F(BuildTest, OneContextAtATime) {
  write("a.cqrs", "context a\n");
  write("b.cqrs", "context b\n");
  const Ran ran = cqrsc({"build", "a.cqrs", "b.cqrs", "--out", "out"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("CQ0906"));
  EXPECT_THAT(ran.out, Not(HasSubstr("CQ0201"))) << "the same mistake is told once";
}

TEST_F(BuildTest, AFileOfAnotherContextMayBeWhatIsImported) {
  write("a.cqrs", "context a\nimport b\n\nvalue Cost { price: Price }\n");
  write("b.cqrs", "context b\n\nvalue Price { amount: int64 }\n");
  const Ran ran = cqrsc({"check", "a.cqrs", "b.cqrs"});
  EXPECT_THAT(ran.out, HasSubstr("CQ0906"));
  EXPECT_THAT(ran.out, Not(HasSubstr("CQ0205"))) << ran.out;
}

TEST_F(BuildTest, FindsImportsBesideTheFilesAndWhereItIsTold) {
  write("money/money.cqrs", "context money\n\nenum Currency { EUR = 1  USD = 2 }\n");
  write("bank.cqrs", "context bank\nimport money\n\nvalue Amount {\n  currency: Currency\n}\n");
  const Ran without = cqrsc({"check", "bank.cqrs"});
  EXPECT_EQ(without.code, ExitCode::findings) << without.out;
  EXPECT_EQ(cqrsc({"check", "bank.cqrs", "--import", "money"}).out, "");
  EXPECT_EQ(cqrsc({"check", "bank.cqrs", "--import", "money/money.cqrs"}).out, "");
  write("money.cqrs", read("money/money.cqrs"));
  EXPECT_EQ(cqrsc({"check", "bank.cqrs"}).out, "");
}

TEST_F(BuildTest, TheDependencyFileNamesImports) {
  write("money.cqrs", "context money\n\nenum Currency { EUR = 1  USD = 2 }\n");
  write("bank.cqrs", "context bank\nimport money\n\nvalue Amount {\n  currency: Currency\n}\n");
  write("other.cqrs", "context other\n");
  ASSERT_EQ(cqrsc({"build", "bank.cqrs", "--out", "out", "--depfile", "out.d"}).code, ExitCode::clean);
  const std::string depfile = read("out.d");
  EXPECT_THAT(depfile, HasSubstr("out/bank/types.hpp"));
  EXPECT_THAT(depfile, HasSubstr("bank.cqrs"));
  EXPECT_THAT(depfile, HasSubstr("money.cqrs"));
  EXPECT_THAT(depfile, Not(HasSubstr("other.cqrs")));
}

TEST_F(BuildTest, TheStampIsTouchedByEveryRunThatWentWell) {
  write("things.cqrs", small_context("things", "Lamp"));
  const std::vector<std::string> build = {"build",   "things.cqrs", "--out",     "out",
                                          "--stamp", "done",        "--depfile", "out.d"};
  ASSERT_EQ(cqrsc(build).code, ExitCode::clean);
  EXPECT_TRUE(read("out.d").starts_with("done: "));
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(24);
  fs::last_write_time("done", long_ago);
  fs::last_write_time("out/things/lamp.hpp", long_ago);
  ASSERT_EQ(cqrsc(build).code, ExitCode::clean);
  EXPECT_NE(fs::last_write_time("done"), long_ago);
  EXPECT_EQ(fs::last_write_time("out/things/lamp.hpp"), long_ago);
}

TEST_F(BuildTest, ExpectedOutputsAreHeldAgainstThoseWritten) {
  write("things.cqrs", "context things\n");
  const std::string all =
      "out/things/fwd.hpp;out/things/types.hpp;out/things/types_views.hpp;out/things/types.cpp;"
      "out/things/externs.hpp;out/things/history.cpp;out/things/history.hpp;out/things/history_views.hpp;"
      "out/things/things.hpp;out/things/things.cpp";
  EXPECT_EQ(cqrsc({"build", "things.cqrs", "--out", "out", "--expect-outputs", all}).out, "");
  fs::remove_all("out");
  const Ran ran = cqrsc({"build", "things.cqrs", "--out", "out", "--expect-outputs", all + ";out/things/lamp.hpp"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("CQ0907"));
  EXPECT_THAT(ran.out, HasSubstr("out/things/lamp.hpp is expected, but not written"));
  EXPECT_FALSE(fs::exists("out"));
}

TEST_F(BuildTest, ARemovedAggregateTakesItsFilesWithIt) {
  write("things.cqrs", small_context("things", "Lamp"));
  ASSERT_EQ(cqrsc({"build", "things.cqrs", "--out", "out"}).code, ExitCode::clean);
  write("out/things/mine.hpp", "int mine;");
  write("things.cqrs", small_context("things", "Light"));
  ASSERT_EQ(cqrsc({"build", "things.cqrs", "--out", "out"}).code, ExitCode::clean);
  EXPECT_FALSE(fs::exists("out/things/lamp.hpp"));
  EXPECT_TRUE(fs::exists("out/things/light.hpp"));
  EXPECT_TRUE(fs::exists("out/things/mine.hpp"));
}

TEST_F(BuildTest, AggregatesThatShareAFileAreRefused) {
  write("things.cqrs",
        small_context("things", "OddLamp") +
            "\naggregate Odd_Lamp by ThingId {\n  state { }\n  event Broken v1 { }\n  command Break may create { "
            "emit Broken }\n  on Broken { }\n}\n");
  const Ran ran = cqrsc({"build", "things.cqrs", "--out", "out"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("CQ0910"));
}

TEST_F(BuildTest, TheNameOfAFixedFileStepsAside) {
  write("things.cqrs", small_context("things", "Types"));
  ASSERT_EQ(cqrsc({"build", "things.cqrs", "--out", "out"}).code, ExitCode::clean);
  EXPECT_TRUE(fs::exists("out/things/types_.hpp"));
}

TEST_F(BuildTest, TemplatesCanBeReplaced) {
  write("things.cqrs", "context things\n");
  write("mine/fragment_banner.mustache", "// Generated by cqrsc for us from {{sources}}.\n");
  ASSERT_EQ(cqrsc({"build", "things.cqrs", "--out", "out", "--templates", "mine"}).code, ExitCode::clean);
  EXPECT_TRUE(read("out/things/fwd.hpp").starts_with("// Generated by cqrsc for us from things.cqrs.\n"));
}

TEST_F(BuildTest, ATemplateThatAsksForTooMuchIsReported) {
  write("things.cqrs", "context things\n");
  write("mine/fragment_banner.mustache", "\n{{unknown}}\n");
  const Ran ran = cqrsc({"build", "things.cqrs", "--out", "out", "--templates", "mine"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("CQ0904"));
  EXPECT_THAT(ran.out, HasSubstr("fragment_banner:2"));
}

TEST_F(BuildTest, ATemplateOfAnUnknownNameIsReported) {
  write("things.cqrs", "context things\n");
  write("mine/baner.mustache", "");
  const Ran ran = cqrsc({"build", "things.cqrs", "--out", "out", "--templates", "mine"});
  EXPECT_THAT(ran.out, HasSubstr("CQ0905"));
}

TEST_F(BuildTest, AFileInTheWayIsReported) {
  write("things.cqrs", "context things\n");
  write("out/things/fwd.hpp", "#pragma once\n");
  const Ran ran = cqrsc({"build", "things.cqrs", "--out", "out"});
  EXPECT_EQ(ran.code, ExitCode::input_output);
  EXPECT_THAT(ran.out, HasSubstr("CQ0902"));
  EXPECT_EQ(read("out/things/fwd.hpp"), "#pragma once\n");
}

TEST_F(BuildTest, ALinkIsNotFollowed) {
  write("things.cqrs", "context things\n");
  fs::create_directories("elsewhere");
  fs::create_directories("out");
  fs::create_directory_symlink(root_ / "elsewhere", "out/things");
  const Ran ran = cqrsc({"build", "things.cqrs", "--out", "out"});
  EXPECT_EQ(ran.code, ExitCode::input_output);
  EXPECT_THAT(ran.out, HasSubstr("CQ0903"));
  EXPECT_TRUE(fs::is_empty("elsewhere"));
}

TEST_F(BuildTest, WhatCannotBeWrittenIsReported) {
  write("things.cqrs", "context things\n");
  write("out", "a file");
  const Ran ran = cqrsc({"build", "things.cqrs", "--out", "out"});
  EXPECT_EQ(ran.code, ExitCode::input_output);
  EXPECT_THAT(ran.out, HasSubstr("CQ0901"));
}

}  // namespace
}  // namespace cqrsc::driver
