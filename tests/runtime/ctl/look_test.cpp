// What people look at: streams, events, states.

#include "support.hpp"

namespace cqrs::ctl {
namespace {

using testing::HasSubstr;

class LookTest : public ToolTest {
 protected:
  LookTest() { fill_bank(); }
};

TEST_F(LookTest, TablesFitTheTerminal) {
  std::string text;
  for (const std::size_t width : {60U, 80U, 120U, 0U}) {
    text += "--- streams in " + std::to_string(width) + " columns\n" + bank_ctl({"streams", store()}, width).out;
    text += "--- events in " + std::to_string(width) + " columns\n" + bank_ctl({"events", store()}, width).out;
  }
  text += "--- events without the domain\n" + plain({"events", store()}, 100).out;
  expect_snapshot("tables.txt", text);
}

TEST_F(LookTest, JsonSaysEverything) {
  std::string text = "--- streams\n" + bank_ctl({"streams", store(), "--json"}).out;
  text += "--- events\n" + bank_ctl({"events", store(), "--json"}).out;
  text += "--- events without the domain\n" + plain({"events", store(), "--json", "--limit", "2"}).out;
  expect_snapshot("json.txt", text);
}

TEST_F(LookTest, StatesOfAnyTime) {
  std::string text = bank_ctl({"state", store(), account(1)}).out;
  text += bank_ctl({"state", store(), account(1), "--at", "2", "--json"}).out;
  text += bank_ctl({"state", store(), account(2), "--at", "2026-01-01T09:00:03Z", "--json"}).out;
  expect_snapshot("states.txt", text);
}

TEST_F(LookTest, StreamsAreFiltered) {
  EXPECT_THAT(bank_ctl({"streams", store(), "--category", "bank.Account", "--limit", "1"}).out, HasSubstr("aaaa"));
  EXPECT_EQ(bank_ctl({"streams", store(), "--category", "bank.Nothing", "--json"}).out, "");
  EXPECT_EQ(bank_ctl({"streams", store(), "--tenant", "acme", "--json"}).out, "");
}

TEST_F(LookTest, EventsAreFiltered) {
  const auto count = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"events", store(), "--json"});
    const auto ran = bank_ctl(arguments);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return std::count(ran.out.begin(), ran.out.end(), '\n');
  };
  EXPECT_EQ(count({}), 6);
  EXPECT_EQ(count({"--stream", account(1)}), 4);
  EXPECT_EQ(count({"--stream", account(1), "--stream", account(2)}), 6);
  EXPECT_EQ(count({"--type", "bank.Account.AccountOpened"}), 2);
  EXPECT_EQ(count({"--after", "4"}), 2);
  EXPECT_EQ(count({"--after", "0-4-0", "--limit", "1"}), 1);
  EXPECT_EQ(count({"--after", "end"}), 0);
  EXPECT_EQ(count({"--tag", "nothing"}), 0);
  EXPECT_EQ(count({"--limit", "2", "--follow"}), 2) << "it ends where the limit is reached";
}

TEST_F(LookTest, SaysWhatIsNotThere) {
  std::string text;
  const auto add = [&](const Ran& ran) { text += std::to_string(ran.code) + ": " + ran.err; };
  add(bank_ctl({"state", store(), account(9)}));
  add(bank_ctl({"state", store(), "nonsense"}));
  add(bank_ctl({"state", store(), account(1), "--at", "99"}));
  add(bank_ctl({"state", store(), account(1), "--at", "yesterday"}));
  add(bank_ctl({"state", store(), account(1), "--at", "2020-01-01T00:00:00Z"}));
  add(bank_ctl({"events", store(), "--stream", account(9)}));
  add(bank_ctl({"events", store(), "--after", "later"}));
  add(bank_ctl({"events", file("missing.db")}));
  add(bank_ctl({"events", "postgres://host/bank"}));
  add(bank_ctl({"events", "sqlite:" + file("missing.db")}));
  add(plain({"state", store(), account(1)}));
  expect_snapshot("errors.txt", text);
}

TEST_F(LookTest, WorksBesideAWriter) {
  const auto writer = sqlite::open(store());
  ASSERT_TRUE(writer.has_value()) << writer.error();
  EXPECT_EQ(bank_ctl({"events", store()}).code, 0);
  EXPECT_EQ(bank_ctl({"streams", "sqlite:" + store()}).code, 0);
}

}  // namespace
}  // namespace cqrs::ctl
