// Analysis has to take any tree the parser can make of damaged text: nothing may crash, and nothing may be accepted
// without a Model. Where damage happens to leave a domain, all that its history may hold still leads to today.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <gtest/gtest.h>

#include "history_gap.hpp"
#include "model/json.hpp"
#include "run_analysis.hpp"

namespace cqrsc {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string corpus(const std::string& name) {
  const std::string text = read(CQRS_SOURCE_DIR "/tests/generator/sema/cases/" + name + ".txt");
  const std::size_t begin = text.find('\n') + 1;
  return text.substr(begin, text.find("--- ", begin) - begin);
}

void analyze(const std::string& text) {
  const AnalysisRun run({{"damaged.cqrs", text, true}});
  ASSERT_EQ(run.model == nullptr, run.reporter.has_errors()) << text;
  // Who is refused is told why.
  ASSERT_EQ(run.reporter.has_errors(), run.findings().find("error[") != std::string::npos) << text;
  if (run.model == nullptr) return;
  EXPECT_FALSE(model::to_json(*run.model).empty());
  EXPECT_EQ(history_gap(*run.model), "") << text;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    const bool part = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    if (part) {
      word.push_back(c);
      continue;
    }
    if (!word.empty()) words.push_back(std::exchange(word, {}));
    words.emplace_back(1, c);
  }
  return words;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word;
  return text;
}

class Hostile : public testing::TestWithParam<std::string> {};

TEST_P(Hostile, AWordLost) {
  const std::vector<std::string> words = words_of(corpus(GetParam()));
  ASSERT_GT(words.size(), 500U);
  std::mt19937 random(7);
  for (int i = 0; i < 120; ++i) {
    std::vector<std::string> damaged = words;
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(random() % damaged.size()));
    analyze(join(damaged));
  }
}

// Whatever is set is given a name instead, and so no longer set.
TEST_P(Hostile, EachAssignmentLost) {
  const std::string text = corpus(GetParam());
  for (std::size_t at = text.find(" = "); at != std::string::npos; at = text.find(" = ", at + 1)) {
    const std::size_t begin = text.find_last_of(" {}(,\n", at - 1) + 1;
    analyze(text.substr(0, begin) + "let lost" + text.substr(at));
  }
}

TEST_P(Hostile, AWordInThePlaceOfAnother) {
  const std::vector<std::string> words = words_of(corpus(GetParam()));
  std::mt19937 random(11);
  for (int i = 0; i < 240; ++i) {
    std::vector<std::string> damaged = words;
    for (int changes = 0; changes < 1 + i % 3; ++changes)
      damaged[random() % damaged.size()] = words[random() % words.size()];
    analyze(join(damaged));
  }
}

TEST_P(Hostile, TextThatEndsEarly) {
  const std::string text = corpus(GetParam());
  for (std::size_t size = 0; size < text.size(); size += text.size() / 60 + 1) analyze(text.substr(0, size));
}

INSTANTIATE_TEST_SUITE_P(Sema, Hostile,
                         testing::Values("everything", "history", "projections_forms", "queries_forms",
                                         "projections_scenarios"),
                         [](const auto& case_info) { return case_info.param; });

}  // namespace
}  // namespace cqrsc
