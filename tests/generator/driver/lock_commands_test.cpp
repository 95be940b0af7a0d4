// Sealing, comparing, and beginning new versions, from the command line.
#include <cstdlib>

#include <gmock/gmock.h>

#include "driver/process.hpp"
#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kShop = R"(context shop

id OrderId

/// What something costs.
value Money {
  cents: int32
}

aggregate Order by OrderId {
  state {
    total: int32
  }

  /// Somebody wants it.
  event Placed v1 { cost: Money  name: string }

  command Place creates {
    cost: Money
    name: string
    emit Placed { name = name }
  }

  on Placed { total = cost.cents }
}
)";

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}
std::string with(const std::string& from, const std::string& to) {
  std::string text = kShop;
  replace(text, from, to);
  return text;
}

class LockTest : public Workspace {
 protected:
  void SetUp() override {
    Workspace::SetUp();
    write("shop.cqrs", kShop);
  }
  static void seal() { ASSERT_EQ(cqrsc({"lock", "shop.cqrs"}).code, ExitCode::clean); }
};

TEST_F(LockTest, SealsAndThenHasNothingToDo) {
  const Ran first = cqrsc({"lock", "shop.cqrs"});
  EXPECT_EQ(first.code, ExitCode::clean) << first.out;
  EXPECT_THAT(first.err, HasSubstr("cqrs.lock: 2 layouts sealed, 2 of them new"));
  const std::string text = read("cqrs.lock");
  EXPECT_THAT(text, HasSubstr("event Order.Placed v1\n  cost: Money v1\n  name: string\n"));
  const Ran again = cqrsc({"lock", "shop.cqrs"});
  EXPECT_EQ(again.out + again.err, "");
  EXPECT_EQ(read("cqrs.lock"), text);
  EXPECT_EQ(cqrsc({"lock", "--check", "shop.cqrs"}).code, ExitCode::clean);
}

TEST_F(LockTest, LiesBesideTheSourcesOrWhereItIsTold) {
  write("there/shop.cqrs", kShop);
  ASSERT_EQ(cqrsc({"lock", "there/shop.cqrs"}).code, ExitCode::clean);
  EXPECT_TRUE(fs::exists("there/cqrs.lock"));
  ASSERT_EQ(cqrsc({"lock", "shop.cqrs", "--lock", "other.lock"}).code, ExitCode::clean);
  EXPECT_EQ(read("other.lock"), read("there/cqrs.lock"));
  EXPECT_FALSE(fs::exists("cqrs.lock"));
}

TEST_F(LockTest, TakesTheSourcesOfTheWorkingDirectory) {
  EXPECT_EQ(cqrsc({"lock"}).code, ExitCode::clean);
  EXPECT_TRUE(fs::exists("cqrs.lock"));
}

