#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <cqrs/command.hpp>
#include <cqrs/executor.hpp>
#include <cqrs/json.hpp>
#include <cqrs/log.hpp>
#include <cqrs/projections.hpp>
#include <cqrs/query.hpp>
#include <cqrs/stream_key.hpp>

namespace cqrs {

/// How an application runs. The defaults serve.
struct ApplicationOptions {
  Clock* clock = &system_clock();     ///< outlives the application
  Random* random = &system_random();  ///< outlives the application
  Services services = {};             ///< what extern commands find in their Context
  std::vector<std::shared_ptr<Middleware>> middleware = {};
  std::string tenant = {};             ///< whose streams these are; empty where there are no tenants
  std::size_t cached_states = 10'000;  ///< states kept in memory, least recently used go first
  std::size_t in_flight = 4'096;       ///< commands taken in and not yet answered; more wait (back-pressure)
  unsigned attempts = 16;              ///< decisions made for one command, when others keep changing its stream
  /// Threads that carry out what `submit` takes in; started with the first of them. 0: the thread that submits does it
  /// before `submit` returns.
  unsigned workers = 2;
  ProjectionOptions projections = {};
  Log* log = &no_log();  ///< of the projections too, if they have none of their own; outlives the application
};

/// Names the version of a state that is asked for: `app.account(ada).at(cqrs::version{3})`.
struct version {  // NOLINT(readability-identifier-naming): reads as a word in what users write
  Version number = 0;
};

/// A state, and the version of its stream it is the state at.
template <class State>
struct Versioned {
  State state;
  Version version = 0;
};

/// One aggregate of a running application, to look at. Costs nothing until asked; may outlive the application, and
/// gives `stopped` then. Thread-safe.
template <class Aggregate>
class AggregateHandle {
 public:
  using State = typename Aggregate::State;

  AggregateHandle(std::shared_ptr<Executor> executor, const typename Aggregate::Id& id)
      : executor_(std::move(executor)), key_(key_of(id)) {}

  /// The state now, everything acknowledged so far included. not_found if it has no events.
  [[nodiscard]] Result<Versioned<State>> current() const {
    return typed(executor_->load(Aggregate::definition(), key_));
  }

  /// The state after its event number `at`; not_found if it has fewer.
  [[nodiscard]] Result<Versioned<State>> at(version at) const {
    return typed(executor_->load_version(Aggregate::definition(), key_, at.number));
  }

  /// The state before the first event recorded later than `at`; not_found if that is the very first one.
  [[nodiscard]] Result<Versioned<State>> at(Instant at) const {
    return typed(executor_->load_instant(Aggregate::definition(), key_, at));
  }

 private:
  static Result<Versioned<State>> typed(Result<LoadedState> loaded) {
    if (!loaded) return unexpected<Error>(std::move(loaded).error());
    return Versioned<State>{*static_cast<const State*>(loaded->state.get()), loaded->version};
  }

  std::shared_ptr<Executor> executor_;
  Buffer key_;
};

/// A row of the table by which an application finds the command of a name.
struct JsonCommand {
  std::string_view name;  ///< "bank.Account.Deposit"
  AnyOutcome (*execute)(Executor& executor, std::string_view id, std::string_view json, CommandOptions options);
};

namespace detail {

// Found by the types of its arguments; a free function, so that no member named decide() stands in its way.
template <class Command, class State, class Externs>
Decision<Command> call_decide(const State& state, const Command& command, const Context& context,
                              const Externs& externs) {
  return decide(state, command, context, externs);
}

/// The typed half of a command under way. Refers to the command and to the extern functions.
template <class Command>
class TypedTask : public CommandTask {
  using Aggregate = typename Command::Aggregate;
  using Externs = typename Aggregate::Context::Externs;
  using Rejects = typename Command::Rejects;

 public:
  TypedTask(const typename Aggregate::Id& id, const Command* command, CommandOptions&& options, const void* externs)
      : CommandTask(Aggregate::definition(), Command::kName, StreamKey::of(id), std::move(options)),
        given_(command),
        externs_(static_cast<const Externs*>(externs)) {}

  bool decide(const void* state, const Context& context, EncodedEvents& events) override {
    auto decision = call_decide(*static_cast<const typename Aggregate::State*>(state), *given_, context, *externs_);
    const bool accepted = decision.accepted();
    why_ = std::move(decision).rejection();
    events = std::move(decision).events();
    return accepted;
  }

  bool reject_overflow() override {
    if constexpr (Rejects::template kAny<Overflow>) why_.emplace(Overflow{});
    return Rejects::template kAny<Overflow>;
  }

  bool reject_invariant(std::string_view invariant) override {
    if constexpr (Rejects::template kAny<InvariantBroken>) why_.emplace(InvariantBroken{std::string(invariant)});
    return Rejects::template kAny<InvariantBroken>;
  }

  [[nodiscard]] std::string body_text() const override { return to_json(*given_); }

