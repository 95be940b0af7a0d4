#include <bank/account_views.hpp>
#include <gtest/gtest.h>

#include <cqrs/codec.hpp>
#include <cqrs/text.hpp>

namespace {

using namespace bank;
using namespace cqrs::literals;

cqrs::Buffer bytes(std::initializer_list<int> values) {
  cqrs::Buffer out;
  for (const int value : values) out.push_back(static_cast<std::byte>(value));
  return out;
}

TEST(BankBinary, WritesTheLayoutOfTheSpecification) {
  const MoneyDeposited deposited{.amount = {"10.00"_dec, Currency::EUR}, .note = "hi"};
  const auto encoded = cqrs::encode(deposited);
  ASSERT_TRUE(encoded) << encoded.error();
  EXPECT_EQ(*encoded, bytes({1, 0xe8, 3, 0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 'h', 'i'}));
}

TEST(BankBinary, ReadsInPlace) {
  const AccountState state{.owner = "Ada",
                           .balance = {"-0.01"_dec, Currency::USD},
                           .status = static_cast<AccountStatus>(9),
                           .notes = {"one", "", "three"}};
  const auto encoded = cqrs::encode(state);
  ASSERT_TRUE(encoded) << encoded.error();
  const auto view = cqrs::open<AccountState>(*encoded);
  ASSERT_TRUE(view) << view.error();
  EXPECT_EQ(view->owner(), "Ada");
  EXPECT_EQ(view->balance().amount(), "-0.01"_dec);
  EXPECT_EQ(view->balance().currency(), Currency::USD);
  EXPECT_EQ(static_cast<int>(view->status()), 9);
  ASSERT_EQ(view->notes().size(), 3U);
  EXPECT_EQ(view->notes()[2], "three");
  EXPECT_EQ(cqrs::to_struct<AccountState>(*view), state);
}

TEST(BankBinary, KeepsWhatIsAbsentAbsent) {
  for (const std::optional<TransferId>& transfer : {std::optional<TransferId>(), std::optional(TransferId::make())}) {
    const MoneyWithdrawn withdrawn{.amount = {"1"_dec, Currency::GBP}, .transfer = transfer};
    const auto encoded = cqrs::encode(withdrawn);
    ASSERT_TRUE(encoded) << encoded.error();
    EXPECT_EQ(encoded->size(), 27U);
    const auto decoded = cqrs::decode<MoneyWithdrawn>(*encoded);
    ASSERT_TRUE(decoded) << decoded.error();
    EXPECT_EQ(*decoded, withdrawn);
  }
}

TEST(BankBinary, AnEventWithoutFieldsTakesNoBytes) {
  const auto encoded = cqrs::encode(AccountClosed{});
  ASSERT_TRUE(encoded);
  EXPECT_TRUE(encoded->empty());
  EXPECT_TRUE(cqrs::decode<AccountClosed>(*encoded));
  EXPECT_FALSE(cqrs::decode<AccountClosed>(bytes({0})));
}

TEST(BankBinary, RefusesTextThatIsNotUtf8) {
  const auto encoded = cqrs::encode(OwnerRenamed{.owner = "\xff"});
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error(), (cqrs::Error{cqrs::ErrorCode::invalid_argument, "owner: the text is not UTF-8"}));
}

}  // namespace
