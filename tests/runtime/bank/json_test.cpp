#include <bank/account.hpp>
#include <gtest/gtest.h>

#include <cqrs/json.hpp>
#include <cqrs/text.hpp>

namespace {

using namespace bank;
using namespace cqrs::literals;

TEST(BankJson, WritesFieldsAsTheSourceNamesThem) {
  EXPECT_EQ(cqrs::to_json(MoneyDeposited{.amount = {"10.00"_dec, Currency::EUR}, .note = "a \"note\"\n"}),
            R"({"amount":{"amount":"10.00","currency":"EUR"},"note":"a \"note\"\n"})");
  EXPECT_EQ(cqrs::to_json(MoneyDeposited{.amount = {"-0.5"_dec, static_cast<Currency>(7)}}),
            R"({"amount":{"amount":"-0.50","currency":7}})");
  EXPECT_EQ(cqrs::to_json(AccountClosed{}), "{}");
}

TEST(BankJson, ReadsWhatItWrites) {
  const AccountState state{.owner = "Ada", .balance = {"12.34"_dec, Currency::GBP}, .notes = {"x", "é"}};
  const auto read = cqrs::from_json<AccountState>(cqrs::to_json(state));
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, state);
}

struct Wrong {
  const char* json;
  const char* error;
};

TEST(BankJson, SaysWhereItIsWrong) {
  const Wrong cases[] = {
      {R"({"amount":{"amount":"10.00"}})", "$.amount.currency: the field is missing"},
      {R"({"amount":{"amount":"10.00","currency":"EUR"},"nota":"x"})", "$.nota: there is no such field"},
      {R"({"amount":{"amount":10,"currency":"EUR"}})",
       R"($.amount.amount: a decimal is expected as a string, such as "10.00")"},
      {R"({"amount":{"amount":"10.001","currency":"EUR"}})",
       R"($.amount.amount: "10.001" is no decimal number of at most 16 digits before and 2 after the point)"},
      {R"({"amount":{"amount":"1","currency":"CHF"}})", R"($.amount.currency: "CHF" is not one of its names)"},
      {R"({"amount":{"amount":"1","currency":65536}})", "$.amount.currency: 65536 is no whole number from 0 to 65535"},
      {R"({"amount":{"amount":"1","currency":1,"amount":"1"}})", "$.amount.amount: the field is given twice"},
      {R"({"amount":{"amount":"1","currency":1},"note":null})", "$.note: a string is expected, not null"},
      {R"({"amount":{"amount":"1","currency":1}} x)", "$: there is more text after the value"},
      {R"({"amount":{"amount":"1","currency":1})",
       "$: the object is no JSON: a comma, a colon, a name in quotes or its end is missing"},
      {R"({"amount":{"amount":"1","currency":1}}{})", "$: there is more text after the value"},
      {"", "$: the text is empty"},
      {"7", "$: an object is expected"},
      {"[]", "$: an object is expected, not a list"},
      {"{\"note\":\"\xff\"}", "$: the text is not UTF-8"},
  };
  for (const Wrong& wrong : cases) {
    const auto read = cqrs::from_json<MoneyDeposited>(wrong.json);
    ASSERT_FALSE(read) << wrong.json;
    EXPECT_EQ(read.error().text, wrong.error) << wrong.json;
  }
}

}  // namespace
