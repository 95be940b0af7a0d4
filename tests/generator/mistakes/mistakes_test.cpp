// Wrong files as people write them, in folders by the kind of mistake. Beside each .cqrs stands, as .txt, all that
// `cqrsc check` says of it; with CQRS_UPDATE set in the environment, that is written anew. Where a folder has one named
// `imported`, the files in it are there to be imported.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "driver/run.hpp"
#include "parse/parse.hpp"
#include "schema.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path root() { return CQRS_SOURCE_DIR "/tests/generator/mistakes"; }

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> files(const char* extension) {
  std::vector<fs::path> result;
  for (const auto& folder : fs::directory_iterator(root())) {
    if (!folder.is_directory()) continue;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      if (entry.path().extension() == extension) result.push_back(entry.path());
    }
  }
  std::ranges::sort(result);
  return result;
}

struct Checked {
  ExitCode code = ExitCode::internal;
  std::string findings;
};

Checked check(const fs::path& path, const char* format = "text") {
  const fs::path before = fs::current_path();
  fs::current_path(path.parent_path());  // so that paths are shown as they are in every checkout
  std::vector<std::string> arguments{"check", path.filename().string(), "--format", format};
  if (fs::is_directory("imported")) arguments.insert(arguments.end(), {"--import", "imported"});
  std::ostringstream out;
  std::ostringstream err;
  const ExitCode code = run(arguments, out, err, false);
  fs::current_path(before);
  return {code, out.str()};
}

class Mistake : public testing::TestWithParam<fs::path> {};

TEST_P(Mistake, IsToldAsItWas) {
  const Checked checked = check(GetParam());
  EXPECT_EQ(checked.code, ExitCode::findings) << "nobody is told of the mistake";
  fs::path expected = GetParam();
  expected.replace_extension(".txt");
  if (std::getenv("CQRS_UPDATE") != nullptr) {  // NOLINT(concurrency-mt-unsafe): one thread
    std::ofstream(expected, std::ios::binary) << checked.findings;
    return;
  }
  EXPECT_EQ(read(expected), checked.findings) << "if this is meant, run scripts/update-snapshots";
}

// What no schema can say: an end is not before the beginning.
void expect_region(const json& region) {
  EXPECT_GE(region.at("endLine"), region.at("startLine"));
  if (region.at("endLine") != region.at("startLine")) return;
  EXPECT_GE(region.at("endColumn"), region.at("startColumn"));
}

void expect_place(const json& place) {
  const json& physical = place.at("physicalLocation");
  const std::string uri = physical.at("artifactLocation").at("uri");
  EXPECT_FALSE(uri.starts_with('/')) << uri;
  expect_region(physical.at("region"));
}

void expect_result(const json& result, const json& rules) {
  EXPECT_EQ(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id"), result.at("ruleId"));
  EXPECT_EQ(result.at("level"), "error");
  ASSERT_EQ(result.at("locations").size(), 1U);
  expect_place(result["locations"][0]);
  for (const json& place : result.value("relatedLocations", json::array())) {
    expect_place(place);
  }
  for (const json& fix : result.value("fixes", json::array())) {
    for (const json& change : fix.at("artifactChanges")) {
      for (const json& replacement : change.at("replacements")) expect_region(replacement.at("deletedRegion"));
    }
  }
}

TEST_P(Mistake, IsToldInEveryFormat) {
  const json plain = json::parse(check(GetParam(), "json").findings);
  const json& findings = plain.at("findings");
  ASSERT_FALSE(findings.empty());
  const json sarif = json::parse(check(GetParam(), "sarif").findings);
  ASSERT_EQ(wrong_by_schema("tests/generator/mistakes/sarif.schema.json", sarif), "");
  const json& run = sarif["runs"][0];
  const json& rules = run.at("tool").at("driver").at("rules");
  EXPECT_EQ(run.at("results").size(), findings.size());
  for (const json& result : run["results"]) expect_result(result, rules);

  std::istringstream lines(check(GetParam(), "github").findings);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_TRUE(line.starts_with("::error file=")) << line;
  EXPECT_EQ(count, findings.size());
}

// What is found in a text, each finding by its code, its place and its words.
std::set<std::string> found_in(const std::string& text) {
  SourceMap sources;
  Reporter reporter;
  const syntax::File file = parse(sources.add("changed.cqrs", text), reporter);
  (void)sema::analyze(sources, {&file}, {}, reporter);
  std::set<std::string> result;
  for (const Diagnostic& d : reporter.diagnostics())
    result.insert(d.info->code() + " " + std::to_string(d.primary.begin) + " " + d.headline);
  return result;
}

// Where help is a change that can be made, making it settles what it is the help for.
TEST_P(Mistake, IsSettledByDoingWhatHelpSays) {
  const json plain = json::parse(check(GetParam(), "json").findings);
  const std::string text = read(GetParam());
  for (const json& finding : plain.at("findings")) {
    for (const json& help : finding.at("help")) {
      if (!help.contains("replace") || help["replace"]["path"] != GetParam().filename().string()) continue;
      const std::size_t begin = help["replace"]["byteOffset"];
      const std::size_t length = help["replace"]["byteLength"];
      ASSERT_LE(begin + length, text.size());
      std::string changed = text;
      changed.replace(begin, length, help["with"].get<std::string>());
      const std::string same = finding["code"].get<std::string>() + " " +
                               std::to_string(finding["place"]["byteOffset"].get<std::size_t>()) + " " +
                               finding["message"].get<std::string>();
      EXPECT_FALSE(found_in(changed).contains(same)) << same << "\nis still found in\n" << changed;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Mistakes, Mistake, testing::ValuesIn(files(".cqrs")), [](const auto& case_info) {
  std::string name = case_info.param.parent_path().filename().string() + "_" + case_info.param.stem().string();
  std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
});

TEST(Mistakes, AreManyAndEachHasItsFile) {
  const std::vector<fs::path> sources = files(".cqrs");
  EXPECT_GE(sources.size(), 150U);
  std::set<fs::path> expected;
  for (fs::path path : sources) expected.insert(path.replace_extension(".txt"));
  for (const fs::path& path : files(".txt")) EXPECT_TRUE(expected.contains(path)) << path << " belongs to no source";
}

}  // namespace
}  // namespace cqrsc::driver
