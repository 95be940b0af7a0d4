#include <set>
#include <utility>

#include "projection/followed.hpp"

// What a person does to a projection.

namespace cqrs::projection {
namespace {

std::string what_of(const DeadLetterSelection& selection) {
  std::string what = selection.sequence ? *selection.sequence : "all dead letters";
  if (selection.position) what += " at " + to_string(*selection.position);
  return what;
}

}  // namespace

Result<void> Followed::note(std::string_view action, std::string_view what, const Reason& reason) const {
  return rows_.write([&](sql::Connection& connection) {
    return audit(connection, definition_.name, action, what, reason, around_.clock.now());
  });
}

Result<void> Followed::pause(const Reason& reason) {
  const Control control(*this);
  auto written = rows_.write([&](sql::Connection& connection) -> Result<void> {
    if (auto set = set_paused(connection, definition_.name, true); !set) return set;
    return audit(connection, definition_.name, "pause", "", reason, around_.clock.now());
  });
  if (!written) return written;
  {
    const Lock lock(mutex_);
    paused_ = true;
  }
  // Who is told that it is paused sees no more changes.
  for (const auto& one : running()) {
    for (const auto& share : one->shares) const std::lock_guard stepping(share->stepping);
  }
  return {};
}

Result<void> Followed::resume(const Reason& reason) {
  const Control control(*this);
  auto written = rows_.write([&](sql::Connection& connection) -> Result<void> {
    if (auto set = set_paused(connection, definition_.name, false); !set) return set;
    return audit(connection, definition_.name, "resume", "", reason, around_.clock.now());
  });
  if (!written) return written;
  const Lock lock(mutex_);
  paused_ = false;
  for (const auto& one : {shown_, building_}) {
    if (!one) continue;
    one->stopped = false;
    one->error.reset();
  }
  return {};
}

Result<std::vector<DeadLetter>> Followed::dead_letters(const DeadLetterSelection& selection, std::size_t limit) const {
  std::uint32_t generation = 0;
  {
    const Lock lock(mutex_);
    if (const auto at_work = working()) generation = at_work->generation.number;
  }
  return letters_of(generation, selection, limit);
}

Result<std::vector<DeadLetter>> Followed::letters_of(std::uint32_t generation, const DeadLetterSelection& selection,
                                                     std::size_t limit) const {
  DeadLetterSelection full = selection;
  full.projection = definition_.name;
  std::vector<DeadLetter> found;
  auto read = rows_.read([&](sql::Connection& connection) -> Result<void> {
    auto selected = select_letters(connection, generation, full, limit);
    if (!selected) return unexpected(std::move(selected).error());
    found = *std::move(selected);
    return {};
  });
  if (!read) return unexpected(std::move(read).error());
  return found;
}

template <class F>
Result<std::uint64_t> Followed::each_waiting_in(const Running& running, const DeadLetterSelection& selection, F work) {
  std::uint64_t sum = 0;
  for (const auto& share : running.shares) {
    const std::lock_guard stepping(share->stepping);
    // What was decided of other rows may hold for these.
    share->follower.expect_changes();
    auto waiting = share->follower.waiting();
    if (!waiting) return unexpected(std::move(waiting).error());
    auto sequences = *std::move(waiting);
    if (selection.sequence) std::erase_if(sequences, [&](const auto& one) { return one != *selection.sequence; });
    if (!selection.sequence && selection.position) {
      auto letters = letters_of(running.generation.number, selection, kNoLimit);
      if (!letters) return unexpected(std::move(letters).error());
      std::set<std::string> there;
      for (const auto& letter : *letters) there.insert(letter.sequence);
      std::erase_if(sequences, [&](const auto& one) { return !there.contains(one); });
    }
    for (const auto& sequence : sequences) {
      auto done = work(share->follower, sequence);
      if (!done) return done;
      sum += *done;
    }
  }
  return sum;
}

template <class F>
Result<std::uint64_t> Followed::each_waiting(const DeadLetterSelection& selection, F work) {
  std::shared_ptr<Running> at_work;
  {
    const Lock lock(mutex_);
    at_work = working();
  }
  // What is decided of the rows shown holds for those that are about to take their place, too.
  std::uint64_t sum = 0;
  for (const auto& one : running()) {
    auto done = each_waiting_in(*one, selection, work);
    if (!done) return done;
    if (one == at_work) sum = *done;
  }
  watchers_.call();
  return sum;
}

Result<std::uint64_t> Followed::retry(const DeadLetterSelection& selection, const Reason& reason) {
  const Control control(*this);
  if (auto noted = note("retry", what_of(selection), reason); !noted) return unexpected(std::move(noted).error());
  return each_waiting(selection, [&](Follower& follower, const std::string& sequence) {
    return follower.retry(sequence, selection.position);
  });
}

Result<std::uint64_t> Followed::discard(const DeadLetterSelection& selection, const Reason& reason) {
  const Control control(*this);
  const auto building = building_rows();
  return each_waiting(selection, [&](Follower& follower, const std::string& sequence) {
    DeadLetterSelection one = selection;
    one.sequence = sequence;
    const auto also = [&](sql::Connection& connection, const std::vector<Letter>& discarded) -> Result<void> {
      for (const Letter& letter : discarded) {
        if (!building || follower.generation() == building->generation.number) break;
        // The rows that are being built may not have come so far.
        auto noted =
            note_discarded(connection, definition_.name, building->generation.number, letter.sequence, letter.position);
        if (!noted) return noted;
      }
      return audit(connection, definition_.name, "discard", what_of(one), reason, around_.clock.now());
    };
    return follower.discard(sequence, selection.position, also);
  });
}

}  // namespace cqrs::projection
