#include <algorithm>
#include <utility>

#include "projection/follower.hpp"
#include "projection/waiting.hpp"

// How a follower tries dead letters again.

namespace cqrs::projection {
namespace {

/// How many sequences are tried between two batches, and how many letters of one in a transaction.
constexpr int kSequences = 16;
constexpr std::size_t kLetters = 100;

unexpected<Error> damaged(const Letter& letter) {
  return fail(ErrorCode::corruption,
              "the dead letter at " + to_string(letter.position) + " says that it is event " +
                  std::to_string(letter.version) + " of " + to_string(letter.stream.ref()) + ", of type " +
                  letter.type +
                  ", and the log says otherwise. Delete the database of the rows, …-rows, and they are built anew");
}

}  // namespace

/// The first letters of a sequence, tried in one transaction.
struct Follower::Attempt {
  std::string sequence;
  std::optional<Position> last = std::nullopt;
  std::size_t limit = kLetters;

  std::vector<Letter> applied = {};
  std::optional<Letter> failed = std::nullopt;  ///< the one that those behind it wait for
  std::optional<Letter> next = std::nullopt;    ///< the one that was not tried
  std::vector<Letter> added = {};               ///< of rows that a stream's letter has come to
};

Result<void> Follower::retry_due() {
  const Instant now = around_.clock.now();
  for (int i = 0; i < kSequences; ++i) {
    const auto first = parked_.first_due();
    if (!first || !is_due(first->first, now, rules().longest())) return {};
    if (auto retried = retry(first->second); !retried) return unexpected(std::move(retried).error());
  }
  return {};
}

Result<std::uint64_t> Follower::retry(const std::string& sequence, std::optional<Position> last) {
  if (!loaded_) {
    if (auto loaded = load(); !loaded) return unexpected(std::move(loaded).error());
  }
  std::uint64_t applied = 0;
  while (parked_.waits(sequence)) {
    Attempt attempt{.sequence = sequence, .last = last};
    auto written = place_.rows->write([&](sql::Connection& connection) { return write_attempt(connection, attempt); });
    if (!written) {
      rows_->discard();
      loaded_ = false;
      return unexpected(std::move(written).error());
    }
    rows_->committed();
    applied += attempt.applied.size();
    note_added(attempt);
    if (attempt.failed) {
      log_failure(*attempt.failed);
      parked_.put(sequence, first_of(*attempt.failed));
    } else if (attempt.next) {
      parked_.put(sequence, first_of(*attempt.next));
    } else {
      parked_.remove(sequence);
    }
    if (!attempt.applied.empty()) parked_.unblock();
    if (attempt.failed || (last && attempt.next && attempt.next->position > *last)) return applied;
  }
  return applied;
}

void Follower::note_added(const Attempt& attempt) {
  for (const Letter& letter : attempt.added) {
    if (letter.failed || !parked_.waits(letter.sequence)) {
      parked_.put(letter.sequence, first_of(letter));
    } else {
      parked_.begin_at(letter.sequence, letter.position);
    }
    log_failure(letter);
  }
}

Result<void> Follower::write_attempt(sql::Connection& connection, Attempt& attempt) {
  const bool stream = is_stream_sequence(attempt.sequence);
  rows_->begin(connection, {.share = share_,
                            .parked = &parked_,
                            .only = stream ? std::string_view() : std::string_view(attempt.sequence),
                            .careful = true});
  auto letters = letters_.read(connection, attempt.sequence, attempt.limit + 1);
  if (!letters) return unexpected(std::move(letters).error());
  for (Letter& letter : *letters) {
    if (attempt.applied.size() >= attempt.limit || (attempt.last && letter.position > *attempt.last)) {
      attempt.next = std::move(letter);
      break;
    }
    auto done = try_letter(attempt, letter);
    if (!done) return unexpected(std::move(done).error());
    if (!*done) break;
    // Rows that have begun to wait do so for what comes behind this.
    if (!attempt.added.empty()) attempt.limit = attempt.applied.size();
  }
  if (auto flushed = rows_->flush(connection); !flushed) return flushed;
  for (const Letter& letter : attempt.applied) {
    if (auto removed = letters_.remove(connection, letter); !removed) return removed;
  }
  for (const Letter& letter : attempt.added) {
    if (auto put = letters_.put(connection, letter); !put) return put;
  }
  return attempt.failed ? letters_.put(connection, *attempt.failed) : Result<void>();
}

// True: it was applied.
Result<bool> Follower::try_letter(Attempt& attempt, Letter& letter) {
  rows_->next_event();
  parked_.at(letter.position);
  bool found = false;
  bool is_other = false;
  Result<void> applied;
  const auto visitor = [&](const RecordedEvent& event) {
    found = true;
    is_other = event.position != letter.position || event.type != letter.type;
    if (!is_other) applied = handlers_.apply(*rows_, event);
    return Visit::stop;
  };
  const auto read = around_.store.read(letter.stream, letter.version, 1, visitor);
  if (!read) return unexpected(read.error());
  if (is_other) return damaged(letter);
  if (const Error* error = rows_->error()) return unexpected<Error>(*error);
  if (!found) applied = fail(ErrorCode::corruption, "the log does not hold this event any more");
  std::optional<Error> failure;
  if (!applied) {
    if (applied.error().code == ErrorCode::unavailable) return unexpected(std::move(applied).error());
    failure = std::move(applied).error();
  }
  for (const RowTrouble& trouble : rows_->troubles()) {
    if (failure) break;
    if (trouble.sequence == attempt.sequence) {
      failure = trouble.error;
      break;
    }
    if (!is_stream_sequence(attempt.sequence)) continue;
    if (!trouble.failed && parked_.is_discarded(trouble.sequence)) continue;
    Letter part = letter;
    part.sequence = trouble.sequence;
    part.hash = trouble.hash;
    part.failed = part.parked = part.blocked = false;
    part.attempts = 0;
    part.due.reset();
    part.error.clear();
    if (trouble.failed) count_failure(part, trouble.error, around_.clock.now(), rules());
    attempt.added.push_back(std::move(part));
  }
  if (!failure) {
    attempt.applied.push_back(std::move(letter));
    return true;
  }
  count_failure(letter, *failure, around_.clock.now(), rules());
  attempt.failed = std::move(letter);
  return false;
}

Result<std::uint64_t> Follower::discard(const std::string& sequence, std::optional<Position> position,
                                        Discarding also) {
  if (!loaded_) {
    if (auto loaded = load(); !loaded) return unexpected(std::move(loaded).error());
  }
  std::vector<Letter> discarded;
  bool left = false;
  auto written = place_.rows->write([&](sql::Connection& connection) -> Result<void> {
    auto letters = letters_.read(connection, sequence, kNoLimit);
    if (!letters) return unexpected(std::move(letters).error());
    discarded = *std::move(letters);
    left = position && std::erase_if(discarded, [&](const Letter& one) { return one.position != *position; }) > 0;
    for (const Letter& letter : discarded) {
      if (auto removed = letters_.remove(connection, letter); !removed) return removed;
    }
    return also(connection, discarded);
  });
  if (!written) {
    loaded_ = false;
    return unexpected(std::move(written).error());
  }
  if (!left) {
    parked_.remove(sequence);
  } else if (!discarded.empty()) {
    // What has become the first letter decides when it goes on.
    auto read = place_.rows->read([&](sql::Connection& connection) { return letters_.load(connection, parked_); });
    if (!read) {
      loaded_ = false;
      return unexpected(std::move(read).error());
    }
  }
  parked_.unblock();
  return discarded.size();
}

}  // namespace cqrs::projection
