#pragma once

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
};
/// The letter has failed once more.
void count_failure(Letter& letter, const Error& error, Instant now, const RetryRules& rules);

/// The sequences of a share that wait, in memory.
class Parked final : public ParkedSequences {
 public:
  [[nodiscard]] bool empty() const noexcept override { return sequences_.empty(); }
  [[nodiscard]] bool holds(std::string_view sequence) const override { return sequences_.contains(sequence); }
  [[nodiscard]] bool holds_streams() const noexcept { return streams_ > 0; }

  /// `due`: when its first letter is to be tried again; none: when a person says so. False: it was there before.
  bool put(std::string_view sequence, std::optional<Instant> due);
  void remove(std::string_view sequence);
  void clear();

  /// The sequence that is due first.
  [[nodiscard]] std::optional<std::pair<Instant, std::string>> first_due() const;
  [[nodiscard]] std::vector<std::string> all() const;

 private:
  std::map<std::string, std::optional<Instant>, std::less<>> sequences_;
  std::set<std::pair<Instant, std::string>> due_;
  std::size_t streams_ = 0;
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

  /// What waits in this share.
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
/// Whether whole streams wait.
Result<bool> any_stream_letter(sql::Connection& connection, std::string_view projection, std::uint32_t generation);

}  // namespace cqrs::projection
