#include "driver/watch.hpp"

#include <atomic>
#include <csignal>
#include <thread>

#include <gmock/gmock.h>

#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Watches with a clock of its own: what happens between two looks is said by the test.
class WatchTest : public Workspace {
 protected:
  using Step = std::function<void()>;

  /// The steps, one after each look that saw nothing new for two pauses; then it ends.
  ExitCode watch_through(const CommandLine& line, std::vector<Step> steps) {
    std::size_t quiet = 0;
    std::size_t next = 0;
    return watch(line, {out_, err_},
                 {[&](const CommandLine&) {
                    ++runs_;
                    return runs_ == 1 ? ExitCode::clean : ExitCode::findings;
                  },
                  [] { return std::nullopt; },
                  [&] {
                    if (++quiet < 4) return true;
                    quiet = 0;
                    if (next == steps.size()) return false;
                    steps[next++]();
                    return true;
                  }});
  }

  static CommandLine check_of(const std::string& file) {
    CommandLine line;
    line.command = CheckCommand{{file}, {}, {}};
    return line;
  }
  /// Two writes within one tick of a file system's clock are told apart here.
  void touch(const fs::path& path, const std::string& text) {
    write(path, text);
    fs::last_write_time(path, fs::file_time_type::clock::now() + std::chrono::seconds(++ticks_));
  }

  std::ostringstream out_;
  std::ostringstream err_;
  int runs_ = 0;
  int ticks_ = 0;
};

TEST_F(WatchTest, RunsOnceWhereNothingChanges) {
  write("a.cqrs", "context a\n");
  EXPECT_EQ(watch_through(check_of("a.cqrs"), {}), ExitCode::clean);
  EXPECT_EQ(runs_, 1);
}

TEST_F(WatchTest, RunsAgainAfterEveryChangeOfWhatMayBeRead) {
  write("a.cqrs", "context a\n");
  write("b.cqrs", "context b\n");
  const ExitCode code = watch_through(
      check_of("a.cqrs"),
      {[&] { touch("a.cqrs", "context a // 1\n"); }, [&] { touch("b.cqrs", "context b // 2\n"); },
       [&] { write("c.cqrs", "context c\n"); }, [&] { write("cqrs.lock", "x\n"); }, [&] { fs::remove("b.cqrs"); }});
  EXPECT_EQ(code, ExitCode::findings) << "what the last run ended with";
  EXPECT_EQ(runs_, 6);
  for (const char* said :
       {"a.cqrs has changed", "b.cqrs has changed", "c.cqrs is new", "cqrs.lock is new", "b.cqrs is gone"})
    EXPECT_THAT(err_.str(), HasSubstr(said));
}

TEST_F(WatchTest, RunsOnceForAWriteInSteps) {
  write("a.cqrs", "context a\n");
  std::size_t looks = 0;
  const auto code = watch(check_of("a.cqrs"), {out_, err_},
                          {[&](const CommandLine&) {
                             ++runs_;
                             return ExitCode::clean;
                           },
                           [] { return std::nullopt; },
                           [&] {
                             if (++looks <= 5) touch("a.cqrs", "context a // " + std::to_string(looks) + "\n");
                             return looks < 12;
                           }});
  EXPECT_EQ(code, ExitCode::clean);
  EXPECT_EQ(runs_, 2);
}

TEST_F(WatchTest, LooksAtNothingThatABuildWrites) {
  write("a.cqrs", "context a\n");
  EXPECT_EQ(watch_through(check_of("a.cqrs"), {[] { write("a.hpp", "int x;\n"); }, [] { write("o/a.cpp", "\n"); }}),
            ExitCode::clean);
  EXPECT_EQ(runs_, 1);
}

TEST_F(WatchTest, TakesNewFilesWhereNoneAreNamed) {
  write("a.cqrs", "context a\n");
  std::ostringstream out;
  std::ostringstream err;
  std::size_t pauses = 0;
  auto parsed = parse_command_line({"check", "--watch"}, out, err);
  std::vector<std::size_t> files;
  (void)watch(std::get<CommandLine>(parsed), {out_, err_},
              {[&](const CommandLine& line) {
                 files.push_back(std::get<CheckCommand>(line.command).files.size());
                 return ExitCode::clean;
               },
               [&] {
                 auto again = parse_command_line({"check", "--watch"}, out, err);
                 return std::optional(std::get<CommandLine>(std::move(again)));
               },
               [&] {
                 if (++pauses == 2) write("b.cqrs", "context a\n");
                 return pauses < 8;
               }});
  EXPECT_EQ(files, (std::vector<std::size_t>{1, 2}));
}

TEST_F(WatchTest, EndsWhenItIsInterrupted) {
  const Interrupts interrupts;
  EXPECT_TRUE(Interrupts::pause());
  std::raise(SIGINT);
  EXPECT_FALSE(Interrupts::pause());
}

TEST_F(WatchTest, EndsTheProgramWithTheCodeOfTheLastRun) {
  write("a.cqrs", "context a\n\nid\n");
  const Interrupts not_to_be_killed;
  std::atomic<bool> ended = false;
  std::thread impatient([&] {
    while (!ended) {
      ::kill(::getpid(), SIGINT);
      std::this_thread::yield();
    }
  });
  const Ran ran = cqrsc({"check", "--watch"});
  ended = true;
  impatient.join();
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("a.cqrs:"));
  EXPECT_THAT(ran.err, HasSubstr("waiting for a change; Ctrl-C ends"));
}

TEST_F(WatchTest, IsForWhatIsDoneAgainAndAgain) {
  std::ostringstream out;
  std::ostringstream err;
  for (const char* command : {"build", "check", "test"}) {
    const auto parsed = parse_command_line({command, "a.cqrs", "--out", "o", "--watch"}, out, err);
    EXPECT_EQ(std::holds_alternative<CommandLine>(parsed), std::string(command) == "build");
  }
  EXPECT_TRUE(std::get<CommandLine>(parse_command_line({"test", "a.cqrs", "--watch"}, out, err)).watch);
  EXPECT_EQ(cqrsc({"fmt", "a.cqrs", "--watch"}).code, ExitCode::usage);
}

}  // namespace
}  // namespace cqrsc::driver
