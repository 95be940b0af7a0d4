#include <gmock/gmock.h>

#include "bank_fixture.hpp"

namespace bank_test {
namespace {

using bank::AccountStatus;
using bank::Deposit;
using bank::Open;
using bank::Withdraw;

class Execute : public BankTest {};

TEST_F(Execute, CarriesOutCommandsAndKeepsTheirEvents) {
  auto app = start();
  const auto ada = bank::AccountId::make();
  const auto opened = app.execute(ada, Open{.owner = "Ada", .currency = bank::Currency::EUR});
  ASSERT_TRUE(opened) << describe(opened);
  EXPECT_EQ(opened->versions, (cqrs::Versions{1, 1}));
  EXPECT_FALSE(opened->duplicate);

  const auto deposited = app.execute(ada, Deposit{.amount = eur("10.00"_dec), .note = "first"});
  ASSERT_TRUE(deposited) << describe(deposited);
  EXPECT_EQ(deposited->versions, (cqrs::Versions{2, 2}));
  EXPECT_LT(opened->position, deposited->position);

  const auto account = app.account(ada).current();
  ASSERT_TRUE(account);
  EXPECT_EQ(account->version, 2);
  EXPECT_EQ(account->state, (bank::AccountState{"Ada", eur("10.00"_dec), AccountStatus::open, {"first"}}));
}

TEST_F(Execute, StateSurvivesTheApplication) {
  auto ada = bank::AccountId();
  {
    auto app = start();
    ada = open_account(app);
    ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(7)}));
  }
  auto app = start();
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(3)}));
  EXPECT_EQ(app.account(ada).current()->state.balance, eur(10));
}

TEST_F(Execute, RejectsWithExactlyWhatTheCommandDeclares) {
  auto app = start();
  const auto ada = open_account(app);
  const auto nobody = bank::AccountId::make();

  EXPECT_TRUE(is<cqrs::AlreadyExists>(app.execute(ada, Open{.owner = "Eve", .currency = bank::Currency::USD})));
  EXPECT_TRUE(is<bank::AccountNotFound>(app.execute(nobody, Deposit{.amount = eur(1)})));
  EXPECT_TRUE(is<cqrs::DoesNotExist>(app.execute(nobody, bank::Close{})));
  EXPECT_TRUE(is<bank::CurrencyMismatch>(app.execute(ada, Deposit{.amount = {1, bank::Currency::USD}})));
  EXPECT_TRUE(is<cqrs::NotAllowed>(app.execute(ada, Withdraw{.amount = eur(1)})));

  const auto overdraft = app.execute(ada, Withdraw{.amount = eur("0.01"_dec)}, {.actor = teller()});
  ASSERT_TRUE(is<bank::InsufficientFunds>(overdraft));
  EXPECT_EQ(std::get<bank::InsufficientFunds>(overdraft.error()).missing, eur("0.01"_dec));
  EXPECT_EQ(head(ada), 1) << "a rejection stores nothing";
}

TEST_F(Execute, ReportsAllInvalidFieldsTogether) {
  auto app = start();
  const auto ada = open_account(app);
  const auto outcome = app.execute(ada, Deposit{.amount = eur(0), .note = "\xff"});
  ASSERT_TRUE(is<cqrs::Invalid>(outcome)) << describe(outcome);
  EXPECT_THAT(std::get<cqrs::Invalid>(outcome.error()).fields, testing::ElementsAre("amount", "note"));
  EXPECT_EQ(describe(outcome), "these fields are not valid: amount, note");
}

TEST_F(Execute, RejectsWhatOverflowsWhenItsEventsAreFolded) {
  auto app = start();
  const auto ada = open_account(app);
  const auto most = eur("9999999999999999.99"_dec);
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = most}));
  EXPECT_TRUE(is<cqrs::Overflow>(app.execute(ada, Deposit{.amount = most})));
  EXPECT_EQ(app.account(ada).current()->state.balance, most);
  EXPECT_TRUE(app.execute(ada, Withdraw{.amount = eur(1)}, {.actor = teller()})) << "the account goes on";
}

TEST_F(Execute, RejectsWhatBreaksAnInvariant) {
  auto app = start();
  const auto ada = open_account(app);
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(100)}));
  const auto outcome = app.execute(ada, bank::ApplyInterest{.rate = "-2"_dec});
  ASSERT_TRUE(is<cqrs::InvariantBroken>(outcome)) << describe(outcome);
  EXPECT_EQ(describe(outcome), "this would no longer hold: never overdrawn");
  EXPECT_EQ(app.account(ada).current()->state.balance, eur(100));
}

TEST_F(Execute, DecidesExternCommandsInCpp) {
  auto app = start();
  const auto ada = open_account(app);
  const auto nothing = app.execute(ada, bank::ApplyInterest{.rate = "0.5"_dec});
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(nothing->versions.empty());
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(100)}));
  ASSERT_TRUE(app.execute(ada, bank::ApplyInterest{.rate = "0.015"_dec}));
  EXPECT_EQ(app.account(ada).current()->state.balance, eur("101.50"_dec));
  ASSERT_TRUE(app.execute(ada, bank::Close{}));
  EXPECT_TRUE(is<bank::AccountNotOpen>(app.execute(ada, bank::ApplyInterest{.rate = "0.015"_dec})));
}

