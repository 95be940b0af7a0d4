#include "projection/letters.hpp"

#include <algorithm>
#include <limits>

#include "projection/ledger.hpp"
#include "projection/line_checksum.hpp"
#include "projection/statements.hpp"
#include "projection/waiting.hpp"

namespace cqrs::projection {
namespace {

constexpr std::string_view kStream = "stream:";

// What the column `failed` says.
constexpr std::int64_t kWaits = 0;
constexpr std::int64_t kFailed = 1;
constexpr std::int64_t kBlocked = 2;

constexpr std::string_view kColumns =
    "sequence, at, at_index, hash, tenant, category, stream_key, version, type, failed, parked, attempts, "
    "first_failed, next_attempt, error, share_first, checksum";

LineChecksum checksum_of(std::string_view projection, std::uint32_t generation, const Letter& letter,
                         std::uint64_t share) {
  LineChecksum sum;
  sum.add(projection);
  sum.add(generation);
  sum.add(share);
  sum.add(letter.sequence);
  sum.add(letter.position.sequence());
  sum.add(letter.position.index());
  sum.add(letter.hash);
  sum.add(letter.stream.tenant);
  sum.add(letter.stream.category);
  sum.add(as_text(letter.stream.key));
  sum.add(static_cast<std::uint64_t>(letter.version));
  sum.add(letter.type);
  return sum;
}

Letter letter_from(sql::Statement& row) {
  Letter letter;
  letter.sequence = row.text(0);
  letter.position = Position(0, from_column(row.integer(1)), static_cast<std::uint32_t>(row.integer(2)));
  letter.hash = from_column(row.integer(3));
  letter.stream.tenant = row.text(4);
  letter.stream.category = row.text(5);
  letter.stream.key = to_buffer(row.bytes(6));
  letter.version = row.integer(7);
  letter.type = row.text(8);
  letter.failed = row.integer(9) != kWaits;
  letter.blocked = row.integer(9) == kBlocked;
  letter.parked = row.integer(10) != 0;
  letter.attempts = static_cast<unsigned>(row.integer(11));
  letter.first_failed = Instant{row.integer(12)};
  if (!row.is_null(13)) letter.due = Instant{row.integer(13)};
  letter.error = row.text(14);
  return letter;
}

/// Whether it is the letter that was written.
bool is_sound(sql::Statement& row, const Letter& letter, std::string_view projection, std::uint32_t generation) {
  return row.integer(2) == std::int64_t{letter.position.index()} &&
         checksum_of(projection, generation, letter, from_column(row.integer(15))).fits(row, 16);
}

unexpected<Error> damaged(std::string_view projection) { return unreadable(projection, "a dead letter"); }

std::int64_t stored_failure(const Letter& letter) {
  return !letter.failed ? kWaits : letter.blocked ? kBlocked : kFailed;
}

std::string select(std::string_view rest) {
  return "SELECT " + std::string(kColumns) + " FROM cqrs_dead_letter WHERE name = ?1 AND generation = ?2 " +
         std::string(rest);
}

std::int64_t as_limit(std::size_t limit) {
  constexpr auto kMost = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(limit, kMost));
}

// When the first letter of a sequence is to be tried: one that only waits has nothing before it any more.
std::optional<Instant> due_of(const Letter& first) {
  if (!first.failed) return Instant{0};
  return first.parked ? std::nullopt : first.due;
}

}  // namespace

std::string stream_sequence(const StreamRef& stream) { return std::string(kStream) + to_string(stream); }

bool is_stream_sequence(std::string_view sequence) noexcept { return sequence.starts_with(kStream); }

Letter letter_of(const RecordedEvent& event, std::string sequence, std::uint64_t hash) {
  Letter letter;
  letter.sequence = std::move(sequence);
  letter.position = event.position;
  letter.stream = StreamId(event.stream);
  letter.version = event.version;
  letter.type = event.type;
  letter.hash = hash;
  return letter;
}

void count_failure(Letter& letter, const Error& error, Instant now, const RetryRules& rules) {
  if (!letter.failed) letter.first_failed = now;
  letter.failed = true;
  letter.error = error.text;
  letter.blocked = error.code == ErrorCode::behind;
  if (!letter.blocked) ++letter.attempts;
  letter.parked = !letter.blocked && letter.attempts >= rules.attempts;
  letter.due.reset();
  if (letter.parked) return;
  const Duration wait = letter.blocked ? rules.longest() : BackOff::behind(letter.attempts, rules.first, rules.last);
  const auto due = checked_add(now, wait);
  letter.due = due ? *due : now;
}

bool Parked::hides(std::string_view sequence) const {
  const auto found = sequences_.find(sequence);
  if (found == sequences_.end()) return false;
  const FirstLetter& first = found->second;
  // Two rows that wait for each other at the same event: the one that has not failed by itself is the later one.
  return first.position < event_ || (first.position == event_ && !first.blocked);
}

