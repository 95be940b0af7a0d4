#include "reader.hpp"

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>
#include <unistd.h>

#include "child_process.hpp"

namespace fs = std::filesystem;

Reader::Reader(const std::string& name, std::map<std::string, std::string> environment)
    : directory_(fs::temp_directory_path() / (name + "." + std::to_string(::getpid()))),
      environment_(std::move(environment)) {
  fs::remove_all(directory_);
  fs::create_directories(directory_);
}

Reader::~Reader() { fs::remove_all(directory_); }

void Reader::follow(const std::string& document, const std::vector<FencedBlock>& blocks) {
  for (const FencedBlock& block : blocks) {
    SCOPED_TRACE(document + ":" + std::to_string(block.line));
    ASSERT_TRUE(block.language == "text" || unexplained_status_ == 0)
        << "what stands before ended with " << unexplained_status_ << ", and nothing says why:\n"
        << output_;
    follow(block);
  }
  ASSERT_EQ(unexplained_status_, 0) << output_;
}

void Reader::follow(const FencedBlock& block) {
  if (block.language == "sh") return run(block.text);
  if (block.language == "text") return expect_said(block.text);
  ASSERT_FALSE(block.name.empty()) << "a block that is neither sh nor text is a file, and needs its name";
  if (block.language == "diff") return change(block.name, block.text);
  std::ofstream(directory_ / block.name, std::ios::binary) << block.text;
}

void Reader::run(const std::string& commands) {
  ChildProcess shell({"sh", "-c", commands},
                     {.directory = directory_.string(), .environment = environment_, .with_errors = true});
  output_ = shell.read_all();
  unexplained_status_ = shell.wait();
}

void Reader::change(const std::string& file, const std::string& diff) const {
  std::string text = text_of(directory_ / file);
  std::string before;
  std::string after;
  const auto replace = [&] {
    const auto at = text.find(before);
    ASSERT_NE(at, std::string::npos) << file << " has no such lines:\n" << before << "in\n" << text;
    ASSERT_EQ(text.find(before, at + 1), std::string::npos) << file << " has these lines twice:\n" << before;
    text.replace(at, before.size(), after);
    before.clear();
    after.clear();
  };
  std::istringstream lines(diff);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("@@")) {
      replace();
      continue;
    }
    const std::string rest = line.substr(line.empty() ? 0 : 1) + "\n";
    if (!line.starts_with('+')) before += rest;
    if (!line.starts_with('-')) after += rest;
  }
  replace();
  std::ofstream(directory_ / file, std::ios::binary) << text;
}

void Reader::expect_said(const std::string& text) {
  std::istringstream expected(text);
  std::istringstream said(output_);
  for (std::string line; std::getline(expected, line);) {
    if (line.empty()) continue;
    bool found = false;
    for (std::string one; !found && std::getline(said, one);) found = one == line;
    EXPECT_TRUE(found) << "expected the line: " << line << "\nin the output, after the lines before it:\n" << output_;
  }
  unexplained_status_ = 0;
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}
