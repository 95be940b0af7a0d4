#include "projection/followed.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace cqrs::projection {
namespace {

constexpr Duration kRateWindow = std::chrono::seconds(2);
constexpr Duration kLongest = std::chrono::hours(24 * 365);

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

void Rate::add(std::uint64_t events, Instant now) {
  if (!begin_ || now < *begin_) {
    begin_ = now;
    events_ = 0;
    return;
  }
  events_ += events;
  const Duration elapsed(now.nanoseconds - begin_->nanoseconds);
  if (elapsed < kRateWindow) {
    if (per_second_ <= 0 && elapsed > Duration::zero()) per_second_ = static_cast<double>(events_) / seconds(elapsed);
    return;
  }
  per_second_ = static_cast<double>(events_) / seconds(elapsed);
  begin_ = now;
  events_ = 0;
}

Error behind(const ProjectionDefinition& definition, Position position, const std::string& why) {
  return {ErrorCode::behind, std::string(definition.name) + " is at " + to_string(position) + why};
}

Followed::Followed(const Surroundings& around, const ProjectionDefinition& definition, sql::RowStore& rows)
    : around_(around), definition_(definition), rows_(rows) {}

bool Followed::at_rest(const Running& running) const {
  return paused_ || running.stopped || running.held || running.retired;
}

Position Followed::position_of(const Running& running) const {
  if (running.shares.empty()) return running.frozen;
  Position lowest = running.shares.front()->follower.position();
  for (const auto& share : running.shares) {
    const Position position = share->follower.position();
    if (position < lowest) lowest = position;
  }
  return lowest;
}

std::shared_ptr<Followed::Running> Followed::working() const { return shown_ && shown_->current ? shown_ : building_; }

std::vector<std::shared_ptr<Followed::Running>> Followed::running() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Running>> found;
  for (const auto& one : {shown_, building_}) {
    if (one && !one->shares.empty()) found.push_back(one);
  }
  return found;
}

Followed::Next Followed::step(const std::shared_ptr<Running>& running, std::size_t index) {
  Share& share = *running->shares[index];
  Next next;
  {
    Lock lock(mutex_);
    // Those who want to change something come first.
    changed_.wait(lock, [&] { return controls_ == 0; });
    if (running->retired) return {.kind = Next::Kind::ended};
    if (at_rest(*running)) return {.kind = Next::Kind::idle};
  }
  {
    const std::lock_guard stepping(share.stepping);
    {
      const Lock lock(mutex_);
      if (at_rest(*running)) return {.kind = Next::Kind::again};
    }
    Result<Follower::Report> report = cqrs::fail(ErrorCode::handler_failed, "");
    try {
      report = share.follower.step();
    } catch (const std::exception& exception) {
      report = cqrs::fail(ErrorCode::handler_failed, std::string(definition_.name) + ": " + exception.what());
    }
    const bool changed = report && report->changed;
    next = after_step(running, share, std::move(report));
    if (changed && running == shown_rows()) watchers_.call();
  }
  try_swap(running);
  tidy_if_due();
  return next;
}

std::shared_ptr<Followed::Running> Followed::shown_rows() const {
  const std::lock_guard lock(mutex_);
  return shown_;
}

std::shared_ptr<Followed::Running> Followed::building_rows() const {
  const std::lock_guard lock(mutex_);
  return building_;
}

Followed::Next Followed::after_step(const std::shared_ptr<Running>& running, Share& share,
                                    Result<Follower::Report> report) {
  const Lock lock(mutex_);
  changed_.notify_all();
  if (!report) {
    share.caught_up = false;
    const bool passes = may_pass(report.error());
    if (!running->error || !passes) {
      around_.options.log->write(passes ? LogLevel::warning : LogLevel::error,
                                 passes ? "a projection tries again" : "a projection has stopped",
                                 {{"projection", definition_.name},
                                  {"generation", std::int64_t{running->generation.number}},
                                  {"error", std::string_view(report.error().text)}});
    }
    running->stopped = !passes;
    running->error = std::move(report).error();
    // What was to be overtaken goes on.
    if (running == building_ && shown_) shown_->held = false;
    if (running->stopped) return {.kind = Next::Kind::idle};
    return {.kind = Next::Kind::pause, .pause = share.back_off.next()};
  }
  share.caught_up = !report->more;
  share.back_off.reset();
  running->error.reset();
  if (&share == running->shares.front().get()) running->rate.add(report->events, around_.clock.now());
  if (report->more) return {.kind = Next::Kind::again};
  return {.kind = Next::Kind::wait_for_log, .due = report->due};
}

bool Followed::step_all() {
  bool more = false;
  for (const auto& one : running()) {
    for (std::size_t i = 0; i < one->shares.size(); ++i) {
      const Next next = step(one, i);
      more = more || next.kind == Next::Kind::again || next.kind == Next::Kind::pause;
    }
  }
  return more;
}

void Followed::idle(const std::shared_ptr<Running>& running, std::uint64_t wakes) {
  Lock lock(mutex_);
  changed_.wait(lock, [&] { return wakes_ != wakes || !at_rest(*running) || running->retired; });
}