bool Parked::is_discarded(std::string_view sequence) const {
  const auto found = discarded_.find(sequence);
  return found != discarded_.end() && found->second.contains(event_);
}

void Parked::set_due(const std::string& sequence, FirstLetter& entry, std::optional<Instant> due) {
  if (entry.due) due_.erase({*entry.due, sequence});
  entry.due = due;
  if (due) due_.emplace(*due, sequence);
}

bool Parked::put(std::string_view sequence, const FirstLetter& first) {
  const auto [entry, is_new] = sequences_.try_emplace(std::string(sequence));
  if (is_new && is_stream_sequence(sequence)) ++streams_;
  set_due(entry->first, entry->second, first.due);
  entry->second = first;
  return is_new;
}

void Parked::begin_at(std::string_view sequence, Position position) {
  const auto found = sequences_.find(sequence);
  if (found != sequences_.end() && position < found->second.position) found->second.position = position;
}

void Parked::unblock() {
  for (auto& [sequence, entry] : sequences_) {
    if (entry.blocked) set_due(sequence, entry, Instant{});
  }
}

void Parked::discard(std::string_view sequence, Position position) {
  discarded_[std::string(sequence)].insert(position);
  discarded_streams_ = discarded_streams_ || is_stream_sequence(sequence);
}

void Parked::remove(std::string_view sequence) {
  const auto found = sequences_.find(sequence);
  if (found == sequences_.end()) return;
  set_due(found->first, found->second, std::nullopt);
  if (is_stream_sequence(sequence)) --streams_;
  sequences_.erase(found);
}

void Parked::clear() {
  sequences_.clear();
  due_.clear();
  streams_ = 0;
  discarded_.clear();
  discarded_streams_ = false;
}

std::optional<std::pair<Instant, std::string>> Parked::first_due() const {
  if (due_.empty()) return std::nullopt;
  return *due_.begin();
}

std::vector<std::string> Parked::all() const {
  std::vector<std::string> names;
  names.reserve(sequences_.size());
  for (const auto& [name, due] : sequences_) names.push_back(name);
  return names;
}

Result<void> Letters::put(sql::Connection& connection, const Letter& letter) const {
  const std::uint64_t share = is_stream_sequence(letter.sequence) ? share_.first : 0;
  return run(connection,
             "INSERT INTO cqrs_dead_letter (name, generation, share_first, sequence, at, at_index, hash, tenant, "
             "category, stream_key, version, type, failed, parked, attempts, first_failed, next_attempt, error, "
             "checksum) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) "
             "ON CONFLICT (name, generation, share_first, sequence, at, at_index) DO UPDATE SET "
             "failed = excluded.failed, parked = excluded.parked, attempts = excluded.attempts, "
             "first_failed = excluded.first_failed, next_attempt = excluded.next_attempt, error = excluded.error",
             std::string_view(projection_), generation_, to_column(share), std::string_view(letter.sequence),
             to_column(letter.position.sequence()), letter.position.index(), to_column(letter.hash),
             std::string_view(letter.stream.tenant), std::string_view(letter.stream.category), Bytes(letter.stream.key),
             letter.version, std::string_view(letter.type), stored_failure(letter), letter.parked, letter.attempts,
             letter.first_failed, letter.due, std::string_view(letter.error),
             checksum_of(projection_, generation_, letter, share).column());
}

Result<void> Letters::remove(sql::Connection& connection, const Letter& letter) const {
  const std::uint64_t share = is_stream_sequence(letter.sequence) ? share_.first : 0;
  return run(connection,
             "DELETE FROM cqrs_dead_letter WHERE name = ?1 AND generation = ?2 AND share_first = ?3 AND sequence = ?4 "
             "AND at = ?5 AND at_index = ?6",
             std::string_view(projection_), generation_, to_column(share), std::string_view(letter.sequence),
             to_column(letter.position.sequence()), letter.position.index());
}

Result<std::vector<Letter>> Letters::read(sql::Connection& connection, std::string_view sequence,
                                          std::size_t limit) const {
  const std::uint64_t share = is_stream_sequence(sequence) ? share_.first : 0;
  std::vector<Letter> found;
  bool sound = true;
  const auto read = each_row(
      connection, select("AND share_first = ?3 AND sequence = ?4 ORDER BY at, at_index LIMIT ?5"),
      [&](sql::Statement& row) {
        found.push_back(letter_from(row));
        sound = sound && is_sound(row, found.back(), projection_, generation_);
      },
      std::string_view(projection_), generation_, to_column(share), sequence, as_limit(limit));
  if (!read) return unexpected(read.error());
  if (!sound) return damaged(projection_);
  return found;
}

