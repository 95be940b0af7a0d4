// Formatting keeps what a file says and all its comments, and does nothing when done again.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "formatted.hpp"

namespace cqrsc {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Every source of the tests and samples that is without errors.
std::vector<std::string> sources() {
  std::vector<std::string> result;
  for (const char* folder : {"tests", "samples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(CQRS_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".cqrs") continue;
      std::string text = read(entry.path());
      if (Formatted(text).readable) result.push_back(std::move(text));
    }
  }
  std::ranges::sort(result);
  return result;
}

// The inputs of the cases of the analysis: sections that begin with `--- name.cqrs`.
std::vector<std::string> sections() {
  std::vector<std::string> result;
  for (const auto& entry : fs::directory_iterator(fs::path(CQRS_SOURCE_DIR) / "tests/generator/sema/cases")) {
    const std::string text = read(entry.path());
    for (size_t at = text.find(".cqrs\n"); at != std::string::npos; at = text.find(".cqrs\n", at + 1)) {
      const size_t line = text.rfind('\n', at) + 1;  // 0 where there is none before it
      if (text.compare(line, 4, "--- ") != 0) continue;
      const size_t begin = at + 6;
      std::string section = text.substr(begin, text.find("\n--- ", begin) + 1 - begin);
      if (Formatted(section).readable) result.push_back(std::move(section));
    }
  }
  std::ranges::sort(result);
  return result;
}

TEST(Format, KeepsEveryInputOfTheAnalysis) {
  const auto all = sections();
  ASSERT_GT(all.size(), 15U);
  for (const std::string& text : all) expect_faithful(text);
}

TEST(Format, KeepsEverySourceOfTheTests) {
  const auto all = sources();
  ASSERT_GT(all.size(), 40U);
  for (const std::string& text : all) expect_faithful(text);
}

// The same with its spaces and line ends moved about, and comments put between its words.
std::string shaken(const std::string& text, std::mt19937& random) {
  static constexpr const char* kSpaces[] = {" ", "  ", "\n", "\n\n\n", "\t", " // remark\n", "\n// remark\n  "};
  std::string result;
  bool in_text = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!in_text && text.compare(i, 2, "//") == 0) {
      const size_t end = std::min(text.find('\n', i), text.size());
      result += text.substr(i, end - i) + "\n";
      i = end;
      continue;
    }
    if (c == '"' && (i == 0 || text[i - 1] != '\\')) in_text = !in_text;
    const bool space = !in_text && (c == ' ' || c == '\n');
    result += space && random() % 6 == 0 ? std::string(kSpaces[random() % std::size(kSpaces)]) : std::string(1, c);
  }
  return result;
}

TEST(Format, KeepsSourcesHoweverTheyAreLaidOut) {
  std::mt19937 random(11);  // NOLINT(bugprone-random-generator-seed): the same each time
  size_t tried = 0;
  for (const char* name : {"bank_complete.cqrs", "every_form.cqrs"}) {
    const std::string text = read(fs::path(CQRS_SOURCE_DIR) / "tests/generator/parse/corpus" / name);
    for (int i = 0; i < 25; ++i) {
      const std::string other = shaken(text, random);
      if (!Formatted(other).readable) continue;
      expect_faithful(other);
      ++tried;
    }
  }
  EXPECT_GT(tried, 30U);
}

std::string formatted(const std::string& text) { return Formatted(text).text; }

TEST(Format, AlignsTypesOfFieldsInARun) {
  EXPECT_EQ(formatted("value A {\n a: string,\n  long_name : int32\n\n\n\n b: bool }"),
            "value A {\n  a:         string\n  long_name: int32\n\n  b: bool\n}\n");
}

TEST(Format, KeepsABlockOnOneLineThatWasAndFits) {
  EXPECT_EQ(formatted("value A{a:string,b:int32}"), "value A { a: string  b: int32 }\n");
  EXPECT_EQ(formatted("value A{\na:string b:int32}"), "value A {\n  a: string\n  b: int32\n}\n");
  EXPECT_EQ(formatted("value A {\n}\n"), "value A { }\n");
}

TEST(Format, BreaksWhatDoesNotFit) {
  const std::string text = formatted(
      "aggregate A by B { on C { total = Money { amount = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  currency = "
      "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb  other = ccccccccccccccccccc } } }");
  EXPECT_EQ(text,
            "aggregate A by B {\n  on C {\n    total = Money {\n"
            "      amount = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
            "      currency = bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n"
            "      other = ccccccccccccccccccc\n    }\n  }\n}\n");
}

TEST(Format, KeepsCommentsWithWhatTheyAreAbout) {
  const std::string laid_out =
      "// about the file\n\n// about the id\nid AccountId  // strong\n\n/// documented\nvalue A {  // begins\n"
      "  // first\n  a: string  // of a\n\n  // last\n}\n// end\n";
  EXPECT_EQ(formatted(laid_out), laid_out);
}

TEST(Format, KeepsTextsAndParenthesesAsTheyAre) {
  const std::string text =
      "value A { a: string = \"\\u{41}\\n{{\"  b: int64 = (1 + 2) * 3  c: string = f\"{ 1+2 }\" }\n";
  EXPECT_EQ(formatted(text), text);
}

}  // namespace
}  // namespace cqrsc
