// Every code from CQ0200 to CQ0699 has a page, a file that yields exactly it, and one that shows how it is done.
// A line `//--- name.cqrs` in such a file begins another file of the same run: of another context, so an import, or,
// with the word `own` before the name, given to the compiler beside the first.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>

#include "run_analysis.hpp"

namespace cqrsc {
namespace {

namespace fs = std::filesystem;

constexpr int kFirst = 200;
constexpr int kLast = 699;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<NamedText> split(const std::string& name, const std::string& text) {
  static const std::string kMark = "//--- ";
  static const std::string kOwn = "own ";
  std::vector<NamedText> texts{{name, "", true}};
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(kMark, 0) != 0) {
      texts.back().text += line + "\n";
      continue;
    }
    const std::string rest = line.substr(kMark.size());
    const bool own = rest.rfind(kOwn, 0) == 0;
    texts.push_back({own ? rest.substr(kOwn.size()) : rest, "", own});
  }
  return texts;
}

std::vector<const DiagnosticInfo*> codes() {
  std::vector<const DiagnosticInfo*> result;
  for (const DiagnosticInfo* info : all_diagnostics())
    if (info->number >= kFirst && info->number <= kLast) result.push_back(info);
  return result;
}

std::vector<fs::path> examples(const std::string& kind, const std::string& code) {
  std::vector<fs::path> result;
  for (const auto& entry : fs::directory_iterator(CQRS_SOURCE_DIR "/tests/generator/errors/" + kind))
    if (entry.path().filename().string().rfind(code + "_", 0) == 0) result.push_back(entry.path());
  return result;
}

class Code : public testing::TestWithParam<const DiagnosticInfo*> {};

TEST_P(Code, HasAPage) {
  const std::string code = GetParam()->code();
  const std::string page = read(CQRS_SOURCE_DIR "/docs/errors/" + code + ".md");
  EXPECT_EQ(page.rfind("# " + code + ": ", 0), 0U) << "docs/errors/" << code << ".md begins with its code and title";
  EXPECT_NE(page.find("## Wrong"), std::string::npos);
  EXPECT_NE(page.find("## Right"), std::string::npos);
}

TEST_P(Code, IsYieldedByItsBadExamples) {
  const auto paths = examples("bad", GetParam()->code());
  EXPECT_FALSE(paths.empty());
  for (const fs::path& path : paths) {
    const AnalysisRun run(split(path.filename().string(), read(path)));
    EXPECT_EQ(run.codes(), std::vector<int>{GetParam()->number}) << run.findings();
  }
}

TEST_P(Code, IsNotYieldedByItsGoodExamples) {
  const auto paths = examples("good", GetParam()->code());
  EXPECT_FALSE(paths.empty());
  for (const fs::path& path : paths) {
    const AnalysisRun run(split(path.filename().string(), read(path)));
    std::vector<int> found = run.codes();
    // What is right about versions is still not compiled: CQ0299 says so, once all else is right.
    if (GetParam()->number / 100 == 5) std::erase(found, kNotYet.number);
    EXPECT_TRUE(found.empty()) << run.findings();
  }
}

INSTANTIATE_TEST_SUITE_P(Errors, Code, testing::ValuesIn(codes()),
                         [](const auto& code_info) { return code_info.param->code(); });

}  // namespace
}  // namespace cqrsc
