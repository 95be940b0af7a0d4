#include "fold_rows.hpp"

#include <cqrs/rows.hpp>

#include "projection/handlers.hpp"
#include "projection/letters.hpp"
#include "projection/table.hpp"

namespace cqrs::ctl {
namespace {

constexpr std::size_t kFlushEvents = 10'000;

/// One share of the rows.
class Fold {
 public:
  Fold(Store& store, const ProjectionDefinition& definition, const void* externs, WaitingLetters& letters,
       FoldedRows& folded)
      : store_(store),
        definition_(definition),
        handlers_(definition, externs),
        rows_(definition.make_rows(projection::table_name(*definition.table, 1))),
        letters_(letters),
        folded_(folded) {}

  Result<void> run(sql::Connection& connection, const projection::Checkpoint& until) {
    rows_->begin(connection, {.share = until.share, .parked = &letters_, .careful = true});
    Result<void> done;
    std::size_t unflushed = 0;
    const EventFilter filter{.types = definition_.types};
    const auto read = store_.read_all({}, filter, kNoLimit, [&](const RecordedEvent& event) {
      if (event.position > until.position) return Visit::stop;
      done = apply(event);
      if (done && ++unflushed == kFlushEvents) {
        unflushed = 0;
        done = flush(connection);
      }
      return done ? Visit::next : Visit::stop;
    });
    if (!done) return done;
    if (!read) return unexpected(read.error());
    return flush(connection);
  }

 private:
  Result<void> apply(const RecordedEvent& event) {
    ++folded_.events;
    letters_.look_at(event.position);
    const std::string stream = projection::stream_sequence(event.stream);
    if (letters_.holds(stream)) return letters_.skip_event(), Result<void>();
    rows_->next_event();
    const auto applied = handlers_.apply(*rows_, event);
    if (const Error* error = rows_->error()) return unexpected(*error);
    if (!applied) {
      if (applied.error().code == ErrorCode::unavailable) return applied;
      folded_.failures.emplace(stream, applied.error().text);
      return {};
    }
    for (const auto& trouble : rows_->troubles()) {
      if (!trouble.failed) continue;
      folded_.failures.emplace(trouble.sequence, projection::name_of(event) + ": " + trouble.error.text);
    }
    return {};
  }

  Result<void> flush(sql::Connection& connection) {
    if (auto flushed = rows_->flush(connection); !flushed) return flushed;
    rows_->committed();
    return {};
  }

  Store& store_;
  const ProjectionDefinition& definition_;
  projection::Handlers handlers_;
  std::unique_ptr<RowSet> rows_;
  WaitingLetters& letters_;
  FoldedRows& folded_;
};

}  // namespace

void WaitingLetters::add(Position position, std::string sequence) {
  letters_[position.sequence()][position.index()].emplace(std::move(sequence), false);
  ++count_;
}

void WaitingLetters::look_at(Position position) {
  now_ = nullptr;
  const auto sequence = letters_.find(position.sequence());
  if (sequence == letters_.end()) return;
  const auto index = sequence->second.find(position.index());
  if (index != sequence->second.end()) now_ = &index->second;
}

bool WaitingLetters::holds(std::string_view sequence) const {
  if (now_ == nullptr) return false;
  const auto found = now_->find(sequence);
  if (found == now_->end()) return false;
  found->second = true;
  return true;
}

void WaitingLetters::skip_event() noexcept {
  for (auto& [sequence, met] : *now_) met = true;
}

std::vector<std::string> WaitingLetters::unfounded() const {
  std::vector<std::string> found;
  for (const auto& [first, of_commit] : letters_) {
    for (const auto& [index, sequences] : of_commit) {
      for (const auto& [sequence, met] : sequences) {
        if (!met) found.push_back(sequence + " at " + to_string(Position(0, first, index)));
      }
    }
  }
  return found;
}

Result<FoldedRows> fold_rows(Store& store, const ProjectionDefinition& definition, const void* externs,
                             const std::vector<projection::Checkpoint>& checkpoints, WaitingLetters& letters) {
  FoldedRows folded;
  auto memory = rows::open_memory();
  if (!memory) return unexpected(memory.error());
  folded.store = *std::move(memory);
  auto done = folded.store->write([&](sql::Connection& connection) -> Result<void> {
    if (auto created = projection::create_table(connection, *definition.table, 1); !created) return created;
    for (const auto& checkpoint : checkpoints) {
      folded.events = 0;  // each share sees all events
      Fold fold(store, definition, externs, letters, folded);
      if (auto share = fold.run(connection, checkpoint); !share) return share;
    }
    return {};
  });
  if (!done) return unexpected(done.error());
  return folded;
}

}  // namespace cqrs::ctl
