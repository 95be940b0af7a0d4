#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "driver/run.hpp"

namespace cqrsc::driver {

/// What a run said and how it ended.
struct Ran {
  ExitCode code = ExitCode::internal;
  std::string out;
  std::string err;
};

/// A directory of its own for each test, which is the working directory while it runs.
class Workspace : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    before_ = std::filesystem::current_path();
    root_ = std::filesystem::temp_directory_path() /
            ("cqrsc-driver-" + std::to_string(::getpid()) + "-" + info->test_suite_name() + "-" + info->name());
    std::filesystem::create_directories(root_);
    std::filesystem::current_path(root_);
  }
  void TearDown() override {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(root_);
  }

  static void write(const std::filesystem::path& path, const std::string& text) {
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  static std::string read(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
  static Ran cqrsc(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const ExitCode code = run(arguments, out, err, false);
    return {code, out.str(), err.str()};
  }

  std::filesystem::path root_;

 private:
  std::filesystem::path before_;
};

/// A context with one aggregate, in the one layout.
inline std::string small_context(const std::string& context, const std::string& aggregate) {
  return "context " + context + "\n\nid ThingId\n\naggregate " + aggregate +
         " by ThingId {\n  state {\n    on: bool\n  }\n\n  event SwitchedOn v1 { }\n\n"
         "  command SwitchOn may create {\n    emit SwitchedOn\n  }\n\n  on SwitchedOn {\n    on = true\n  }\n}\n";
}

}  // namespace cqrsc::driver