  [[nodiscard]] Rejection rejection() const override {
    return std::visit(
        [](const auto& why) {
          Rejection words;
          if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(why)>, Error>) {
            words.name = why.kName;
            words.message = why.message();
            JsonWriter writer(words.json);
            write_json(writer, why);
          }
          return words;
        },
        *why_);
  }

  /// Never none when rejected.
  [[nodiscard]] const std::optional<Failure<Command>>& why() const noexcept { return why_; }

  /// Once, after the end.
  [[nodiscard]] Outcome<Command> outcome() {
    if (ending() == Ending::accepted) return accepted();
    if (ending() == Ending::rejected) return Outcome<Command>(tl::unexpect, std::move(*why_));
    return unexpected<Failure<Command>>(Failure<Command>(error()));
  }

 private:
  const Command* given_;
  const Externs* externs_;
  std::optional<Failure<Command>> why_;
};

/// A task that owns its command, and calls back.
template <class Command, class Callback>
class SubmittedTask final : public TypedTask<Command> {
 public:
  SubmittedTask(const typename Command::Aggregate::Id& id, Command command, CommandOptions&& options,
                const void* externs, Callback callback)
      : TypedTask<Command>(id, &command_, std::move(options), externs),
        command_(std::move(command)),
        callback_(std::move(callback)) {}

  void finished() noexcept override { callback_(this->outcome()); }

 private:
  Command command_;
  Callback callback_;
};

template <class Command>
AnyOutcome execute_json(Executor& executor, std::string_view id_text, std::string_view json, CommandOptions options) {
  const auto refuse = [](Error error) { return unexpected<std::variant<Rejection, Error>>(std::move(error)); };
  auto id = Command::Aggregate::Id::parse(id_text);
  if (!id) return refuse(std::move(id).error());
  auto command = from_json<Command>(json);
  if (!command) return refuse(std::move(command).error());
  TypedTask<Command> task(*id, &*command, std::move(options), executor.externs());
  executor.execute(task);
  if (task.ending() == CommandTask::Ending::accepted) return task.accepted();
  if (task.ending() == CommandTask::Ending::failed) return refuse(task.error());
  return unexpected<std::variant<Rejection, Error>>(task.rejection());
}

/// invalid_argument, and which names there are, if there is no such command.
AnyOutcome execute_json(std::span<const JsonCommand> commands, Executor& executor, std::string_view name,
                        std::string_view id, std::string_view json, CommandOptions options);

template <class Command, class Context>
concept CommandOf =
    requires { typename Command::Aggregate::Context; } && std::is_same_v<typename Command::Aggregate::Context, Context>;

template <class Query, class Context>
concept QueryOf = requires {
  typename Query::Row;
  typename Query::Context;
} && std::is_same_v<typename Query::Context, Context>;

/// Calls `refresh` on a thread of its own: at once, and again after rows of the projection have changed; however often
/// they do, one call is under way. Until what is returned is destroyed, which waits for the call under way, unless that
/// itself does it. Null where the projection does not run here.
[[nodiscard]] std::shared_ptr<void> keep_fresh(std::shared_ptr<Projections> projections,
                                               const ProjectionDefinition& projection, std::function<void()> refresh);

}  // namespace detail

template <class Command>
constexpr JsonCommand json_command() {
  return {Command::kName, detail::execute_json<Command>};
}

/// What an application is made of. Copies are the same application.
struct ApplicationParts {
  std::shared_ptr<Executor> executor;
  std::shared_ptr<Projections> projections;
  Store* store = nullptr;
  std::span<const AggregateDefinition* const> aggregates = {};
  std::shared_ptr<const void> externs = nullptr;

  /// The store outlives them; `externs` is the table of extern functions.
  static Result<ApplicationParts> start(Store& store, std::span<const AggregateDefinition* const> aggregates,
                                        std::span<const ProjectionDefinition* const> projections,
                                        std::shared_ptr<const void> externs, ApplicationOptions options);
  /// First the commands, then what follows them.
  Result<void> stop();
};

/// What the application classes of all contexts have in common: `class Bank : public cqrs::Application<Bank>`. Movable;
/// thread-safe, but for being moved, assigned and destroyed.
template <class Context>
class Application {
 public:
  Application(Application&&) noexcept = default;
  Application& operator=(Application&& other) noexcept {
    static_cast<void>(stop());
    parts_ = std::move(other.parts_);
    return *this;
  }
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;
  /// Stops.
  ~Application() { static_cast<void>(stop()); }

  /// Carries out a command and returns when what it did is durable, or why it was not done.
  template <class Command>
    requires detail::CommandOf<Command, Context>
  Outcome<Command> execute(const typename Command::Aggregate::Id& id, const Command& command,
                           CommandOptions options = {}) {
    detail::TypedTask<Command> task(id, &command, std::move(options), parts_.executor->externs());
    parts_.executor->execute(task);
    return task.outcome();
  }