TEST_F(Execute, ACommandWithoutEventsIsAcceptedAndStoresNothing) {
  auto app = start();
  const auto ada = open_account(app);
  ASSERT_TRUE(app.execute(ada, bank::Close{}));
  const auto again = app.execute(ada, bank::Close{});
  ASSERT_TRUE(again) << describe(again);
  EXPECT_EQ(again->versions, (cqrs::Versions{3, 2}));
  EXPECT_EQ(again->position, store_->end(0).value());
}

TEST_F(Execute, AnExceptionOfAnExternBecomesAnError) {
  auto app = start();
  const auto id = bank::AccountId::make();
  const auto outcome = app.execute(id, Open{.owner = "Mallory", .currency = bank::Currency::EUR});
  ASSERT_TRUE(is<cqrs::Error>(outcome));
  EXPECT_EQ(std::get<cqrs::Error>(outcome.error()).code, cqrs::ErrorCode::handler_failed);
  EXPECT_THAT(describe(outcome), testing::HasSubstr("the score service does not answer"));
  EXPECT_TRUE(app.execute(id, Open{.owner = "Ada", .currency = bank::Currency::EUR})) << "the stream goes on";
}

TEST_F(Execute, AMissingExternIsNamed) {
  auto app = bank::Bank::start(*store_, {}).value();
  const auto outcome = app.execute(bank::AccountId::make(), Open{.owner = "Ada", .currency = bank::Currency::EUR});
  EXPECT_THAT(describe(outcome), testing::HasSubstr("bank.cqrs:22: riskScore"));
}

TEST_F(Execute, KeepsWhoWhenAndWhy) {
  auto app = start();
  const auto ada = open_account(app);
  const auto id = cqrs::Uuid::make();
  const auto correlation = cqrs::Uuid::make();
  const auto cause = cqrs::Uuid::make();
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(1)},
                          {.command_id = id,
                           .actor = teller(),
                           .correlation = correlation,
                           .causation = cause,
                           .trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                           .metadata = R"({"branch":"Zurich"})"}));
  const auto key = cqrs::key_of(ada);
  int seen = 0;
  const auto visit = [&](const cqrs::RecordedEvent& event) {
    ++seen;
    EXPECT_EQ(event.type, "bank.Account.MoneyDeposited");
    EXPECT_EQ(event.id, cqrs::event_id(id, 0));
    EXPECT_EQ(event.commit->command_id, id);
    EXPECT_EQ(event.commit->correlation, correlation);
    EXPECT_EQ(event.commit->causation, cause);
    EXPECT_EQ(event.commit->actor, "tilly");
    EXPECT_EQ(event.commit->trace, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    EXPECT_EQ(event.commit->open, R"({"branch":"Zurich"})");
    return cqrs::Visit::next;
  };
  ASSERT_TRUE(store_->read({{}, bank::Account::kName, key}, 2, cqrs::kNoLimit, visit));
  EXPECT_EQ(seen, 1);
}

TEST_F(Execute, TenantsDoNotSeeEachOther) {
  auto north = start({.tenant = "north"});
  auto south = start({.tenant = "south"});
  const auto id = open_account(north);
  EXPECT_EQ(south.account(id).current().error().code, cqrs::ErrorCode::not_found);
  EXPECT_TRUE(is<bank::AccountNotFound>(south.execute(id, Deposit{.amount = eur(1)})));
  EXPECT_TRUE(north.execute(id, Deposit{.amount = eur(1)}));
}

TEST_F(Execute, AnEventBeyondTheLimitsIsTooLarge) {
  cqrs::memory::Options options;
  options.limits.event_bytes = 100;
  store_ = cqrs::memory::open(options);
  auto app = start();
  const auto ada = open_account(app);
  const auto outcome = app.execute(ada, Deposit{.amount = eur(1), .note = std::string(200, 'x')});
  ASSERT_TRUE(is<cqrs::Error>(outcome));
  EXPECT_EQ(std::get<cqrs::Error>(outcome.error()).code, cqrs::ErrorCode::too_large);
  EXPECT_EQ(app.account(ada).current()->state.balance, eur(0)) << "what was not stored is not seen";
  EXPECT_TRUE(app.execute(ada, Deposit{.amount = eur(1)}));
}

TEST_F(Execute, KeepsNoMoreStatesThanItMay) {
  auto app = start({.cached_states = 2});
  std::vector<bank::AccountId> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(open_account(app));
  for (const auto& id : ids) {
    ASSERT_TRUE(app.execute(id, Deposit{.amount = eur(1)}));
    EXPECT_EQ(app.account(id).current()->version, 2);
  }
}

TEST_F(Execute, RefusesOptionsThatMakeNoSense) {
  const auto code = [&](cqrs::ApplicationOptions options) {
    return bank::Bank::start(*store_, {}, std::move(options)).error().code;
  };
  EXPECT_EQ(code({.clock = nullptr}), cqrs::ErrorCode::invalid_argument);
  EXPECT_EQ(code({.attempts = 0}), cqrs::ErrorCode::invalid_argument);
  EXPECT_EQ(code({.middleware = {nullptr}}), cqrs::ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace bank_test
