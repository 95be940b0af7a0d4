#include "projection/follower.hpp"

#include <algorithm>
#include <utility>

#include "projection/table.hpp"
#include "projection/waiting.hpp"

namespace cqrs::projection {
namespace {

constexpr std::size_t kBatchBytes = std::size_t{8} << 20U;
/// What an event costs beside its body.
constexpr std::size_t kEventBytes = 64;

/// A checkpoint alone, where no row has changed, is written no more often than this.
constexpr Duration kSaveEvery = std::chrono::seconds(1);
constexpr std::uint64_t kSaveEvents = 10'000;

}  // namespace

/// Events that are applied together.
struct Follower::Batch {
  std::size_t limit = 0;  ///< events
  bool careful = false;
  std::optional<Position> until = std::nullopt;

  std::size_t events = 0;
  std::size_t bytes = 0;
  Position end = {};  ///< where to go on
  bool cut = false;   ///< it ends before what the log has
  std::vector<Letter> letters = {};
  std::vector<std::string> parked = {};  ///< sequences that wait because of it
  /// Something has failed, and the batch is to be run again carefully.
  bool again = false;
  std::optional<Error> stop = std::nullopt;    ///< behind the batch the projection cannot go on
  std::optional<Error> broken = std::nullopt;  ///< nothing of the batch may be kept
};

Follower::Follower(const Surroundings& around, const RowsPlace& place, RowShare share)
    : around_(around),
      place_(place),
      share_(share),
      letters_(std::string(place.definition->name), place.generation, share),
      handlers_(*place.definition, around.externs),
      rows_(place.definition->make_rows(table_name(*place.definition->table, place.generation))) {
  filter_.types = place.definition->types;
}

Position Follower::position() const {
  const std::lock_guard lock(mutex_);
  return position_;
}

void Follower::move_to(Position position) {
  const std::lock_guard lock(mutex_);
  position_ = position;
}

RetryRules Follower::rules() const {
  const auto& options = around_.options;
  return {.attempts = options.attempts, .first = options.retry_first, .last = options.retry_last};
}

Result<void> Follower::load() {
  loaded_ = false;
  rows_->discard();
  Position stored;
  auto read = place_.rows->read([&](sql::Connection& connection) -> Result<void> {
    const auto all = checkpoints(connection, place_.definition->name, place_.generation);
    if (!all) return unexpected(all.error());
    const auto own = std::ranges::find_if(*all, [&](const Checkpoint& one) { return one.share.first == share_.first; });
    if (own == all->end()) {
      return fail(ErrorCode::corruption,
                  "a checkpoint of " + std::string(place_.definition->name) + " is missing; rebuild the projection");
    }
    stored = own->position;
    return letters_.load(connection, parked_);
  });
  if (!read) return read;
  if (auto checked = check_against_log(stored); !checked) return checked;
  // What was put off still holds if nothing has been written since.
  if (!known_ || stored != saved_) {
    move_to(stored);
    unsaved_events_ = 0;
    saved_at_ = around_.clock.now();
  }
  saved_ = stored;
  known_ = loaded_ = true;
  return {};
}

// Behind a position where the log is not yet, what comes to stand before it would never be seen.
Result<void> Follower::check_against_log(Position stored) const {
  const auto end = around_.store.end(0);
  if (!end) return unexpected(end.error());
  if (stored <= *end) return {};
  return fail(ErrorCode::corruption, "the rows of " + std::string(place_.definition->name) + " are at " +
                                         to_string(stored) + ", and the log ends at " + to_string(*end) +
                                         ": they are damaged, or those of another copy of the log. Delete their "
                                         "database, …-rows, and they are built anew");
}

Result<std::vector<std::string>> Follower::waiting() {
  if (!loaded_) {
    if (auto loaded = load(); !loaded) return unexpected(std::move(loaded).error());
  }
  return parked_.all();
}

Result<void> Follower::save() {
  if (!loaded_ || position() == saved_) return {};
  const Position now = position();
  auto written = place_.rows->write([&](sql::Connection& connection) {
    return put_checkpoint(connection, place_.definition->name, place_.generation, {share_, now});
  });
  if (!written) {
    loaded_ = false;
    return written;
  }
  saved_ = now;
  unsaved_events_ = 0;
  saved_at_ = around_.clock.now();
  return {};
}

Result<Follower::Report> Follower::step(std::optional<Position> until) {
  if (!loaded_) {
    if (auto loaded = load(); !loaded) return unexpected(std::move(loaded).error());
  }
  auto report = follow(until);
  if (!report) return report;
  if (parked_.first_due()) {
    if (auto retried = retry_due(); !retried) return unexpected(std::move(retried).error());
    report->changed = true;
  }
  if (const auto first = parked_.first_due()) report->due = first->first;
  return report;
}

// First the fast way; if anything fails, the same events carefully.
Result<Follower::Report> Follower::follow(std::optional<Position> until) {
  const std::size_t limit = std::max<std::size_t>(around_.options.batch_events, 1);
  Batch batch{.limit = limit, .until = until};
  for (;;) {
    if (auto read_in = read(batch); !read_in) {
      rows_->discard();
      forget(batch);
      return unexpected(std::move(read_in).error());
    }
    if (!batch.again) break;
    rows_->discard();
    forget(batch);
    batch = Batch{.limit = limit, .careful = true, .until = until};
  }
  const bool changed = rows_->changed() > 0;
  if (auto committed = commit(batch); !committed) {
    // Whether the transaction is there may not be known: what the database says counts.
    rows_->discard();
    forget(batch);
    loaded_ = false;
    return unexpected(std::move(committed).error());
  }
  if (batch.stop) return unexpected(std::move(*batch.stop));
  return Report{.more = batch.cut, .changed = changed, .events = batch.events};
}

Result<void> Follower::read(Batch& batch) {
  batch.end = position();
  return place_.rows->read([&](sql::Connection& connection) -> Result<void> {
    rows_->begin(connection, {.share = share_, .parked = &parked_, .careful = batch.careful});
    const auto visitor = [&](const RecordedEvent& event) { return visit(batch, event); };
    const auto read = around_.store.read_all(position(), filter_, batch.limit, visitor);
    if (!read) return unexpected(read.error());
    if (const Error* error = rows_->error()) return unexpected<Error>(*error);
    if (batch.broken) return unexpected<Error>(*batch.broken);
    if (batch.events >= batch.limit) batch.cut = true;
    if (!batch.cut) batch.end = *read;
    if (batch.until && batch.end > *batch.until) batch.end = *batch.until;
    return {};
  });
}

Visit Follower::visit(Batch& batch, const RecordedEvent& event) {
  if (batch.until && event.position > *batch.until) {
    batch.cut = true;
    batch.end = *batch.until;
    return Visit::stop;
  }
  rows_->next_event();
  parked_.at(event.position);
  const std::string stream = parked_.knows_streams() ? stream_sequence(event.stream) : std::string();
  if (!stream.empty() && parked_.is_discarded(stream)) {
    // As if it had not been.
  } else if (!stream.empty() && parked_.waits(stream)) {
    batch.letters.push_back(letter_of(event, stream));
  } else if (auto applied = handlers_.apply(*rows_, event); !applied) {
    if (const auto stop = fail_whole(batch, event, std::move(applied).error())) return *stop;
  } else if (!take_troubles(batch, event)) {
    return Visit::stop;
  }
  ++batch.events;
  batch.bytes += event.body.size() + kEventBytes;
  batch.end = event.position;
  if (rows_->error() == nullptr && batch.bytes < kBatchBytes) return Visit::next;
  batch.cut = true;
  return Visit::stop;
}

// An event that fails before the keys of its rows are known; careful rows keep nothing of it.
std::optional<Visit> Follower::fail_whole(Batch& batch, const RecordedEvent& event, Error error) {
  batch.cut = true;
  if (error.code == ErrorCode::unsupported_version || error.code == ErrorCode::unavailable) {
    (error.code == ErrorCode::unavailable ? batch.broken : batch.stop) = std::move(error);
    return Visit::stop;
  }
  if (!batch.careful) {
    batch.again = true;
    return Visit::stop;
  }
  batch.cut = false;
  Letter letter = letter_of(event, stream_sequence(event.stream));
  count_failure(letter, error, around_.clock.now(), rules());
  park(batch, std::move(letter));
  return std::nullopt;
}

bool Follower::take_troubles(Batch& batch, const RecordedEvent& event) {
  for (const RowTrouble& trouble : rows_->troubles()) {
    if (trouble.failed && !batch.careful) {
      batch.again = true;
      batch.cut = true;
      return false;
    }
    Letter letter = letter_of(event, trouble.sequence, trouble.hash);
    if (trouble.failed) {
      count_failure(letter, trouble.error, around_.clock.now(), rules());
      park(batch, std::move(letter));
    } else if (!parked_.is_discarded(trouble.sequence)) {
      batch.letters.push_back(std::move(letter));
    }
  }
  return true;
}

void Follower::park(Batch& batch, Letter letter) {
  if (parked_.put(letter.sequence, first_of(letter))) batch.parked.push_back(letter.sequence);
  batch.letters.push_back(std::move(letter));
}

void Follower::forget(const Batch& batch) {
  for (const auto& sequence : batch.parked) parked_.remove(sequence);
}

// Not the sequence and not the error: both may show what is in events.
void Follower::log_failure(const Letter& letter) const {
  if (!letter.failed || letter.blocked || (letter.attempts > 1 && !letter.parked)) return;
  around_.options.log->write(letter.parked ? LogLevel::error : LogLevel::warning,
                             letter.parked ? "a dead letter waits for a person" : "an event has failed and waits",
                             {{"projection", place_.definition->name},
                              {"generation", std::int64_t{place_.generation}},
                              {"position", std::string_view(to_string(letter.position))},
                              {"type", std::string_view(letter.type)}});
}

// Where no row has changed, only the position has, and reading the same events again does no harm.
bool Follower::may_put_off(const Batch& batch) {
  if (rows_->changed() > 0 || !batch.letters.empty()) return false;
  const auto passed = checked_subtract(around_.clock.now(), saved_at_);
  return unsaved_events_ + batch.events < kSaveEvents && passed && *passed >= Duration::zero() && *passed < kSaveEvery;
}

Result<void> Follower::commit(const Batch& batch) {
  if (batch.end == position() && batch.letters.empty()) {
    rows_->committed();
    return {};
  }
  if (may_put_off(batch)) {
    unsaved_events_ += batch.events;
    rows_->committed();
    move_to(batch.end);
    return {};
  }
  auto written = place_.rows->write([&](sql::Connection& connection) -> Result<void> {
    if (auto flushed = rows_->flush(connection); !flushed) return flushed;
    for (const Letter& letter : batch.letters) {
      if (auto put = letters_.put(connection, letter); !put) return put;
    }
    return put_checkpoint(connection, place_.definition->name, place_.generation, {share_, batch.end});
  });
  if (!written) return written;
  rows_->committed();
  for (const Letter& letter : batch.letters) log_failure(letter);
  saved_ = batch.end;
  saved_at_ = around_.clock.now();
  unsaved_events_ = 0;
  move_to(batch.end);
  return {};
}

}  // namespace cqrs::projection
