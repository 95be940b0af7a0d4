// Each rule catches a tree that breaks it, and lets one pass that does not.

#include "rules.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exemptions.hpp"

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using tidy::Finding;
using tidy::Findings;

/// A source tree of its own for one test, removed with it.
class SeededTree : public testing::Test {
 protected:
  SeededTree() : root_(fs::temp_directory_path() / ("tidy_test." + unique())) { fs::create_directories(root_); }
  SeededTree(const SeededTree&) = delete;
  SeededTree& operator=(const SeededTree&) = delete;
  ~SeededTree() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }

  void make_executable(const std::string& path) const {
    fs::permissions(root_ / path, fs::perms::owner_exec, fs::perm_options::add);
  }

  [[nodiscard]] tidy::Tree tree() const { return tidy::read_tree(root_); }

  Findings check(void (*rule)(const tidy::Tree&, Findings&)) const {
    Findings findings;
    rule(tree(), findings);
    return findings;
  }

 private:
  static std::string unique() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return std::to_string(::getpid()) + "." + test->name();
  }

  fs::path root_;
};

auto is_at(const std::string& path, std::size_t line, const std::string& what) {
  return testing::AllOf(Field(&Finding::path, path), Field(&Finding::line, line),
                        Field(&Finding::what, HasSubstr(what)));
}

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "//\n";
  return text;
}

TEST_F(SeededTree, long_files_are_caught) {
  write("runtime/long.cpp", lines(tidy::kMaxFileLines + 1));
  write("runtime/short.cpp", lines(tidy::kMaxFileLines));
  EXPECT_THAT(check(tidy::check_file_length), ElementsAre(is_at("runtime/long.cpp", 601, "601 lines")));
}

TEST_F(SeededTree, long_functions_are_caught) {
  write("runtime/a.cpp", "void shorter() {\n" + lines(tidy::kMaxFunctionLines - 2) + "}\nvoid longer() {\n" +
                             lines(tidy::kMaxFunctionLines - 1) + "}\n");
  EXPECT_THAT(check(tidy::check_function_length), ElementsAre(is_at("runtime/a.cpp", 71, "void longer()")));
}

TEST_F(SeededTree, long_lines_are_caught_and_counted_in_code_points) {
  std::string umlauts = "//";
  for (std::size_t i = 2; i < tidy::kMaxColumns; ++i) umlauts += "ä";
  write("runtime/a.cpp", umlauts + "\n" + umlauts + "ä\n");
  EXPECT_THAT(check(tidy::check_columns), ElementsAre(is_at("runtime/a.cpp", 2, "121 columns")));
}

TEST_F(SeededTree, marks_of_unfinished_work_are_caught_as_words) {
  write("runtime/a.cpp", std::string("// TO") + "DO: more\nint to" + "dos, TO" + "DOS;\n");
  write("docs/a.md", std::string("in /wo") + "rk/place\n");
  EXPECT_THAT(check(tidy::check_marks),
              ElementsAre(is_at("docs/a.md", 1, "finish it"), is_at("runtime/a.cpp", 1, "finish it")));
}

TEST_F(SeededTree, skipped_tests_are_caught) {
  write("tests/a_test.cpp", std::string("TEST(A, b) {}\nTEST(A, DISABLED") + "_c) {}\n");
  EXPECT_THAT(check(tidy::check_skipped_tests), ElementsAre(is_at("tests/a_test.cpp", 2, "does not run")));
}

TEST_F(SeededTree, file_names_say_what_is_inside_in_snake_case) {
  write("runtime/CamelCase.cpp", "");
  write("runtime/utils.hpp", "");
  write("runtime/event_reader.hpp", "");
  EXPECT_THAT(check(tidy::check_file_names), ElementsAre(is_at("runtime/CamelCase.cpp", 0, "snake_case"),
                                                         is_at("runtime/utils.hpp", 0, "says nothing")));
}

TEST_F(SeededTree, tabs_and_loose_ends_are_caught) {
  write("runtime/a.cpp", "\tint a; \n\n");
  EXPECT_THAT(check(tidy::check_text_form),
              ElementsAre(is_at("runtime/a.cpp", 1, "tab"), is_at("runtime/a.cpp", 1, "white space"),
                          is_at("runtime/a.cpp", 0, "line end")));
}

TEST_F(SeededTree, headers_without_a_guard_are_caught) {
  write("runtime/a.hpp", "int a;\n");
  write("runtime/b.hpp", "#pragma once\n");
  EXPECT_THAT(check(tidy::check_header_guards), ElementsAre(is_at("runtime/a.hpp", 1, "#pragma once")));
}

constexpr auto kArrows =
    "generator/model: generator/source\n"
    "generator/source:\n"
    "runtime/src/core:\n"
    "runtime/src/store: runtime/src/core\n"
    "runtime/src/core publishes: error.hpp detail/\n"
    "runtime/src/store publishes: store.hpp\n";

