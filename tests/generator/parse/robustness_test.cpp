// Whatever is in a file, reading it ends: with a tree or with words a person can act on.
#include <random>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parse_text.hpp"

namespace cqrsc {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string repeated(std::string_view words, size_t times) {
  std::string result;
  for (size_t i = 0; i < times; ++i) result += words;
  return result;
}

TEST(Robustness, EmptyFilesAreFiles) {
  for (const char* text : {"", "\n", "\xEF\xBB\xBF", "// only a comment", "/// documents nothing\n"}) {
    const ParsedText parsed(text);
    EXPECT_EQ(parsed.findings(), "") << text;
    EXPECT_TRUE(parsed.file.declarations.empty());
  }
}

TEST(Robustness, AByteOrderMarkAndOtherLineEndsAreAccepted) {
  const ParsedText plain("id AccountId\nvalue Money {\n  amount: int64\n}\n");
  const ParsedText other("\xEF\xBB\xBFid AccountId\r\nvalue Money {\r\n  amount: int64\r\n}\r\n");
  EXPECT_EQ(other.findings(), "");
  EXPECT_EQ(other.tree(), plain.tree());
}

TEST(Robustness, TooLargeAFileIsRefused) {
  const ParsedText parsed(std::string(kMaxFileBytes + 1, ' '));
  EXPECT_TRUE(parsed.reported(kFileTooLarge)) << parsed.findings();
}

TEST(Robustness, TheLimitOfNestingIsSharp) {
  for (const auto& [open, close] : {std::pair{"(", ")"}, {"[", "]"}, {"f(", ")"}, {"A { x = ", " }"}}) {
    const auto nested = [&](size_t times) {
      return "value V { x: int64 = " + repeated(open, times) + "1" + repeated(close, times) + " }\n";
    };
    EXPECT_EQ(ParsedText(nested(kMaxNesting - 1)).findings(), "") << open;
    EXPECT_TRUE(ParsedText(nested(kMaxNesting)).reported(kNestedTooDeep)) << open;
  }
}

TEST(Robustness, NestingWithoutBracketsIsLimitedToo) {
  const auto in_value = [](const std::string& words) { return "value V { x: int64 = " + words + " }"; };
  constexpr size_t kMany = 50'000;
  EXPECT_TRUE(ParsedText(in_value(repeated("not ", kMany) + "a")).reported(kNestedTooDeep));
  EXPECT_TRUE(ParsedText(in_value(repeated("- ", kMany) + "1")).reported(kNestedTooDeep));
  EXPECT_TRUE(ParsedText(in_value(repeated("if a then b else ", kMany) + "c")).reported(kNestedTooDeep));
  EXPECT_TRUE(ParsedText(in_value(repeated("if ", kMany) + "c")).reported(kNestedTooDeep));
  EXPECT_TRUE(ParsedText("value V { x: " + repeated("list<", kMany)).reported(kNestedTooDeep));
  EXPECT_TRUE(ParsedText("aggregate A by B { on C { " + repeated("if a { } else ", kMany) + "{ } } }")
                  .reported(kNestedTooDeep));
  EXPECT_TRUE(ParsedText(in_value(repeated("1 + ", kMany) + "1")).reported(kExpressionTooLong));
  EXPECT_TRUE(ParsedText(in_value("a" + repeated(".b", kMany))).reported(kExpressionTooLong));
}

TEST(Robustness, ManyArmsAndBranchesAreNoNesting) {
  const std::string arms = repeated("1 => if a then 1 else 2\n", 2000);
  EXPECT_EQ(ParsedText("value V { x: int64 = match y { " + arms + " else => 0 } }").findings(), "");
  const std::string ifs = repeated("if a { x = 1 } else { x = 2 }\n", 2000);
  EXPECT_EQ(ParsedText("aggregate A by B { on C { " + ifs + " } }").findings(), "");
}

TEST(Robustness, AFileOfErrorsEnds) {
  const ParsedText parsed(repeated("value V { x = }\n", 5000));
  EXPECT_TRUE(parsed.reported(kTooManyErrors));
  EXPECT_LE(parsed.reporter.error_count(), 102U);
}

TEST(Robustness, UnclosedAndUnopenedBlocksEnd) {
  EXPECT_TRUE(ParsedText(repeated("value V {\n", 150)).reported(kBracketNotClosed));
  EXPECT_TRUE(ParsedText(repeated("}\n", 10'000)).reported(kBracketNotOpened));
  EXPECT_TRUE(ParsedText(repeated("value V {\n", 10'000)).reported(kNestedTooDeep));
}

TEST(Robustness, AMillionBracketsEnd) {
  constexpr size_t kMany = 1'000'000;
  for (const char* bracket : {"{", "(", "[", "<"}) {
    const ParsedText opened(repeated(bracket, kMany));
    EXPECT_TRUE(opened.reporter.has_errors()) << bracket;
    EXPECT_LT(opened.findings().size(), 100'000U) << bracket;
  }
  for (const char* bracket : {"}", ")", "]", ">"}) {
    const ParsedText closed(repeated(bracket, kMany));
    EXPECT_TRUE(closed.reporter.has_errors()) << bracket;
    EXPECT_LT(closed.findings().size(), 200'000U) << bracket;
  }
}

TEST(Robustness, BytesThatAreNoTextAreNamed) {
  EXPECT_TRUE(ParsedText(std::string("id A\0ccountId\n", 15)).reported(kControlCharacter));
  EXPECT_TRUE(ParsedText(std::string(1 << 20, '\0')).reported(kControlCharacter));
  EXPECT_TRUE(ParsedText("id Account\xC3").reported(kNotUtf8));
  EXPECT_TRUE(ParsedText("id \xED\xA0\x80").reported(kNotUtf8)) << "half of a surrogate pair";
  EXPECT_TRUE(ParsedText(std::string(1 << 20, '\x80')).reported(kNotUtf8));
}

TEST(Robustness, ALineOfAMegabyteIsRead) {
  const ParsedText good("value V { " + repeated("a: int64  ", 100'000) + "}\n");
  EXPECT_EQ(good.findings(), "");
  const ParsedText wrong("value V { " + repeated("a int64  ", 100'000) + "}\n");
  EXPECT_TRUE(wrong.reported(kTooManyErrors)) << "each of the fields is read, and found to be wrong";
  EXPECT_LT(wrong.findings().size(), 200'000U);
}

TEST(Robustness, AHundredThousandLinesAreRead) {
  std::string domain = "context big\n";
  for (int i = 0; i < 20'000; ++i) {
    domain += "value V" + std::to_string(i) + " {\n  amount: int64\n  name:   string\n}\n\n";
  }
  const ParsedText good(domain);
  EXPECT_EQ(good.findings(), "");
  EXPECT_EQ(good.file.declarations.size(), 20'000U);
  // A mistake on the first line costs no more than the same on the last.
  const ParsedText wrong("value V {\n  amount = int64\n}\n" + domain.substr(12));
  EXPECT_EQ(wrong.reporter.error_count(), 1U);
}

// Words and signs of the language in any order.
std::string nonsense(std::mt19937& random, size_t bytes) {
  static constexpr std::string_view kWords[] = {
      "aggregate", "event", "command", "state", "v1",     "Name",     "name",   "{",       "}",        "(",
      ")",         "[",     "]",       ":",     "=",      "==",       "+=",     ",",       "?",        "<",
      ">",         "\"a\"", "12",      "1.5",   "3d",     "if",       "else",   "then",    "match",    "=>",
      "for",       "in",    "emit",    "on",    "ignore", "scenario", "given",  "when",    "and",      "not",
      ".",         "..",    "@",       "|",     "\n",     "\n  ",     "// c\n", "/// d\n", "f\"{x}\"", "\"open",
      ";",         "#",     "&&",      "'x'",   "`y`",    "value",    "union"};
  std::string result;
  while (result.size() < bytes) {
    result += kWords[random() % std::size(kWords)];
    result += ' ';
  }
  return result;
}

TEST(Robustness, NonsenseOfWordsEnds) {
  std::mt19937 random(20250101);  // NOLINT(bugprone-random-generator-seed): the same nonsense each time
  for (int i = 0; i < 300; ++i) {
    const ParsedText parsed(nonsense(random, 400));
    EXPECT_TRUE(parsed.reporter.has_errors());
    EXPECT_FALSE(parsed.reported(kReaderFailed)) << parsed.source.text() << parsed.findings();
  }
}

TEST(Robustness, AMegabyteOfNonsenseEnds) {
  std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): the same nonsense each time
  const ParsedText words(nonsense(random, 1 << 20));
  EXPECT_TRUE(words.reporter.has_errors());
  EXPECT_FALSE(words.reported(kReaderFailed));
  EXPECT_LT(words.findings().size(), size_t{1} << 20);

  std::string bytes(1 << 20, '\0');
  for (char& c : bytes) c = static_cast<char>(' ' + random() % 95);
  const ParsedText signs(bytes);
  EXPECT_TRUE(signs.reporter.has_errors());
  EXPECT_FALSE(signs.reported(kReaderFailed));

  const ParsedText one_line(std::string(1 << 20, 'x'));
  EXPECT_LT(one_line.findings().size(), 10'000U);
}

TEST(Robustness, AnyBytesEnd) {
  std::mt19937 random(99);  // NOLINT(bugprone-random-generator-seed): the same bytes each time
  for (int i = 0; i < 500; ++i) {
    std::string bytes(random() % 64, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const ParsedText parsed(bytes);
    EXPECT_FALSE(parsed.reported(kReaderFailed));
    render(parsed.reporter, parsed.sources, {Format::json, false});
    render(parsed.reporter, parsed.sources, {Format::sarif, false});
    render(parsed.reporter, parsed.sources, {Format::text, true});
  }
}

// A damaged file is most often a good one with something missing or double.
TEST(Robustness, DamagedFilesNeverShowTheToolsWords) {
  const std::string good =
      "context bank\nid AccountId\naggregate Account by AccountId {\n  state { owner: string = \"a\"  tags: "
      "list<string> }\n"
      "  event Opened v2 { owner: string  from v1 { owner = name ?? \"x\" } }\n  event Opened v1 { name: string? }\n"
      "  command Open creates else Bad {\n    owner: string where length(owner) in 1..200\n"
      "    if a == b { emit Opened { owner = f\"{owner}!\" } } else { let x = [1, 2] }\n  }\n"
      "  on Opened { match owner { A as a => owner = a.x  else => { owner = \"\" } } }\n}\n"
      "scenario \"s\" for Account {\n  given Opened v1 { name = none }\n  when Open { owner = \"x\" } by \"me\"\n"
      "  then rejected Bad\n  and state { owner = \"x\" }\n}\n";
  ASSERT_EQ(ParsedText(good).findings(), "");
  for (size_t i = 0; i < good.size(); ++i) {
    std::string damaged = good;
    damaged.erase(i, 1 + i % 3);
    const std::string findings = ParsedText(damaged).findings();
    for (const char* foreign : {"mismatched", "extraneous", "no viable", "token recognition", "EOF", "<missing"}) {
      EXPECT_THAT(findings, Not(HasSubstr(foreign)));
    }
  }
}

// A file that is still being written ends anywhere; reading it leads to words or to a tree, and never fails.
TEST(Robustness, AFileMayEndAnywhere) {
  const std::string whole =
      "context bank\nimport shared.money\nid Iban = string where matches \"[A-Z]{2}\"\nenum Status { open = 1 }\n"
      "value Money v2 { amount: decimal(18, 2) = 1.50  from v1 { amount = 1.50 } }\nunion Payee { Card = 1 { n: int32 "
      "} }\n"
      "error Bad { status: Status } \"it is {status}\"\nextern function f(x: int32) -> int32 revision 1\n"
      "aggregate Account by AccountId {\n  state { tags: map<string, list<int32>>? @personal }\n"
      "  retired event Gone v1 { } becomes nothing\n  command Open creates else Bad { let x = f\"{a}b\" ?? 3d }\n"
      "  on Opened { match x { A as a => y += -1  else => { } } }\n  snapshot every 5 events\n}\n"
      "projection P inline by k: K { on A.B for x in xs at x.k existing { delete } }\n"
      "query Q(a: int32) select n = count() from P where row.a in 1..2 group by row.b order by row.a desc limit 3\n"
      "scenario \"s\" for P { given A(\"x\") { B { } } then no row \"x\" } // end\n";
  ASSERT_EQ(ParsedText(whole).findings(), "");
  for (size_t end = 0; end < whole.size(); ++end) {
    const ParsedText parsed(whole.substr(0, end));
    EXPECT_FALSE(parsed.reported(kReaderFailed)) << parsed.source.text();
    EXPECT_EQ(parsed.file.incomplete, parsed.reporter.has_errors()) << parsed.source.text();
    EXPECT_LT(parsed.reporter.error_count(), 8U) << parsed.source.text() << parsed.findings();
  }
}

}  // namespace
}  // namespace cqrsc
