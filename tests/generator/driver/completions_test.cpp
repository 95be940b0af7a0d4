// What the shells themselves offer, where they are installed; bash always.
#include <array>
#include <cstdio>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

class CompletionsTest : public Workspace {
 protected:
  void SetUp() override {
    Workspace::SetUp();
    for (const char* shell : {"bash", "zsh", "fish"})
      write(std::string("words.") + shell, cqrsc({"completions", shell}).out);
    write("bank.cqrs", "context bank\n");
    write("notes.txt", "\n");
    std::filesystem::create_directory("sources");
  }

  struct Said {
    std::set<std::string> words;
    std::string all;
    int status = 0;
  };
  static Said said_by(const std::string& command) {
    Said said;
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    std::array<char, 4096> buffer{};
    while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) said.all += buffer.data();
    said.status = ::pclose(pipe);
    std::istringstream lines(said.all);
    for (std::string line; std::getline(lines, line);) said.words.insert(line.substr(0, line.find('\t')));
    return said;
  }

  /// What bash offers after these words; the last one is being written.
  static std::set<std::string> bash(const std::string& words, std::size_t count) {
    write("ask.bash", "source words.bash\nCOMP_WORDS=(" + words + ")\nCOMP_CWORD=" + std::to_string(count - 1) +
                          "\n_cqrsc\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
    const Said said = said_by("bash --noprofile --norc ask.bash");
    EXPECT_EQ(said.status, 0) << said.all;
    return said.words;
  }
};

TEST_F(CompletionsTest, BashOffersSubcommands) {
  EXPECT_THAT(bash("cqrsc ''", 2), IsSupersetOf({"build", "check", "fmt", "graph", "new", "completions"}));
  EXPECT_EQ(bash("cqrsc comp", 2), std::set<std::string>{"completions"});
  EXPECT_EQ(bash("cqrsc --v", 2), std::set<std::string>{"--version"});
}

TEST_F(CompletionsTest, BashOffersOptionsAndWhatTheyTake) {
  EXPECT_THAT(bash("cqrsc build --", 3), IsSupersetOf({"--out", "--depfile", "--watch", "--help"}));
  EXPECT_THAT(bash("cqrsc build --", 3), Not(Contains("--rollback")));
  EXPECT_EQ(bash("cqrsc graph --format ''", 4), (std::set<std::string>{"mermaid", "dot"}));
  EXPECT_EQ(bash("cqrsc check a.cqrs --format s", 5), std::set<std::string>{"sarif"});
  EXPECT_EQ(bash("cqrsc build --out ''", 4), std::set<std::string>{"sources"});
  EXPECT_THAT(bash("cqrsc build --depfile no", 4), Contains("notes.txt"));
}

TEST_F(CompletionsTest, BashOffersOperands) {
  EXPECT_EQ(bash("cqrsc check ''", 3), (std::set<std::string>{"bank.cqrs", "sources"}));
  EXPECT_EQ(bash("cqrsc new ''", 3), (std::set<std::string>{"context", "aggregate", "event", "projection", "process"}));
  EXPECT_EQ(bash("cqrsc explain CQ090", 3).count("CQ0900"), 1U);
  EXPECT_EQ(bash("cqrsc explain floating", 3), std::set<std::string>{"floating-point-money"});
  EXPECT_EQ(bash("cqrsc explain stream-r", 3), std::set<std::string>{"stream-renamed"});
}

/// What its completion function offers; zsh itself then keeps what begins as the word does.
TEST_F(CompletionsTest, ZshOffersTheSame) {
  const auto zsh = [](const std::string& words) {
    write("ask.zsh",
          "autoload -Uz compinit && compinit -u -D\nsource ./words.zsh\n[[ ${_comps[cqrsc]} == *_cqrsc* ]] || exit 3\n"
          "setopt ksh_arrays\nCOMP_WORDS=(" +
              words + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_cqrsc\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
    const Said said = said_by("zsh -f ask.zsh");
    EXPECT_EQ(said.status, 0) << said.all;
    return said.words;
  };
  EXPECT_THAT(zsh("cqrsc comp"), IsSupersetOf({"completions", "build"}));
  EXPECT_THAT(zsh("cqrsc build --"), IsSupersetOf({"--out", "--watch"}));
  EXPECT_EQ(zsh("cqrsc graph --format d"), (std::set<std::string>{"dot", "mermaid"}));
}

TEST_F(CompletionsTest, FishOffersTheSame) {
  const auto fish = [](const std::string& line) {
    return said_by("fish --no-config -c 'source words.fish; complete -C \"" + line + "\"'").words;
  };
  EXPECT_EQ(fish("cqrsc comp"), std::set<std::string>{"completions"});
  EXPECT_THAT(fish("cqrsc build --"), IsSupersetOf({"--out", "--watch"}));
  EXPECT_EQ(fish("cqrsc graph --format "), (std::set<std::string>{"mermaid", "dot"}));
  EXPECT_EQ(fish("cqrsc completions "), (std::set<std::string>{"bash", "fish", "zsh"}));
}

TEST_F(CompletionsTest, KnowsNoOtherShell) {
  EXPECT_EQ(cqrsc({"completions", "cmd"}).code, ExitCode::usage);
  const Ran ran = cqrsc({"completions"});
  EXPECT_EQ(ran.code, ExitCode::usage);
  EXPECT_THAT(ran.err, HasSubstr("cqrsc completions bash|zsh|fish"));
}

}  // namespace
}  // namespace cqrsc::driver
