// Every block of `cqrs` on a page of docs/language does what the page says of it:
//
//   ```cqrs                 is compiled without a finding, and its scenarios hold
//   ```cqrs frame           stands before the fragments that follow on the page
//   ```cqrs holds           lines of expressions, each of them true; `holds later` where `cqrsc test` may have to skip
//   them
//   ```cqrs refused CQ0402  is refused, with this code and no other
//   ```cqrs later           is compiled, or refused with CQ0299 alone: the language has it, the compiler may lag behind
//   ```cqrs orders.cqrs     is a file, compiled with the page's earlier ones of its context
//   ```text                 is what the compiler says of the block before: each line ends one of its lines, in order
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <document.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

#include "driver/run.hpp"
#include "fragment.hpp"

namespace cqrsc {
namespace {

namespace fs = std::filesystem;

constexpr auto kPages = CQRS_SOURCE_DIR "/docs/language";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> pages() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(kPages))
    if (entry.path().extension() == ".md" && entry.path().stem() != "tutorial") paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

/// Runs a page's blocks in a directory of their own, one after the other.
class PageRun {
 public:
  PageRun()
      : before_(fs::current_path()),
        directory_(fs::temp_directory_path() / ("cqrs-pages-" + std::to_string(::getpid()))) {
    fs::create_directories(directory_);
    fs::current_path(directory_);
  }
  PageRun(const PageRun&) = delete;
  PageRun& operator=(const PageRun&) = delete;
  ~PageRun() {
    fs::current_path(before_);
    fs::remove_all(directory_);
  }

  void follow(const FencedBlock& block) {
    if (block.language == "text") return expect_said(block.text);
    said_.clear();
    if (block.language != "cqrs") return;
    if (block.name == "frame") {
      frame_ = block.text;
      return;
    }
    expect_codes(block, compile(block));
  }

 private:
  /// Checks the block and runs its scenarios; gives the codes of errors.
  std::set<std::string> compile(const FencedBlock& block) {
    const bool named = block.name.ends_with(".cqrs");
    const std::string name = named ? block.name : "example.cqrs";
    const std::string text = block.name == "holds" ? file_of_expressions(frame_, block.text)
                             : is_file(block.text) ? block.text
                                                   : file_of(frame_ + block.text);
    std::ofstream(name, std::ios::binary) << text;
    std::vector<std::string> arguments{"test", name};
    if (named) {
      const std::string context = text.substr(text.find("context "), text.find('\n', text.find("context ")));
      for (const auto& [other, other_context] : files_)
        if (other_context == context && other != name) arguments.push_back(other);
      files_[name] = context;
    }
    std::ostringstream said;
    driver::run(arguments, said, said, false);
    if (!named) fs::remove(name);
    said_ = said.str();
    source_ = text;
    return codes_in(said_);
  }

  static std::set<std::string> codes_in(const std::string& text) {
    static const std::regex kCode(R"((error|warning|note)\[(CQ\d{4})\])");
    std::set<std::string> codes;
    for (auto it = std::sregex_iterator(text.begin(), text.end(), kCode); it != std::sregex_iterator(); ++it)
      codes.insert((*it)[2]);
    return codes;
  }

  void expect_codes(const FencedBlock& block, std::set<std::string> codes) {
    std::set<std::string> expected;
    if (block.name == "refused") {
      expected.insert(block.detail);
    } else if (block.name == "later") {
      codes.erase("CQ0299");
    } else if (block.name == "holds" && block.detail == "later") {
      codes.erase("CQ0912");
    } else {
      EXPECT_TRUE(block.name.empty() || block.name == "holds" || block.name.ends_with(".cqrs"))
          << "a block of cqrs is a frame, holds, is refused, comes later or is a file; not: " << block.name;
    }
    EXPECT_EQ(codes, expected) << source_ << "\n" << said_;
  }

  void expect_said(const std::string& text) {
    ASSERT_FALSE(said_.empty()) << "what is said, and no block before it that it is said of";
    std::istringstream expected(text);
    std::istringstream said(said_);
    for (std::string line; std::getline(expected, line);) {
      if (line.empty()) continue;
      bool found = false;
      for (std::string one; !found && std::getline(said, one);) found = one.ends_with(line);
      EXPECT_TRUE(found) << "expected the line: " << line << "\nin this, after the lines before it:\n" << said_;
    }
  }

  fs::path before_;
  fs::path directory_;
  std::string frame_;
  std::map<std::string, std::string> files_;  ///< with their `context` lines
  std::string source_;
  std::string said_;
};

class Page : public testing::TestWithParam<fs::path> {};

TEST_P(Page, SaysWhatTheCompilerDoes) {
  PageRun run;
  for (const FencedBlock& block : blocks_of(read(GetParam()))) {
    SCOPED_TRACE(GetParam().filename().string() + ":" + std::to_string(block.line));
    run.follow(block);
  }
}

INSTANTIATE_TEST_SUITE_P(Language, Page, testing::ValuesIn(pages()),
                         [](const auto& case_info) { return case_info.param.stem().string(); });

TEST(LanguagePages, AreReadToTheirLastExample) {
  const auto count = [](const char* page) { return blocks_of(read(fs::path(kPages) / page)).size(); };
  EXPECT_GE(count("versions.md"), 8U);
  EXPECT_GE(count("projections.md"), 8U);
  EXPECT_GE(count("queries.md"), 5U);
}

TEST(LanguagePages, NameEveryWordOfTheLanguage) {
  static const std::regex kKeyword(R"(\n[A-Z]+ +: '([a-z]+)' ;)");
  const std::string grammar = read(CQRS_SOURCE_DIR "/grammar/CqrsLexer.g4");
  std::set<std::string> words;
  for (auto it = std::sregex_iterator(grammar.begin(), grammar.end(), kKeyword); it != std::sregex_iterator(); ++it)
    words.insert((*it)[1]);
  ASSERT_GT(words.size(), 80U);

  const std::string page = read(fs::path(kPages) / "words.md");
  const std::size_t begin = page.find("\n> ");
  std::string quoted = page.substr(begin, page.find("\n\n", begin) - begin);
  std::ranges::replace(quoted, '>', ' ');
  std::istringstream listed(quoted);
  EXPECT_EQ(std::set<std::string>(std::istream_iterator<std::string>(listed), {}), words);
}

TEST(LanguagePages, TellOfEveryFunction) {
  static const std::regex kFunction(R"x(\{"(\w+)", BuiltinFunction::)x");
  const std::string sema = read(CQRS_SOURCE_DIR "/generator/sema/calls.cpp");
  const std::string page = read(fs::path(kPages) / "functions.md");
  std::size_t functions = 0;
  for (auto it = std::sregex_iterator(sema.begin(), sema.end(), kFunction); it != std::sregex_iterator(); ++it) {
    const std::string call = (*it)[1].str() + "(";
    EXPECT_NE(page.find('`' + call), std::string::npos) << call << "…) is in no table of functions.md";
    ++functions;
  }
  EXPECT_GE(functions, 26U);
}

TEST(LanguagePages, AreAllNamedByTheWayIn) {
  const std::string way_in = read(fs::path(kPages) / "README.md");
  const std::string index = read(fs::path(kPages).parent_path() / "README.md");
  for (const fs::path& page : pages()) {
    if (page.stem() == "README") continue;
    EXPECT_NE(index.find("(language/" + page.filename().string() + ")"), std::string::npos) << page;
    EXPECT_NE(way_in.find("(" + page.filename().string() + ")"), std::string::npos) << page;
  }
}

}  // namespace
}  // namespace cqrsc
