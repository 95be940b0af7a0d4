#include "projection/inline_rows.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "projection/table.hpp"

namespace cqrs::projection {
namespace {

constexpr RowShare kWhole = {};
constexpr std::string_view kOtherName =
    "Inline rows are in the log's own database; give one of the projections another name";

Result<void> see_nothing(sql::Connection&, std::span<const RecordedEvent>) { return {}; }

const Generation* find_state(const std::vector<Generation>& all, GenerationState state) {
  const auto found = std::ranges::find_if(all, [&](const Generation& one) { return one.state == state; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

InlineApplier::InlineApplier(const Surroundings& around, const ProjectionDefinition& definition,
                             std::uint32_t generation)
    : around_(around),
      definition_(definition),
      generation_(generation),
      table_(table_name(*definition.table, generation)),
      handlers_(definition, around.externs),
      rows_(definition.make_rows(table_)),
      types_(definition.types.begin(), definition.types.end()) {}

Result<void> InlineApplier::apply_one(const RecordedEvent& event) {
  const std::string name(definition_.name);
  rows_->next_event();
  if (auto applied = handlers_.apply(*rows_, event); !applied) {
    Error error = std::move(applied).error();
    error.text = "the inline projection " + name + " cannot take in " + error.text;
    return unexpected(std::move(error));
  }
  if (const Error* error = rows_->error()) return unexpected<Error>(*error);
  for (const RowTrouble& trouble : rows_->troubles()) {
    return fail(trouble.error.code, "the row " + trouble.sequence + " of the inline projection " + name +
                                        " cannot take in " + name_of(event) + ": " + trouble.error.text);
  }
  return {};
}

Result<void> InlineApplier::write(sql::Connection& connection, Position at) {
  auto flushed = rows_->flush(connection);
  // Whether the transaction will be there is not known here, and so nothing is kept of it.
  rows_->discard();
  if (!flushed) return flushed;
  return put_checkpoint(connection, definition_.name, generation_, {kWhole, at});
}

Result<void> InlineApplier::apply(sql::Connection& connection, std::span<const RecordedEvent> events) {
  bool any = false;
  for (const auto& event : events) {
    if (!types_.contains(event.type)) continue;
    if (!any) rows_->begin(connection, {});
    any = true;
    if (auto applied = apply_one(event); !applied) {
      rows_->discard();
      applied.error().text += ". The append is refused";
      return applied;
    }
  }
  return any ? write(connection, events.back().position) : Result<void>();
}

Result<bool> InlineApplier::catch_up(sql::Connection& connection, Position& from) {
  const std::size_t limit = std::max<std::size_t>(around_.options.batch_events, 1);
  std::size_t events = 0;
  Result<void> applied;
  rows_->begin(connection, {});
  const EventFilter filter{.types = definition_.types};
  const auto visit = [&](const RecordedEvent& event) {
    ++events;
    applied = apply_one(event);
    return applied ? Visit::next : Visit::stop;
  };
  const auto read = around_.store.read_all(from, filter, limit, visit);
  if (!read || !applied) {
    rows_->discard();
    return unexpected(!applied ? std::move(applied).error() : read.error());
  }
  if (auto written = write(connection, *read); !written) return unexpected(std::move(written).error());
  from = *read;
  return events == limit;
}

InlineProjections::~InlineProjections() { close(); }

const InlineProjections::One* InlineProjections::find(std::string_view name) const noexcept {
  for (const auto& one : all_) {
    if (one->definition->name == name) return one.get();
  }
  return nullptr;
}
InlineProjections::One* InlineProjections::find(std::string_view name) noexcept {
  for (const auto& one : all_) {
    if (one->definition->name == name) return one.get();
  }
  return nullptr;
}

Result<void> InlineProjections::open(std::span<const ProjectionDefinition* const> definitions) {
  auto created = rows_.write([&](sql::Connection& connection) -> Result<void> {
    if (auto done = create_ledger(connection); !done) return done;
    for (const auto* definition : definitions) {
      if (auto alone = check_namesakes(connection, *definition, kOtherName); !alone) return alone;
      // Whether the name is free: a place that is held until the rows are built.
      if (auto held = rows_.attach(definition->name, see_nothing); !held) return held;
    }
    return {};
  });
  if (!created) return created;
  for (const auto* definition : definitions) {
    all_.push_back(std::make_unique<One>());
    all_.back()->definition = definition;
    all_.back()->attached = true;
  }
  for (const auto& one : all_) {
    auto made = make(*one, false, nullptr);
    if (made) continue;
    const std::lock_guard lock(mutex_);
    one->error = std::move(made).error();
  }
  return {};
}

void InlineProjections::close() {
  std::vector<std::string_view> names;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& one : all_) {
      if (std::exchange(one->attached, false)) names.push_back(one->definition->name);
    }
  }
  if (names.empty()) return;
  // Where that fails, the store takes no appends any more.
  static_cast<void>(rows_.write([&](sql::Connection&) -> Result<void> {
    for (const auto name : names) {
      if (auto gone = rows_.attach(name, nullptr); !gone) return gone;
    }
    return {};
  }));
}

// What is to be built and from where on; rows that are as they should be are only brought up to date.
Result<InlineProjections::Making> InlineProjections::begin(sql::Connection& connection,
                                                           const ProjectionDefinition& definition, bool anew) const {
  auto all = generations(connection, definition.name);
  if (!all) return unexpected(std::move(all).error());
  const Generation* shown = find_state(*all, GenerationState::shown);
  const auto fits = [&](const Generation* one) { return one != nullptr && one->fingerprint == definition.fingerprint; };
  const Generation* building = find_state(*all, GenerationState::building);
  if (building != nullptr && (anew || fits(shown) || !fits(building))) {
    if (auto gone = drop_table(connection, *definition.table, building->number); !gone) return unexpected(gone.error());
    if (auto gone = remove_generation(connection, definition.name, building->number); !gone) {
      return unexpected(gone.error());
    }
    building = nullptr;
  }
  const auto again = std::ranges::find_if(
      *all, [&](const Generation& one) { return one.state == GenerationState::replaced && fits(&one); });
  Making making;
  if (!anew && fits(shown)) {
    making.generation = *shown;
  } else if (building != nullptr) {
    making.generation = *building;
  } else if (!anew && again != all->end()) {
    making.generation = *again;
  } else {
    auto begun = begin_new(connection, definition, *all);
    if (!begun) return begun;
    making = *std::move(begun);
  }
  if (shown != nullptr && shown->number != making.generation.number) making.old = *shown;
  auto reached = checkpoints(connection, definition.name, making.generation.number);
  if (!reached) return unexpected(std::move(reached).error());
  if (reached->size() != 1) {
    return fail(ErrorCode::corruption, "the checkpoint of " + std::string(definition.name) + " is missing");
  }
  making.from = reached->front().position;
  return making;
}

Result<InlineProjections::Making> InlineProjections::begin_new(sql::Connection& connection,
                                                               const ProjectionDefinition& definition,
                                                               const std::vector<Generation>& all) const {
  Making making;
  making.generation = {.number = all.empty() ? 1 : all.back().number + 1,
                       .fingerprint = definition.fingerprint,
                       .shape = definition.shape};
  const std::uint32_t number = making.generation.number;
  if (auto done = create_table(connection, *definition.table, number); !done) return unexpected(done.error());
  if (auto done = put_generation(connection, definition.name, making.generation); !done) {
    return unexpected(done.error());
  }
  if (auto done = put_checkpoint(connection, definition.name, number, {kWhole, Position::start_of(0)}); !done) {
    return unexpected(done.error());
  }
  return making;
}

Result<void> InlineProjections::finish(sql::Connection& connection, const One& one, const Making& making) const {
  const ProjectionDefinition& definition = *one.definition;
  if (making.generation.state == GenerationState::shown) return {};
  if (auto done = create_indexes(connection, *definition.table, making.generation.number); !done) return done;
  if (making.old) {
    Generation old = *making.old;
    old.state = GenerationState::replaced;
    old.replaced_at = around_.clock.now();
    if (auto done = put_generation(connection, definition.name, old); !done) return done;
  }
  Generation fresh = making.generation;
  fresh.state = GenerationState::shown;
  fresh.replaced_at.reset();
  if (auto done = put_generation(connection, definition.name, fresh); !done) return done;
  return show_table(connection, *definition.table, fresh.number);
}

// Batch by batch; with the last one, in the same transaction, the rows take their place and see every append.
Result<void> InlineProjections::build(One& one, Making& making, const std::shared_ptr<InlineApplier>& applier) {
  for (bool more = true; more;) {
    Position from = making.from;
    auto written = rows_.write([&](sql::Connection& connection) -> Result<void> {
      from = making.from;
      auto caught_up = applier->catch_up(connection, from);
      if (!caught_up) return unexpected(std::move(caught_up).error());
      more = *caught_up;
      if (more) return {};
      if (auto done = finish(connection, one, making); !done) return done;
      return attach(one, applier);
    });
    if (!written) return written;
    making.from = from;
    const std::lock_guard lock(mutex_);
    if (one.building) one.building->position = from;
  }
  return {};
}

Result<void> InlineProjections::make(One& one, bool anew, const Reason* reason) {
  const std::lock_guard at_a_time(making_);
  const ProjectionDefinition& definition = *one.definition;
  Making making;
  auto begun = rows_.write([&](sql::Connection& connection) -> Result<void> {
    auto found = begin(connection, definition, anew);
    if (!found) return unexpected(std::move(found).error());
    making = *std::move(found);
    if (reason == nullptr) return tidy(connection, definition);
    return audit(connection, definition.name, "rebuild", "generation " + std::to_string(making.generation.number),
                 *reason, around_.clock.now());
  });
  if (!begun) return begun;
  const auto applier = std::make_shared<InlineApplier>(around_, definition, making.generation.number);
  {
    const std::lock_guard lock(mutex_);
    if (making.generation.state != GenerationState::shown) {
      one.building = ProjectionStatus::Building{.generation = making.generation.number, .position = making.from};
    }
  }
  Result<void> built = fail(ErrorCode::handler_failed, "");
  try {
    built = build(one, making, applier);
  } catch (const std::exception& exception) {
    built = fail(ErrorCode::handler_failed, std::string(definition.name) + ": " + exception.what());
  }
  const std::lock_guard lock(mutex_);
  one.building.reset();
  if (!built) return built;
  one.applier = applier;
  one.error.reset();
  return {};
}

// Called from within write(): no append comes between.
Result<void> InlineProjections::attach(const One& one, const std::shared_ptr<InlineApplier>& applier) {
  {
    const std::lock_guard lock(mutex_);
    if (!one.attached) return fail(ErrorCode::stopped, std::string(one.definition->name) + " has been stopped");
  }
  if (auto gone = rows_.attach(one.definition->name, nullptr); !gone) return gone;
  return rows_.attach(one.definition->name,
                      [applier](sql::Connection& connection, std::span<const RecordedEvent> events) {
                        return applier->apply(connection, events);
                      });
}

Result<void> InlineProjections::tidy(sql::Connection& connection, const ProjectionDefinition& definition) const {
  auto all = generations(connection, definition.name);
  if (!all) return unexpected(std::move(all).error());
  const Instant now = around_.clock.now();
  for (auto& one : *all) {
    const auto over = is_over(connection, definition.name, one, around_.options.keep_replaced, now);
    if (!over) return unexpected(over.error());
    if (!*over || one.fingerprint == definition.fingerprint) continue;
    if (auto gone = drop_table(connection, *definition.table, one.number); !gone) return gone;
    if (auto gone = remove_generation(connection, definition.name, one.number); !gone) return gone;
  }
  return {};
}

Result<void> InlineProjections::rebuild(std::string_view name, const Reason& reason) {
  return make(*find(name), true, &reason);
}

Result<ShownRows> InlineProjections::shown(std::string_view name) const {
  const auto end = around_.store.end(0);
  if (!end) return unexpected(end.error());
  const std::lock_guard lock(mutex_);
  const One& one = *find(name);
  if (one.applier) {
    return ShownRows{one.applier->generation(), *end,
                     std::shared_ptr<const TableName>(one.applier, &one.applier->table())};
  }
  return fail(ErrorCode::unavailable, std::string(name) + " shows no rows: " +
                                          (one.error ? one.error->text : std::string("they are being built")));
}

ProjectionStatus InlineProjections::status(std::string_view name) const {
  ProjectionStatus status;
  const auto end = around_.store.end(0);
  const std::lock_guard lock(mutex_);
  const One& one = *find(name);
  status.name = name;
  status.is_inline = true;
  status.fingerprint = one.definition->fingerprint;
  status.serial_because = "it is inline: its rows change in the transaction of the events";
  status.error = one.error;
  status.building = one.building;
  if (status.building && end && *end > status.building->position) {
    status.building->events_left = end->sequence() - status.building->position.sequence();
  }
  status.state = one.applier ? ProjectionState::live : one.error ? ProjectionState::stopped : ProjectionState::building;
  if (one.applier) {
    status.generation = one.applier->generation();
    if (end) status.position = *end;
  } else if (end) {
    status.lag_events = end->sequence();
  }
  return status;
}

}  // namespace cqrs::projection
