#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cqrs/event.hpp>
#include <cqrs/projection.hpp>
#include <cqrs/projections.hpp>
#include <cqrs/sql.hpp>

// Dead letters: events that could not be applied to a row, and those behind them.

namespace cqrs::projection {

/// One event of one sequence: where it is found, and what became of it.
struct Letter {
  std::string sequence;
  Position position;
  StreamId stream;
  Version version = 0;
  std::string type;
  std::uint64_t hash = 0;  ///< of the row's key; of a stream's sequence 0
  bool failed = false;     ///< false: it waits behind another one
  bool parked = false;
  bool blocked = false;  ///< it has only met another row that waits
  unsigned attempts = 0;
  Instant first_failed;
  std::optional<Instant> due = std::nullopt;
  std::string error = {};
};

/// The sequence of all that a stream does to a projection, for events that fail before a row's key is known.
[[nodiscard]] std::string stream_sequence(const StreamRef& stream);
[[nodiscard]] bool is_stream_sequence(std::string_view sequence) noexcept;

/// An event that waits in a sequence.
[[nodiscard]] Letter letter_of(const RecordedEvent& event, std::string sequence, std::uint64_t hash = 0);

/// How often a failing event is tried, and when.
struct RetryRules {
  unsigned attempts = 5;
  Duration first = {};
  Duration last = {};

  [[nodiscard]] Duration longest() const noexcept { return std::max(first, last); }
};
/// The letter has failed once more. One that only waits for another row (ErrorCode::behind) has not been tried.
void count_failure(Letter& letter, const Error& error, Instant now, const RetryRules& rules);

/// The first letter of a sequence.
struct FirstLetter {
  Position position;
  std::optional<Instant> due = std::nullopt;  ///< when it is to be tried again; none: when a person says so
  bool blocked = false;
};
[[nodiscard]] inline FirstLetter first_of(const Letter& letter) {
  return {letter.position, letter.failed ? letter.due : std::optional(Instant{}), letter.blocked};
}

/// The sequences of a share that wait, in memory, and what was given up before it came here.
class Parked final : public ParkedSequences {
 public:
  /// The event that what is asked is about.
  void at(Position event) noexcept { event_ = event; }

  [[nodiscard]] bool empty() const noexcept override { return sequences_.empty() && discarded_.empty(); }
  [[nodiscard]] bool holds(std::string_view sequence) const override {
    return waits(sequence) || is_discarded(sequence);
  }
  [[nodiscard]] bool hides(std::string_view sequence) const override;

  [[nodiscard]] bool waits(std::string_view sequence) const { return sequences_.contains(sequence); }
  /// A person has given up the event in this sequence.
  [[nodiscard]] bool is_discarded(std::string_view sequence) const;
  /// Whether anything is known of streams as a whole.
  [[nodiscard]] bool knows_streams() const noexcept { return streams_ > 0 || discarded_streams_; }

  /// False: the sequence was there before.
  bool put(std::string_view sequence, const FirstLetter& first);
  /// The sequence waits from there on at the latest.
  void begin_at(std::string_view sequence, Position position);
  void remove(std::string_view sequence);
  /// Something that waited has been done: what was blocked may go on.
  void unblock();
  void discard(std::string_view sequence, Position position);
  void clear();

  /// The sequence that is due first.
  [[nodiscard]] std::optional<std::pair<Instant, std::string>> first_due() const;
  [[nodiscard]] std::vector<std::string> all() const;

 private:
  void set_due(const std::string& sequence, FirstLetter& entry, std::optional<Instant> due);

  Position event_;
  std::map<std::string, FirstLetter, std::less<>> sequences_;
  std::set<std::pair<Instant, std::string>> due_;
  std::size_t streams_ = 0;
  std::map<std::string, std::set<Position>, std::less<>> discarded_;
  bool discarded_streams_ = false;
};

/// The letters of a generation of a projection, in the database of its rows.
class Letters {
 public:
  /// `share`: whose streams these are; rows are told apart by their hashes.
  Letters(std::string projection, std::uint32_t generation, RowShare share)
      : projection_(std::move(projection)), generation_(generation), share_(share) {}

  Result<void> put(sql::Connection& connection, const Letter& letter) const;
  Result<void> remove(sql::Connection& connection, const Letter& letter) const;

  /// In order, at most `limit`.
  Result<std::vector<Letter>> read(sql::Connection& connection, std::string_view sequence, std::size_t limit) const;

  /// What waits in this share, and what was given up of the generation.
  Result<void> load(sql::Connection& connection, Parked& parked) const;

 private:
  std::string projection_;
  std::uint32_t generation_;
  RowShare share_;
};

/// Those of a generation that are selected, in the order of sequences and positions; of a stream's letters in several
/// shares the first.
Result<std::vector<DeadLetter>> select_letters(sql::Connection& connection, std::uint32_t generation,
                                               const DeadLetterSelection& selection, std::size_t limit);
Result<DeadLetterCounts> count_letters(sql::Connection& connection, std::string_view projection,
                                       std::uint32_t generation);
/// What was given up of rows that are shown holds for those that are being built, too: an event of a sequence that they
/// have not come to yet.
Result<void> note_discarded(sql::Connection& connection, std::string_view projection, std::uint32_t generation,
                            std::string_view sequence, Position position);
/// They have come to it.
Result<void> forget_discarded(sql::Connection& connection, std::string_view projection, std::uint32_t generation);

/// Whether whole streams wait.
Result<bool> any_stream_letter(sql::Connection& connection, std::string_view projection, std::uint32_t generation);

}  // namespace cqrs::projection
