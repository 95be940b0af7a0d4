#include <utility>

#include <bank/account_views.hpp>
#include <bank/bank.hpp>
#include <bank/externs.hpp>
#include <bank/history_views.hpp>
#include <gtest/gtest.h>

#include <cqrs/arithmetic.hpp>
#include <cqrs/decision.hpp>
#include <cqrs/testing_commands.hpp>
#include <cqrs/testing_properties.hpp>

// Each proof has to fail where what it proves is not so. The definition of the bank's account, with one defect each.
namespace cqrs::testing {
namespace {

using detail::Folding;
using detail::StoredEvent;

/// A copy of the account's definition that can be spoiled.
class Spoiled {
 public:
  Spoiled() : layouts_(original().events.begin(), original().events.end()) { definition_.events = layouts_; }
  static const AggregateDefinition& original() { return bank::Account::definition(); }

  EventLayout& layout(std::string_view type, std::uint32_t version) {
    return const_cast<EventLayout&>(*detail::find_layout(definition_, type, version));
  }
  [[nodiscard]] Folding folding() const {
    static const bank::Externs kTable{};
    Arbitrary arbitrary(1);
    Folding folding = detail::folding_of<bank::Account>(kTable, arbitrary);
    return {definition_, folding.externs, folding.key, folding.state_text, folding.stored_copy};
  }

  AggregateDefinition definition_ = original();

 private:
  std::vector<EventLayout> layouts_;
};

StoredEvent opened(Spoiled& spoiled) {
  return {&spoiled.layout(bank::v1::AccountOpened::kType, 1), encode(bank::v1::AccountOpened{.name = "Ada"}).value()};
}

bool fold_nothing(void*, Bytes, const Meta&, const void*) { return true; }
bool overflow(void*, Bytes, const Meta&, const void*) { throw_overflow(); }
bool refuse(void*, Bytes, const Meta&, const void*) { return false; }

/// A command to an aggregate of the spoiled definition.
template <class Command>
class SpoiledTask final : public CommandTask {
 public:
  SpoiledTask(const AggregateDefinition& definition, const Buffer& key, const Command& command, CommandOptions options,
              const void* externs)
      : CommandTask(definition, Command::kName, key, CommandOptions(options)),
        sound_(id_of<typename Command::Aggregate::Id>(key), &command, std::move(options), externs) {}
  bool decide(const void* state, const Context& context, EncodedEvents& events) override {
    return sound_.decide(state, context, events);
  }
  bool reject_overflow() override { return sound_.reject_overflow(); }
  bool reject_invariant(std::string_view invariant) override { return sound_.reject_invariant(invariant); }
  [[nodiscard]] std::string body_text() const override { return sound_.body_text(); }
  [[nodiscard]] Rejection rejection() const override { return sound_.rejection(); }

 private:
  cqrs::detail::TypedTask<Command> sound_;
};

TEST(Upcasts, AreProvedOfWhatIsSound) {
  Spoiled spoiled;
  EXPECT_EQ(detail::upcast_violation(spoiled.folding(), opened(spoiled)), "");
  Arbitrary arbitrary(1);
  EXPECT_EQ(detail::damage_violation(spoiled.folding(), opened(spoiled), arbitrary), "");
}

TEST(Upcasts, ThatFoldSomethingElseAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::v1::AccountOpened::kType, 1).fold = fold_nothing;
  EXPECT_NE(detail::upcast_violation(spoiled.folding(), opened(spoiled)).find("what it becomes to"), std::string::npos);
}

TEST(Upcasts, ThatOverflowInOneWayOnlyAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::AccountOpened::kType, bank::AccountOpened::kVersion).fold = overflow;
  EXPECT_EQ(detail::upcast_violation(spoiled.folding(), opened(spoiled)),
            "folding it and folding what it becomes do not overflow alike");
}

TEST(Upcasts, ToWhatCannotBeStoredAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::AccountOpened::kType, bank::AccountOpened::kVersion).fold = refuse;
  EXPECT_NE(detail::upcast_violation(spoiled.folding(), opened(spoiled)).find("cannot be stored"), std::string::npos);
}

TEST(Upcasts, ToAnEventOfHistoryAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::v1::AccountOpened::kType, 1).upcast = [](EncodedEvents& today, Bytes, const Meta&, const void*) {
    today.add(bank::v1::Renamed{});
    return true;
  };
  EXPECT_NE(detail::upcast_violation(spoiled.folding(), opened(spoiled)).find("not today's"), std::string::npos);
}

TEST(Upcasts, ThatTakeHalfAnEventAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::v1::AccountOpened::kType, 1).fold = fold_nothing;
  Arbitrary arbitrary(1);
  EXPECT_EQ(detail::damage_violation(spoiled.folding(), opened(spoiled), arbitrary), "its first 0 bytes are accepted");
}

