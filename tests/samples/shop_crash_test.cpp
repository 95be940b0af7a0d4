// Kills samples/shop under load, again and again on one file, with customers who misprint prices and rebuilds under
// way. In the end every read model must equal the fold of its events, as shop-ctl verify says. CQRS_SHOP_KILLS asks for
// more kills than CI has time for.

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "child_process.hpp"

namespace {

namespace fs = std::filesystem;

int kills() {
  const char* text = std::getenv("CQRS_SHOP_KILLS");
  return text == nullptr ? 12 : std::atoi(text);
}

/// Whose rows are built anew in this round; in every other one.
std::optional<std::string> rebuilt_in(int round) {
  static constexpr std::array kNames{"OrderView", "ArticleSales", "ProductCard", "DailyTurnover"};
  if (round % 2 == 0) return std::nullopt;
  return kNames[static_cast<std::size_t>(round / 2) % kNames.size()];
}

class ShopKilled : public testing::Test {
 protected:
  ShopKilled() : directory_(fs::temp_directory_path() / ("cqrs-shop-" + std::to_string(getpid()))) {
    fs::create_directories(directory_);
  }
  ~ShopKilled() override { fs::remove_all(directory_); }

  [[nodiscard]] std::string file() const { return (directory_ / "shop.db").string(); }

  std::vector<std::string> demo(int round, const std::string& seconds) const {
    std::vector<std::string> command{CQRS_SHOP_DEMO,        file(),        "--seconds", seconds,  "--seed",
                                     std::to_string(round), "--misprints", "0.05",      "--rate", "400"};
    if (const auto name = rebuilt_in(round)) command.insert(command.end(), {"--rebuild", *name});
    return command;
  }

  static std::string output_of(const std::vector<std::string>& command, int expected) {
    ChildProcess program(command, {.with_errors = true});
    std::string text = program.read_all();
    EXPECT_EQ(program.wait(), expected) << text;
    return text;
  }

 private:
  fs::path directory_;
};

TEST_F(ShopKilled, ReadModelsEqualTheFoldOfTheirEvents) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): a run can be repeated
  for (int round = 0; round < kills(); ++round) {
    ChildProcess program(demo(round, "60"), {.with_errors = true});
    ASSERT_TRUE(program.read_line()) << "it has not begun";  // it builds rows anew, or has drawn: it is at work
    const unsigned longest = rebuilt_in(round) && round % 4 == 1 ? 40 : 600;  // ms: into the building, or after it
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % longest));
    program.kill();
    ASSERT_EQ(program.wait(), 128 + SIGKILL);
  }
  const std::string last = output_of(demo(kills() * 2, "1"), 0);
  EXPECT_NE(last.find("Closed. Every read model shows all that was acknowledged"), std::string::npos) << last;

  const std::string verdict = output_of({CQRS_SHOP_CTL, "verify", file()}, 0);
  for (const char* name : {"ProductCard", "OrderView", "ArticleSales", "DailyTurnover"})
    EXPECT_NE(verdict.find(name), std::string::npos) << verdict;

  // What no row can hold waits, and the rest of the shop has gone on without it.
  const std::string letters = output_of({CQRS_SHOP_CTL, "dead-letters", "list", file()}, 0);
  EXPECT_NE(letters.find("MISPRINT-"), std::string::npos) << letters;
  EXPECT_EQ(letters.find("TEA-GREEN"), std::string::npos) << letters;
}

}  // namespace
