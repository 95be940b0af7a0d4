// Each file under cases/ holds its input and what comes of it: sections that begin with `--- name`. A section named
// *.cqrs is a file of the input; `--- findings` is what people are shown, `--- model` the Model. With CQRS_UPDATE set
// in the environment, the last two are written anew.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "model/json.hpp"
#include "run_analysis.hpp"

namespace cqrsc {
namespace {

namespace fs = std::filesystem;

struct Section {
  std::string name;
  std::string text;
};

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Section> split(const std::string& text) {
  std::vector<Section> sections;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string::npos) end = text.size();
    const std::string line = text.substr(begin, end - begin);
    if (line.rfind("--- ", 0) == 0)
      sections.push_back({line.substr(4), ""});
    else if (!sections.empty())
      sections.back().text += line + "\n";
    begin = end + 1;
  }
  return sections;
}

bool is_input(const Section& section) { return section.name.size() > 5 && section.name.ends_with(".cqrs"); }

std::vector<fs::path> cases() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(CQRS_SOURCE_DIR "/tests/generator/sema/cases"))
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

class Snapshot : public testing::TestWithParam<fs::path> {};

TEST_P(Snapshot, IsWhatItWas) {
  const std::string before = read(GetParam());
  std::vector<NamedText> inputs;
  std::string text;
  for (const Section& section : split(before)) {
    if (!is_input(section)) continue;
    inputs.push_back({section.name, section.text, false});
    text += "--- " + section.name + "\n" + section.text;
  }
  ASSERT_FALSE(inputs.empty()) << "the case has no section `--- name.cqrs`";
  const AnalysisRun run(inputs);
  EXPECT_EQ(run.model == nullptr, run.reporter.has_errors());
  if (const std::string findings = run.findings(); !findings.empty()) text += "--- findings\n" + findings;
  if (run.model != nullptr) text += "--- model\n" + model::to_json(*run.model);
  if (std::getenv("CQRS_UPDATE") != nullptr) {
    std::ofstream(GetParam(), std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(before, text) << "if this is meant, run this test with CQRS_UPDATE=1";
}

INSTANTIATE_TEST_SUITE_P(Sema, Snapshot, testing::ValuesIn(cases()), [](const auto& case_info) {
  std::string name = case_info.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace cqrsc
