#include <gmock/gmock.h>

#include "bank_fixture.hpp"

namespace bank_test {
namespace {

using bank::Deposit;

class Middleware : public BankTest {};

TEST_F(Middleware, AuthorizesBeforeAnythingElse) {
  auto app = start({.middleware = {cqrs::authorize([](const cqrs::CommandCall& call) -> cqrs::Result<void> {
                      if (call.options.actor.id || call.command == "bank.Account.Open") return {};
                      return cqrs::fail(cqrs::ErrorCode::unauthorized, "who are you?");
                    })}});
  const auto ada = open_account(app);
  const auto outcome = app.execute(ada, Deposit{.amount = eur(1)});
  ASSERT_TRUE(is<cqrs::Error>(outcome));
  EXPECT_EQ(std::get<cqrs::Error>(outcome.error()), (cqrs::Error{cqrs::ErrorCode::unauthorized, "who are you?"}));
  EXPECT_TRUE(app.execute(ada, Deposit{.amount = eur(1)}, {.actor = teller()}));
  EXPECT_EQ(head(ada), 2);
}

TEST_F(Middleware, CompletesWhatComesWithARequest) {
  auto app = start({.middleware = {cqrs::complete([](cqrs::CommandCall& call) { call.options.actor = teller(); })}});
  const auto ada = open_account(app);
  ASSERT_TRUE(app.execute(ada, Deposit{.amount = eur(1)}));
  EXPECT_TRUE(app.execute(ada, bank::Withdraw{.amount = eur(1)}));
}

TEST_F(Middleware, SeesHowCommandsEnd) {
  std::vector<std::string> log;
  const auto observer = cqrs::observe([&](const cqrs::CommandCall& call, const cqrs::CommandReport& report) {
    std::string line(call.command);
    if (report.accepted) line += " accepted at " + std::to_string(report.accepted->versions.last);
    if (report.rejection) line += " rejected: " + report.rejection->message;
    if (report.error) line += " failed: " + std::string(cqrs::to_string(report.error->code));
    EXPECT_LT(report.started, report.finished);
    log.push_back(line + ", decided " + std::to_string(report.attempts));
  });
  auto app = start({.middleware = {observer}});
  const auto ada = open_account(app);
  EXPECT_FALSE(app.execute(ada, Deposit{.amount = {1, bank::Currency::USD}}));
  EXPECT_FALSE(app.execute(bank::AccountId::make(), bank::Open{.owner = "Mallory"}));
  EXPECT_THAT(log, testing::ElementsAre("bank.Account.Open accepted at 1, decided 1",
                                        "bank.Account.Deposit rejected: currency mismatch, decided 1",
                                        "bank.Account.Open failed: handler_failed, decided 1"));
}

TEST_F(Middleware, RunsInOrderAndBackAndOnlyWhereItHasPassed) {
  std::vector<std::string> log;
  struct Named final : cqrs::Middleware {
    Named(std::vector<std::string>& to, std::string with_name, bool does_refuse)
        : log(to), name(std::move(with_name)), refuse(does_refuse) {}
    cqrs::Result<void> before(cqrs::CommandCall&) override {
      log.push_back("before " + name);
      if (refuse) return cqrs::fail(cqrs::ErrorCode::unauthorized, name);
      return {};
    }
    void after(const cqrs::CommandCall&, const cqrs::CommandReport&) override {
      log.push_back("after " + name);
      throw std::runtime_error("of no consequence");
    }
    std::vector<std::string>& log;
    std::string name;
    bool refuse;
  };
  auto app = start({.middleware = {std::make_shared<Named>(log, "a", false), std::make_shared<Named>(log, "b", false),
                                   std::make_shared<Named>(log, "c", true)}});
  EXPECT_FALSE(app.execute(bank::AccountId::make(), bank::Close{}));
  EXPECT_THAT(log, testing::ElementsAre("before a", "before b", "before c", "after b", "after a"));
}

TEST_F(Middleware, WhatItThrowsIsAnError) {
  auto app = start({.middleware = {cqrs::complete([](cqrs::CommandCall&) { throw std::runtime_error("broken"); })}});
  const auto outcome = app.execute(bank::AccountId::make(), bank::Close{});
  ASSERT_TRUE(is<cqrs::Error>(outcome));
  EXPECT_EQ(std::get<cqrs::Error>(outcome.error()).code, cqrs::ErrorCode::handler_failed);
}

TEST_F(Middleware, CannotExecuteCommandsItself) {
  bank::Bank* inner = nullptr;
  std::string answer;
  auto app = start({.middleware = {cqrs::complete([&](cqrs::CommandCall&) {
                      answer = describe(inner->execute(bank::AccountId::make(), bank::Close{}));
                      EXPECT_FALSE(inner->stop());
                    })}});
  inner = &app;
  EXPECT_FALSE(app.execute(bank::AccountId::make(), bank::Close{}));
  EXPECT_THAT(answer, testing::HasSubstr("invalid_argument"));
}

}  // namespace
}  // namespace bank_test
