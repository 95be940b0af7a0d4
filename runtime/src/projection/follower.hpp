#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <cqrs/projection.hpp>
#include <cqrs/projections.hpp>
#include <cqrs/store.hpp>

#include "projection/handlers.hpp"
#include "projection/ledger.hpp"
#include "projection/letters.hpp"

namespace cqrs::projection {

/// What all projections of an application share. Outlives them.
struct Surroundings {
  Store& store;
  const void* externs = nullptr;
  ProjectionOptions options;
  Clock& clock;
};

/// The rows of one generation, and where they are.
struct RowsPlace {
  const ProjectionDefinition* definition = nullptr;
  sql::RowStore* rows = nullptr;
  std::uint32_t generation = 0;
};

/// Follows the log for the rows of one share, a step at a time and without a thread: reads a batch, applies it, and
/// writes rows, dead letters and checkpoint in one transaction. One thread at a time, but for position().
class Follower {
 public:
  Follower(const Surroundings& around, const RowsPlace& place, RowShare share);

  struct Report {
    bool more = false;     ///< there is more to do at once
    bool changed = false;  ///< rows may have changed
    std::uint64_t events = 0;
    std::optional<Instant> due = std::nullopt;  ///< when a dead letter is to be tried again
  };
  /// One batch, and what is due of the dead letters. `until`: not an event behind this one. After an error nothing of
  /// it has happened, or, where the outcome of the transaction was not known, all of it; the next step goes on right.
  Result<Report> step(std::optional<Position> until = std::nullopt);

  /// Behind the last event that the rows show; what the filter left out counts. Thread-safe.
  [[nodiscard]] Position position() const;
  [[nodiscard]] RowShare share() const noexcept { return share_; }
  [[nodiscard]] std::uint32_t generation() const noexcept { return place_.generation; }

  /// Tries the letters of a sequence again at once, in order, up to one that fails, or behind `last`. Gives how many
  /// were applied.
  Result<std::uint64_t> retry(const std::string& sequence, std::optional<Position> last = std::nullopt);
  /// The sequences that wait here, also before the first step.
  Result<std::vector<std::string>> waiting();
  /// What is done in the transaction that gives up on letters.
  using Discarding = FunctionRef<Result<void>(sql::Connection& connection, const std::vector<Letter>& discarded)>;
  /// Gives up on letters of a sequence: all, or that of one event. Gives how many.
  Result<std::uint64_t> discard(const std::string& sequence, std::optional<Position> position, Discarding also);

  /// Reads where it is from the database: at the beginning, and when somebody else may have changed something.
  Result<void> load();
  /// Somebody else may have: the next step reads it.
  void expect_changes() noexcept { loaded_ = false; }
  /// Writes where it is, if that was put off.
  Result<void> save();

 private:
  struct Batch;
  struct Attempt;

  Result<Report> follow(std::optional<Position> until);
  Result<void> read(Batch& batch);
  [[nodiscard]] Visit visit(Batch& batch, const RecordedEvent& event);
  [[nodiscard]] std::optional<Visit> fail_whole(Batch& batch, const RecordedEvent& event, Error error);
  bool take_troubles(Batch& batch, const RecordedEvent& event);
  void park(Batch& batch, Letter letter);
  void forget(const Batch& batch);
  Result<void> commit(const Batch& batch);
  [[nodiscard]] bool may_put_off(const Batch& batch);

  Result<void> retry_due();
  Result<void> try_letters(Attempt& attempt);
  Result<bool> try_letter(Attempt& attempt, Letter& letter);
  void note_added(const Attempt& attempt);
  Result<void> write_attempt(sql::Connection& connection, Attempt& attempt);

  [[nodiscard]] Result<void> check_against_log(Position stored) const;
  void log_failure(const Letter& letter) const;
  [[nodiscard]] RetryRules rules() const;
  void move_to(Position position);

  const Surroundings& around_;
  const RowsPlace place_;
  const RowShare share_;
  const Letters letters_;
  Handlers handlers_;
  std::unique_ptr<RowSet> rows_;
  EventFilter filter_;
  Parked parked_;

  mutable std::mutex mutex_;
  Position position_;

  bool known_ = false;   // it has been loaded once
  bool loaded_ = false;  // and nothing has happened since that would make it necessary again
  Position saved_;
  std::uint64_t unsaved_events_ = 0;
  Instant saved_at_;
};

}  // namespace cqrs::projection
