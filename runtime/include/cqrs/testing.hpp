#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <cqrs/application.hpp>
#include <cqrs/text.hpp>

// Tests of a domain in its own words; what scenarios are compiled to, and what one writes by hand:
//
//   TEST(Account, RefusesAnOverdraft) {
//     cqrs::testing::Scenario<bank::Account>(bank::externs<BankLogic>())
//         .given(bank::AccountOpened{.owner = "Ada", .currency = bank::Currency::EUR})
//         .when(bank::Withdraw{.amount = {"10.00"_dec, bank::Currency::EUR}}, {.roles = {"teller"}})
//         .then_rejected(bank::InsufficientFunds{.missing = {"10.00"_dec, bank::Currency::EUR}});
//   }

namespace cqrs::testing {

/// What stands behind an event or a command: `at "…" by "…" as role "…"`. Without a time it is 2000-01-01T00:00:00Z.
struct Stamp {
  std::optional<Instant> at = std::nullopt;
  std::optional<std::string> by = std::nullopt;
  std::vector<std::string> roles = {};
};

/// Compares only the fields named, as a scenario does with those it writes down.
template <class T>
struct Only {
  T value;
  std::vector<std::string_view> fields;
};
template <class T>
[[nodiscard]] Only<T> only(T value, std::initializer_list<std::string_view> fields) {
  return {std::move(value), fields};
}

/// A value, as what is compared of it.
struct Printed {
  std::string type;
  std::string text;  ///< as a .cqrs file has it
  std::vector<PrintedField> leaves;
};

/// The untyped half of a scenario: a store in memory, an executor upon it, a clock that says what it is told.
class ScenarioRun {
 public:
  ScenarioRun(const AggregateDefinition& aggregate, Buffer key, std::shared_ptr<const void> externs);
  ScenarioRun(const ScenarioRun&) = delete;
  ScenarioRun& operator=(const ScenarioRun&) = delete;
  ~ScenarioRun();

  void give(const EncodedEvents& events, const Stamp& stamp);
  /// Before the task is made.
  [[nodiscard]] CommandOptions begin(const Stamp& stamp, std::string command);
  /// `rejection`: of a task that has been rejected.
  void execute(CommandTask& task);
  void rejected(Printed rejection);

  // What is wrong, with the whole story below it; empty where nothing is. `events` none: none may have happened.
  [[nodiscard]] std::string check_events(const std::vector<Printed>& expected) const;
  [[nodiscard]] std::string check_rejection(const Printed& expected) const;
  [[nodiscard]] std::string check_state(const std::vector<PrintedField>& actual, const Printed& expected) const;

  /// The state as it is now; null, with why in `problem`, where there is none.
  [[nodiscard]] std::shared_ptr<const void> state(std::string& problem) const;

  [[nodiscard]] const void* externs() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

namespace detail {

/// The leaves of the fields named.
[[nodiscard]] std::vector<PrintedField> choose(std::vector<PrintedField> leaves,
                                               const std::vector<std::string_view>& fields);

[[nodiscard]] Printed printed(std::string text, std::vector<PrintedField> leaves);

template <class T>
[[nodiscard]] Printed printed(const T& value) {
  return printed(to_text(value), leaves(value));
}
template <class T>
[[nodiscard]] Printed printed(const Only<T>& only) {
  return printed(to_text(only.value), choose(leaves(only.value), only.fields));
}

}  // namespace detail

/// One test of one aggregate. Failures are GoogleTest's, and do not end the test.
template <class Aggregate>
class Scenario {
  using Context = typename Aggregate::Context;
  using Externs = typename Context::Externs;
  using Id = typename Aggregate::Id;

 public:
  /// Failures are reported at the place where this is called.
  explicit Scenario(const Externs& externs = {}, std::source_location here = std::source_location::current())
      : Scenario(externs, here.file_name(), static_cast<int>(here.line())) {}
  Scenario(const Externs& externs, const char* file, int line)
      : file_(file),
        line_(line),
        run_(Aggregate::definition(), key_of(id()), std::make_shared<const Externs>(externs)) {}

  /// The id of the aggregate under test.
  [[nodiscard]] static Id id() {
    if constexpr (std::is_same_v<typename Id::Value, Uuid>)
      return Id(*Uuid::from_text("6f1c0000-0000-7000-8000-000000000001"));
    if constexpr (std::is_same_v<typename Id::Value, std::string>) return Id("scenario");
    if constexpr (std::is_integral_v<typename Id::Value>) return Id(1);
  }

  /// This has happened.
  template <class... Events>
    requires(requires { Events::kType; } && ...)
  Scenario& given(const Events&... events) {
    (given(events, Stamp{}), ...);
    return *this;
  }
  template <class Event>
  Scenario& given(const Event& event, const Stamp& stamp) {
    EncodedEvents events;
    events.add(event);
    run_.give(events, stamp);
    return *this;
  }

  /// Now this command is executed.
  template <class Command>
  Scenario& when(const Command& command, const Stamp& stamp = {}) {
    static_assert(std::is_same_v<typename Command::Aggregate, Aggregate>, "this command goes to another aggregate");
    cqrs::detail::TypedTask<Command> task(id(), &command, run_.begin(stamp, to_text(command)), run_.externs());
    run_.execute(task);
    if (task.ending() != CommandTask::Ending::rejected) return *this;
    std::visit(
        [&](const auto& why) {
          if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(why)>, Error>) {
            run_.rejected(detail::printed(why));
          }
        },
        *task.why());
    return *this;
  }

  /// The command came to exactly these events, in this order. Without a command: the events given are these today.
  template <class... Events>
  Scenario& then(const Events&... events) {
    return report(run_.check_events({detail::printed(events)...}));
  }
  Scenario& then_nothing() { return report(run_.check_events({})); }

  /// The command was rejected so.
  template <class Rejection>
  Scenario& then_rejected(const Rejection& rejection) {
    return report(run_.check_rejection(detail::printed(rejection)));
  }

  /// The aggregate's state is this.
  template <class State>
  Scenario& then_state(const State& state) {
    std::string problem;
    const auto actual = run_.state(problem);
    if (!actual) return report(problem);
    return report(
        run_.check_state(leaves(*static_cast<const typename Aggregate::State*>(actual.get())), detail::printed(state)));
  }

 private:
  Scenario& report(const std::string& problem) {
    if (!problem.empty()) ADD_FAILURE_AT(file_, line_) << problem;
    return *this;
  }

  const char* file_;
  int line_;
  ScenarioRun run_;
};

}  // namespace cqrs::testing
