#include "diag/render.hpp"

#include <cstdlib>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace cqrsc {
namespace {

using nlohmann::json;
using testing::HasSubstr;

struct Findings {
  const SourceFile& add(std::string text, std::string path = "bank.cqrs") {
    return sources.add(std::move(path), std::move(text));
  }
  Diagnostic& expected(const SourceFile& file, uint32_t begin, uint32_t end) {
    return reporter.report(kExpected, {file.id(), begin, end}, "a name", "something else");
  }
  [[nodiscard]] std::string as(Format format) const { return render(reporter, sources, {format, false}); }

  SourceMap sources;
  Reporter reporter;
};

TEST(RenderText, ShowsTheLineWithItsMark) {
  Findings findings;
  findings.expected(findings.add("id AccountId\nid 12\n"), 16, 18).at_primary("here").note("a fact");
  EXPECT_EQ(findings.as(Format::text),
            "bank.cqrs:2:4: error[CQ0100]: expected a name, found something else\n"
            "  |\n"
            "2 | id 12\n"
            "  |    ^^ here\n"
            "  = note: a fact\n");
}

TEST(RenderText, HangsTheWordsOfSeveralMarksOfALine) {
  Findings findings;
  const SourceFile& file = findings.add("value A { a: x  a: y }");
  findings.expected(file, 16, 17).at_primary("again").label({file.id(), 10, 11}, "first declared here");
  EXPECT_EQ(findings.as(Format::text),
            "bank.cqrs:1:17: error[CQ0100]: expected a name, found something else\n"
            "  |\n"
            "1 | value A { a: x  a: y }\n"
            "  |           -     ^ again\n"
            "  |           |\n"
            "  |           first declared here\n");
}

TEST(RenderText, ShowsOtherLinesAndFiles) {
  Findings findings;
  const SourceFile& file = findings.add("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
  const SourceFile& other = findings.add("id A\n", "other.cqrs");
  findings.expected(file, 18, 20)
      .label({file.id(), 0, 1}, "one")
      .label({file.id(), 14, 15}, "")
      .label({other.id(), 3, 4}, "A");
  EXPECT_EQ(findings.as(Format::text),
            "bank.cqrs:10:1: error[CQ0100]: expected a name, found something else\n"
            "   |\n"
            " 1 | 1\n"
            "   | - one\n"
            "...\n"
            " 8 | 8\n"
            "   | -\n"
            " 9 | 9\n"
            "10 | 10\n"
            "   | ^^\n"
            "  ::: other.cqrs:1:4\n"
            "   |\n"
            " 1 | id A\n"
            "   |    - A\n");
}

TEST(RenderText, ShowsWhatHelpWouldWrite) {
  Findings findings;
  const SourceFile& file = findings.add("owner = string");
  findings.expected(file, 6, 7).help("write `:`", {file.id(), 5, 7}, ":");
  EXPECT_THAT(findings.as(Format::text), HasSubstr("  = help: write `:`\n"
                                                   "  |\n"
                                                   "1 | owner: string\n"
                                                   "  |      ~\n"));
}

TEST(RenderText, PutsMarksUnderTabsAndWideCharacters) {
  Findings findings;
  findings.expected(findings.add("\tid 漢字 x\n"), 11, 12);
  EXPECT_EQ(findings.as(Format::text),
            "bank.cqrs:1:8: error[CQ0100]: expected a name, found something else\n"
            "  |\n"
            "1 |     id 漢字 x\n"
            "  |             ^\n");
}

TEST(RenderText, PutsMarksBehindEmojiAndUnderCombinedLetters) {
  Findings findings;
  // An emoji takes two columns, an accent of its own none.
  const std::string line = "id \U0001F680 e\u0301x y\n";
  const auto place = static_cast<uint32_t>(line.find('y'));
  findings.expected(findings.add(line), place, place + 1);
  EXPECT_THAT(findings.as(Format::text), HasSubstr("  |          ^\n")) << findings.as(Format::text);
}

TEST(RenderText, CutsALongLineOfWideLettersAtWholeOnes) {
  Findings findings;
  std::string line;
  for (int i = 0; i < 200; ++i) line += "\u6F22";
  findings.expected(findings.add(line + "HERE" + line), static_cast<uint32_t>(line.size()),
                    static_cast<uint32_t>(line.size()) + 4);
  const std::string text = findings.as(Format::text);
  EXPECT_THAT(text, HasSubstr("HERE"));
  EXPECT_EQ(text.find("\uFFFD"), std::string::npos) << "a letter was cut in two";
  EXPECT_THAT(text, HasSubstr("^^^^\n"));
}

TEST(RenderText, NeverPrintsWhatATerminalWouldActOn) {
  Findings findings;
  findings.expected(findings.add("a\x1b[2Jb\xff\xE2\x80\xAE\n"), 0, 1);
  const std::string text = findings.as(Format::text);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\xff'), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(RenderText, ShowsOnlyAPartOfALongLine) {
  Findings findings;
  const SourceFile& file = findings.add(std::string(100'000, 'x') + "HERE" + std::string(100'000, 'y'));
  findings.expected(file, 100'000, 100'004);
  const std::string text = findings.as(Format::text);
  EXPECT_LT(text.size(), 1000U);
  EXPECT_THAT(text, HasSubstr("HERE"));
  EXPECT_THAT(text, HasSubstr("^^^^\n"));
}

TEST(RenderText, IsColouredOnlyWhenAsked) {
  Findings findings;
  findings.expected(findings.add("x"), 0, 1);
  EXPECT_EQ(findings.as(Format::text).find('\x1b'), std::string::npos);
  EXPECT_NE(render(findings.reporter, findings.sources, {Format::text, true}).find("\x1b[1;31merror"),
            std::string::npos);
}

// A terminal that nobody looks at.
class Terminal {
 public:
  Terminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0) return;
    slave_ = ::open(::ptsname(master_), O_RDWR | O_NOCTTY);  // NOLINT(concurrency-mt-unsafe): one thread
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    if (slave_ >= 0) ::close(slave_);
    if (master_ >= 0) ::close(master_);
  }
  [[nodiscard]] int descriptor() const { return slave_; }

