// docs/cqrsc.md is followed: its files are written, its commands run, and what it shows is what they say. A block of
// `sh` that is followed by another, not named, says what comes of it; `sh for-you` is for readers' shells. With
// CQRS_UPDATE set in the environment, what is shown is written anew.
#include <cstdlib>
#include <map>
#include <sstream>

#include <gmock/gmock.h>

#include "driver/subcommands.hpp"
#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

using testing::HasSubstr;

constexpr auto kPage = CQRS_SOURCE_DIR "/docs/cqrsc.md";

/// What stands between two fences, or between them and a heading.
struct Part {
  std::string fence;  ///< of a block: the line that opens it
  std::string text;
};

/// Backticks at the beginning of a line: three open a block, more one that may hold others.
std::string fence_of(const std::string& line) {
  const std::size_t length = std::min(line.find_first_not_of('`'), line.size());
  return length < 3 ? "" : line.substr(0, length);
}

std::vector<Part> parts_of(const std::string& page) {
  std::vector<Part> parts(1);
  std::string open;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    const std::string fence = fence_of(line);
    if (open.empty() ? !fence.empty() : fence == open && line == open) {
      parts.push_back({open.empty() ? line : "", ""});
      open = open.empty() ? fence : "";
      continue;
    }
    if (open.empty() && line.starts_with("## ")) parts.push_back({"", ""});
    parts.back().text += line + "\n";
  }
  return parts;
}

std::string text_of(const std::vector<Part>& parts) {
  std::string text;
  for (const Part& part : parts)
    text += part.fence.empty() ? part.text : part.fence + "\n" + part.text + fence_of(part.fence) + "\n";
  return text;
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

class Manual : public Workspace {
 protected:
  /// Those of the section that every other one begins with.
  void note_file(const std::string& name, const std::string& text) {
    write(name, text);
    if (is_example_) example_[name] = text;
  }
  void begin_section(const std::string& title) {
    is_example_ = title == "The example";
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
    std::filesystem::current_path(root_);
    for (const auto& [name, text] : example_) write(name, text);
  }

  static std::string said_by(const std::string& commands) {
    std::string said;
    std::istringstream lines(commands);
    for (std::string line; std::getline(lines, line);) {
      std::vector<std::string> words = words_of(line);
      const std::string program = words.empty() ? "" : words.front();
      words.erase(words.begin());
      if (program == "cat") {
        said += read(words.front());
      } else if (program == "cqrsc") {
        const Ran ran = cqrsc(words);
        EXPECT_NE(ran.code, ExitCode::usage) << line << "\n" << ran.err;
        said += ran.out + ran.err;
      } else {
        ADD_FAILURE() << "nothing runs: " << line;
      }
    }
    return said;
  }

 private:
  bool is_example_ = false;
  std::map<std::string, std::string> example_;
};

TEST_F(Manual, SaysWhatHappens) {
  const std::string before = read(kPage);
  std::vector<Part> parts = parts_of(before);
  std::optional<std::string> said;
  for (Part& part : parts) {
    if (part.fence.empty()) {
      if (part.text.starts_with("## ")) begin_section(part.text.substr(3, part.text.find('\n') - 3));
      // Words between two blocks: what follows is of something else.
      if (part.text.find_first_not_of('\n') != std::string::npos) said.reset();
      continue;
    }
    const std::vector<std::string> words = words_of(part.fence.substr(fence_of(part.fence).size()));
    if (words == std::vector<std::string>{"sh"}) {
      said = said_by(part.text);
    } else if (words.size() == 2 && words.front() == "cqrs") {
      note_file(words.back(), part.text);
    } else if (said) {
      part.text = *said;
      said.reset();
    }
  }
  const std::string now = text_of(parts);
  if (std::getenv("CQRS_UPDATE") != nullptr)
    write(kPage, now);
  else
    EXPECT_EQ(before, now) << "if this is meant, run this test with CQRS_UPDATE=1";
}

TEST_F(Manual, HasASectionOfEverySubcommandWithAllItsOptions) {
  const std::string page = read(kPage);
  for (const SubcommandWords& command : subcommand_words()) {
    const std::string head = "\n## `" + command.name + "`\n";
    const auto begin = page.find(head);
    ASSERT_NE(begin, std::string::npos) << command.name;
    const std::string section = page.substr(begin, page.find("\n## ", begin + 1) - begin);
    EXPECT_THAT(section, HasSubstr("cqrsc " + command.name)) << "it has no example";
    EXPECT_THAT(page, HasSubstr("| [`" + command.name + "`](#" + command.name + ") |"));
    for (const Word& option : command.options) {
      if (option.name == "--help" || option.name == "--format" || option.name == "--import") continue;
      EXPECT_THAT(section, HasSubstr(option.name)) << command.name;
    }
  }
}

}  // namespace
}  // namespace cqrsc::driver
