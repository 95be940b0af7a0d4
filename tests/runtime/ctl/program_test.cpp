// The program itself, and its command line.

#include <array>
#include <cstdio>

#include <sys/wait.h>

#include "support.hpp"

namespace cqrs::ctl {
namespace {

using testing::HasSubstr;

/// Runs a line of the shell's; what it writes on both outputs.
Ran shell(const std::string& line) {
  Ran ran;
  FILE* const pipe = popen(("( " + line + " ) 2>&1").c_str(), "r");
  if (pipe == nullptr) {
    ADD_FAILURE() << line;
    return ran;
  }
  std::array<char, 4096> block;
  while (const auto read = std::fread(block.data(), 1, block.size(), pipe)) ran.out.append(block.data(), read);
  const int status = pclose(pipe);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

using ProgramTest = ToolTest;

TEST_F(ProgramTest, ListsInTheWidthItIsTold) {
  fill_bank();
  const auto listed = shell("COLUMNS=60 '" CQRS_CTL "' streams '" + store() + "'");
  EXPECT_EQ(listed.code, 0) << listed.out;
  EXPECT_EQ(listed.out, plain({"streams", store()}, 60).out);
}

TEST_F(ProgramTest, CopiesThroughAPipe) {
  fill_bank();
  const auto copied =
      shell("'" CQRS_CTL "' export '" + store() + "' - | '" CQRS_CTL "' import '" + file("copy.db") + "' -");
  EXPECT_EQ(copied.code, 0) << copied.out;
  EXPECT_EQ(plain({"export", file("copy.db"), "-"}).out, plain({"export", store(), "-"}).out);
}

TEST_F(ProgramTest, SaysWhenNothingCanBeWritten) {
  fill_bank();
  EXPECT_EQ(shell("'" CQRS_CTL "' streams '" + store() + "' > /dev/full").code, 3);
  EXPECT_EQ(shell("'" CQRS_CTL "' export '" + store() + "' - > /dev/full").code, 3);
}

TEST_F(ProgramTest, FollowsWhatIsAdded) {
  fill_bank();
  const auto writer = sqlite::open(store()).value();
  FILE* const pipe = popen(("exec '" CQRS_CTL "' events '" + store() + "' -f --json --after 5 --limit 2").c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string seen;
  std::array<char, 4096> line;
  ASSERT_NE(std::fgets(line.data(), line.size(), pipe), nullptr);
  seen += line.data();
  ASSERT_TRUE(conformance::Append().write("other/1", {{.body = "new"}}).to(*writer).has_value());
  ASSERT_NE(std::fgets(line.data(), line.size(), pipe), nullptr);
  seen += line.data();
  EXPECT_EQ(pclose(pipe), 0);
  EXPECT_THAT(seen, HasSubstr("\"position\":\"0-6-0\""));
  EXPECT_THAT(seen, HasSubstr("\"position\":\"0-7-0\""));
}

TEST_F(ProgramTest, WrongCommandLines) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& arguments) {
    std::string line;
    for (const auto& argument : arguments) line += " " + argument;
    const Ran ran = plain(arguments);
    text += "$ cqrsctl" + line + "\n" + std::to_string(ran.code) + ": " + ran.out + ran.err;
  };
  add({});
  add({"nothing"});
  add({"streams"});
  add({"streams", "bank.db", "--wrong"});
  add({"streams", "bank.db", "--limit", "many"});
  add({"state", "bank.db"});
  add({"completions", "tcsh"});
  add({"--help"});
  add({"events", "--help"});
  expect_snapshot("command_lines.txt", text);
}

TEST_F(ProgramTest, CompletionsAreWhatTheShellTakes) {
  for (const auto* name : {"bash", "zsh", "fish"}) {
    const auto script = bank_ctl({"completions", name});
    EXPECT_EQ(script.code, 0);
    EXPECT_THAT(script.out, HasSubstr("streams"));
    EXPECT_THAT(script.out, HasSubstr("bank-ctl"));
    if (std::string(name) == "bash") write_file(file("script"), script.out);
  }
  const std::string complete =
      "source '" + file("script") +
      "'; COMP_WORDS=(bank-ctl st); COMP_CWORD=1; _bank_ctl; echo ${COMPREPLY[@]}; "
      "COMP_WORDS=(bank-ctl events bank.db --f); COMP_CWORD=3; _bank_ctl; echo ${COMPREPLY[@]}";
  const auto completed = shell("bash -c \"" + [&] {
    std::string escaped;
    for (const char c : complete) escaped += c == '$' ? std::string("\\$") : std::string(1, c);
    return escaped;
  }() + "\"");
  EXPECT_EQ(completed.out, "state streams\n--follow\n");
}

}  // namespace
}  // namespace cqrs::ctl
