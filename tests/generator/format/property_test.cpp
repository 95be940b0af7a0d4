// Whatever parses: formatting keeps what it says and each of its comments, and does nothing when done again.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
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

std::vector<fs::path> files_below(const char* folder, const char* extension) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(CQRS_SOURCE_DIR) / folder))
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

/// The words of a text: where one ends and the next begins, a comment may stand.
std::vector<std::string> words_of(const std::string& text) {
  const auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '`'; };
  std::vector<std::string> words;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    if (text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size());
    } else if (text[i] == '"') {
      // A text that holds others within braces is one word.
      int depth = 0;
      for (++i; i < text.size() && (text[i] != '"' || depth > 0); ++i) {
        if (text[i] == '\\') ++i;
        if (text[begin == 0 ? 0 : begin - 1] != 'f') continue;
        depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
      }
      ++i;
    } else if (is_name(text[i])) {
      while (i < text.size() && (is_name(text[i]) || (text[i] == '.' && i + 1 < text.size() &&
                                                      std::isdigit(static_cast<unsigned char>(text[i - 1])) != 0 &&
                                                      std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0)))
        ++i;
    } else if (std::isspace(static_cast<unsigned char>(text[i])) != 0) {
      while (i < text.size() && std::isspace(static_cast<unsigned char>(text[i])) != 0) ++i;
    } else {
      static constexpr std::string_view kPairs[] = {"..", "=>", "->", "??", "==", "!=", "<=", ">=", "+=", "-="};
      const bool pair = std::ranges::any_of(kPairs, [&](std::string_view one) { return text.compare(i, 2, one) == 0; });
      i += pair ? 2 : 1;
    }
    words.push_back(text.substr(begin, i - begin));
    if (words.back() == "f" && i < text.size() && text[i] == '"') words.pop_back(), i = begin + 1;
  }
  return words;
}

/// The declarations of a file, each a text of its own: they begin at the margin.
std::vector<std::string> declarations_of(const std::string& text) {
  std::vector<std::string> parts(1);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const std::string line = text.substr(begin, end - begin);
    const bool starts = line[0] != ' ' && line[0] != '}' && line[0] != '\n' && !line.starts_with("//");
    if (starts && !parts.back().empty() && Formatted(parts.back()).readable) parts.emplace_back();
    parts.back() += line;
    begin = end;
  }
  return parts;
}

/// Puts a comment between each two words of a declaration, one at a time.
std::size_t expect_comments_kept(const std::string& declaration, const char* comment) {
  const std::vector<std::string> words = words_of(declaration);
  std::size_t tried = 0;
  std::string before;
  std::string after = declaration;
  for (const std::string& word : words) {
    before += word;
    after.erase(0, word.size());
    const std::string text = before + comment + after;
    if (!Formatted(text).readable) continue;
    ++tried;
    expect_faithful(text);
    if (testing::Test::HasFailure()) return tried;
  }
  return tried;
}

class EveryPlace : public testing::TestWithParam<const char*> {};

TEST_P(EveryPlace, OfASourceMayHoldAComment) {
  std::size_t tried = 0;
  std::size_t places = 0;
  for (const std::string& declaration : declarations_of(read(fs::path(CQRS_SOURCE_DIR) / GetParam()))) {
    if (!Formatted(declaration).readable) continue;
    places += words_of(declaration).size();
    for (const char* comment : {" // remark\n", "\n\n// remark\n\n", " /// remark\n"}) {
      tried += expect_comments_kept(declaration, comment);
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(tried, 2 * places) << "hardly any of the places was tried";
}

INSTANTIATE_TEST_SUITE_P(Format, EveryPlace,
                         testing::Values("samples/shop/shop.cqrs", "tests/generator/parse/corpus/every_form.cqrs"),
                         [](const auto& case_info) { return fs::path(case_info.param).stem().string(); });

TEST(Format, MakesNoDocumentationOfWhatDocumentsNothing) {
  const std::string text = "id AccountId =\n  /// strong\n  string\n";
  EXPECT_EQ(Formatted(text).text, "// strong\nid AccountId = string\n");
}

TEST(Format, KeepsTheBlocksOfThePages) {
  std::size_t tried = 0;
  std::vector<fs::path> pages = files_below("docs", ".md");
  pages.push_back(fs::path(CQRS_SOURCE_DIR) / "README.md");
  for (const fs::path& page : pages) {
    const std::string text = read(page);
    for (std::size_t at = text.find("```cqrs"); at != std::string::npos; at = text.find("```cqrs", at + 1)) {
      const std::size_t begin = text.find('\n', at) + 1;
      const std::string block = text.substr(begin, text.find("```", begin) - begin);
      if (!Formatted(block).readable) continue;
      ++tried;
      expect_faithful(block);
      ASSERT_FALSE(HasFailure()) << page;
    }
  }
  EXPECT_GT(tried, 300U);
}

/// Words left out, doubled and swapped: most of what comes out is refused, and what is not is still to be kept.
std::string damaged(const std::vector<std::string>& words, std::mt19937& random) {
  std::vector<std::string> result = words;
  for (std::size_t changes = 1 + random() % 3; changes > 0; --changes) {
    const std::size_t at = random() % result.size();
    const auto place = result.begin() + static_cast<std::ptrdiff_t>(at);
    switch (random() % 4) {
      case 0: result.erase(place); break;
      case 1: result.insert(place, words[random() % words.size()]); break;
      case 2: std::swap(result[at], result[random() % result.size()]); break;
      default: *place = words[random() % words.size()];
    }
    if (result.empty()) break;
  }
  std::string text;
  for (const std::string& word : result) text += word;
  return text;
}

TEST(Format, KeepsWhatIsLeftOfDamagedSources) {
  std::mt19937 random(5);  // NOLINT(bugprone-random-generator-seed): the same each time
  std::size_t readable = 0;
  for (const char* name : {"samples/shop/shop.cqrs", "tests/generator/parse/corpus/every_form.cqrs",
                           "tests/generator/parse/corpus/bank_complete.cqrs"}) {
    for (const std::string& declaration : declarations_of(read(fs::path(CQRS_SOURCE_DIR) / name))) {
      const std::vector<std::string> words = words_of(declaration);
      for (int i = 0; i < 40; ++i) {
        const std::string text = damaged(words, random);
        if (!Formatted(text).readable) continue;
        ++readable;
        expect_faithful(text);
        ASSERT_FALSE(HasFailure()) << text;
      }
    }
  }
  EXPECT_GT(readable, 300U);
}

}  // namespace
}  // namespace cqrsc
