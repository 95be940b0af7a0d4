#include "cqrs/executor.hpp"

#include <exception>
#include <utility>

#include "aggregate/command_flow.hpp"
#include "aggregate/gate.hpp"
#include "aggregate/lanes.hpp"
#include "aggregate/repository.hpp"
#include "aggregate/workers.hpp"

namespace cqrs {
namespace {

using aggregate::Job;
using aggregate::Next;

Error stopped() { return {ErrorCode::stopped, "the application has been stopped and takes no more commands"}; }

// Whether this thread is in a callback of submit(), where it must not wait for what needs this thread.
thread_local bool in_callback = false;

// The name of a stream as lanes know it, until the next one is asked for on this thread.
const std::string& lane_key_of(const StreamRef& stream) {
  thread_local std::string key;
  key.clear();
  aggregate::append_lane_key(stream, key);
  return key;
}

void finish(CommandTask& task) noexcept {
  const bool outer = std::exchange(in_callback, true);
  task.finished();
  in_callback = outer;
}

}  // namespace

class Executor::Impl {
 public:
  Impl(Store& store, std::span<const AggregateDefinition* const> aggregates, std::shared_ptr<const void> externs,
       ExecutorOptions options)
      : externs_(std::move(externs)),
        options_(std::move(options)),
        store_(store),
        snapshots_(store.snapshots(), options_.workers > 0),
        repository_(store, snapshots_, aggregates, externs_.get()),
        lanes_(options_.cached_states),
        flow_(store, repository_, snapshots_, lanes_, options_),
        gate_(options_.in_flight),
        workers_(options_.workers) {}

  void execute(CommandTask& task) {
    Job job;
    if (!admit(job, task)) return;
    job.lane = &lanes_.enter(lane_key_of(job.stream));
    Next next = flow_.begin(job);
    while (next != Next::conclude) {
      next = next == Next::decide ? flow_.decide(job) : flow_.settle(job, store_.append(job.request));
    }
    leave_lane(job);
    flow_.report(job);
    gate_.leave();
  }

  void submit(std::unique_ptr<CommandTask> task) {
    CommandTask& command = *task;
    if (options_.workers == 0) {
      execute(command);
      finish(command);
      return;
    }
    auto job = std::make_unique<Job>();
    if (!admit(*job, command)) {
      finish(command);
      return;
    }
    job->owned = std::move(task);
    const std::string& key = lane_key_of(job->stream);
    // From queue() on, unless it gives the lane, the job may be anywhere, and conclude() will have deleted it.
    Job* entered = job.release();
    if (auto* lane = lanes_.queue(key, *entered)) post_begin(*entered, *lane);
  }

  void stop() {
    gate_.close();
    workers_.join();
    snapshots_.stop();
  }

  Result<LoadedState> load(const AggregateDefinition& definition, Bytes key, std::optional<Version> until,
                           std::optional<Instant> as_of);

  [[nodiscard]] const void* externs() const noexcept { return externs_.get(); }
  [[nodiscard]] SnapshotCounts snapshot_counts() const { return snapshots_.counts(); }

 private:
  bool admit(Job& job, CommandTask& task);
  void leave_lane(Job& job);
  void post_begin(Job& job, aggregate::Lane& lane);
  void go_on(Job& job, Next next);
  void conclude(Job& job);
  Result<LoadedState> load_inside(const aggregate::AggregateType& type, const StreamRef& stream,
                                  std::optional<Version> until, std::optional<Instant> as_of);