TEST(Replays, AreProvedOfWhatIsSound) {
  Spoiled spoiled;
  EXPECT_EQ(detail::replay_violation(spoiled.folding(), {opened(spoiled), opened(spoiled)}, 0), "");
}

TEST(Replays, ThatDependOnMoreThanTheEventsAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::v1::AccountOpened::kType, 1).fold = [](void* state, Bytes, const Meta&, const void*) {
    static int calls = 0;
    static_cast<bank::AccountState*>(state)->notes.push_back(std::to_string(++calls));
    return true;
  };
  EXPECT_NE(detail::replay_violation(spoiled.folding(), {opened(spoiled)}, 1).find("another state at event 1"),
            std::string::npos);
}

TEST(Replays, FromASnapshotThatLosesSomethingAreFound) {
  Spoiled spoiled;
  const Folding sound = spoiled.folding();
  const Folding folding{sound.definition, sound.externs, sound.key, sound.state_text,
                        [](const void*) -> std::shared_ptr<void> { return std::make_shared<bank::AccountState>(); }};
  const auto note = StoredEvent{&spoiled.layout(bank::v1::NoteAdded::kType, 1), encode(bank::v1::NoteAdded{}).value()};
  EXPECT_NE(detail::replay_violation(folding, {opened(spoiled), note}, 0).find("begins with a snapshot"),
            std::string::npos);
}

/// What is wrong with a withdrawal from an account of the spoiled definition that holds `balance`.
std::string withdraw(Spoiled& spoiled, const bank::Externs& externs, const char* balance = "10.00") {
  const Folding folding = spoiled.folding();
  detail::CommandRun run(folding, std::make_shared<bank::Externs>(externs), {"teller"});
  const auto give = [&](const auto& event) {
    using Event = std::remove_cvref_t<decltype(event)>;
    run.give({&spoiled.layout(Event::kType, Event::kVersion), encode(event).value()});
  };
  give(bank::AccountOpened{.owner = "Ada", .currency = bank::Currency::EUR});
  give(bank::MoneyDeposited{.amount = {*Decimal<18, 2>::parse(balance), bank::Currency::EUR}});
  const bank::Withdraw command{.amount = {*Decimal<18, 2>::parse("10.00"), bank::Currency::EUR}};
  CommandOptions options;
  options.actor.roles = {"teller"};
  SpoiledTask<bank::Withdraw> task(spoiled.definition_, folding.key, command, options, run.externs());
  return run.carry_out(task, false);
}

TEST(Commands, AreProvedOfWhatIsSound) {
  Spoiled spoiled;
  EXPECT_EQ(withdraw(spoiled, {}), "");
  EXPECT_EQ(withdraw(spoiled, {}, "9.99"), "") << "a rejection";
}

TEST(Commands, ThatBreakAnInvariantAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::MoneyWithdrawn::kType, 1).fold = [](void* state, Bytes, const Meta&, const void*) {
    static_cast<bank::AccountState*>(state)->balance.amount = *Decimal<18, 2>::parse("-1");
    return true;
  };
  // The executor asks once, and is told that all is well.
  spoiled.definition_.broken_invariant = [](const void* state) -> std::string_view {
    static int asked = 0;
    return asked++ < 3 ? "" : Spoiled::original().broken_invariant(state);
  };
  EXPECT_NE(withdraw(spoiled, {}).find("breaks the invariant"), std::string::npos);
}

TEST(Commands, WhoseEventsFoldToAnotherStateAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::MoneyWithdrawn::kType, 1).fold = [](void* state, Bytes, const Meta&, const void*) {
    static int calls = 0;
    static_cast<bank::AccountState*>(state)->notes.push_back(std::to_string(++calls));
    return true;
  };
  EXPECT_NE(withdraw(spoiled, {}).find("and its events fold to"), std::string::npos);
}

TEST(Commands, WhoseEventsCannotBeReadAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::MoneyWithdrawn::kType, 1).fold = refuse;
  EXPECT_NE(withdraw(spoiled, {}).find("it fails: "), std::string::npos);
}

TEST(Commands, ThatLeaveAStateWhichCannotBeStoredAreFound) {
  Spoiled spoiled;
  spoiled.layout(bank::MoneyWithdrawn::kType, 1).fold = [](void* state, Bytes, const Meta&, const void*) {
    static_cast<bank::AccountState*>(state)->owner = "\xff";
    return true;
  };
  EXPECT_NE(withdraw(spoiled, {}).find("cannot be stored"), std::string::npos);
}

TEST(Commands, MeetWhatOthersHaveLeft) {
  CommandCounts counts;
  check_commands<bank::Account, Past<bank::AccountOpened, bank::MoneyDeposited>, bank::Deposit, bank::Withdraw>(
      bank::Externs{}, {.roles = {"teller"}}, &counts);
  EXPECT_GT(counts.accepted, 100U);
  EXPECT_GT(counts.rejected, 100U);
  EXPECT_EQ(counts.failed, 0U);
}

}  // namespace
}  // namespace cqrs::testing
