#include "lint/lint.hpp"

#include <gmock/gmock.h>

#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class LintTest : public Workspace {
 protected:
  void SetUp() override {
    Workspace::SetUp();
    write(
        "bank.cqrs",
        "context bank\n\nid AccountId\n\n/// An account.\naggregate Account by AccountId {\n"
        "  state { n: int32 }\n  event Open v1 { }\n  command Go may create { emit Open }\n  on Open { n += 1 }\n}\n");
  }
};

TEST_F(LintTest, ReportsByNameAndStopsNothing) {
  const Ran ran = cqrsc({"lint", "bank.cqrs"});
  EXPECT_EQ(ran.code, ExitCode::clean);
  EXPECT_THAT(ran.out, StartsWith("bank.cqrs:8:9: warning[past-tense-event]: event `Open` does not say what has"));
  EXPECT_THAT(ran.err, HasSubstr("1 warning"));
  EXPECT_EQ(cqrsc({"check", "bank.cqrs"}).out, "");
}

TEST_F(LintTest, TakesTheFilesOfTheDirectory) { EXPECT_THAT(cqrsc({"lint"}).out, StartsWith("bank.cqrs:8:9:")); }

TEST_F(LintTest, FindingsCountAsIsAskedFor) {
  EXPECT_EQ(cqrsc({"lint", "--error", "past-tense-event"}).code, ExitCode::findings);
  EXPECT_EQ(cqrsc({"lint", "--error", "all"}).code, ExitCode::findings);
  EXPECT_THAT(cqrsc({"lint", "--error", "all", "--ignore", "past-tense-event"}).out, IsEmpty());
  EXPECT_THAT(cqrsc({"lint", "--note", "past-tense-event"}).out, HasSubstr("note[past-tense-event]"));
  const Ran wrong = cqrsc({"lint", "--ignore", "tense"});
  EXPECT_EQ(wrong.code, ExitCode::usage);
  EXPECT_THAT(wrong.err, HasSubstr("there is no such rule, `cqrsc lint --list` has all: tense"));
  EXPECT_EQ(cqrsc({"lint", "--ignore", "stored"}).code, ExitCode::usage) << "a class of rules about releases";
}

TEST_F(LintTest, WritesEveryFormat) {
  EXPECT_THAT(cqrsc({"lint", "--format", "json"}).out, HasSubstr("\"code\": \"past-tense-event\""));
  EXPECT_THAT(cqrsc({"lint", "--format", "github"}).out, HasSubstr("title=past-tense-event::"));
  const std::string sarif = cqrsc({"lint", "--format", "sarif"}).out;
  EXPECT_THAT(sarif, HasSubstr("\"ruleId\": \"past-tense-event\""));
  EXPECT_THAT(sarif, HasSubstr("\"id\": \"past-tense-event\""));
}

TEST_F(LintTest, SaysNothingOfWhatDoesNotCompile) {
  write("bank.cqrs", "context bank\n\naggregate Account by AccountId { event Open v1 { } }\n");
  const Ran ran = cqrsc({"lint"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, Not(HasSubstr("past-tense-event")));
}

TEST_F(LintTest, ListsAndExplainsItsRules) {
  const Ran list = cqrsc({"lint", "--list", "--ignore", "missing-doc"});
  EXPECT_EQ(list.code, ExitCode::clean);
  EXPECT_THAT(list.out, HasSubstr("\nmissing-doc           off "));
  for (const lint::Rule& rule : lint::all_rules()) {
    EXPECT_THAT(list.out, HasSubstr(std::string(rule.name())));
    const Ran ran = cqrsc({"explain", std::string(rule.name())});
    EXPECT_EQ(ran.code, ExitCode::clean);
    EXPECT_THAT(ran.out, StartsWith("### " + std::string(rule.name()) + "\n\n"));
    EXPECT_THAT(ran.out, testing::EndsWith("```\n"));
  }
}

}  // namespace
}  // namespace cqrsc::driver