  /// What is not a command of this context has no other execute() to go to.
  template <class Id, class Other>
    requires(!detail::CommandOf<Other, Context>)
  void execute(const Id&, const Other&, const CommandOptions& = {}) {
    static_assert(detail::CommandOf<Other, Context>, "this is not a command of this application's context");
  }

  /// Takes in a command and calls `done` with its Outcome from a thread of the application, on which `done` must not
  /// wait for other commands; it must not throw. Waits while too many commands are in flight.
  template <class Command, class Callback>
    requires std::is_invocable_v<Callback&, Outcome<Command>>
  void submit(const typename Command::Aggregate::Id& id, Command command, CommandOptions options, Callback done) {
    static_assert(detail::CommandOf<Command, Context>, "this command belongs to another context");
    parts_.executor->submit(std::make_unique<detail::SubmittedTask<Command, Callback>>(
        id, std::move(command), std::move(options), parts_.executor->externs(), std::move(done)));
  }

  /// The same with a future, which is always fulfilled, at the latest when the application stops.
  template <class Command>
  [[nodiscard]] std::future<Outcome<Command>> submit(const typename Command::Aggregate::Id& id, Command command,
                                                     CommandOptions options = {}) {
    std::promise<Outcome<Command>> promise;
    auto future = promise.get_future();
    submit(id, std::move(command), std::move(options),
           [promise = std::move(promise)](Outcome<Command> outcome) mutable { promise.set_value(std::move(outcome)); });
    return future;
  }

  /// Carries out the command of this name ("Account.Deposit", with or without the context in front), whose aggregate's
  /// id and whose fields are given as text.
  AnyOutcome execute_json(std::string_view command, std::string_view id, std::string_view json,
                          CommandOptions options = {}) {
    return detail::execute_json(Context::json_commands(), *parts_.executor, command, id, json, std::move(options));
  }

  /// Answers a query: a page of its results, from rows that show everything up to Page::position.
  template <class Query>
    requires detail::QueryOf<Query, Context>
  Result<Page<typename Query::Row>> query(const Query& query, const QueryOptions& options = {}) {
    return answer(*parts_.projections, query, options);
  }

  /// Calls `changed` with the first page of the answer at once, and with a new one whenever the answer has changed,
  /// from a thread of its own, one call at a time; `changed` takes a `const cqrs::Result<cqrs::Page<Row>>&` and must
  /// not throw. Until what is returned is destroyed, which waits for a call under way, unless that itself does it.
  template <class Query, class Callback>
    requires detail::QueryOf<Query, Context>
  [[nodiscard]] std::shared_ptr<void> watch(Query query, Callback changed, QueryOptions options = {}) {
    using Answer = Result<Page<typename Query::Row>>;
    static_assert(std::is_invocable_v<Callback&, const Answer&>);
    auto refresh = [projections = parts_.projections, query = std::move(query), changed = std::move(changed),
                    options = std::move(options), last = std::optional<Answer>()]() mutable {
      Answer now = answer(*projections, query, options);
      if (last && same(*last, now)) return;
      last = std::move(now);
      changed(*last);
    };
    return detail::keep_fresh(parts_.projections, Query::definition().projection(), std::move(refresh));
  }

  /// The projections while they run: where they stand, dead letters, rebuilds.
  [[nodiscard]] Projections& projections() noexcept { return *parts_.projections; }

  /// For what is built on applications, such as cqrs::subscribe().
  [[nodiscard]] const ApplicationParts& parts() const noexcept { return parts_; }

  /// What became of the snapshots of this application's aggregates.
  [[nodiscard]] SnapshotCounts snapshot_counts() const { return parts_.executor->snapshot_counts(); }

  /// Takes no new commands (they end with `stopped`), and returns when those it has are answered and nothing follows
  /// the log any more. The store may be closed then. invalid_argument if called by code that runs inside a command.
  Result<void> stop() { return parts_.stop(); }

 protected:
  explicit Application(ApplicationParts parts) : parts_(std::move(parts)) {}

  template <class Aggregate>
  [[nodiscard]] AggregateHandle<Aggregate> handle(const typename Aggregate::Id& id) const {
    return AggregateHandle<Aggregate>(parts_.executor, id);
  }

 private:
  template <class Query>
  static Result<Page<typename Query::Row>> answer(Projections& projections, const Query& query,
                                                  const QueryOptions& options) {
    Page<typename Query::Row> page;
    auto answered = projections.query(Query::definition(), &query, options, &page.rows);
    if (!answered) return unexpected<Error>(std::move(answered).error());
    page.next = std::move(answered->next);
    page.position = answered->position;
    return page;
  }

  template <class Row>
  static bool same(const Result<Page<Row>>& a, const Result<Page<Row>>& b) {
    if (a.has_value() != b.has_value()) return false;
    return a ? a->rows == b->rows && a->next == b->next : a.error() == b.error();
  }

  ApplicationParts parts_;
};

}  // namespace cqrs