TEST_F(LockTest, EditingAReleasedLayoutStopsTheBuildAndShowsBothLines) {
  seal();
  write("shop.cqrs", with("name: string }", "name: string? }"));
  const Ran ran = cqrsc({"build", "shop.cqrs", "--out", "out"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_FALSE(fs::exists("out"));
  EXPECT_THAT(ran.out, HasSubstr("error[CQ0700]: event `Order.Placed` v1 was released and has changed"));
  EXPECT_THAT(ran.out, HasSubstr("now `name: string?`"));
  EXPECT_THAT(ran.out, HasSubstr("cqrs.lock"));
  EXPECT_THAT(ran.out, HasSubstr("released as `name: string`"));
  EXPECT_THAT(ran.out, HasSubstr("help: `cqrsc evolve Order.Placed`"));
}

TEST_F(LockTest, WhatIsNotSealedMayChange) {
  seal();
  write("shop.cqrs", with("  command Place", "  event Seen v1 { by: string }\n\n  ignore Seen\n  command Place"));
  EXPECT_EQ(cqrsc({"check", "shop.cqrs"}).out, "");
  write("shop.cqrs", with("  command Place", "  event Seen v1 { by: int32 }\n\n  ignore Seen\n  command Place"));
  EXPECT_EQ(cqrsc({"check", "shop.cqrs"}).out, "");
}

TEST_F(LockTest, StrictBuildsWantEverythingSealed) {
  const Ran without = cqrsc({"check", "shop.cqrs", "--strict"});
  EXPECT_EQ(without.code, ExitCode::findings);
  EXPECT_THAT(without.out, HasSubstr("error[CQ0715]: event `Order.Placed` v1 is not in the lock file yet"));
  seal();
  EXPECT_EQ(cqrsc({"check", "shop.cqrs", "--strict"}).out, "");
  EXPECT_EQ(cqrsc({"build", "shop.cqrs", "--strict", "--out", "out"}).code, ExitCode::clean);
}

TEST_F(LockTest, DoesNotSealWhatWouldBreakHistory) {
  seal();
  const std::string before = read("cqrs.lock");
  write("shop.cqrs", with("name: string }", "name: string? }"));
  EXPECT_EQ(cqrsc({"lock"}).code, ExitCode::findings);
  EXPECT_EQ(read("cqrs.lock"), before);
}

TEST_F(LockTest, TellsOfWhatElseChangesAndSealsIt) {
  seal();
  write("shop.cqrs", with("command Place creates", "command Buy creates"));
  EXPECT_EQ(cqrsc({"lock", "--check"}).code, ExitCode::findings);
  EXPECT_THAT(cqrsc({"lock", "--error", "source"}).out, HasSubstr("error[CQ0720]"));
  EXPECT_THAT(read("cqrs.lock"), HasSubstr("command Order.Place\n"));
  const Ran sealed = cqrsc({"lock"});
  EXPECT_EQ(sealed.code, ExitCode::clean);
  EXPECT_THAT(sealed.out, HasSubstr("warning[CQ0720]: command `Order.Place` is gone"));
  EXPECT_THAT(read("cqrs.lock"), HasSubstr("command Order.Buy\n"));
}

TEST_F(LockTest, ANamedLockFileHasToBeThere) {
  const Ran ran = cqrsc({"check", "shop.cqrs", "--lock", "nowhere.lock"});
  EXPECT_EQ(ran.code, ExitCode::input_output);
  EXPECT_THAT(ran.out, HasSubstr("nowhere.lock"));
}

TEST_F(LockTest, WhatIsNoLockFileStopsTheBuild) {
  write("cqrs.lock", "lock 1\n\ncontext shop\n");
  EXPECT_THAT(cqrsc({"check", "shop.cqrs"}).out, HasSubstr("error[CQ0770]"));
}

TEST_F(LockTest, ARenamedContextIsFoundUnlessTheOldOneIsThere) {
  seal();
  write("shop.cqrs", with("context shop", "context store"));
  EXPECT_THAT(cqrsc({"check", "shop.cqrs"}).out, HasSubstr("error[CQ0714]"));
  write("old.cqrs", kShop);
  EXPECT_EQ(cqrsc({"check", "shop.cqrs"}).out, "");
}

TEST_F(LockTest, TheDependencyFileNamesTheLock) {
  seal();
  ASSERT_EQ(cqrsc({"build", "shop.cqrs", "--out", "out", "--depfile", "out.d"}).code, ExitCode::clean);
  EXPECT_THAT(read("out.d"), HasSubstr("cqrs.lock"));
}

// ------------------------------------------------------------------------------------------------------------ samples

TEST_F(LockTest, SamplesAreWrittenBesideItAndReadByEveryBuild) {
  seal();
  const std::string samples = read("cqrs.samples");
  EXPECT_THAT(samples, HasSubstr("shop.Order.Placed v1 "));
  EXPECT_EQ(cqrsc({"check", "shop.cqrs"}).out, "");
  EXPECT_EQ(cqrsc({"lock", "--check"}).code, ExitCode::clean);
  // Without its block in the lock file an event may change; the bytes that were stored say that it may not.
  std::string lock = read("cqrs.lock");
  replace(lock, "event Order.Placed v1\n  cost: Money v1\n  name: string\n\n", "");
  write("cqrs.lock", lock);
  write("shop.cqrs", with("event Placed v1 { cost: Money  name: string }",
                          "event Placed v1 { cost: Money  name: string  gift: bool = false }"));
  const Ran ran = cqrsc({"check", "shop.cqrs"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("error[CQ0775]"));
}

TEST_F(LockTest, WhatIsLostFromOneOfTheTwoFilesIsNoticed) {
  seal();
  const std::string lock = read("cqrs.lock");
  const std::string samples = read("cqrs.samples");
  std::string edited = lock;
  replace(edited, "event Order.Placed v1\n  cost: Money v1\n  name: string\n\n", "");
  write("cqrs.lock", edited);
  EXPECT_THAT(cqrsc({"check", "shop.cqrs"}).out,
              HasSubstr("event Order.Placed v1 has samples and does not stand in the lock file"));
  // Where nothing else has changed, sealing it again restores it.
  EXPECT_EQ(cqrsc({"lock", "shop.cqrs"}).code, ExitCode::clean);
  EXPECT_EQ(read("cqrs.lock"), lock);
  fs::remove("cqrs.lock");
  EXPECT_THAT(cqrsc({"check", "shop.cqrs"}).out, HasSubstr("error[CQ0775]"));
  write("cqrs.lock", lock);
  write("cqrs.samples", "cqrs samples 1\n");
  EXPECT_THAT(cqrsc({"check", "shop.cqrs"}).out,
              HasSubstr("event Order.Placed v1 stands in the lock file and has no samples"));
  EXPECT_EQ(cqrsc({"lock", "shop.cqrs"}).code, ExitCode::clean);
  EXPECT_EQ(read("cqrs.samples"), samples);
}

TEST_F(LockTest, SamplesThatAreMissingOrBrokenAreNoticed) {
  seal();
  fs::remove("cqrs.samples");
  EXPECT_EQ(cqrsc({"lock", "--check"}).code, ExitCode::findings);
  write("cqrs.samples", "these are none\n");
  EXPECT_THAT(cqrsc({"check", "shop.cqrs"}).out, HasSubstr("error[CQ0774]"));
}

TEST_F(LockTest, RulesAreExplainedByTheirNames) {
  EXPECT_THAT(cqrsc({"explain", "stream-renamed"}).out, HasSubstr("# CQ0710"));
  EXPECT_THAT(cqrsc({"rules"}).out, HasSubstr("CQ0710                error    stored    stream-renamed: aggregate"));
}

// ------------------------------------------------------------------------------------------------------------- evolve

TEST_F(LockTest, EvolvingMakesTheBuildGoOn) {
  seal();
  write("shop.cqrs", with("name: string }", "name: string  note: string = \"\" }"));
  ASSERT_EQ(cqrsc({"check", "shop.cqrs"}).code, ExitCode::findings);
  const Ran ran = cqrsc({"evolve", "Placed"});
  EXPECT_EQ(ran.code, ExitCode::clean) << ran.out;
  EXPECT_THAT(read("shop.cqrs"),
              HasSubstr("  /// Somebody wants it.\n"
                        "  event Placed v2 { cost: Money  name: string  note: string = \"\"  from v1 { } }\n"
                        "  event Placed v1 {\n    cost: Money\n    name: string\n  }\n"));
  EXPECT_EQ(cqrsc({"check", "shop.cqrs"}).out, "");
  EXPECT_EQ(cqrsc({"fmt", "--check", "shop.cqrs"}).out, "");
  EXPECT_EQ(cqrsc({"lock"}).code, ExitCode::clean);
}

TEST_F(LockTest, EvolvingAValueMakesTheBuildGoOn) {
  seal();
  ASSERT_EQ(cqrsc({"evolve", "Money"}).code, ExitCode::clean);
  std::string text = read("shop.cqrs");
  EXPECT_THAT(text, HasSubstr("/// What something costs.\nvalue Money v2 {\n  cents: int32\n  from v1 { }\n}\n"
                              "value Money v1 {\n  cents: int32\n}\n"));
  replace(text, "  cents: int32\n  from", "  cents: int32\n  rate:  int32?\n  from");
  write("shop.cqrs", text);
  EXPECT_EQ(cqrsc({"check", "shop.cqrs"}).out, "");
  EXPECT_EQ(cqrsc({"lock"}).code, ExitCode::clean);
  EXPECT_THAT(read("cqrs.lock"), HasSubstr("event Order.Placed v2\n  cost: Money v2\n"));
}

TEST_F(LockTest, AFileThatIsNotLaidOutIsTouchedOnlyWhereItHasTo) {
  const std::string before =
      "context shop\nid   OrderId\naggregate Order   by OrderId {\n      state { total: int32 }\n"
      "      event Placed v1 { total: int32   }   // why\n      command Place creates {total:int32 emit Placed}\n"
      "      on Placed { total=total }\n}\n";
  write("shop.cqrs", before);
  ASSERT_EQ(cqrsc({"evolve", "Placed"}).code, ExitCode::clean);
  std::string expected = before;
  replace(expected, "      event Placed v1 { total: int32   }   // why",
          "      event Placed v2 { total: int32  from v1 { } }\n      event Placed v1 { total: int32 }   // why");
  EXPECT_EQ(read("shop.cqrs"), expected);
}

TEST_F(LockTest, EvolvingCanBeShownOnly) {
  const Ran ran = cqrsc({"evolve", "Order.Placed", "shop.cqrs", "--diff"});
  EXPECT_EQ(ran.code, ExitCode::clean);
  EXPECT_THAT(ran.out, HasSubstr("+  event Placed v2 { cost: Money  name: string  from v1 { } }\n"));
  EXPECT_EQ(read("shop.cqrs"), kShop);
}

TEST_F(LockTest, EvolvingReachesEveryFile) {
  write("shop.cqrs", "context shop\n\nvalue Money { cents: int32 }\n");
  std::string rest = kShop;
  replace(rest, "/// What something costs.\nvalue Money {\n  cents: int32\n}\n\n", "");
  write("order.cqrs", rest);
  ASSERT_EQ(cqrsc({"evolve", "Money"}).code, ExitCode::clean);
  EXPECT_THAT(read("shop.cqrs"), HasSubstr("value Money v2"));
  EXPECT_THAT(read("order.cqrs"), HasSubstr("event Placed v1 { cost: Money v1  name: string }"));
  EXPECT_EQ(cqrsc({"check", "shop.cqrs", "order.cqrs"}).out, "");
}

// ------------------------------------------------------------------------------------------------------------ history

TEST_F(LockTest, HistoryIsShownVersionByVersion) {
  write("shop.cqrs",
        with("  event Placed v1 { cost: Money  name: string }",
             "  event Placed v3 {\n    cost: Money\n    name: string\n    count: int32\n"
             "    from v2 { count = 1 }\n  }\n  event Placed v2 {\n    cost: Money\n    name: string\n"
             "    from v1 { name = buyer }\n  }\n  event Placed v1 { cost: Money  buyer: string  x: bool }"));
  std::string text = read("shop.cqrs");
  replace(text, "{ name = name }", "{ count = 2 }");
  write("shop.cqrs", text);
  const Ran ran = cqrsc({"history", "Order.Placed"});
  EXPECT_EQ(ran.out,
            "event Order.Placed: 3 versions\n\nv3, today\n  + count: int32\n  from v2 { count = 1 }\n\n"
            "v2\n  ~ name: string, was buyer: string\n  - x: bool\n  from v1 { name = buyer }\n\nv1\n    cost: Money "
            "v1\n    buyer: string\n    x: bool\n");
  EXPECT_THAT(cqrsc({"history", "Nothing"}).out, HasSubstr("error[CQ0923]"));
}

// ----------------------------------------------------------------------------------------------------------- breaking

TEST_F(LockTest, ComparesWithALockADirectoryAndItself) {
  seal();
  write("older/shop.cqrs", kShop);
  write("sealed/cqrs.lock", read("cqrs.lock"));
  write("shop.cqrs", with("command Place creates", "command Buy creates"));
  for (const char* against : {"cqrs.lock", "older", "sealed"}) {
    const Ran ran = cqrsc({"breaking", "shop.cqrs", "--against", against});
    EXPECT_EQ(ran.code, ExitCode::clean);
    EXPECT_THAT(ran.out, HasSubstr("warning[CQ0720]: command `Order.Place` is gone")) << against;
    EXPECT_EQ(cqrsc({"breaking", "--against", against, "--error", "command-removed"}).code, ExitCode::findings);
    EXPECT_EQ(cqrsc({"breaking", "--against", against, "--ignore", "source"}).out, "");
  }
  EXPECT_EQ(cqrsc({"breaking", "--against", "."}).out, "");
}

TEST_F(LockTest, FindingsAreForProgramsToo) {
  seal();
  write("shop.cqrs", with("name: string }", "name: string? }"));
  EXPECT_THAT(cqrsc({"breaking", "--against", "cqrs.lock", "--format", "sarif"}).out, HasSubstr("\"CQ0700\""));
  EXPECT_THAT(cqrsc({"breaking", "--against", "cqrs.lock", "--format", "json"}).out, HasSubstr("\"CQ0700\""));
  EXPECT_THAT(cqrsc({"breaking", "--against", "cqrs.lock", "--format", "github"}).out,
              HasSubstr("::error file=shop.cqrs,line=16"));
}

TEST_F(LockTest, AsksWhetherOneCouldGoBack) {
  write("older/shop.cqrs", kShop);
  EXPECT_EQ(cqrsc({"breaking", "--against", "older", "--rollback"}).code, ExitCode::clean);
  ASSERT_EQ(cqrsc({"evolve", "Placed"}).code, ExitCode::clean);
  const Ran ran = cqrsc({"breaking", "--against", "older", "--rollback"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("error[CQ0760]: the older release does not know event `Order.Placed` v2"));
}

TEST_F(LockTest, WhatCannotBeComparedIsSaid) {
  EXPECT_EQ(cqrsc({"breaking", "--against", "nowhere"}).code, ExitCode::input_output);
  write("other/bank.cqrs", "context bank\n");
  EXPECT_THAT(cqrsc({"breaking", "--against", "other"}).out, HasSubstr("error[CQ0921]"));
  EXPECT_EQ(cqrsc({"breaking", "shop.cqrs"}).code, ExitCode::usage);
  EXPECT_EQ(cqrsc({"breaking", "--against", ".", "--error", "nonsense"}).code, ExitCode::usage);
  EXPECT_EQ(cqrsc({"breaking", "--against", ".", "--ignore", "event-version-sealed"}).code, ExitCode::usage);
}

class GitTest : public LockTest {
 protected:
  void SetUp() override {
    LockTest::SetUp();
    // What a user has set up must not matter.
    ::setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    ::setenv("GIT_CONFIG_SYSTEM", "/dev/null", 1);
    ::setenv("GIT_CEILING_DIRECTORIES", root_.parent_path().c_str(), 1);
  }
  static void git(std::vector<std::string> words) {
    words.insert(words.begin(), {"git", "-c", "user.name=A", "-c", "user.email=a@example.org"});
    const auto finished = run_program(words);
    ASSERT_TRUE(finished);
    ASSERT_EQ(finished->code, 0) << finished->err;
  }
  static void commit() {
    git({"init", "-q", "-b", "main"});
    git({"add", "."});
    git({"commit", "-q", "-m", "one"});
  }
};

TEST_F(GitTest, ComparesWithARevision) {
  write("sub dir/shop.cqrs", kShop);
  write("sub dir/types.cqrs", "context shop\n\nid ExtraId\n");
  commit();
  write("sub dir/shop.cqrs", with("name: string }", "name: string? }"));
  const Ran ran = cqrsc({"breaking", "sub dir/shop.cqrs", "sub dir/types.cqrs", "--against", "git:main"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("error[CQ0700]"));
  EXPECT_THAT(ran.out, HasSubstr("git:main:sub dir/shop.cqrs"));
}

TEST_F(GitTest, SaysWhatGitCannotDo) {
  EXPECT_THAT(cqrsc({"breaking", "--against", "git:main"}).out, HasSubstr("error[CQ0922]"));
  commit();
  EXPECT_THAT(cqrsc({"breaking", "--against", "git:nowhere"}).out, HasSubstr("error[CQ0922]"));
  EXPECT_THAT(cqrsc({"breaking", "--against", "git:--help"}).out, HasSubstr("this is no revision"));
  EXPECT_THAT(cqrsc({"breaking", "--against", "git:"}).out, HasSubstr("this is no revision"));
}

TEST(Process, GivesArgumentsAsTheyAreAndBothOutputs) {
  const auto echo = run_program({"printf", "%s|", "a b", "$HOME", "*"});
  ASSERT_TRUE(echo);
  EXPECT_EQ(echo->out, "a b|$HOME|*|");
  const auto failing = run_program({"git", "no-such-command"});
  ASSERT_TRUE(failing);
  EXPECT_NE(failing->code, 0);
  EXPECT_NE(failing->err, "");
  EXPECT_FALSE(run_program({"no-such-program-anywhere"}));
}

}  // namespace
}  // namespace cqrsc::driver
