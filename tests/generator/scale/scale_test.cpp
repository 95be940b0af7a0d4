// Ten times the source costs about ten times as much: processor time and memory of the compiler's own process.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

struct Cost {
  int status = -1;  ///< as waitpid() tells it
  double seconds = 0;
  double megabytes = 0;
};

/// Runs cqrsc, which is ended when it has taken a minute of the processor.
Cost run(std::vector<std::string> words) {
  words.insert(words.begin(), CQRS_CQRSC);
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{60, 60};
    setrlimit(RLIMIT_CPU, &limit);
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(arguments.front(), arguments.data());
    _exit(127);
  }
  Cost cost;
  rusage usage{};
  wait4(child, &cost.status, 0, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  cost.seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  cost.megabytes = static_cast<double>(usage.ru_maxrss) / 1024;
  return cost;
}

class Scale : public testing::Test {
 protected:
  Scale() { fs::create_directories(folder_); }
  ~Scale() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string written(const std::string& name, const std::string& text) const {
    const fs::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  [[nodiscard]] std::string folder(const std::string& name) const { return (folder_ / name).string(); }

 private:
  fs::path folder_ = fs::path(testing::TempDir()) / ("cqrsc_scale_" + std::to_string(getpid()));
};

/// A little is allowed for what costs the same whatever the size is, and for what grows with the logarithm.
void expect_growth(const Cost& small, const Cost& large, double times) {
  constexpr double kLeastSeconds = 0.05;
  EXPECT_LT(large.seconds, std::max(small.seconds, kLeastSeconds) * times * 3)
      << small.seconds << " s, and then " << large.seconds << " s";
  EXPECT_LT(large.megabytes, small.megabytes * times * 1.5)
      << small.megabytes << " MB, and then " << large.megabytes << " MB";
}

/// Fifty lines: an aggregate with all that belongs to it.
std::string account(int number) {
  std::string text = R"(id Account#Id
error Poor# { missing: decimal(18, 2) } "{missing} is missing"

/// An account of kind #.
aggregate Account# by Account#Id {
  state {
    owner:   string
    balance: decimal(18, 2)
    open:    bool
  }

  event Opened# v2 {
    owner:    string
    currency: Currency
    from v1 {
      owner = name
      currency = EUR
    }
  }
  event Opened# v1 { name: string }
  event Paid# v1 {
    amount: Money
    note:   string?
  }

  command Open# creates {
    owner:    string where length(owner) in 1..200
    currency: Currency
    emit Opened#
  }
  command Pay# {
    amount: Money
    note:   string?
    let missing = amount.amount - state.balance
    require missing <= 0 else Poor# { missing = missing }
    if state.open {
      emit Paid#
    }
  }

  on Opened# {
    owner = owner
    open = true
  }
  on Paid# { balance -= amount.amount }
}

scenario "an account of kind # is opened" for Account# {
  when Open# { owner = "Ada"  currency = EUR }
  then Opened# { owner = "Ada"  currency = EUR }
}

)";
  for (std::size_t at = 0; (at = text.find('#', at)) != std::string::npos;) text.replace(at, 1, std::to_string(number));
  return text;
}

std::string bank_of_lines(int lines) {
  std::string text =
      "context big\nenum Currency { EUR = 1  USD = 2 }\nvalue Money { amount: decimal(18, 2)  currency: Currency }\n\n";
  for (int i = 0; i < lines / 50; ++i) text += account(i);
  return text;
}

TEST_F(Scale, AHundredThousandLinesCostTenTimesTenThousand) {
  const std::string small = written("small.cqrs", bank_of_lines(10'000));
  const std::string large = written("large.cqrs", bank_of_lines(100'000));
  const Cost checked_small = run({"check", small});
  const Cost checked_large = run({"check", large});
  EXPECT_EQ(checked_small.status, 0);
  EXPECT_EQ(checked_large.status, 0);
  expect_growth(checked_small, checked_large, 10);
  const Cost built_small = run({"build", small, "--out", folder("small")});
  const Cost built_large = run({"build", large, "--out", folder("large")});
  EXPECT_EQ(built_small.status, 0);
  EXPECT_EQ(built_large.status, 0);
  expect_growth(built_small, built_large, 10);
}

TEST_F(Scale, SoDoDeclarationsOfALineEach) {
  const auto values = [](int count) {
    std::string text = "context big\nenum Large {\n";
    for (int i = 1; i <= count / 4; ++i) text += "  member" + std::to_string(i) + " = " + std::to_string(i) + "\n";
    text += "}\n";
    for (int i = 0; i < count; ++i) text += "value V" + std::to_string(i) + " { field: int64 }\n";
    return text;
  };
  const Cost small = run({"check", written("small.cqrs", values(8'000))});
  const Cost large = run({"check", written("large.cqrs", values(80'000))});
  EXPECT_EQ(small.status, 0);
  EXPECT_EQ(large.status, 0);
  expect_growth(small, large, 10);
}

TEST_F(Scale, AMistakeInEachLineEnds) {
  const auto wrong = [](int count) {
    std::string text = "context big\n";
    for (int i = 0; i < count; ++i) text += "value V" + std::to_string(i) + " { a: W" + std::to_string(i) + " }\n";
    return text;
  };
  const Cost small = run({"check", written("small.cqrs", wrong(3'000))});
  const Cost large = run({"check", written("large.cqrs", wrong(30'000))});
  ASSERT_TRUE(WIFEXITED(small.status) && WIFEXITED(large.status));
  EXPECT_EQ(WEXITSTATUS(small.status), 1);
  EXPECT_EQ(WEXITSTATUS(large.status), 1);
  expect_growth(small, large, 10);
}

// Each value holds the one before twice: the last holds 65,536 bools, and is as soon laid out as the first.
TEST_F(Scale, AValueIsLaidOutOnceHoweverOftenItIsHeld) {
  const auto nested = [](int values) {
    std::string text = "context big\nvalue V0 { a: bool }\n";
    for (int i = 1; i <= values; ++i) {
      const std::string before = std::to_string(i - 1);
      text += "value V" + std::to_string(i) + " { a: V" + before + "  b: V" + before + " }\n";
    }
    return text;
  };
  const Cost built = run({"build", written("deep.cqrs", nested(16)), "--out", folder("deep")});
  EXPECT_EQ(built.status, 0);
  EXPECT_LT(built.seconds, 5);
  const Cost refused = run({"build", written("deeper.cqrs", nested(5'000)), "--out", folder("deeper")});
  ASSERT_TRUE(WIFEXITED(refused.status));
  EXPECT_EQ(WEXITSTATUS(refused.status), 1);
  EXPECT_LT(refused.seconds, 5);
}

}  // namespace