void Followed::pause_for(Duration duration, std::uint64_t wakes) {
  Lock lock(mutex_);
  changed_.wait_for(lock, duration, [&] { return wakes_ != wakes; });
}

void Followed::fail(const std::shared_ptr<Running>& running, Error error) {
  const Lock lock(mutex_);
  running->stopped = true;
  running->error = std::move(error);
  changed_.notify_all();
}

void Followed::wake() {
  const std::lock_guard lock(mutex_);
  ++wakes_;
  changed_.notify_all();
}

std::uint64_t Followed::wakes() const {
  const std::lock_guard lock(mutex_);
  return wakes_;
}

void Followed::save() {
  for (const auto& one : running()) {
    for (const auto& share : one->shares) {
      const std::lock_guard stepping(share->stepping);
      // What cannot be saved is found again by reading the same events once more.
      static_cast<void>(share->follower.save());
    }
  }
}

Result<ShownRows> Followed::shown() const {
  const std::lock_guard lock(mutex_);
  if (!shown_ || (!shown_->current && shown_->generation.shape != definition_.shape)) {
    return unexpected(behind(definition_, building_ ? position_of(*building_) : Position(),
                             ": its rows are being built, and there are no older ones of this shape; ask again later"));
  }
  return ShownRows{shown_->generation.number, position_of(*shown_), shown_->table};
}

Result<void> Followed::wait(std::optional<Position> position, Duration timeout) {
  Lock lock(mutex_);
  const auto there = [&] {
    if (!shown_) return false;
    if (!position) return shown_->current || shown_->generation.shape == definition_.shape;
    return shown_->current && position_of(*shown_) >= *position;
  };
  const auto failed = [&] {
    const auto at_work = working();
    return at_work && at_work->stopped;
  };
  if (there()) return {};  // the usual case, in which no clock is asked
  changed_.wait_for(lock, std::min(timeout, kLongest), [&] { return there() || failed(); });
  if (there()) return {};
  const auto at_work = working();
  const Position at = at_work ? position_of(*at_work) : Position();
  std::string why = position ? " and has not come to " + to_string(*position) : " and shows no rows yet";
  if (failed()) {
    const Error& error = *at_work->error;
    why += ", because it has stopped: " + error.text;
  } else if (paused_) {
    why += ", because it is paused";
  } else if (at_work && at_work->error) {
    why += "; it is trying to get over this: " + at_work->error->text;
  }
  return unexpected(behind(definition_, at, why));
}

Duration Followed::lag_of(Position position) const {
  Duration lag = Duration::zero();
  const EventFilter filter{.types = definition_.types};
  const auto visit = [&](const RecordedEvent& event) {
    const auto age = checked_subtract(around_.clock.now(), event.commit->recorded);
    if (age && *age > lag) lag = *age;
    return Visit::stop;
  };
  const auto read = around_.store.read_all(position, filter, 1, visit);
  static_cast<void>(read.has_value());  // a log that cannot be read is told of elsewhere
  return lag;
}

ProjectionStatus Followed::status() const {
  ProjectionStatus status;
  status.name = definition_.name;
  status.serial_because = definition_.serial_because;
  const auto end = around_.store.end(0);
  std::uint32_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    const auto left = [&](Position from) {
      return end && *end > from ? end->sequence() - from.sequence() : std::uint64_t{0};
    };
    const auto at_work = working();
    status.fingerprint = shown_ ? shown_->generation.fingerprint : definition_.fingerprint;
    if (shown_) {
      status.generation = shown_->generation.number;
      status.position = position_of(*shown_);
      status.events_per_second = shown_->rate.per_second();
    }
    status.lag_events = left(status.position);
    if (building_) {
      ProjectionStatus::Building building{.generation = building_->generation.number,
                                          .position = position_of(*building_),
                                          .events_per_second = building_->rate.per_second()};
      building.events_left = left(building.position);
      if (building.events_per_second > 0) {
        const double rest = static_cast<double>(building.events_left) / building.events_per_second;
        building.time_left = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(std::min(rest, 1e9)));
      }
      status.building = building;
    }
    for (const auto& one : {shown_, building_}) {
      if (one && one->error && (!status.error || one->stopped)) status.error = one->error;
    }
    if (at_work) {
      generation = at_work->generation.number;
      status.workers = static_cast<unsigned>(at_work->shares.size());
      const bool caught_up = std::ranges::all_of(at_work->shares, [](const auto& one) { return one->caught_up; });
      status.state = at_work != shown_                     ? ProjectionState::building
                     : caught_up && status.lag_events == 0 ? ProjectionState::live
                                                           : ProjectionState::catching_up;
      if (at_work->stopped) status.state = ProjectionState::stopped;
    }
    if (paused_) status.state = ProjectionState::paused;
  }
  if (status.lag_events > 0) status.lag = lag_of(status.position);
  const auto read = rows_.read([&](sql::Connection& connection) -> Result<void> {
    auto counts = count_letters(connection, definition_.name, generation);
    if (!counts) return unexpected(std::move(counts).error());
    status.dead_letters = *counts;
    return {};
  });
  if (!read && !status.error) status.error = read.error();
  return status;
}

}  // namespace cqrs::projection
