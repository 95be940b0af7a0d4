// Every block of `cqrs` on a page of docs/language is compiled, and there is nothing to say about it. A block that does
// not begin with `context` is a fragment: what stands at the top of a file stays there, what is a member of an
// aggregate goes into one, and events that no `on` of the fragment applies are ignored.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "run_analysis.hpp"

namespace cqrsc {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> blocks_of(const std::string& page) {
  static const std::string kFence = "```cqrs\n";
  std::vector<std::string> blocks;
  for (std::size_t at = page.find(kFence); at != std::string::npos; at = page.find(kFence, at + 1)) {
    const std::size_t begin = at + kFence.size();
    blocks.push_back(page.substr(begin, page.find("```", begin) - begin));
  }
  return blocks;
}

/// A fragment, taken apart at the lines that begin at the margin.
class Fragment {
 public:
  explicit Fragment(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) add(line);
  }

  [[nodiscard]] std::string whole() const {
    std::string text = "context example\nid AccountId\n" + top_ + "aggregate Account by AccountId {\n";
    if (!has_state_) text += "state { owner: string }\n";
    text += members_;
    for (const std::string& event : events_)
      if (applied_.count(event) == 0) text += "ignore " + event + "\n";
    return text + "}\n";
  }

 private:
  void add(const std::string& line) {
    static const std::set<std::string> kTop{"id",     "enum",     "value",      "union", "error",
                                            "extern", "scenario", "projection", "query"};
    const std::string word = line.substr(0, line.find(' '));
    const bool begins = !word.empty() && word != "}" && word.rfind("//", 0) != 0;
    if (begins) is_top_ = kTop.count(word) != 0;
    if (word == "state") has_state_ = true;
    if (word == "event" || line.rfind("public event ", 0) == 0) events_.insert(second_name(line));
    if (word == "on" || word == "ignore") applied_.insert(second_name(line));
    (is_top_ ? top_ : members_) += line + "\n";
  }

  /// `event Opened v1 {`: Opened.
  static std::string second_name(const std::string& line) {
    std::istringstream words(line);
    std::string word;
    while (words >> word && (word == "public" || word == "event" || word == "on" || word == "ignore")) {
    }
    return word;
  }

  std::string top_;
  std::string members_;
  std::set<std::string> events_;
  std::set<std::string> applied_;
  bool is_top_ = false;
  bool has_state_ = false;
};

std::vector<fs::path> pages() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(CQRS_SOURCE_DIR "/docs/language"))
    if (entry.path().extension() == ".md") paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

class Page : public testing::TestWithParam<fs::path> {};

TEST_P(Page, HasExamplesThatCompile) {
  for (const std::string& block : blocks_of(read(GetParam()))) {
    const std::string text = block.rfind("context ", 0) == 0 ? block : Fragment(block).whole();
    const AnalysisRun run({{"example.cqrs", text, false}});
    EXPECT_TRUE(run.codes().empty()) << text << run.findings();
    EXPECT_NE(run.model, nullptr) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Language, Page, testing::ValuesIn(pages()),
                         [](const auto& case_info) { return case_info.param.stem().string(); });

TEST(LanguagePages, AreReadToTheirLastExample) {
  EXPECT_GE(blocks_of(read(CQRS_SOURCE_DIR "/docs/language/versions.md")).size(), 8U);
  EXPECT_GE(blocks_of(read(CQRS_SOURCE_DIR "/docs/language/projections.md")).size(), 8U);
  EXPECT_GE(blocks_of(read(CQRS_SOURCE_DIR "/docs/language/queries.md")).size(), 5U);
  const AnalysisRun wrong({{"example.cqrs", Fragment("event Opened v2 { owner: string }\n").whole(), false}});
  EXPECT_EQ(wrong.codes(), std::vector<int>{500}) << "a mistake in an example has to be seen";
}

}  // namespace
}  // namespace cqrsc
