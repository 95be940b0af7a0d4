// Follows docs/changing-events.md: seals each block that is released, puts today's in its place, runs its scenarios,
// and sees the refused ones refused for the reason that is named.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "child_process.hpp"
#include "document.hpp"

namespace {

namespace fs = std::filesystem;

constexpr auto kGuide = CQRS_SOURCE_DIR "/docs/changing-events.md";
constexpr auto kTitle = "Changing events without fear";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The declarations of a block, by where the guide's frame wants them.
struct Parts {
  std::string declarations;  ///< values, unions, enums, functions
  std::string events;
  std::string scenarios;
  std::set<std::string> current;  ///< events that have to be covered
};

/// A declaration begins in the first column, with its doc comment; what is indented, or closes it, belongs to it.
Parts parts_of(const std::string& text) {
  Parts parts;
  std::string* into = &parts.declarations;
  std::string doc;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::string_view view = line;
    if (view.starts_with("///")) {
      doc += line + "\n";
      continue;
    }
    std::istringstream words(line);
    std::string word;
    std::string name;
    words >> word >> name;
    if (view.starts_with("event ")) parts.current.insert(name);
    if (view.starts_with("event ") || view.starts_with("retired ")) {
      into = &parts.events;
    } else if (view.starts_with("scenario ")) {
      into = &parts.scenarios;
    } else if (!view.empty() && view.front() != ' ' && view.front() != '}') {
      into = &parts.declarations;
    }
    *into += doc + line + "\n";
    doc.clear();
  }
  return parts;
}

void put(std::string& text, const std::string& mark, const std::string& in_its_place) {
  const auto at = text.find(mark);
  ASSERT_NE(at, std::string::npos) << "the guide's frame has no line " << mark;
  text.replace(at, mark.size(), in_its_place);
}

class Guide : public testing::Test {
 protected:
  Guide() : directory_(fs::temp_directory_path() / ("guide_test." + std::to_string(::getpid()))) {}
  Guide(const Guide&) = delete;
  Guide& operator=(const Guide&) = delete;
  ~Guide() override { fs::remove_all(directory_); }

  void frame(const std::string& text) { frame_ = text; }

  void release(const FencedBlock& block) {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
    write(block.text);
    expect_good({"lock", "shop.cqrs"});
  }
  void expect_today(const FencedBlock& block) {
    write(block.text);
    expect_good({"check", "shop.cqrs"});
    if (block.text.find("scenario ") != std::string::npos) expect_good({"test", "shop.cqrs"});
  }
  void expect_refused(const FencedBlock& block) {
    write(block.text);
    const auto [status, said] = run({"check", "shop.cqrs"});
    EXPECT_EQ(status, 1) << said;
    EXPECT_THAT(said, testing::HasSubstr("error[" + block.detail + "]")) << read(directory_ / "shop.cqrs");
  }

 private:
  struct Run {
    int status;
    std::string said;
  };

  [[nodiscard]] Run run(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command{CQRS_CQRSC};
    command.insert(command.end(), arguments.begin(), arguments.end());
    ChildProcess cqrsc(command,
                       {.directory = directory_.string(), .environment = {{"NO_COLOR", "1"}}, .with_errors = true});
    std::string said = cqrsc.read_all();
    return {cqrsc.wait(), std::move(said)};
  }

  void expect_good(const std::vector<std::string>& arguments) const {
    const auto [status, said] = run(arguments);
    EXPECT_EQ(status, 0) << "cqrsc " << arguments.front() << " said:\n"
                         << said << "\nof\n"
                         << read(directory_ / "shop.cqrs");
  }

  void write(const std::string& block) const {
    const Parts parts = parts_of(block);
    std::string covered;
    for (const std::string& event : parts.current) covered += (covered.empty() ? "ignore " : ", ") + event;
    std::string text = frame_;
    put(text, "// values, unions, enums and functions", parts.declarations);
    put(text, "// events", parts.events + covered + "\n");
    put(text, "// scenarios", parts.scenarios);
    std::ofstream(directory_ / "shop.cqrs", std::ios::binary) << text;
  }

  fs::path directory_;
  std::string frame_;
};

TEST_F(Guide, says_what_happens) {
  const auto blocks = blocks_of_section(read(kGuide), kTitle);
  std::size_t followed = 0;
  for (const FencedBlock& block : blocks) {
    SCOPED_TRACE("changing-events.md:" + std::to_string(block.line));
    if (block.language != "cqrs") continue;
    ++followed;
    if (block.name == "frame") {
      frame(block.text);
    } else if (block.name == "released") {
      release(block);
    } else if (block.name == "today") {
      expect_today(block);
    } else if (block.name == "refused") {
      expect_refused(block);
    } else {
      ADD_FAILURE() << "a block of .cqrs is a frame, released, today or refused; not: " << block.name;
    }
  }
  EXPECT_GE(followed, 40U);
}

}  // namespace
