#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "driver/run.hpp"

// A case is a directory: its .cqrs files, `options` where there are any (words of the command line, a line each), and
// what comes of them: `out` and `tests`, or `findings` where the compiler has something to say.

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// Everything below a directory but what starts with a dot, by relative path.
std::map<std::string, std::string> files_below(const fs::path& directory) {
  std::map<std::string, std::string> files;
  if (!fs::exists(directory)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file() || entry.path().filename().string().starts_with('.')) continue;
    files.emplace(entry.path().lexically_relative(directory).generic_string(), read(entry.path()));
  }
  return files;
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(CQRS_SNAPSHOT_CASES)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool updating() {
  const char* wish = std::getenv("CQRS_UPDATE");
  return wish != nullptr && std::string(wish) == "1";
}

class Snapshot : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    case_ = fs::path(CQRS_SNAPSHOT_CASES) / GetParam();
    work_ = fs::temp_directory_path() / ("cqrsc-snapshot-" + std::to_string(::getpid()) + "-" + GetParam());
    before_ = fs::current_path();
    fs::current_path(case_);
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(work_);
  }

  /// Writes to `out` and `tests` in the working directory; gives what was found.
  std::string build() const {
    std::vector<std::string> arguments = {"build", "--out", (work_ / "out").string(), "--test-out",
                                          (work_ / "tests").string()};
    std::ifstream options(case_ / "options");
    for (std::string word; std::getline(options, word);) arguments.push_back(word);
    std::vector<std::string> sources;
    for (const auto& entry : fs::directory_iterator(case_)) {
      if (entry.path().extension() == ".cqrs") sources.push_back(entry.path().filename().string());
    }
    std::sort(sources.begin(), sources.end());
    arguments.insert(arguments.end(), sources.begin(), sources.end());
    std::ostringstream out;
    std::ostringstream err;
    const ExitCode code = run(arguments, out, err, false);
    return code == ExitCode::clean ? out.str()
                                   : out.str() + "exit code " + std::to_string(static_cast<int>(code)) + "\n";
  }

  fs::path case_;
  fs::path work_;
  fs::path before_;
};

TEST_P(Snapshot, IsWhatTheCompilerWrites) {
  const std::string findings = build();
  const fs::path said = case_ / "findings";
  if (updating()) {
    for (const char* part : {"out", "tests"}) {
      fs::remove_all(case_ / part);
      for (const auto& [path, text] : files_below(work_ / part)) {
        fs::create_directories((case_ / part / path).parent_path());
        std::ofstream(case_ / part / path, std::ios::binary) << text;
      }
    }
    fs::remove(said);
    if (!findings.empty()) std::ofstream(said, std::ios::binary) << findings;
  }
  EXPECT_EQ(findings, fs::exists(said) ? read(said) : "");
  for (const char* part : {"out", "tests"}) {
    const auto written = files_below(work_ / part);
    const auto kept = files_below(case_ / part);
    for (const auto& [path, text] : kept) {
      EXPECT_TRUE(written.contains(path)) << part << "/" << path << " is no longer written";
    }
    for (const auto& [path, text] : written) {
      const auto at = kept.find(path);
      ASSERT_NE(at, kept.end()) << part << "/" << path << " is new; run scripts/update-snapshots";
      EXPECT_EQ(text, at->second) << part << "/" << path << " differs; run scripts/update-snapshots";
    }
  }
}

TEST_P(Snapshot, ASecondRunWritesNothing) {
  (void)build();
  std::map<std::string, fs::file_time_type> times;
  if (!fs::exists(work_)) return;  // a case that ends with findings
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(24);
  for (const auto& entry : fs::recursive_directory_iterator(work_)) {
    if (!entry.is_regular_file()) continue;
    fs::last_write_time(entry.path(), long_ago);
    times[entry.path().string()] = fs::last_write_time(entry.path());
  }
  EXPECT_FALSE(times.empty());
  (void)build();
  for (const auto& [path, time] : times) EXPECT_EQ(fs::last_write_time(path), time) << path;
}

INSTANTIATE_TEST_SUITE_P(Cases, Snapshot, testing::ValuesIn(case_names()), [](const auto& one) { return one.param; });

}  // namespace
}  // namespace cqrsc::driver
