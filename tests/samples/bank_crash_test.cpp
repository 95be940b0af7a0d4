// Kills samples/bank in the middle of what it does, fifty times on one file, and looks for everything it called done.

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <regex>
#include <thread>

#include <bank/bank.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cqrs/sqlite.hpp>
#include <cqrs/stream_key.hpp>

#include "bank_logic.hpp"
#include "child_process.hpp"

namespace {

namespace fs = std::filesystem;

constexpr int kKills = 50;
constexpr auto kAccountEvents = "bank.Account";

/// What a line of the demo said was done.
struct AccountClaim {
  std::string balance;
  cqrs::Version version;
  bank::AccountId account;
};
struct TransferClaim {
  std::string stage;
  bank::TransferId transfer;
};
struct Claims {
  std::vector<AccountClaim> accounts;
  std::vector<TransferClaim> transfers;

  void add(const std::string& line) {
    static const std::regex account_line(R"(  done .* (-?[0-9.]+ [A-Z]{3}) at version ([0-9]+) of ([0-9a-f-]{36}).*)");
    static const std::regex transfer_line(R"(  done .* ([a-z]+), transfer ([0-9a-f-]{36}).*)");
    std::smatch match;
    if (std::regex_match(line, match, account_line)) {
      accounts.push_back({match[1], std::stoll(match[2]), bank::AccountId::parse(match[3].str()).value()});
    } else if (std::regex_match(line, match, transfer_line)) {
      transfers.push_back({match[1], bank::TransferId::parse(match[2].str()).value()});
    } else if (line.starts_with("  done")) {
      ADD_FAILURE() << "this test does not understand the demo's line: " << line;
    }
  }
  [[nodiscard]] std::size_t size() const { return accounts.size() + transfers.size(); }
};

std::string text(const bank::Money& money) {
  return to_string(money.amount) + " " + std::string(enum_name(money.currency));
}

/// The bank of the demo's file, opened by the test while the demo does not run.
class Inspection {
 public:
  explicit Inspection(const std::string& file)
      : store_(cqrs::sqlite::open(file).value()),
        bank_(bank::Bank::start(*store_, bank::externs<BankLogic>()).value()) {}

  void expect(const Claims& claims) const {
    for (const auto& claim : claims.accounts) {
      const auto then = bank_.account(claim.account).at(cqrs::version{claim.version});
      ASSERT_TRUE(then) << "lost: version " << claim.version << " of " << claim.account << ": " << then.error();
      EXPECT_EQ(text(then->state.balance), claim.balance) << "version " << claim.version << " of " << claim.account;
    }
    for (const auto& claim : claims.transfers) {
      const auto now = bank_.transfer(claim.transfer).current();
      ASSERT_TRUE(now) << "lost: transfer " << claim.transfer << ": " << now.error();
      EXPECT_EQ(enum_name(now->state.stage), claim.stage) << "transfer " << claim.transfer;
    }
  }

  /// What all transfers together did to all balances. Money in transit aside that is nothing: none is made or lost.
  [[nodiscard]] cqrs::Decimal<18, 2> sum_of_transfers() const {
    cqrs::Decimal<18, 2> sum;
    static constexpr std::string_view kAccounts[] = {kAccountEvents};
    const auto read =
        store_->read_all({}, {.categories = kAccounts}, cqrs::kNoLimit, [&](const cqrs::RecordedEvent& event) {
          if (event.commit->actor == "transfers") {
            const auto account = bank_.account(cqrs::id_of<bank::AccountId>(event.stream.key));
            const auto after = account.at(cqrs::version{event.version}).value();
            const auto before = account.at(cqrs::version{event.version - 1}).value();
            sum += cqrs::Decimal<18, 2>(after.state.balance.amount - before.state.balance.amount);
          }
          return cqrs::Visit::next;
        });
    EXPECT_TRUE(read) << read.error();
    return sum;
  }

 private:
  std::unique_ptr<cqrs::sqlite::SqliteStore> store_;
  bank::Bank bank_;
};

/// Runs the demo up to a random line and a random moment after it, kills it, and gives everything that it had said.
Claims run_and_kill(const std::string& file, std::mt19937& random) {
  ChildProcess demo({CQRS_BANK_DEMO, file}, {});
  Claims claims;
  const auto last_line = std::uniform_int_distribution<int>(0, 50)(random);
  for (int line = 0; line < last_line; ++line) {
    const auto said = demo.read_line();
    if (!said) break;
    claims.add(*said);
  }
  std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(0, 3000)(random)));
  demo.kill();
  while (const auto said = demo.read_line()) claims.add(*said);
  demo.wait();
  return claims;
}

TEST(BankDemoKilled, loses_nothing_that_it_called_done) {
  const auto directory = fs::temp_directory_path() / ("bank_crash_test." + std::to_string(::getpid()));
  fs::remove_all(directory);
  fs::create_directories(directory);
  const auto file = (directory / "bank.db").string();

  const auto* wanted = std::getenv("CQRS_SEED");
  const auto seed = wanted != nullptr ? static_cast<unsigned>(std::stoul(wanted)) : std::random_device{}();
  SCOPED_TRACE("again with CQRS_SEED=" + std::to_string(seed));
  std::mt19937 random(seed);

  Claims all;
  for (int kill = 0; kill < kKills; ++kill) {
    SCOPED_TRACE("kill number " + std::to_string(kill + 1));
    const auto claims = run_and_kill(file, random);
    if (fs::exists(file)) Inspection(file).expect(claims);
    ASSERT_FALSE(testing::Test::HasFailure());
    all.accounts.insert(all.accounts.end(), claims.accounts.begin(), claims.accounts.end());
    all.transfers.insert(all.transfers.end(), claims.transfers.begin(), claims.transfers.end());
  }
  // On the average half of the demo's lines were reached; far fewer would mean that nothing was tried.
  EXPECT_GT(all.size(), 300U);

  ChildProcess undisturbed({CQRS_BANK_DEMO, file}, {});
  undisturbed.read_all();
  ASSERT_EQ(undisturbed.wait(), 0) << "the demo does not go on after " << kKills << " kills";
  Inspection inspection(file);
  inspection.expect(all);
  EXPECT_EQ(inspection.sum_of_transfers(), (cqrs::Decimal<18, 2>{})) << "transfers have made or lost money";
  fs::remove_all(directory);
}

}  // namespace
