#include <type_traits>

#include <bank/account.hpp>
#include <bank/account_views.hpp>
#include <gtest/gtest.h>

#include <cqrs/codec.hpp>

namespace {

using bank::Decision;

// Commands that exist here only, to see what may be made of what they declare.
struct Split {
  using Emits = cqrs::Emits<cqrs::Many<bank::OwnerRenamed>, cqrs::Many<bank::AccountClosed>>;
  using Rejects = cqrs::Rejects<cqrs::DoesNotExist>;
};

TEST(DecisionTest, TakesWhatTheCommandNamesAndNothingElse) {
  using Interest = Decision<bank::ApplyInterest>;
  static_assert(std::is_convertible_v<bank::MoneyDeposited, Interest>);
  static_assert(std::is_convertible_v<cqrs::Nothing, Interest>);
  static_assert(std::is_convertible_v<bank::AccountNotOpen, Interest>);
  static_assert(!std::is_convertible_v<bank::AccountClosed, Interest>, "an event it does not emit");
  static_assert(!std::is_convertible_v<bank::CurrencyMismatch, Interest>, "an error it does not reject with");
  static_assert(!std::is_convertible_v<cqrs::Error, Interest>, "a failure of the machinery is thrown");
  static_assert(!std::is_convertible_v<std::vector<bank::MoneyDeposited>, Interest>, "one event, not many");
  static_assert(!std::is_convertible_v<cqrs::Nothing, Decision<bank::Deposit>>, "Deposit always emits");
  static_assert(std::is_convertible_v<std::vector<bank::OwnerRenamed>, Decision<Split>>);
  SUCCEED();
}

TEST(DecisionTest, HoldsItsEventsEncoded) {
  const Decision<bank::ApplyInterest> decision = bank::MoneyDeposited{.note = "interest"};
  ASSERT_TRUE(decision.accepted());
  ASSERT_EQ(decision.events().size(), 1U);
  const auto& entry = decision.events().entries().front();
  EXPECT_EQ(entry.type, "bank.Account.MoneyDeposited");
  EXPECT_EQ(entry.layout_version, 1U);
  const auto event = cqrs::decode<bank::MoneyDeposited>(decision.events().body(entry));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->note, "interest");
}

TEST(DecisionTest, HoldsARejection) {
  const Decision<bank::ApplyInterest> decision = bank::AccountNotOpen{.status = bank::AccountStatus::frozen};
  EXPECT_FALSE(decision.accepted());
  EXPECT_TRUE(decision.events().empty());
  ASSERT_TRUE(decision.rejection());
  EXPECT_EQ(std::get<bank::AccountNotOpen>(*decision.rejection()).status, bank::AccountStatus::frozen);
}

TEST(DecisionTest, CollectsEventsOfSeveralTypesInOrder) {
  cqrs::Emit<Split> emit;
  emit(bank::OwnerRenamed{.owner = "Eve"});
  emit(bank::AccountClosed{});
  emit(bank::OwnerRenamed{.owner = "Ada"});
  const Decision<Split> decision = std::move(emit);
  ASSERT_EQ(decision.events().size(), 3U);
  const auto& entries = decision.events().entries();
  EXPECT_EQ(entries[1].type, "bank.Account.AccountClosed");
  EXPECT_EQ(cqrs::decode<bank::OwnerRenamed>(decision.events().body(entries[2]))->owner, "Ada");
  const Decision<Split> both = std::vector<bank::OwnerRenamed>{{.owner = "a"}, {.owner = "b"}};
  EXPECT_EQ(both.events().size(), 2U);
}

}  // namespace