 private:
  int master_ = -1;
  int slave_ = -1;
};

TEST(Colour, IsForTerminalsUnlessNoColorIsSet) {
  const Terminal terminal;
  ASSERT_GE(terminal.descriptor(), 0) << "there is no terminal to be had here";
  // NOLINTBEGIN(concurrency-mt-unsafe): one thread
  ::unsetenv("NO_COLOR");
  EXPECT_TRUE(colour_wanted(terminal.descriptor()));
  ::setenv("NO_COLOR", "", 1);
  EXPECT_TRUE(colour_wanted(terminal.descriptor())) << "set, but empty, means nothing: no-color.org";
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(colour_wanted(terminal.descriptor()));
  ::unsetenv("NO_COLOR");
  // NOLINTEND(concurrency-mt-unsafe)
  const int file = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  EXPECT_FALSE(colour_wanted(file));
  ::close(file);
}

TEST(Reporter, SortsByPlaceAndSaysTheSameOnce) {
  Findings findings;
  const SourceFile& file = findings.add("abc");
  findings.expected(file, 2, 3);
  findings.expected(file, 0, 1);
  findings.expected(file, 2, 3);
  const auto sorted = findings.reporter.sorted();
  ASSERT_EQ(sorted.size(), 2U);
  EXPECT_EQ(sorted[0]->primary.begin, 0U);
  EXPECT_EQ(summary(findings.reporter), "2 errors");
}

TEST(Reporter, CanSpeakOfAFileThatIsNoSource) {
  Findings findings;
  findings.reporter.report_without_place(kReaderFailed, "missing.cqrs", "no such file");
  EXPECT_EQ(findings.as(Format::text),
            "missing.cqrs: error[CQ0009]: the compiler failed to read this file: no such file\n");
  EXPECT_EQ(json::parse(findings.as(Format::json))["findings"][0]["path"], "missing.cqrs");
  EXPECT_THAT(findings.as(Format::github), HasSubstr("::error file=missing.cqrs,title=CQ0009::"));
  EXPECT_TRUE(findings.reporter.has_errors());
}

TEST(RenderJson, SaysEverything) {
  Findings findings;
  const SourceFile& file = findings.add("ü = string");
  findings.expected(file, 3, 4)
      .at_primary("here")
      .note("n")
      .help("h", {file.id(), 3, 4}, ":")
      .label({file.id(), 0, 2}, "l");
  const json finding = json::parse(findings.as(Format::json))["findings"][0];
  EXPECT_EQ(finding["code"], "CQ0100");
  EXPECT_EQ(finding["severity"], "error");
  EXPECT_EQ(finding["place"]["line"], 1);
  EXPECT_EQ(finding["place"]["column"], 3);
  EXPECT_EQ(finding["place"]["byteOffset"], 3);
  EXPECT_EQ(finding["place"]["label"], "here");
  EXPECT_EQ(finding["related"][0]["endColumn"], 2);
  EXPECT_EQ(finding["help"][0]["with"], ":");
}

TEST(RenderJson, IsADocumentWithoutFindings) {
  const Findings findings;
  EXPECT_EQ(json::parse(findings.as(Format::json))["findings"].size(), 0U);
  EXPECT_EQ(json::parse(findings.as(Format::sarif))["runs"][0]["results"].size(), 0U);
  EXPECT_EQ(findings.as(Format::text), "");
  EXPECT_EQ(findings.as(Format::github), "");
}

TEST(RenderSarif, HasWhatCodeScanningAsksFor) {
  Findings findings;
  const SourceFile& file = findings.add("owner = string", "my domain/bank.cqrs");
  findings.expected(file, 6, 7).help("h", {file.id(), 6, 7}, ":").label({file.id(), 0, 5}, "l");
  const json document = json::parse(findings.as(Format::sarif));
  EXPECT_EQ(document["version"], "2.1.0");
  EXPECT_NE(document["runs"][0]["tool"]["driver"]["semanticVersion"], "");
  const json& first = document["runs"][0]["results"][0];
  EXPECT_EQ(document["runs"][0]["tool"]["driver"]["rules"][first["ruleIndex"].get<size_t>()]["id"], first["ruleId"]);
  EXPECT_EQ(first["level"], "error");
  const json& place = first["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "my%20domain/bank.cqrs");
  EXPECT_EQ(place["region"]["startColumn"], 7);
  EXPECT_EQ(first["relatedLocations"][0]["message"]["text"], "l");
  EXPECT_EQ(first["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], ":");
}

TEST(RenderGithub, EscapesWhatWouldEndTheCommand) {
  Findings findings;
  const SourceFile& file = findings.add("x", "a,b:c%.cqrs");
  findings.expected(file, 0, 1).note("100 %\nnext");
  EXPECT_EQ(findings.as(Format::github),
            "::error file=a%2Cb%3Ac%25.cqrs,line=1,endLine=1,col=1,endColumn=2,title=CQ0100::"
            "expected a name, found something else%0Anote: 100 %25%0Anext\n");
}

TEST(Formats, AreKnownByName) {
  EXPECT_EQ(format_from("text"), Format::text);
  EXPECT_EQ(format_from("sarif"), Format::sarif);
  EXPECT_EQ(format_from("xml"), std::nullopt);
}

}  // namespace
}  // namespace cqrsc
