// What samples/bank shows when it runs.

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "child_process.hpp"

namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::HasSubstr;

class BankDemo : public testing::Test {
 protected:
  BankDemo() : directory_(fs::temp_directory_path() / ("bank_demo_test." + std::to_string(::getpid()))) {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  BankDemo(const BankDemo&) = delete;
  BankDemo& operator=(const BankDemo&) = delete;
  ~BankDemo() override { fs::remove_all(directory_); }

  struct Run {
    int status;
    std::string said;
  };
  static Run run(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{CQRS_BANK_DEMO};
    command.insert(command.end(), arguments.begin(), arguments.end());
    ChildProcess demo(command, {.with_errors = true});
    auto said = demo.read_all();
    return {demo.wait(), std::move(said)};
  }

  [[nodiscard]] std::string file() const { return (directory_ / "bank.db").string(); }

 private:
  fs::path directory_;
};

TEST_F(BankDemo, shows_commands_rejections_and_the_past) {
  const auto [status, said] = run({file()});
  EXPECT_EQ(status, 0) << said;
  EXPECT_THAT(said, ContainsRegex("done +Ada pays in 100.00 EUR +100.00 EUR at version 2 of [0-9a-f-]{36}"));
  EXPECT_THAT(said, ContainsRegex("refused +Ada takes out 70.01 EUR +0.01 EUR are missing"));
  EXPECT_THAT(said, ContainsRegex("refused +Ada pays in 5.00 USD +this account is kept in EUR"));
  EXPECT_THAT(
      said, ContainsRegex("done +Ada pays in 5.00 EUR +75.00 EUR at version 4 of [0-9a-f-]{36} .had been done before"));
  EXPECT_THAT(said, ContainsRegex("the bank pays 2 % interest +76.50 EUR at version 5"));
  EXPECT_THAT(said, ContainsRegex("customer 1 sends .* to customer 4 +returned, transfer .*the account is frozen"));
  EXPECT_THAT(said, HasSubstr("at version 1: 0.00 EUR"));
  EXPECT_THAT(said, HasSubstr("at version 3: 70.00 EUR"));
  EXPECT_THAT(said, HasSubstr("now, at version 5: 76.50 EUR"));
}

TEST_F(BankDemo, finds_what_it_did_when_started_again) {
  ASSERT_EQ(run({file()}).status, 0);
  const auto [status, said] = run({file()});
  EXPECT_EQ(status, 0) << said;
  EXPECT_THAT(said, HasSubstr("The file holds a bank already: 20 transfers"));
}

TEST_F(BankDemo, says_what_is_wrong_with_its_file) {
  const auto missing = run({"/nowhere/at/all/bank.db"});
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.said, HasSubstr("bank_demo: "));
  EXPECT_EQ(run({}).status, 2);
}

}  // namespace