Result<void> Letters::load(sql::Connection& connection, Parked& parked) const {
  parked.clear();
  const auto discarded = each_row(
      connection, "SELECT sequence, at, at_index FROM cqrs_discarded WHERE name = ?1 AND generation = ?2",
      [&](sql::Statement& row) {
        parked.discard(row.text(0),
                       Position(0, from_column(row.integer(1)), static_cast<std::uint32_t>(row.integer(2))));
      },
      std::string_view(projection_), generation_);
  if (!discarded) return discarded;
  // Those of other shares, too: a damaged one could be ours.
  bool sound = true;
  auto read = each_row(
      connection, select("ORDER BY sequence, at, at_index"),
      [&](sql::Statement& row) {
        const Letter letter = letter_from(row);
        sound = sound && is_sound(row, letter, projection_, generation_);
        if (parked.waits(letter.sequence)) return;
        const bool ours = is_stream_sequence(letter.sequence) ? from_column(row.integer(15)) == share_.first
                                                              : share_.holds(letter.hash);
        if (ours) parked.put(letter.sequence, {letter.position, due_of(letter), letter.blocked});
      },
      std::string_view(projection_), generation_);
  if (read && !sound) return damaged(projection_);
  return read;
}

Result<std::vector<DeadLetter>> select_letters(sql::Connection& connection, std::uint32_t generation,
                                               const DeadLetterSelection& selection, std::size_t limit) {
  std::vector<DeadLetter> found;
  std::string rest;
  if (selection.sequence) rest += "AND sequence = ?3 ";
  if (selection.position) rest += "AND at = ?4 AND at_index = ?5 ";
  const auto at = selection.position.value_or(Position());
  bool sound = true;
  const auto read = each_row(
      connection, select(rest + "ORDER BY sequence, at, at_index LIMIT ?6"),
      [&](sql::Statement& row) {
        Letter letter = letter_from(row);
        sound = sound && is_sound(row, letter, selection.projection, generation);
        if (!found.empty() && found.back().sequence == letter.sequence && found.back().position == letter.position) {
          return;
        }
        found.push_back({.projection = selection.projection,
                         .sequence = std::move(letter.sequence),
                         .position = letter.position,
                         .type = std::move(letter.type),
                         .stream = to_string(letter.stream.ref()),
                         .failed = letter.failed,
                         .parked = letter.parked,
                         .attempts = letter.attempts,
                         .first_failed = letter.first_failed,
                         .next_attempt = letter.due,
                         .error = std::move(letter.error)});
      },
      std::string_view(selection.projection), generation, std::string_view(selection.sequence.value_or("")),
      to_column(at.sequence()), at.index(), as_limit(limit));
  if (!read) return unexpected(read.error());
  if (!sound) return damaged(selection.projection);
  return found;
}

Result<DeadLetterCounts> count_letters(sql::Connection& connection, std::string_view projection,
                                       std::uint32_t generation) {
  DeadLetterCounts counts;
  const auto read = each_row(
      connection,
      "SELECT COUNT(*), COUNT(CASE WHEN failed <> 0 THEN 1 END), "
      "COUNT(DISTINCT CASE WHEN parked <> 0 THEN sequence END) FROM cqrs_dead_letter WHERE name = ?1 AND "
      "generation = ?2",
      [&](sql::Statement& row) {
        counts.failed = static_cast<std::uint64_t>(row.integer(1));
        counts.waiting = static_cast<std::uint64_t>(row.integer(0)) - counts.failed;
        counts.parked = static_cast<std::uint64_t>(row.integer(2));
      },
      projection, generation);
  if (!read) return unexpected(read.error());
  return counts;
}

Result<void> note_discarded(sql::Connection& connection, std::string_view projection, std::uint32_t generation,
                            std::string_view sequence, Position position) {
  return run(connection,
             "INSERT INTO cqrs_discarded (name, generation, sequence, at, at_index) VALUES (?1, ?2, ?3, ?4, ?5) "
             "ON CONFLICT (name, generation, sequence, at, at_index) DO NOTHING",
             projection, generation, sequence, to_column(position.sequence()), position.index());
}

Result<void> forget_discarded(sql::Connection& connection, std::string_view projection, std::uint32_t generation) {
  return run(connection, "DELETE FROM cqrs_discarded WHERE name = ?1 AND generation = ?2", projection, generation);
}

Result<bool> any_stream_letter(sql::Connection& connection, std::string_view projection, std::uint32_t generation) {
  bool any = false;
  const auto read = each_row(
      connection,
      "SELECT sequence FROM cqrs_dead_letter WHERE name = ?1 AND generation = ?2 AND sequence >= 'stream:' AND "
      "sequence < 'stream;' LIMIT 1",
      [&](sql::Statement&) { any = true; }, projection, generation);
  if (!read) return unexpected(read.error());
  return any;
}

}  // namespace cqrs::projection
