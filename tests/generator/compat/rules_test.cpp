// Every rule has a directory of its name under rules/: what was released (`before`), a release that breaks it (`bad`)
// and one that does not (`good`), each a source or a lock file; and a page in docs/errors that shows them.
#include "compat/rules.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gmock/gmock.h>

#include "released.hpp"

namespace cqrsc::compat {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path& root() {
  static const fs::path kRoot = CQRS_SOURCE_DIR;
  return kRoot;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

fs::path example(const Rule& rule, const std::string& name) {
  const fs::path directory = root() / "tests/generator/compat/rules" / rule.id;
  const fs::path lock = directory / (name + ".lock");
  return fs::exists(lock) ? lock : directory / (name + ".cqrs");
}

Released load(const fs::path& path) {
  const std::string text = read(path);
  return path.extension() == ".lock" ? Released::of_lock(text) : Released::of_source(text);
}

/// The findings of `name` after `before`: of the rule's own class, so that none hides behind another.
std::vector<const DiagnosticInfo*> found(const Rule& rule, const std::string& name, Reporter& reporter) {
  const Released before = load(example(rule, "before"));
  const Released now = load(example(rule, name));
  if (rule.id == "namespace-changed") {
    const Context* old = renamed_context(before.schema(), now.context(), {now.context().name});
    if (old != nullptr) report_renamed(*old, now.context(), reporter);
  } else if (rule.id == "unsealed-version") {
    check_sealed(&before.context(), now.context(), reporter);
  } else {
    const Asked asked{.stored = rule.rule_class == RuleClass::Stored,
                      .source = rule.rule_class == RuleClass::Source,
                      .meaning = rule.rule_class == RuleClass::Meaning,
                      .rollback = rule.rule_class == RuleClass::Rollback};
    check({before.context(), now.context()}, asked, {}, reporter);
  }
  std::vector<const DiagnosticInfo*> result;
  for (const Diagnostic& diagnostic : reporter.diagnostics()) result.push_back(diagnostic.info);
  return result;
}

class EveryRule : public testing::TestWithParam<const Rule*> {};

TEST_P(EveryRule, FindsItsBadExample) {
  Reporter reporter;
  const auto infos = found(*GetParam(), "bad", reporter);
  EXPECT_NE(std::ranges::find(infos, GetParam()->info), infos.end());
  for (const Diagnostic& diagnostic : reporter.diagnostics()) {
    if (diagnostic.info != GetParam()->info) continue;
    ASSERT_FALSE(diagnostic.notes.empty());
    EXPECT_THAT(testing::PrintToString(diagnostic.notes), HasSubstr("rule " + std::string(GetParam()->id)));
  }
}

TEST_P(EveryRule, IsTheOnlyOneOfItsClassToFindIt) {
  Reporter reporter;
  for (const DiagnosticInfo* info : found(*GetParam(), "bad", reporter))
    EXPECT_EQ(info, GetParam()->info) << info->name;
}

TEST_P(EveryRule, FindsNothingInItsGoodExample) {
  Reporter reporter;
  EXPECT_TRUE(found(*GetParam(), "good", reporter).empty()) << reporter.diagnostics().front().headline;
}

TEST_P(EveryRule, FindsNothingWhereNothingChanged) {
  Reporter reporter;
  EXPECT_TRUE(found(*GetParam(), "before", reporter).empty()) << reporter.diagnostics().front().headline;
}

TEST_P(EveryRule, HasAPageThatShowsTheExamples) {
  const std::string page = read(root() / "docs/errors" / (GetParam()->info->code() + ".md"));
  EXPECT_THAT(page, HasSubstr("Rule `" + std::string(GetParam()->id) + "`"));
  for (const auto& [heading, name] : {std::pair{"## Released", "before"}, {"## Wrong", "bad"}, {"## Right", "good"}}) {
    const fs::path path = example(*GetParam(), name);
    const std::string kind = path.extension() == ".lock" ? "lock" : "cqrs";
    EXPECT_THAT(page, HasSubstr(std::string(heading) + "\n\n```" + kind + "\n" + read(path) + "```\n"));
  }
}

TEST_P(EveryRule, IsInTheTableOfTheGuide) {
  EXPECT_THAT(read(root() / "docs/breaking.md"),
              HasSubstr("| [" + std::string(GetParam()->id) + "](errors/" + GetParam()->info->code() + ".md) |"));
}

std::vector<const Rule*> rules() {
  std::vector<const Rule*> result;
  for (const Rule& rule : all_rules()) result.push_back(&rule);
  return result;
}
INSTANTIATE_TEST_SUITE_P(Rules, EveryRule, testing::ValuesIn(rules()), [](const auto& case_info) {
  std::string name(case_info.param->id);
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST(Rules, NoDirectoryIsLeftOfARuleThatThereIsNot) {
  for (const auto& entry : fs::directory_iterator(root() / "tests/generator/compat/rules"))
    EXPECT_NE(find_rule(entry.path().filename().string()), nullptr) << entry.path();
}

TEST(Rules, EveryCodeOfARuleIsOneRule) {
  std::set<const DiagnosticInfo*> seen;
  for (const Rule& rule : all_rules()) EXPECT_TRUE(seen.insert(rule.info).second) << rule.id;
  for (const DiagnosticInfo* info : all_diagnostics()) {
    const bool is_of_rule = info->number >= 700 && info->number < 770;
    EXPECT_EQ(seen.count(info), is_of_rule ? 1U : 0U) << info->code();
  }
}

// ------------------------------------------------------------------------------------------------------------- policy

Severity severity_of(const Policy& policy, const char* rule) {
  Reporter reporter;
  const Rule& asked = *find_rule(rule);
  const Released before = load(example(asked, "before"));
  const Released now = load(example(asked, "bad"));
  check({before.context(), now.context()}, {}, policy, reporter);
  for (const Diagnostic& diagnostic : reporter.diagnostics())
    if (diagnostic.info == asked.info) return diagnostic.severity;
  ADD_FAILURE() << rule << " was not reported";
  return Severity::note;
}

TEST(Policies, AClassOrARuleCanBeTakenForMoreOrLess) {
  EXPECT_EQ(severity_of({}, "query-removed"), Severity::warning);
  Policy policy;
  ASSERT_TRUE(policy.set("source", Severity::error));
  EXPECT_EQ(severity_of(policy, "query-removed"), Severity::error);
  ASSERT_TRUE(policy.set("query-removed", Severity::note));
  EXPECT_EQ(severity_of(policy, "query-removed"), Severity::note);
}

TEST(Policies, WhatIsIgnoredIsNotReported) {
  Policy policy;
  ASSERT_TRUE(policy.set("query-removed", std::nullopt));
  Reporter reporter;
  const Released before = load(example(*find_rule("query-removed"), "before"));
  const Released now = load(example(*find_rule("query-removed"), "bad"));
  check({before.context(), now.context()}, {}, policy, reporter);
  EXPECT_TRUE(reporter.diagnostics().empty());
}

TEST(Policies, NobodyMayWantHistoryUnreadable) {
  Policy policy;
  EXPECT_FALSE(policy.set("event-version-sealed", Severity::note));
  EXPECT_FALSE(policy.set("stored", std::nullopt));
  EXPECT_FALSE(policy.set("no-such-rule", Severity::error));
}

}  // namespace
}  // namespace cqrsc::compat