  std::shared_ptr<const void> externs_;
  ExecutorOptions options_;
  Store& store_;
  aggregate::Snapshots snapshots_;
  aggregate::Repository repository_;
  aggregate::Lanes lanes_;
  aggregate::CommandFlow flow_;
  aggregate::Gate gate_;
  aggregate::Workers workers_;
};

bool Executor::Impl::admit(Job& job, CommandTask& task) {
  if (aggregate::inside_command()) {
    task.end(Error{ErrorCode::invalid_argument,
                   "a decision or a middleware has tried to execute " + std::string(task.command()) +
                       "; a command cannot wait for another one: send it afterwards, or from a process"});
    return false;
  }
  job.task = &task;
  job.type = repository_.find(task.aggregate());
  if (job.type == nullptr) {
    task.end(Error{ErrorCode::invalid_argument,
                   std::string(task.command()) + " is not a command of the context this application runs"});
    return false;
  }
  if (!gate_.enter(!in_callback)) {
    task.end(stopped());
    return false;
  }
  job.stream = {options_.tenant, task.aggregate().name, task.key()};
  job.started = options_.middleware.empty() ? Instant() : options_.clock->now();
  return true;
}

void Executor::Impl::leave_lane(Job& job) {
  Job* const next = job.stored ? lanes_.leave(*job.lane, std::move(job.next)) : lanes_.leave(*job.lane);
  if (next != nullptr) post_begin(*next, *job.lane);
}

void Executor::Impl::post_begin(Job& job, aggregate::Lane& lane) {
  job.lane = &lane;
  workers_.post([this, &job] { go_on(job, flow_.begin(job)); });
}

void Executor::Impl::go_on(Job& job, Next next) {
  while (next == Next::decide) next = flow_.decide(job);
  if (next == Next::conclude) {
    conclude(job);
    return;
  }
  // The worker does not wait for the disk; the store's thread only hands the answer over.
  store_.submit(job.request, [this, &job](Result<AppendOutcome> outcome) {
    workers_.post(
        [this, &job, outcome = std::move(outcome)]() mutable { go_on(job, flow_.settle(job, std::move(outcome))); });
  });
}

void Executor::Impl::conclude(Job& job) {
  const std::unique_ptr<Job> owned(&job);
  leave_lane(job);
  flow_.report(job);
  finish(*job.task);
  gate_.leave();
}

Result<LoadedState> Executor::Impl::load(const AggregateDefinition& definition, Bytes key, std::optional<Version> until,
                                         std::optional<Instant> as_of) {
  const auto* type = repository_.find(definition);
  if (type == nullptr) {
    return fail(ErrorCode::invalid_argument,
                std::string(definition.name) + " is not an aggregate of the context this application runs");
  }
  if (!gate_.enter(false)) return unexpected<Error>(stopped());
  Result<LoadedState> loaded = fail(ErrorCode::handler_failed, "");
  try {
    loaded = load_inside(*type, {options_.tenant, definition.name, key}, until, as_of);
  } catch (const std::exception& exception) {
    loaded = fail(ErrorCode::handler_failed,
                  "folding the events of " + std::string(definition.name) + " threw: " + exception.what());
  }
  gate_.leave();
  return loaded;
}

Result<LoadedState> Executor::Impl::load_inside(const aggregate::AggregateType& type, const StreamRef& stream,
                                                std::optional<Version> until, std::optional<Instant> as_of) {
  const auto known = until || as_of ? std::nullopt : lanes_.peek(lane_key_of(stream));
  auto state = known ? repository_.go_on(type, stream, *known) : repository_.load(type, stream, until, as_of);
  if (!state) return state;
  if (until && state->version < *until) {
    return fail(ErrorCode::not_found, to_string(stream) + " has no event " + std::to_string(*until) +
                                          "; its last one is " + std::to_string(state->version));
  }
  if (state->version == 0) {
    return fail(ErrorCode::not_found,
                to_string(stream) + (as_of ? " has no event recorded at " + to_string(*as_of) + " or before"
                                           : " has no events; no command has created it"));
  }
  return state;
}

const Error& CommandTask::error() const noexcept {
  static const Error& not_carried_out = *new Error{ErrorCode::stopped, "the command was not carried out"};
  return error_ ? *error_ : not_carried_out;
}

Executor::Executor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Executor::~Executor() { impl_->stop(); }

Result<std::shared_ptr<Executor>> Executor::start(Store& store, std::span<const AggregateDefinition* const> aggregates,
                                                  std::shared_ptr<const void> externs, ExecutorOptions options) {
  if (options.clock == nullptr || options.random == nullptr) {
    return fail(ErrorCode::invalid_argument, "ApplicationOptions need a clock and a source of randomness");
  }
  if (options.attempts == 0) {
    return fail(ErrorCode::invalid_argument, "ApplicationOptions::attempts is 0: no command could ever be decided");
  }
  for (const auto& middleware : options.middleware) {
    if (!middleware) return fail(ErrorCode::invalid_argument, "ApplicationOptions::middleware holds a null pointer");
  }
  auto impl = std::make_unique<Impl>(store, aggregates, std::move(externs), std::move(options));
  return std::shared_ptr<Executor>(new Executor(std::move(impl)));
}

void Executor::execute(CommandTask& task) { impl_->execute(task); }
void Executor::submit(std::unique_ptr<CommandTask> task) { impl_->submit(std::move(task)); }

Result<LoadedState> Executor::load(const AggregateDefinition& aggregate, Bytes key) {
  return impl_->load(aggregate, key, std::nullopt, std::nullopt);
}
Result<LoadedState> Executor::load_version(const AggregateDefinition& aggregate, Bytes key, Version version) {
  if (version < 1) {
    return fail(ErrorCode::invalid_argument,
                "there is no version " + std::to_string(version) + "; the first event makes version 1");
  }
  return impl_->load(aggregate, key, version, std::nullopt);
}
Result<LoadedState> Executor::load_instant(const AggregateDefinition& aggregate, Bytes key, Instant instant) {
  return impl_->load(aggregate, key, std::nullopt, instant);
}

SnapshotCounts Executor::snapshot_counts() const { return impl_->snapshot_counts(); }

const void* Executor::externs() const noexcept { return impl_->externs(); }

Result<void> Executor::stop() {
  if (aggregate::inside_command() || in_callback) {
    return fail(ErrorCode::invalid_argument,
                "an application cannot be stopped by code that runs inside one of its commands; stop it from outside");
  }
  impl_->stop();
  return {};
}

}  // namespace cqrs
