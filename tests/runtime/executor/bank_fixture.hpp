#pragma once

#include <bank/bank.hpp>
#include <gtest/gtest.h>

#include <cqrs/memory.hpp>

#include "bank_logic.hpp"

namespace bank_test {

using namespace cqrs::literals;

/// A clock that moves a second with every look at it.
class TickingClock final : public cqrs::Clock {
 public:
  cqrs::Instant now() override { return {next_.fetch_add(1'000'000'000)}; }

 private:
  std::atomic<std::int64_t> next_{1'767'258'000'000'000'000};  // 2026-01-01T09:00:00Z
};

inline bank::Money eur(cqrs::Decimal<18, 2> amount) { return {amount, bank::Currency::EUR}; }
inline cqrs::Actor teller() { return {.id = "tilly", .roles = {"teller"}}; }

/// Whether `outcome` is a rejection or an error of type `E`.
template <class E, class Outcome>
bool is(const Outcome& outcome) {
  return !outcome && std::holds_alternative<E>(outcome.error());
}

/// "accepted", or in words what is in the way.
template <class Outcome>
std::string describe(const Outcome& outcome) {
  if (outcome) return "accepted";
  return std::visit(
      [](const auto& why) -> std::string {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(why)>, cqrs::Error>) {
          return std::string(cqrs::to_string(why.code)) + ": " + why.text;
        } else {
          return why.message();
        }
      },
      outcome.error());
}

/// A bank on a store in memory.
class BankTest : public testing::Test {
 protected:
  bank::Bank start(cqrs::ApplicationOptions options = {}) {
    options.clock = &clock_;
    return bank::Bank::start(*store_, bank::externs<BankLogic>(), std::move(options)).value();
  }

  bank::AccountId open_account(bank::Bank& app, std::string owner = "Ada") {
    const auto id = bank::AccountId::make();
    const auto opened = app.execute(id, bank::Open{.owner = std::move(owner), .currency = bank::Currency::EUR});
    EXPECT_TRUE(opened) << describe(opened);
    return id;
  }

  cqrs::Version head(const bank::AccountId& id) {
    const auto key = cqrs::key_of(id);
    return store_->head({{}, bank::Account::kName, key}).value();
  }

  TickingClock clock_;
  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
};

}  // namespace bank_test
