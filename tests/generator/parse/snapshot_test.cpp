// Each file under cases/ holds a source and what comes of it, in sections that begin with `--- name`: `--- input`, then
// `--- findings` (what people are shown) and `--- tree` (what could be read). With CQRS_UPDATE set in the environment,
// the last two are written anew.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "parse_text.hpp"

namespace cqrsc {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> cases() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(CQRS_SOURCE_DIR "/tests/generator/parse/cases")) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

class ParseSnapshot : public testing::TestWithParam<fs::path> {};

TEST_P(ParseSnapshot, IsWhatItWas) {
  constexpr std::string_view kInput = "--- input\n";
  const std::string before = read(GetParam());
  ASSERT_TRUE(before.starts_with(kInput)) << "a case begins with `--- input`";
  const size_t end = std::min(before.find("\n--- "), before.size() - 1) + 1;
  const ParsedText parsed(before.substr(kInput.size(), end - kInput.size()));
  std::string now = before.substr(0, end);
  if (const std::string findings = parsed.findings(); !findings.empty()) now += "--- findings\n" + findings;
  now += "--- tree\n" + parsed.tree();
  // What is wrong within a command or a handler loses no declaration.
  EXPECT_TRUE(parsed.reporter.has_errors() || !parsed.file.incomplete);
  if (std::getenv("CQRS_UPDATE") != nullptr) {  // NOLINT(concurrency-mt-unsafe): one thread
    std::ofstream(GetParam(), std::ios::binary) << now;
    return;
  }
  EXPECT_EQ(before, now) << "if this is meant, run scripts/update-snapshots";
}

INSTANTIATE_TEST_SUITE_P(Parse, ParseSnapshot, testing::ValuesIn(cases()), [](const auto& case_info) {
  std::string name = case_info.param.stem().string();
  std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace cqrsc
