#include "support.hpp"

#include <cstdlib>
#include <fstream>

#include <sqlite3.h>

#include "bank_logic.hpp"

namespace cqrs::ctl {
namespace {

/// A clock that moves a second with every look at it.
class TickingClock final : public Clock {
 public:
  Instant now() override { return {next_ += 1'000'000'000}; }

 private:
  std::int64_t next_ = 1'767'258'000'000'000'000;  // 2026-01-01T09:00:00Z
};

std::string digits(int number) { return "0" + std::to_string(number); }

Uuid numbered_id(const std::string& kind, int number) {
  return *Uuid::from_text("01940000-" + kind + "-7000-8000-0000000000" + digits(number));
}

bank::AccountId account_id(int number) { return bank::AccountId(numbered_id("aaaa", number)); }

}  // namespace

ToolTest::ToolTest() : bank_(domain_of<bank::Bank>("bank", bank::externs<BankLogic>())) {}

std::string ToolTest::account(int number) { return "bank.Account/" + to_string(numbered_id("aaaa", number)); }

void ToolTest::fill_bank() {
  using namespace cqrs::literals;
  const auto file_store = sqlite::open(store());
  ASSERT_TRUE(file_store.has_value()) << file_store.error();
  TickingClock clock;
  ApplicationOptions options;
  options.clock = &clock;
  auto app = bank::Bank::start(**file_store, bank::externs<BankLogic>(), options).value();
  int command = 0;
  const auto send = [&](int account_number, const auto& what) {
    CommandOptions with{.command_id = numbered_id("cccc", ++command), .actor = {.id = "tilly", .roles = {"teller"}}};
    const auto done = app.execute(account_id(account_number), what, with);
    ASSERT_TRUE(done.has_value());
  };
  const auto euros = [](Decimal<18, 2> amount) { return bank::Money{amount, bank::Currency::EUR}; };
  send(1, bank::Open{.owner = "Ada", .currency = bank::Currency::EUR});
  send(2, bank::Open{.owner = "金子 花子", .currency = bank::Currency::EUR});
  send(1, bank::Deposit{.amount = euros("100.00"_dec), .note = "first savings"});
  send(2, bank::Deposit{.amount = euros("7.50"_dec), .note = "a\tnote\nof two lines"});
  send(1, bank::Withdraw{.amount = euros("30.00"_dec)});
  send(1, bank::Deposit{.amount = euros("5.00"_dec), .note = "the card was lost"});
}

Ran ToolTest::in_domain(const Domain& domain, const std::vector<std::string>& arguments, std::size_t width) const {
  std::ostringstream out;
  std::ostringstream err;
  Ran ran;
  ran.code = run(arguments, domain, {.out = out, .err = err, .width = width});
  const auto without_directory = [&](std::string text) {
    const std::string path = directory_.path().string();
    for (auto at = text.find(path); at != std::string::npos; at = text.find(path)) text.replace(at, path.size(), "DIR");
    return text;
  };
  ran.out = without_directory(out.str());
  ran.err = without_directory(err.str());
  return ran;
}

Ran ToolTest::bank_ctl(const std::vector<std::string>& arguments, std::size_t width) const {
  return in_domain(bank_, arguments, width);
}

Ran ToolTest::plain(const std::vector<std::string>& arguments, std::size_t width) const {
  return in_domain({}, arguments, width);
}

void ToolTest::execute_on(const std::string& file, const std::string& sql) {
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sql;
  EXPECT_EQ(sqlite3_changes(connection), 1) << sql;
  sqlite3_close(connection);
}

void ToolTest::damage(const std::string& text, const std::string& with) const {
  // SQLite's replace() takes the row for text, which it is not: cut it apart as bytes.
  execute("UPDATE log SET commits = CAST(substr(commits, 1, instr(commits, CAST('" + text +
          "' AS BLOB)) - 1) || CAST('" + with + "' AS BLOB) || substr(commits, instr(commits, CAST('" + text +
          "' AS BLOB)) + " + std::to_string(text.size()) +
          ") AS BLOB) WHERE first = (SELECT min(first) FROM log WHERE instr(commits, CAST('" + text +
          "' AS BLOB)) > 0)");
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

void expect_snapshot(const std::string& name, const std::string& text) {
  const std::string path = std::string(CQRS_CTL_SNAPSHOTS) + "/" + name;
  if (std::getenv("CQRS_UPDATE") != nullptr) {
    write_file(path, text);
    return;
  }
  EXPECT_EQ(text, read_file(path)) << "if this is meant, run this test with CQRS_UPDATE=1";
}

}  // namespace cqrs::ctl