TEST_F(SeededTree, includes_against_the_arrows_are_caught) {
  write("generator/model/a.hpp", "#include \"source/b.hpp\"\n// #include \"cqrs/error.hpp\"\n");
  write("generator/source/b.hpp", "#include <vector>\n#include \"model/a.hpp\"\n#include <cqrs/error.hpp>\n");
  write("runtime/include/cqrs/error.hpp", "#include <cqrs/detail/x.hpp>\n#include <cqrs/store.hpp>\n");
  write("runtime/include/cqrs/detail/x.hpp", "");
  write("runtime/include/cqrs/store.hpp", "#include <cqrs/error.hpp>\n");
  Findings findings;
  tidy::check_arrows(tree(), tidy::read_arrows(kArrows), findings);
  EXPECT_THAT(findings, ElementsAre(is_at("generator/source/b.hpp", 2, "may not include model/a.hpp"),
                                    is_at("generator/source/b.hpp", 3, "may not include cqrs/error.hpp"),
                                    is_at("runtime/include/cqrs/error.hpp", 2, "may not include cqrs/store.hpp")));
}

TEST_F(SeededTree, folders_and_headers_that_nobody_listed_are_caught) {
  write("generator/extra/a.cpp", "");
  write("runtime/include/cqrs/stray.hpp", "");
  write("runtime/src/core/a.cpp", "#include <cqrs/stray.hpp>\n");
  Findings findings;
  tidy::check_arrows(tree(), tidy::read_arrows(kArrows), findings);
  EXPECT_THAT(findings, ElementsAre(is_at("generator/extra/a.cpp", 0, "in no line"),
                                    is_at("runtime/include/cqrs/stray.hpp", 0, "in no line"),
                                    is_at("runtime/src/core/a.cpp", 1, "belongs to no line")));
}

TEST(Arrows, cannot_be_read_from_nonsense) {
  EXPECT_THROW(tidy::read_arrows("generator/source\n"), std::invalid_argument);
  EXPECT_THROW(tidy::read_arrows("generator/source likes: generator/model\n"), std::invalid_argument);
}

TEST_F(SeededTree, files_outside_of_the_build_are_caught) {
  write("generator/model/a.cpp", "#include \"model/a.hpp\"\n");
  write("generator/model/a.hpp", "");
  write("generator/model/lost.cpp", "");
  write("generator/model/lost.hpp", "");
  Findings findings;
  tidy::check_everything_is_built(tree(), {"generator/model/a.cpp"}, findings);
  EXPECT_THAT(findings, ElementsAre(is_at("generator/model/lost.cpp", 0, "no target compiles it"),
                                    is_at("generator/model/lost.hpp", 0, "nothing includes it")));
}

TEST_F(SeededTree, documents_that_name_what_is_not_there_are_caught) {
  write("scripts/test", "#!/bin/sh\n");
  write("docs/there.md", "[up](../README.md) and [here](#part)\n");
  write("README.md",
        "`scripts/test`, `docs/there.md` and [it](docs/there.md#part), https://example.org/scripts\n"
        "`scripts/gone`\n`tests/gone.txt`\n[gone](docs/gone.md)\n");
  EXPECT_THAT(check(tidy::check_documents),
              ElementsAre(is_at("README.md", 2, "scripts/gone"), is_at("README.md", 3, "tests/gone.txt"),
                          is_at("README.md", 4, "docs/gone.md")));
}

TEST_F(SeededTree, scripts_that_cannot_be_run_are_caught) {
  write("scripts/good", "#!/bin/sh\n");
  make_executable("scripts/good");
  write("scripts/bad", "echo\n");
  write("scripts/part.sh", "echo\n");
  EXPECT_THAT(check(tidy::check_scripts),
              ElementsAre(is_at("scripts/bad", 0, "cannot be run"), is_at("scripts/bad", 1, "begins with #!")));
}

TEST(Exemptions, cover_their_rule_and_path_only) {
  const auto exemptions = tidy::read_exemptions("# why\ncolumns tests/data/* # foreign text\n");
  const Finding covered{"tests/data/a.cpp", 1, "columns", "long"};
  const Finding other_rule{"tests/data/a.cpp", 1, "marks", "mark"};
  const Finding other_path{"tests/a.cpp", 1, "columns", "long"};
  EXPECT_THAT(tidy::without_exempted({covered, other_rule, other_path}, exemptions),
              ElementsAre(other_rule, other_path));
}

TEST(Exemptions, that_cover_nothing_are_findings) {
  const auto exemptions = tidy::read_exemptions("columns tests/a.cpp # was long once\n");
  EXPECT_THAT(tidy::without_exempted({}, exemptions), ElementsAre(is_at("tests/a.cpp", 0, "without need")));
}

TEST(Exemptions, need_a_reason) {
  EXPECT_THROW(tidy::read_exemptions("columns tests/a.cpp\n"), std::invalid_argument);
  EXPECT_THROW(tidy::read_exemptions("columns # forgotten\n"), std::invalid_argument);
  EXPECT_THAT(tidy::read_exemptions("\n# nothing\n"), IsEmpty());
}

}  // namespace
