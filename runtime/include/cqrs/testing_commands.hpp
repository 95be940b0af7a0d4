#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/pfr.hpp>
#include <gtest/gtest.h>

#include <cqrs/application.hpp>
#include <cqrs/testing_properties.hpp>

// What every command of every domain promises, wherever its aggregate has got to; the tests that the compiler writes
// ask for it by type. Needs the views of the aggregate.

namespace cqrs::testing {

/// A command that needs C++: it is decided there, or calls extern functions. What these throw is their own affair: such
/// a command is only to change nothing then.
template <class Command>
struct WithExterns {};

/// What the commands of an aggregate speak of, so that arbitrary ones come across it.
struct Vocabulary {
  std::initializer_list<std::string_view> roles = {};
  std::initializer_list<std::int64_t> numbers = {};
  std::initializer_list<std::string_view> texts = {};
};

/// What became of commands.
struct CommandCounts {
  std::uint64_t accepted = 0;
  std::uint64_t rejected = 0;
  std::uint64_t failed = 0;  ///< thrown out of C++
};

namespace detail {

/// One aggregate of one stream in a memory store, from some history on.
class CommandRun {
 public:
  /// `roles`: those that the aggregate's commands ask for.
  CommandRun(const Folding& folding, std::shared_ptr<const void> externs, std::vector<std::string> roles);
  CommandRun(const CommandRun&) = delete;
  CommandRun& operator=(const CommandRun&) = delete;
  ~CommandRun();

  /// Has happened before; left out where no state could follow from it: a number overflows, an invariant breaks.
  void give(const StoredEvent& event);

  /// Sent at some time by somebody.
  [[nodiscard]] CommandOptions options(Arbitrary& arbitrary);
  [[nodiscard]] const void* externs() const noexcept;

  /// Carries it out, and says what is wrong with what came of it, in one sentence; empty where all is well.
  [[nodiscard]] std::string carry_out(CommandTask& task, bool with_externs);

  /// Whether the state has grown so large that to go on would take long: some double with every event.
  [[nodiscard]] bool is_large() const noexcept;

  [[nodiscard]] const CommandCounts& counts() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

template <class Command>
struct CommandKind {
  using Type = Command;
  static constexpr bool kWithExterns = false;
};
template <class Command>
struct CommandKind<WithExterns<Command>> {
  using Type = Command;
  static constexpr bool kWithExterns = true;
};

template <class Command>
Command arbitrary_command(Arbitrary& arbitrary) {
  Command command{};
  boost::pfr::for_each_field(command,
                             [&](auto& field) { field = arbitrary.make<std::remove_cvref_t<decltype(field)>>(); });
  return command;
}

template <class Item>
[[nodiscard]] std::string command_violation(CommandRun& run, Bytes key, Arbitrary& arbitrary) {
  using Command = typename CommandKind<Item>::Type;
  using Id = typename Command::Aggregate::Id;
  const auto command = arbitrary_command<Command>(arbitrary);
  cqrs::detail::TypedTask<Command> task(id_of<Id>(key), &command, run.options(arbitrary), run.externs());
  std::string violation = run.carry_out(task, CommandKind<Item>::kWithExterns);
  return violation.empty() ? violation : to_text(command) + ": " + violation;
}

}  // namespace detail

/// The events of an aggregate: what may have happened when the first command arrives.
template <class... Events>
struct Past {
  static detail::StoredEvent arbitrary_event(const AggregateDefinition& definition, Arbitrary& arbitrary) {
    using Make = detail::StoredEvent (*)(const AggregateDefinition&, Arbitrary&);
    static constexpr Make kMakers[] = {&detail::arbitrary_event<Events>...};
    return kMakers[arbitrary.below(std::size(kMakers))](definition, arbitrary);
  }
};

/// Any command on any state that events and commands lead to ends with events or with one of its own rejections. When
/// it is accepted, the state kept is the one its stored events fold to, all invariants hold in it, and it can be
/// stored; else nothing has changed. A Command may be WithExterns of one.
template <class Aggregate, class History, class... Commands, class Externs>
void check_commands(const Externs& externs, const Vocabulary& words = {}, CommandCounts* counts = nullptr) {
  using Violation = std::string (*)(detail::CommandRun&, Bytes, Arbitrary&);
  static constexpr Violation kCommands[] = {&detail::command_violation<Commands>...};
  constexpr std::uint64_t kLives = 64;
  constexpr std::uint64_t kCommandsOfALife = 64;
  CommandCounts all;
  for (std::uint64_t seed = 0; seed < kLives; ++seed) {
    Arbitrary arbitrary(seed);
    // Most lives are of values that meet again, or hardly a command would find what another one has left.
    if (seed % 4 != 0) arbitrary.everyday(words.numbers, words.texts);
    detail::Folding folding = detail::folding_of<Aggregate>(externs, arbitrary);
    while (folding.key.empty()) folding.key = key_of(arbitrary.make<typename Aggregate::Id>());
    detail::CommandRun run(folding, std::make_shared<Externs>(externs), {words.roles.begin(), words.roles.end()});
    for (std::uint64_t past = seed % 2 == 0 ? 0 : arbitrary.below(8); past > 0; --past) {
      run.give(History::arbitrary_event(folding.definition, arbitrary));
    }
    for (std::uint64_t i = 0; i < kCommandsOfALife && !run.is_large(); ++i) {
      const auto command = kCommands[arbitrary.below(std::size(kCommands))];
      ASSERT_EQ(command(run, folding.key, arbitrary), "") << "seed " << seed << ", command " << i;
    }
    all.accepted += run.counts().accepted;
    all.rejected += run.counts().rejected;
    all.failed += run.counts().failed;
  }
  ::testing::Test::RecordProperty("accepted", std::to_string(all.accepted));
  ::testing::Test::RecordProperty("rejected", std::to_string(all.rejected));
  if (counts != nullptr) *counts = all;
}

}  // namespace cqrs::testing
