// Follows the README's first domain literally: writes the files it shows, runs the commands it shows, and looks for the
// output it shows.

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <unistd.h>

#include "child_process.hpp"
#include "document.hpp"

namespace {

namespace fs = std::filesystem;

constexpr auto kSection = "A first domain of your own, in five minutes";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

class Readme : public testing::Test {
 protected:
  Readme() : directory_(fs::temp_directory_path() / ("readme_test." + std::to_string(::getpid()))) {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  Readme(const Readme&) = delete;
  Readme& operator=(const Readme&) = delete;
  ~Readme() override { fs::remove_all(directory_); }

  void follow(const FencedBlock& block) {
    SCOPED_TRACE("README.md:" + std::to_string(block.line));
    if (block.language == "sh") {
      run(block.text);
    } else if (block.language == "text") {
      expect_said(block.text);
    } else {
      ASSERT_FALSE(block.name.empty()) << "a block that is neither sh nor text is a file, and needs its name";
      std::ofstream(directory_ / block.name, std::ios::binary) << block.text;
    }
  }

 private:
  void run(const std::string& commands) {
    // What the reader has after `cmake --install`: the package and the compiler, where CMake and the shell look.
    const ChildProcess::Options options{.directory = directory_.string(),
                                        .environment = {{"CMAKE_PREFIX_PATH", CQRS_STAGE},
                                                        {"PATH", std::string(CQRS_STAGE "/bin:") + std::getenv("PATH")},
                                                        {"CXX", CQRS_CXX},
                                                        {"CXXFLAGS", CQRS_CXX_FLAGS},
                                                        {"NO_COLOR", "1"}},
                                        .with_errors = true};
    ChildProcess shell({"sh", "-c", commands}, options);
    output_ = shell.read_all();
    const int status = shell.wait();
    may_fail_ = status != 0;
    failed_with_ = status;
  }

  /// Every line of `text`, in this order, each a whole line of what the last commands said.
  void expect_said(const std::string& text) {
    std::istringstream expected(text);
    std::istringstream said(output_);
    for (std::string line; std::getline(expected, line);) {
      if (line.empty()) continue;
      bool found = false;
      for (std::string one; !found && std::getline(said, one);) found = one == line;
      EXPECT_TRUE(found) << "expected the line: " << line << "\nin the output, after the lines before it:\n" << output_;
    }
    may_fail_ = false;
  }

 protected:
  /// A command that fails must show what it says: a text block follows.
  [[nodiscard]] bool failed_silently() const { return may_fail_; }
  [[nodiscard]] const std::string& output() const { return output_; }
  [[nodiscard]] int status() const { return failed_with_; }

 private:
  fs::path directory_;
  std::string output_;
  bool may_fail_ = false;
  int failed_with_ = 0;
};

TEST_F(Readme, first_domain_works_as_written) {
  const auto blocks = blocks_of_section(read(fs::path(CQRS_SOURCE_DIR) / "README.md"), kSection);
  ASSERT_GE(blocks.size(), 5U) << "README.md has no section \"" << kSection << "\"";
  for (const auto& block : blocks) {
    ASSERT_TRUE(block.language == "text" || !failed_silently())
        << "before README.md:" << block.line << ", with status " << status() << ":\n"
        << output();
    follow(block);
  }
  ASSERT_FALSE(failed_silently()) << output();
}

}  // namespace
