#include <algorithm>
#include <utility>

#include "projection/followed.hpp"
#include "projection/table.hpp"
#include "projection/waiting.hpp"

// Which rows a projection shows, which it builds, and how the ones take the place of the others.

namespace cqrs::projection {
namespace {

constexpr std::string_view kOwnDatabase =
    "Give one of the two applications a database of its own (ProjectionOptions::rows), or the projection another name; "
    "if the other one is no more, delete the database, and the rows are built again from the log";
constexpr Duration kTidyEvery = std::chrono::minutes(10);

unsigned wanted_shares(const ProjectionDefinition& definition, const ProjectionOptions& options) {
  return definition.serial_because.empty() ? std::max(options.workers, 1U) : 1U;
}

const Generation* find(const std::vector<Generation>& all, GenerationState state) {
  const auto found = std::ranges::find_if(all, [&](const Generation& one) { return one.state == state; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Result<void> Followed::open() {
  std::vector<Generation> all;
  auto prepared = rows_.write([&](sql::Connection& connection) -> Result<void> {
    if (auto created = create_ledger(connection); !created) return created;
    if (auto alone = check_namesakes(connection, definition_, kOwnDatabase); !alone) return alone;
    auto paused = is_paused(connection, definition_.name);
    if (!paused) return unexpected(std::move(paused).error());
    paused_ = *paused;
    auto found = generations(connection, definition_.name);
    if (!found) return unexpected(std::move(found).error());
    all = *std::move(found);
    return drop_abandoned(connection, all);
  });
  if (!prepared) return prepared;
  if (auto chosen = choose(all); !chosen) return chosen;
  // A log of no more than a batch is shown at once.
  if (const auto first = shown_ ? nullptr : building_) {
    for (std::size_t i = 0; i < first->shares.size(); ++i) static_cast<void>(step(first, i));
  }
  tidy_if_due();
  return {};
}

// What other code had begun to build is of no use any more, nor what was given up for a later one.
Result<void> Followed::drop_abandoned(sql::Connection& connection, std::vector<Generation>& all) const {
  std::uint32_t latest = 0;
  for (const auto& one : all) {
    if (one.state == GenerationState::building && one.fingerprint == definition_.fingerprint) latest = one.number;
  }
  const auto abandoned = [&](const Generation& one) {
    return one.state == GenerationState::building && one.number != latest;
  };
  for (const auto& one : all) {
    if (!abandoned(one)) continue;
    if (auto dropped = drop(connection, one.number); !dropped) return dropped;
  }
  std::erase_if(all, abandoned);
  return {};
}

Result<void> Followed::drop(sql::Connection& connection, std::uint32_t number) const {
  if (auto dropped = drop_table(connection, *definition_.table, number); !dropped) return dropped;
  return remove_generation(connection, definition_.name, number);
}

Result<void> Followed::choose(const std::vector<Generation>& all) {
  const Generation* shown = find(all, GenerationState::shown);
  const Generation* building = find(all, GenerationState::building);
  if (shown != nullptr) {
    auto running = run(*shown);
    if (!running) return unexpected(std::move(running).error());
    shown_ = *std::move(running);
  }
  for (const auto& one : all) {
    if (one.state == GenerationState::replaced) replaced_.push_back({one.number, {}});
  }
  if (building == nullptr && shown_ && shown_->current) return {};
  Generation next;
  if (building != nullptr) {
    next = *building;
  } else {
    const auto again = std::ranges::find_if(all, [&](const Generation& one) {
      return one.state == GenerationState::replaced && one.fingerprint == definition_.fingerprint;
    });
    auto written = rows_.write([&](sql::Connection& connection) -> Result<void> {
      auto begun = again != all.end() ? take_up(connection, *again)
                                      : begin_generation(connection, all.empty() ? 1 : all.back().number + 1);
      if (!begun) return unexpected(std::move(begun).error());
      next = *std::move(begun);
      return {};
    });
    if (!written) return written;
    std::erase_if(replaced_, [&](const Replaced& one) { return one.number == next.number; });
  }
  auto running = run(next);
  if (!running) return unexpected(std::move(running).error());
  building_ = *std::move(running);
  log_rows("rows of a projection are being built", *building_);
  return {};
}

void Followed::log_rows(std::string_view message, const Running& running) const {
  around_.options.log->write(
      LogLevel::info, message,
      {{"projection", definition_.name}, {"generation", std::int64_t{running.generation.number}}});
}

// Rows of this very code that were replaced by other code, which is gone again.
Result<Generation> Followed::take_up(sql::Connection& connection, Generation generation) const {
  generation.state = GenerationState::building;
  generation.replaced_at.reset();
  if (auto put = put_generation(connection, definition_.name, generation); !put) {
    return unexpected(std::move(put).error());
  }
  return generation;
}

std::vector<Checkpoint> Followed::beginning() const {
  std::vector<Checkpoint> begin;
  for (const RowShare& share : shares_of(wanted_shares(definition_, around_.options))) {
    begin.push_back({share, Position::start_of(0)});
  }
  return begin;
}

Result<Generation> Followed::begin_generation(sql::Connection& connection, std::uint32_t number) const {
  const Generation generation{.number = number, .fingerprint = definition_.fingerprint, .shape = definition_.shape};
  // What may be left of rows that nothing else is known of must not become part of these.
  if (auto dropped = drop(connection, number); !dropped) return unexpected(std::move(dropped).error());
  if (auto created = create_table(connection, *definition_.table, number); !created) {
    return unexpected(std::move(created).error());
  }
  if (auto put = put_generation(connection, definition_.name, generation); !put) {
    return unexpected(std::move(put).error());
  }
  if (auto put = put_checkpoints(connection, definition_.name, number, beginning()); !put) {
    return unexpected(std::move(put).error());
  }
  return generation;
}

Result<std::shared_ptr<Followed::Running>> Followed::run(const Generation& generation) {
  auto running = std::make_shared<Running>();
  running->generation = generation;
  running->table = std::make_shared<const TableName>(table_name(*definition_.table, generation.number));
  running->current = generation.fingerprint == definition_.fingerprint;
  std::vector<Checkpoint> begin;
  auto read = rows_.read([&](sql::Connection& connection) -> Result<void> {
    auto found = checkpoints(connection, definition_.name, generation.number);
    if (!found) return unexpected(std::move(found).error());
    begin = *std::move(found);
    return {};
  });
  if (!read) return unexpected(std::move(read).error());
  if (!running->current) {
    for (const auto& one : begin) {
      if (&one == &begin.front() || one.position < running->frozen) running->frozen = one.position;
    }
    return running;
  }
  if (begin.empty()) {
    return cqrs::fail(ErrorCode::corruption,
                      "the checkpoints of " + std::string(definition_.name) + " are missing in " + "generation " +
                          std::to_string(generation.number) + "; delete the database of rows, and they are built anew");
  }
  add_shares(*running, begin);
  if (auto loaded = load_shares(*running); !loaded) return unexpected(std::move(loaded).error());
  if (begin.size() != wanted_shares(definition_, around_.options)) {
    if (auto done = reshare(*running); !done) return unexpected(std::move(done).error());
  }
  return running;
}

void Followed::add_shares(Running& running, const std::vector<Checkpoint>& begin) const {
  const RowsPlace place{&definition_, &rows_, running.generation.number};
  running.shares.clear();
  for (const auto& one : begin) running.shares.push_back(std::make_unique<Share>(around_, place, one.share));
}

Result<void> Followed::load_shares(Running& running) {
  for (const auto& share : running.shares) {
    if (auto loaded = share->follower.load(); !loaded) return loaded;
  }
  return {};
}

// The rows of a share must not see an event twice: all come to the same position first. What cannot be done now is
// done at another start; until then the rows are shared out as they were.
Result<void> Followed::reshare(Running& running) {
  Position highest = running.shares.front()->follower.position();
  for (const auto& share : running.shares) {
    if (const Position position = share->follower.position(); position > highest) highest = position;
  }
  for (const auto& share : running.shares) {
    while (share->follower.position() < highest) {
      if (!share->follower.step(highest)) return {};
    }
  }
  bool streams = false;
  std::vector<Checkpoint> begin;
  for (const RowShare& share : shares_of(wanted_shares(definition_, around_.options)))
    begin.push_back({share, highest});
  auto written = rows_.write([&](sql::Connection& connection) -> Result<void> {
    auto any = any_stream_letter(connection, definition_.name, running.generation.number);
    if (!any) return unexpected(std::move(any).error());
    // What waits as a whole stream waits in each share for itself.
    streams = *any;
    if (streams) return {};
    return put_checkpoints(connection, definition_.name, running.generation.number, begin);
  });
  if (!written) return written;
  if (streams) return {};
  add_shares(running, begin);
  return load_shares(running);
}

void Followed::try_swap(const std::shared_ptr<Running>& running) {
  const auto ready = [&] {
    const Lock lock(mutex_);
    return building_ == running && !at_rest(*running) &&
           std::ranges::all_of(running->shares, [](const auto& share) { return share->caught_up; });
  };
  if (!ready()) return;
  const Control control(*this);
  if (!ready()) return;
  std::shared_ptr<Running> old;
  {
    const Lock lock(mutex_);
    old = shown_;
  }
  // The rows shown stand still; what has been seen of them must not go back.
  std::vector<Lock> still;
  if (old) {
    for (const auto& share : old->shares) still.emplace_back(share->stepping);
    if (position_of(*running) < position_of(*old)) {
      const Lock lock(mutex_);
      old->held = !old->shares.empty();
      return;
    }
  }
  Generation fresh = running->generation;
  fresh.state = GenerationState::shown;
  std::optional<Generation> replaced;
  if (old) {
    replaced = old->generation;
    replaced->state = GenerationState::replaced;
    replaced->replaced_at = around_.clock.now();
  }
  const auto written = write_swap(fresh, replaced);
  {
    const Lock lock(mutex_);
    if (!written) {
      running->error = written.error();
      running->stopped = !may_pass(written.error());
      if (old) old->held = false;
      changed_.notify_all();
      return;
    }
    running->generation = fresh;
    if (old) {
      old->retired = true;
      replaced_.push_back({old->generation.number, old->table});
    }
    shown_ = running;
    building_.reset();
    next_tidy_.reset();
    changed_.notify_all();
  }
  still.clear();
  log_rows("new rows of a projection are shown", *running);
  watchers_.call();
}

Result<void> Followed::write_swap(const Generation& fresh, const std::optional<Generation>& old) {
  return rows_.write([&](sql::Connection& connection) -> Result<void> {
    if (auto indexed = create_indexes(connection, *definition_.table, fresh.number); !indexed) return indexed;
    if (old) {
      if (auto put = put_generation(connection, definition_.name, *old); !put) return put;
    }
    if (auto put = put_generation(connection, definition_.name, fresh); !put) return put;
    if (auto forgotten = forget_discarded(connection, definition_.name, fresh.number); !forgotten) return forgotten;
    return show_table(connection, *definition_.table, fresh.number);
  });
}

bool Followed::has_to_tidy() const {
  const Lock lock(mutex_);
  return !replaced_.empty() && (!next_tidy_ || is_due(*next_tidy_, around_.clock.now(), kTidyEvery));
}

void Followed::tidy_if_due() {
  if (!has_to_tidy()) return;
  const Instant now = around_.clock.now();
  std::vector<Replaced> candidates;
  {
    const Lock lock(mutex_);
    next_tidy_ = checked_add(now, kTidyEvery).value_or(now);
    candidates = replaced_;
  }
  // One that a query still reads from goes another time.
  std::erase_if(candidates, [](const Replaced& one) { return one.table.use_count() > 1; });
  std::vector<std::uint32_t> dropped;
  const auto written = rows_.write([&](sql::Connection& connection) -> Result<void> {
    dropped.clear();
    auto all = generations(connection, definition_.name);
    if (!all) return unexpected(std::move(all).error());
    for (auto& one : *all) {
      const bool known = std::ranges::any_of(candidates, [&](const Replaced& r) { return r.number == one.number; });
      if (!known) continue;
      const auto over = is_over(connection, definition_.name, one, around_.options.keep_replaced, now);
      if (!over) return unexpected(over.error());
      if (!*over) continue;
      if (auto gone = drop(connection, one.number); !gone) return gone;
      dropped.push_back(one.number);
    }
    return {};
  });
  if (!written) return;  // another time
  const Lock lock(mutex_);
  std::erase_if(replaced_, [&](const Replaced& one) { return std::ranges::count(dropped, one.number) > 0; });
}

// If that fails, what was there goes on. Rows given up for these are dropped behind: two unfinished ones do no harm,
// and the later one counts.
Result<void> Followed::rebuild(const Reason& reason) {
  const Control control(*this);
  std::shared_ptr<Running> given_up;
  {
    const Lock lock(mutex_);
    given_up = building_;
  }
  auto fresh = std::make_shared<Running>();
  fresh->current = true;
  auto written = rows_.write([&](sql::Connection& connection) -> Result<void> {
    auto all = generations(connection, definition_.name);
    if (!all) return unexpected(std::move(all).error());
    const std::uint32_t number = all->empty() ? 1 : all->back().number + 1;
    auto begun = begin_generation(connection, number);
    if (!begun) return unexpected(std::move(begun).error());
    fresh->generation = *begun;
    fresh->table = std::make_shared<const TableName>(table_name(*definition_.table, number));
    return audit(connection, definition_.name, "rebuild", "generation " + std::to_string(number), reason,
                 around_.clock.now());
  });
  if (!written) return written;
  add_shares(*fresh, beginning());
  {
    const Lock lock(mutex_);
    building_ = fresh;
    if (given_up) given_up->retired = true;
    if (shown_) shown_->held = false;
  }
  if (given_up) {
    std::vector<Lock> still;
    for (const auto& share : given_up->shares) still.emplace_back(share->stepping);
    // What cannot be dropped now is dropped at the next start.
    static_cast<void>(
        rows_.write([&](sql::Connection& connection) { return drop(connection, given_up->generation.number); }));
  }
  log_rows("rows of a projection are being built", *fresh);
  if (started_) started_(fresh);
  return {};
}

}  // namespace cqrs::projection
