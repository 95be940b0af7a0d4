#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cqrs/expected.hpp>
#include <cqrs/log.hpp>
#include <cqrs/position.hpp>
#include <cqrs/projection.hpp>
#include <cqrs/query.hpp>
#include <cqrs/store.hpp>
#include <cqrs/time.hpp>

// The projections of an application while they run.

namespace cqrs {

struct ProjectionOptions {
  bool run = true;  ///< false: nothing follows the log (a tool, a process that only takes commands)
  /// Where the rows of following projections are kept; null: what the store opens.
  std::shared_ptr<sql::RowStore> rows = nullptr;
  /// At most so many between two commits, and 8 MiB of them: what is far behind catches up the faster the more there
  /// are.
  std::size_t batch_events = 50'000;
  unsigned workers = 1;  ///< for each projection whose rows can be shared out
  /// Attempts at an event before its sequence is parked for a person, and the waits between them.
  unsigned attempts = 5;
  Duration retry_first = std::chrono::milliseconds(100);
  Duration retry_last = std::chrono::minutes(1);
  /// How long the rows of an older fingerprint are kept after they were replaced, for a release that has to go back.
  Duration keep_replaced = std::chrono::hours(24 * 7);
  Log* log = &no_log();  ///< what stops, waits, is parked, built and shown; outlives the projections
};

enum class ProjectionState : std::uint8_t {
  catching_up,  ///< its rows are shown, but are behind
  live,         ///< nothing is left to read
  building,     ///< new rows are being built; older ones are shown if they have the same shape, else nothing
  paused,       ///< by a person
  stopped,      ///< by an error; see ProjectionStatus::error
};

struct DeadLetterCounts {
  std::uint64_t failed = 0;   ///< events that failed and are tried again, or parked
  std::uint64_t waiting = 0;  ///< events behind them
  std::uint64_t parked = 0;   ///< sequences that are not tried any more until a person says so
};

/// Where a projection stands.
struct ProjectionStatus {
  std::string name;  ///< "bank.AccountSummary"
  ProjectionState state = ProjectionState::catching_up;
  bool is_inline = false;
  std::uint32_t generation = 0;  ///< of the rows shown; 0: none yet
  std::uint64_t fingerprint = 0;
  Position position;                ///< of the rows shown
  std::uint64_t lag_events = 0;     ///< positions of the log behind which it is
  Duration lag = Duration::zero();  ///< the age of the oldest event it has not handled
  double events_per_second = 0;     ///< lately
  DeadLetterCounts dead_letters;
  std::optional<Error> error;  ///< what stopped it, or what it is trying to get over
  /// While rows are being built:
  struct Building {
    std::uint32_t generation = 0;
    Position position = {};
    std::uint64_t events_left = 0;  ///< positions
    double events_per_second = 0;
    std::optional<Duration> time_left = std::nullopt;
  };
  std::optional<Building> building;
  std::string serial_because;  ///< why it has one worker; empty: it need not
  unsigned workers = 1;
};

/// One event of one sequence that could not be applied, or waits behind one.
struct DeadLetter {
  std::string projection;
  std::string sequence;  ///< the row's key as a JSON array, or `stream:` and the stream's name
  Position position;
  std::string type;
  std::string stream;
  bool failed = false;  ///< false: it waits
  bool parked = false;
  unsigned attempts = 0;
  Instant first_failed;
  std::optional<Instant> next_attempt;
  std::string error;
};

/// Which dead letters: those of a projection, of one of its sequences, one of them.
struct DeadLetterSelection {
  std::string projection;
  std::optional<std::string> sequence = std::nullopt;
  std::optional<Position> position = std::nullopt;
};

/// What a change is made for and by whom; kept in the audit table. An empty reason is invalid_argument.
struct Reason {
  std::string text;
  std::string actor = {};
};

/// Follows the log for all projections of an application: keeps rows and checkpoints in step, parks what is poisoned,
/// builds anew what has changed. Thread-safe.
class Projections {
 public:
  /// Opens their rows, builds inline ones up to the end of the log, and starts to follow it. `externs` is the table of
  /// extern functions, for upcasters. The store outlives the projections.
  static Result<std::unique_ptr<Projections>> start(Store& store,
                                                    std::span<const ProjectionDefinition* const> definitions,
                                                    std::shared_ptr<const void> externs, ProjectionOptions options,
                                                    Clock& clock);
  Projections(const Projections&) = delete;
  Projections& operator=(const Projections&) = delete;
  /// Stops.
  ~Projections();

  [[nodiscard]] std::vector<ProjectionStatus> status() const;
  [[nodiscard]] Result<ProjectionStatus> status(std::string_view name) const;

  /// Waits until the rows of a projection show everything up to `position`: `behind` after `timeout`, with its lag, or
  /// with what stopped it.
  Result<void> wait(std::string_view name, Position position, Duration timeout);
  /// The same for all of them.
  Result<void> wait_all(Position position, Duration timeout);

  /// Names are with or without the context. Each change is kept, with its reason, in the audit table.
  Result<void> pause(std::string_view name, const Reason& reason);
  Result<void> resume(std::string_view name, const Reason& reason);  ///< of one paused or stopped
  /// Builds new rows beside those shown, and replaces them when they have caught up: returns at once; for an inline one
  /// when it is done, and appends wait for a batch at most meanwhile.
  Result<void> rebuild(std::string_view name, const Reason& reason);

  [[nodiscard]] Result<std::vector<DeadLetter>> dead_letters(const DeadLetterSelection& selection,
                                                             std::size_t limit = 1'000) const;
  /// Tries again at once, in order; what fails again stays, with its error. Gives how many events were applied.
  Result<std::uint64_t> retry(const DeadLetterSelection& selection, const Reason& reason);
  /// Gives up on events: the row stays as if they had not been. Those behind go on. How many were discarded.
  Result<std::uint64_t> discard(const DeadLetterSelection& selection, const Reason& reason);

  /// Answers a query: appends to `rows`, a std::vector of its rows. Gives the next cursor and the position shown.
  struct Answer {
    std::string next;
    Position position;
  };
  Result<Answer> query(const QueryDefinition& definition, const void* query, const QueryOptions& options, void* rows);

  /// Calls `changed` after each commit that changed rows of the projection, from one of its threads; it must return
  /// quickly. Until what is returned is destroyed; that waits for a call under way.
  [[nodiscard]] std::shared_ptr<void> watch(const ProjectionDefinition& definition, std::function<void()> changed);

  /// Ends all threads; batches under way are finished or rolled back. Doing it again does nothing.
  void stop();

 private:
  class Impl;
  explicit Projections(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cqrs
