#include "driver/command_line.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "diag/codes.hpp"
#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

CommandLine parsed(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  auto result = parse_command_line(arguments, out, err);
  EXPECT_TRUE(std::holds_alternative<CommandLine>(result)) << err.str();
  return std::holds_alternative<CommandLine>(result) ? std::get<CommandLine>(result) : CommandLine{};
}

ExitCode refused(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const auto result = parse_command_line(arguments, out, err);
  EXPECT_FALSE(out.str().empty() && err.str().empty());
  return std::holds_alternative<ExitCode>(result) ? std::get<ExitCode>(result) : ExitCode::internal;
}

TEST(CommandLine, ReadsABuild) {
  const CommandLine line =
      parsed({"build", "a.cqrs", "b.cqrs", "--out", "o", "--import", "x", "--import", "y", "--logic", "bank_logic.hpp",
              "acme::BankLogic", "--expect-outputs", "o/a;o/b", "--format", "sarif"});
  EXPECT_EQ(line.format, Format::sarif);
  const auto& build = std::get<BuildCommand>(line.command);
  EXPECT_THAT(build.files, ElementsAre("a.cqrs", "b.cqrs"));
  EXPECT_THAT(build.imports, ElementsAre("x", "y"));
  EXPECT_EQ(build.out, "o");
  EXPECT_EQ(build.logic->header, "bank_logic.hpp");
  EXPECT_EQ(build.logic->struct_name, "acme::BankLogic");
  EXPECT_THAT(*build.expected_outputs, ElementsAre("o/a", "o/b"));
  EXPECT_FALSE(build.test_out);
}

TEST(CommandLine, FilesMayFollowOptions) {
  const CommandLine line = parsed({"check", "--import", "x", "a.cqrs", "--import", "y", "b.cqrs"});
  const auto& check = std::get<CheckCommand>(line.command);
  EXPECT_THAT(check.files, ElementsAre("a.cqrs", "b.cqrs"));
  EXPECT_THAT(check.imports, ElementsAre("x", "y"));
}

TEST(CommandLine, HelpAndVersionAreNoErrors) {
  EXPECT_EQ(refused({"--help"}), ExitCode::clean);
  EXPECT_EQ(refused({"build", "--help"}), ExitCode::clean);
  EXPECT_EQ(refused({"--version"}), ExitCode::clean);
}

TEST(CommandLine, NonsenseIsAUsageError) {
  EXPECT_EQ(refused({}), ExitCode::usage);
  EXPECT_EQ(refused({"bild"}), ExitCode::usage);
  EXPECT_EQ(refused({"build", "a.cqrs"}), ExitCode::usage);
  EXPECT_EQ(refused({"build", "--out", "o"}), ExitCode::usage);
  EXPECT_EQ(refused({"check", "a.cqrs", "--format", "xml"}), ExitCode::usage);
  EXPECT_EQ(refused({"build", "a.cqrs", "--out", "o", "--logic", "only.hpp"}), ExitCode::usage);
}

TEST(CommandLine, WhatReachesGeneratedTextIsLookedAt) {
  const auto build = [](const std::string& header, const std::string& name) {
    return std::vector<std::string>{"build", "a.cqrs", "--out", "o", "--logic", header, name};
  };
  EXPECT_EQ(refused(build("a.hpp>\n#include <b.hpp", "Logic")), ExitCode::usage);
  EXPECT_EQ(refused(build("a.hpp", "Logic>(); system(\"x\")")), ExitCode::usage);
  EXPECT_EQ(refused(build("a.hpp", "9Logic")), ExitCode::usage);
  EXPECT_EQ(refused(build("a.hpp", "acme::")), ExitCode::usage);
}

class Words : public Workspace {};

TEST_F(Words, ExplainTellsWhatACodeMeans) {
  const Ran ran = cqrsc({"explain", "CQ0906"});
  EXPECT_EQ(ran.code, ExitCode::clean);
  EXPECT_TRUE(ran.out.starts_with("# CQ0906: ")) << ran.out;
  EXPECT_EQ(cqrsc({"explain", "906"}).out, ran.out);
  EXPECT_EQ(cqrsc({"explain", "CQ9999"}).code, ExitCode::usage);
}

TEST_F(Words, RulesListsEveryCode) {
  const Ran ran = cqrsc({"rules"});
  EXPECT_EQ(ran.code, ExitCode::clean);
  for (const DiagnosticInfo* info : all_diagnostics()) EXPECT_THAT(ran.out, HasSubstr(info->code()));
}

TEST_F(Words, RulesListsTheRulesOfReleasesAndOfLintToo) {
  const Ran ran = cqrsc({"rules"});
  for (const compat::Rule& rule : compat::all_rules()) EXPECT_THAT(ran.out, HasSubstr(std::string(rule.id) + ": "));
  for (const lint::Rule& rule : lint::all_rules())
    EXPECT_THAT(ran.out, HasSubstr("\n" + std::string(rule.name()) + " "));
}

TEST_F(Words, RulesTellsProgramsAndExplainKnowsAll) {
  const auto rules = nlohmann::json::parse(cqrsc({"rules", "--format", "json"}).out)["rules"];
  EXPECT_EQ(rules.size(), all_diagnostics().size() + lint::all_rules().size());
  for (const auto& rule : rules) {
    for (const char* key : {"code", "kind", "severity", "summary"}) EXPECT_TRUE(rule.contains(key)) << rule;
    for (const char* key : {"code", "name"}) {
      if (!rule.contains(key)) continue;
      const Ran ran = cqrsc({"explain", rule[key].get<std::string>()});
      EXPECT_EQ(ran.code, ExitCode::clean) << rule;
      EXPECT_TRUE(ran.out.starts_with("#")) << rule << "has no page";
    }
  }
}

TEST_F(Words, FindingsInOtherForms) {
  write("a.cqrs", "context a\n\nid\n");
  EXPECT_TRUE(cqrsc({"check", "a.cqrs", "--format", "json"}).out.starts_with("{"));
  EXPECT_THAT(cqrsc({"check", "a.cqrs", "--format", "sarif"}).out, HasSubstr("2.1.0"));
  EXPECT_THAT(cqrsc({"check", "a.cqrs", "--format", "github"}).out, HasSubstr("::error"));
}

TEST(CommandLine, SaysWhatIsMissing) {
  const auto said = [](const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    (void)parse_command_line(arguments, out, err);
    return err.str();
  };
  EXPECT_THAT(said({"check"}), HasSubstr("cqrsc check: say what to work on: cqrsc check FILES..."));
  EXPECT_THAT(said({"explain"}), HasSubstr("cqrsc explain CODE"));
  EXPECT_THAT(said({"build", "a.cqrs"}), HasSubstr("say where the C++ goes: cqrsc build FILES... --out DIR"));
}

}  // namespace
}  // namespace cqrsc::driver
