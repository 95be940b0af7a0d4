#include "../conformance/support.hpp"
#include "support.hpp"

namespace cqrs::ctl {
namespace {

using conformance::Append;
using testing::HasSubstr;

class VerifyTest : public ToolTest {
 protected:
  VerifyTest() { fill_bank(); }
};

TEST_F(VerifyTest, AStoreAsItWasWritten) {
  const auto verified = bank_ctl({"verify", store()});
  EXPECT_EQ(verified.code, 0);
  EXPECT_EQ(verified.out,
            "6 commits, 6 events, 2 streams, 6 commands; 6 events decoded\nEverything is as it was written.\n");
  EXPECT_EQ(bank_ctl({"verify", store(), "--json"}).out,
            "{\"commits\":6,\"events\":6,\"streams\":2,\"commands\":6,\"decoded\":6,\"found\":0,\"findings\":[]}\n");
}

TEST_F(VerifyTest, EveryDamagedFrameIsNamed) {
  damage("first savings", "First savings");
  damage("the card was lost", "the card Was lost");
  const auto verified = bank_ctl({"verify", store()});
  EXPECT_EQ(verified.code, 1);
  expect_snapshot("damaged.txt", verified.out + bank_ctl({"verify", store(), "--json"}).out);
}

TEST_F(VerifyTest, ACommitWhoseHeadIsDamagedDoesNotHideTheNext) {
  damage("tilly", "Tilly");  // the first row of the log
  const auto verified = bank_ctl({"verify", store()});
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.out, HasSubstr("damage: the row of the log at position 1"));
  EXPECT_THAT(verified.out, HasSubstr("version: " + account(1) + " goes from version 0 to 2"));
  EXPECT_THAT(verified.out, HasSubstr("5 commits, 5 events"));
}

TEST_F(VerifyTest, ALostRowIsSeen) {
  execute("DELETE FROM log WHERE first = 3");
  const auto verified = bank_ctl({"verify", store()});
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.out, HasSubstr("the row of the log at position 3, byte 0, is damaged: it is missing"));
}

TEST_F(VerifyTest, AnIndexThatForgotACommandIsSeen) {
  execute("DELETE FROM command WHERE position = 2");
  const auto verified = bank_ctl({"verify", store()});
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.out, HasSubstr("is not found by its id: a retry would be carried out again"));
}

TEST_F(VerifyTest, AnIndexThatForgotAStreamIsSeen) {
  execute("DELETE FROM stream WHERE hex(key) LIKE '%02'");
  const auto verified = bank_ctl({"verify", store()});
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.out, HasSubstr("index: 1 streams that are in the log are not listed"));
}

TEST_F(VerifyTest, WhatDoesNotDecodeIsNamed) {
  {
    const auto writer = sqlite::open(store()).value();
    ASSERT_TRUE(Append()
                    .write("bank.Account/x", {{.type = "bank.Account.MoneyDeposited", .body = "nonsense"},
                                              {.type = "bank.Account.NeverHeardOf"}})
                    .write("other/x", {{.type = "other.Happened"}})
                    .to(*writer)
                    .has_value());
  }
  const auto verified = bank_ctl({"verify", store()});
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.out, HasSubstr("layout: the event at 0-7-0 (bank.Account.MoneyDeposited v1 of bank.Account/x) "
                                      "holds bytes that its layout does not allow"));
  EXPECT_THAT(verified.out, HasSubstr("unknown: the event at 0-8-0 (bank.Account.NeverHeardOf v1"));
  EXPECT_THAT(verified.out, HasSubstr("2 findings."));
  EXPECT_EQ(plain({"verify", store()}).code, 0) << "without the domain nothing of this is known";
}

TEST_F(VerifyTest, AFileThatIsNoStore) {
  write_file(file("text"), "this is not a database, but a text that is long enough to be read as one");
  EXPECT_EQ(bank_ctl({"verify", file("text")}).code, 1);
  EXPECT_EQ(bank_ctl({"verify", file("missing")}).code, 3);
}

}  // namespace
}  // namespace cqrs::ctl
