#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cqrs/aggregate.hpp>
#include <cqrs/command.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/middleware.hpp>
#include <cqrs/random.hpp>
#include <cqrs/store.hpp>
#include <cqrs/stream_key.hpp>
#include <cqrs/time.hpp>

// The engine under an application, without types. Programs use the application class the compiler writes.

namespace cqrs {

/// How commands are carried out; ApplicationOptions says what each of these means.
struct ExecutorOptions {
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
};

/// A state and what it is the state of.
struct LoadedState {
  std::shared_ptr<const void> state;
  Version version = 0;
};

/// What became of snapshots since the application was started. None of it changes what any command or load gives.
struct SnapshotCounts {
  std::uint64_t saved = 0;      ///< handed over to the store
  std::uint64_t used = 0;       ///< loads that began with one
  std::uint64_t discarded = 0;  ///< found, but no state of that stream at that version
  std::uint64_t skipped = 0;    ///< not taken, because too many were waiting
  std::uint64_t failed = 0;     ///< not read, or not saved, because of an error
  std::optional<Error> last_error = std::nullopt;
};

/// One command under way. Its typed half knows the command and keeps the rejection; the executor does the rest.
class CommandTask {
 public:
  enum class Ending : std::uint8_t { accepted, rejected, failed };

  CommandTask(const AggregateDefinition& aggregate, std::string_view command, StreamKey key, CommandOptions&& options)
      : aggregate_(&aggregate), command_(command), key_(std::move(key)), options_(std::move(options)) {}
  CommandTask(const CommandTask&) = delete;
  CommandTask& operator=(const CommandTask&) = delete;
  virtual ~CommandTask() = default;

  /// Decides upon `state`. Accepted: `events` has the events. Rejected: the task keeps why, until the next call. May
  /// throw what the application's code throws.
  virtual bool decide(const void* state, const Context& context, EncodedEvents& events) = 0;

  /// Takes the place of what was decided. False if this command cannot be rejected so.
  virtual bool reject_overflow() = 0;
  virtual bool reject_invariant(std::string_view invariant) = 0;

  /// The command as text; tells different commands under one id apart.
  [[nodiscard]] virtual std::string body_text() const = 0;

  /// The rejection in words. Only when rejected.
  [[nodiscard]] virtual Rejection rejection() const = 0;

  /// Called last, once, when `ending` and what goes with it are settled. Not for tasks of execute().
  virtual void finished() noexcept {}

  [[nodiscard]] const AggregateDefinition& aggregate() const noexcept { return *aggregate_; }
  [[nodiscard]] std::string_view command() const noexcept { return command_; }  ///< "bank.Account.Deposit"
  [[nodiscard]] Bytes key() const noexcept { return key_.bytes(); }
  [[nodiscard]] CommandOptions& options() noexcept { return options_; }

  [[nodiscard]] Ending ending() const noexcept { return ending_; }
  [[nodiscard]] const Accepted& accepted() const noexcept { return accepted_; }  ///< only when accepted
  [[nodiscard]] const Error& error() const noexcept;                             ///< only when failed

  void end(Accepted accepted) {
    ending_ = Ending::accepted;
    accepted_ = accepted;
  }
  void end_rejected() noexcept { ending_ = Ending::rejected; }
  void end(Error error) {
    ending_ = Ending::failed;
    error_ = std::move(error);
  }

 private:
  const AggregateDefinition* aggregate_;
  std::string_view command_;
  StreamKey key_;
  CommandOptions options_;
  Ending ending_ = Ending::failed;
  Accepted accepted_;
  std::optional<Error> error_;
};

/// Carries out commands: loads the state, decides, appends, and on a conflict folds what came between and decides
/// again. Commands of one aggregate one after another in the order taken in, those of different aggregates in parallel.
/// No state is ever seen before the events it comes from are durable. Thread-safe.
class Executor {
 public:
  /// `aggregates` are those of the domain; the store outlives the executor or, if later, the return of stop().
  static Result<std::shared_ptr<Executor>> start(Store& store, std::span<const AggregateDefinition* const> aggregates,
                                                 std::shared_ptr<const void> externs, ExecutorOptions options);
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  /// Stops.
  ~Executor();

  /// Carries out the task on this thread and returns when it is settled.
  void execute(CommandTask& task);

  /// Carries it out on one of the executor's threads; waits while too many commands are in flight.
  void submit(std::unique_ptr<CommandTask> task);

  /// The state now, after the event of a version, or before the first event recorded later than an instant. not_found
  /// when there is no such event.
  Result<LoadedState> load(const AggregateDefinition& aggregate, Bytes key);
  Result<LoadedState> load_version(const AggregateDefinition& aggregate, Bytes key, Version version);
  Result<LoadedState> load_instant(const AggregateDefinition& aggregate, Bytes key, Instant instant);

  [[nodiscard]] SnapshotCounts snapshot_counts() const;

  /// The table of extern functions the application was started with.
  [[nodiscard]] const void* externs() const noexcept;

  /// Takes no new commands (they end with `stopped`), and returns when those it has are answered and the snapshots they
  /// are due are handed over. Doing it again does
  /// nothing. Not to be called by code that runs inside a command: that is `invalid_argument`.
  Result<void> stop();

 private:
  class Impl;
  explicit Executor(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cqrs
