// Every rule has an example of its name under bad/ that it finds, and that no other rule finds; one under good/ that
// none finds; and a section in docs/lint.md that shows both.
#include "lint/lint.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include <gmock/gmock.h>

#include "../sema/run_analysis.hpp"

namespace cqrsc::lint {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const fs::path& root() {
  static const fs::path kRoot = CQRS_SOURCE_DIR;
  return kRoot;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

fs::path example(const Rule& rule, const char* kind) {
  return root() / "tests/generator/lint" / kind / (std::string(rule.name()) + ".cqrs");
}

/// `LINE rule: headline` of everything that is found.
std::vector<std::string> findings_in(const std::string& text, const Policy& policy = {}) {
  const AnalysisRun run(
      {{"bank.cqrs", text, true}, {"money.cqrs", read(root() / "tests/generator/lint/money.cqrs"), false}});
  EXPECT_NE(run.model, nullptr);
  EXPECT_TRUE(run.reporter.diagnostics().empty()) << run.findings();
  if (run.model == nullptr) return {};
  Reporter reporter;
  lint({*run.model, run.sources, {&run.trees.front()}}, policy, reporter);
  std::vector<std::string> result;
  for (const Diagnostic* finding : reporter.sorted())
    result.push_back(std::to_string(run.sources.location(finding->primary).line) + " " + finding->info->code() + ": " +
                     finding->headline);
  return result;
}

std::vector<std::string> rules_in(const std::string& text) {
  std::vector<std::string> rules;
  for (const std::string& finding : findings_in(text)) {
    const auto begin = finding.find(' ') + 1;
    rules.push_back(finding.substr(begin, finding.find(':') - begin));
  }
  return rules;
}

class EveryRule : public testing::TestWithParam<const Rule*> {};

TEST_P(EveryRule, FindsItsBadExampleAlone) {
  EXPECT_THAT(rules_in(read(example(*GetParam(), "bad"))), ElementsAre(std::string(GetParam()->name())));
}

TEST_P(EveryRule, FindsNothingInItsGoodExample) {
  EXPECT_THAT(findings_in(read(example(*GetParam(), "good"))), IsEmpty());
}

TEST_P(EveryRule, HasASectionThatShowsTheExamples) {
  const std::string page = read(root() / "docs/lint.md");
  const std::string head = "\n### " + std::string(GetParam()->name()) + "\n";
  const auto begin = page.find(head);
  ASSERT_NE(begin, std::string::npos);
  const std::string section = page.substr(begin, page.find("\n### ", begin + 1) - begin);
  EXPECT_THAT(section, HasSubstr("Reported:\n\n```cqrs\n" + read(example(*GetParam(), "bad")) + "```\n"));
  EXPECT_THAT(section, HasSubstr("Not reported:\n\n```cqrs\n" + read(example(*GetParam(), "good")) + "```\n"));
}

std::vector<const Rule*> rules() {
  std::vector<const Rule*> result;
  for (const Rule& rule : all_rules()) result.push_back(&rule);
  return result;
}
INSTANTIATE_TEST_SUITE_P(Lint, EveryRule, testing::ValuesIn(rules()), [](const auto& case_info) {
  std::string name(case_info.param->name());
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST(LintPage, HasTheTableOfTheRules) {
  std::vector<std::string> expected;
  for (const Rule& rule : all_rules()) {
    const std::string name(rule.name());
    const char* severity = rule.info->severity == Severity::note ? "note" : "warning";
    expected.push_back("| [" + name + "](#" + name + ") | " + severity + " | " + std::string(rule.summary) + " |");
  }
  std::vector<std::string> rows;
  std::ifstream in(root() / "docs/lint.md");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("| [")) rows.push_back(line);
  EXPECT_EQ(rows, expected);
}

TEST(LintPage, HasNoSectionOfARuleThatThereIsNot) {
  const std::string page = read(root() / "docs/lint.md");
  const std::regex head("\n### ([a-z-]+)\n");
  std::size_t count = 0;
  for (std::sregex_iterator at(page.begin(), page.end(), head), end; at != end; ++at, ++count)
    EXPECT_NE(find_rule((*at)[1].str()), nullptr) << (*at)[1];
  EXPECT_EQ(count, all_rules().size());
}

TEST(LintExamples, NoneIsLeftOfARuleThatThereIsNot) {
  for (const char* kind : {"bad", "good"})
    for (const auto& entry : fs::directory_iterator(root() / "tests/generator/lint" / kind))
      EXPECT_NE(find_rule(entry.path().stem().string()), nullptr) << entry.path();
}

// -------------------------------------------------------------------------------------------------------------- names

std::string with_names(const std::string& event, const std::string& command) {
  return "context bank\n\nid AccountId\n\n/// An account.\naggregate Account by AccountId {\n  state { n: int32 }\n"
         "  event " +
         event + " v1 { }\n  command " + command + " may create { emit " + event + " }\n  on " + event +
         " { n += 1 }\n}\n";
}

class GoodEvent : public testing::TestWithParam<const char*> {};
TEST_P(GoodEvent, IsNotReported) { EXPECT_THAT(findings_in(with_names(GetParam(), "Go")), IsEmpty()); }
INSTANTIATE_TEST_SUITE_P(Names, GoodEvent,
                         testing::Values("Opened", "MoneyDeposited", "PaidInFull", "OrderSent", "AddressWasChanged",
                                         "SignedUp", "SeatTaken", "CardIDIssued", "Order_Placed", "LetterWritten"));

class BadEvent : public testing::TestWithParam<const char*> {};
TEST_P(BadEvent, IsReported) { EXPECT_THAT(rules_in(with_names(GetParam(), "Go")), ElementsAre("past-tense-event")); }
INSTANTIATE_TEST_SUITE_P(Names, BadEvent,
                         testing::Values("Open", "DepositMoney", "OrderFeed", "Need", "AccountOpening", "Payment"));

class GoodCommand : public testing::TestWithParam<const char*> {};
TEST_P(GoodCommand, IsNotReported) { EXPECT_THAT(findings_in(with_names("Done", GetParam())), IsEmpty()); }
INSTANTIATE_TEST_SUITE_P(Names, GoodCommand,
                         testing::Values("Open", "MarkPaid", "SetPrice", "RequestCancellation", "ArchiveCompleted",
                                         "Implement", "FeedAnimal", "PutAside", "Comment", "Read", "PositionUnit"));

class BadCommand : public testing::TestWithParam<const char*> {};
TEST_P(BadCommand, IsReported) {
  EXPECT_THAT(rules_in(with_names("Done", GetParam())), ElementsAre("imperative-command"));
}
INSTANTIATE_TEST_SUITE_P(Names, BadCommand,
                         testing::Values("Opened", "PaidOrder", "Cancellation", "PaymentOfOrder", "SentMail"));

// ------------------------------------------------------------------------------------------------------------ silence

/// The rules that find something in a command with this body, beside the fields that it leaves unread.
std::vector<std::string> rules_in_command(const std::string& body) {
  std::vector<std::string> rules = rules_in(
      "context bank\n\nid AccountId\n\nenum Kind { some = 1  none_ = 2 }\n\nextern function asks() -> bool\n\n"
      "/// An account.\naggregate Account by AccountId {\n  state { n: int32  kinds: list<Kind> }\n"
      "  event Done v1 { }\n  event Undone v1 { }\n  command Go may create {\n    x: int32\n    kind: Kind\n    xs: "
      "list<int32>\n    " +
      body + "\n  }\n  on Done { n += 1 }\n  on Undone { n -= 1 }\n}\n");
  std::erase_if(rules, [](const std::string& rule) { return rule != "silent-command"; });
  return rules;
}

class Silent : public testing::TestWithParam<const char*> {};
TEST_P(Silent, IsReported) { EXPECT_THAT(rules_in_command(GetParam()), ElementsAre("silent-command")); }
INSTANTIATE_TEST_SUITE_P(
    Silence, Silent,
    testing::Values("if x > 0 { emit Done }", "if x > 0 { } else { emit Done }", "if role \"boss\" { emit Done }",
                    "match kind { some => emit Done  else => { } }", "let y = x + 1  if y > 0 { emit Done }",
                    "if x > 0 { if x < 9 { emit Done } } else { emit Undone }",
                    "if x > 0 { if state.n > 1 { emit Done } } else { if x < 0 { emit Undone } }"));

class NotSilent : public testing::TestWithParam<const char*> {};
TEST_P(NotSilent, IsNotReported) { EXPECT_THAT(rules_in_command(GetParam()), IsEmpty()); }
INSTANTIATE_TEST_SUITE_P(Silence, NotSilent,
                         testing::Values("emit Done", "if x > 0 { emit Done } else { emit Undone }",
                                         "if state.n == x { emit Done }", "let y = state.n + x  if y > 0 { emit Done }",
                                         "if asks() { emit Done }", "if x > 0 { emit Done }  emit Undone",
                                         "if x > 0 { emit Done }  if x <= 0 { emit Undone }",
                                         "for y in xs { emit Done }",
                                         "for k in state.kinds { if k == some { emit Done } }",
                                         "match kind { some => emit Done  else => emit Undone }",
                                         "if x > 0 { if state.n > 1 { emit Done } } else { emit Undone }"));

// ------------------------------------------------------------------------------------------------------- suppressions

TEST(Suppressions, CoverTheFirstLineBelowThatIsNoComment) {
  std::string text = with_names("Open", "Go");
  const std::string allow = "  // cqrsc-lint: allow past-tense-event: it is what everybody says\n";
  text.insert(text.find("  event Open"), allow + "\n  /// What happens.\n  // and more of it\n");
  EXPECT_THAT(findings_in(text), IsEmpty());
}

TEST(Suppressions, CoverNoOtherLineAndNoOtherRule) {
  const std::string plain = with_names("Open", "Opened");
  std::string text = plain;
  text.insert(text.find("  event Open"), "  // cqrsc-lint: allow imperative-command: no reason is good enough\n");
  EXPECT_THAT(rules_in(text), ElementsAre("unused-suppression", "past-tense-event", "imperative-command"));
}

TEST(Suppressions, MayStandOneAboveTheOther) {
  std::string text = with_names("Open", "Go");
  const auto begin = text.find("  event Open");
  text.replace(begin, text.find("  on ") - begin,
               "  // cqrsc-lint: allow past-tense-event: it is what everybody says\n"
               "  // cqrsc-lint: allow imperative-command: so is this\n"
               "  event Open v1 { }  command Opened may create { emit Open }\n");
  EXPECT_THAT(findings_in(text), IsEmpty());
}

class BadSuppression : public testing::TestWithParam<const char*> {};
TEST_P(BadSuppression, IsReportedAndAllowsNothing) {
  std::string text = with_names("Open", "Go");
  text.insert(text.find("  event Open"), std::string("  // ") + GetParam() + "\n");
  EXPECT_THAT(rules_in(text), ElementsAre("bad-suppression", "past-tense-event"));
}
INSTANTIATE_TEST_SUITE_P(Suppressions, BadSuppression,
                         testing::Values("cqrsc-lint:", "cqrsc-lint: allow", "cqrsc-lint: allow past-tense-event",
                                         "cqrsc-lint: allow past-tense-event:   ", "cqrsc-lint: allow all: I say so",
                                         "cqrsc-lint: allow no-such-rule: I say so", "cqrsc-lint: forbid everything",
                                         "cqrsc-lint: allow bad-suppression: I say so"));

// ------------------------------------------------------------------------------------------------------------- policy

TEST(LintPolicy, ARuleCountsMoreThanAll) {
  Policy policy;
  EXPECT_TRUE(policy.set("past-tense-event", Severity::error));
  EXPECT_TRUE(policy.set("all", std::nullopt));
  EXPECT_FALSE(policy.set("no-such-rule", Severity::error));
  EXPECT_EQ(policy.of(*find_rule("past-tense-event")), Severity::error);
  EXPECT_EQ(policy.of(*find_rule("missing-doc")), std::nullopt);
  EXPECT_EQ(Policy().of(*find_rule("missing-doc")), Severity::note);
}

TEST(LintPolicy, WhatIsTurnedOffIsNotReportedNorIsWhatAllowsIt) {
  Policy policy;
  ASSERT_TRUE(policy.set("past-tense-event", std::nullopt));
  std::string text = with_names("Open", "Go");
  EXPECT_THAT(findings_in(text, policy), IsEmpty());
  text.insert(text.find("  event Open"), "  // cqrsc-lint: allow past-tense-event: it is what everybody says\n");
  EXPECT_THAT(findings_in(text, policy), IsEmpty());
}

}  // namespace
}  // namespace cqrsc::lint
