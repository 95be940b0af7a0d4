#include "aggregate/command_flow.hpp"

#include <exception>
#include <utility>

#include <cqrs/arithmetic.hpp>

#include "aggregate/command_result.hpp"

namespace cqrs::aggregate {
namespace {

thread_local int depth = 0;

Next fail_job(Job& job, Error error) {
  job.task->end(std::move(error));
  return Next::conclude;
}

std::string describe(const Job& job) { return std::string(job.task->command()) + " to " + to_string(job.stream); }

Error thrown(const Job& job, std::string_view who, std::string_view what) {
  return {ErrorCode::handler_failed, std::string(who) + " of " + describe(job) +
                                         " threw an exception, and nothing was stored: " + std::string(what)};
}

// Runs code of the application; an exception becomes an error.
template <class Function>
Result<void> guarded(const Job& job, std::string_view who, Function&& function) {
  const InsideCommand inside;
  try {
    return function();
  } catch (const std::exception& exception) {
    return unexpected<Error>(thrown(job, who, exception.what()));
  } catch (...) {
    return unexpected<Error>(thrown(job, who, "of an unknown type"));
  }
}

}  // namespace

bool inside_command() noexcept { return depth > 0; }
InsideCommand::InsideCommand() noexcept { ++depth; }
InsideCommand::~InsideCommand() { --depth; }

// Nothing thrown below, by the fold of a domain or for want of memory, may leave a lane held.
template <class Step>
Next CommandFlow::contained(Job& job, Step step) const {
  try {
    return step();
  } catch (const std::exception& exception) {
    lanes_->publish(*job.lane, std::nullopt);
    job.stored = false;
    return fail_job(job, thrown(job, "carrying out", exception.what()));
  }
}

Next CommandFlow::begin(Job& job) const {
  return contained(job, [&] { return first_step(job); });
}
Next CommandFlow::decide(Job& job) const {
  return contained(job, [&] { return decide_step(job); });
}
Next CommandFlow::settle(Job& job, Result<AppendOutcome> outcome) const {
  return contained(job, [&] { return settle_step(job, std::move(outcome)); });
}

Next CommandFlow::first_step(Job& job) const {
  if (auto passed = pass_middleware(job); !passed) return fail_job(job, std::move(passed).error());
  const CommandOptions& options = job.task->options();
  if (!options.command_id) {
    job.command_id = Uuid::make(*options_->clock, *options_->random);
    return Next::decide;
  }
  job.command_id = *options.command_id;
  if (job.command_id.is_nil()) {
    return fail_job(job, {ErrorCode::invalid_argument,
                          "the command id of " + describe(job) + " is all zeros; make one with cqrs::Uuid::make()"});
  }
  return look_up(job);
}

Result<void> CommandFlow::pass_middleware(Job& job) const {
  if (options_->middleware.empty()) return {};
  CommandCall call{job.task->command(), job.stream, job.task->options()};
  for (const auto& middleware : options_->middleware) {
    auto passed = guarded(job, "middleware", [&] { return middleware->before(call); });
    if (!passed) return passed;
    ++job.middleware_passed;
  }
  return {};
}

Next CommandFlow::look_up(Job& job) const {
  std::string body(job.task->command());
  body.push_back('\n');
  append_lane_key(job.stream, body);
  body.push_back('\n');
  body += job.task->body_text();
  job.body_hash = hash128(as_bytes(body));

  auto found = store_->find_command(job.command_id);
  if (!found) return fail_job(job, std::move(found).error());
  if (!*found) return Next::decide;
  const StoredCommand& stored = **found;
  if (stored.body_hash != job.body_hash) {
    return fail_job(job, {ErrorCode::duplicate_mismatch,
                          "the command id " + to_string(job.command_id) +
                              " has been used for another command than this " + describe(job) +
                              "; nothing was done. Give every command an id of its own, and send it again unchanged"});
  }
  return end_duplicate(job, stored.result, stored.versions.empty() ? 0 : stored.versions.front(), stored.position);
}

Next CommandFlow::end_duplicate(Job& job, Bytes result, Version version, Position position) const {
  const auto events = decode_command_result(result);
  if (!events) {
    return fail_job(job, {ErrorCode::unsupported_version,
                          "the stored result of the command " + to_string(job.command_id) +
                              " is not in a form that this program knows; it was carried out, by a newer release"});
  }
  job.task->end(Accepted{job.command_id, {version - *events + 1, version}, position, true});
  return Next::conclude;
}

// True: loaded now. False: was known before, and may have been overtaken.
Result<bool> CommandFlow::load(Job& job) const {
  if (job.lane->known()) {
    if (job.attempts == 1) job.state_was_cached = true;
    return false;
  }
  auto loaded = repository_->load(*job.type, job.stream);
  if (!loaded) return unexpected<Error>(std::move(loaded).error());
  lanes_->publish(*job.lane, *std::move(loaded));
  return true;
}

// Folds what others have appended since. True: there was something.
Result<bool> CommandFlow::refresh(Job& job) const {
  const auto& known = job.lane->known();
  if (!known) return load(job);
  auto head = store_->head(job.stream);
  if (!head) return unexpected<Error>(std::move(head).error());
  if (*head == known->version) return false;
  auto loaded = repository_->go_on(*job.type, job.stream, *known);
  lanes_->publish(*job.lane, std::nullopt);
  if (!loaded) return unexpected<Error>(std::move(loaded).error());
  lanes_->publish(*job.lane, *std::move(loaded));
  return true;
}

Next CommandFlow::decide_step(Job& job) const {
  while (true) {
    ++job.attempts;
    auto loaded = load(job);
    if (!loaded) return fail_job(job, std::move(loaded).error());
    const Instant now = options_->clock->now();
    const Verdict verdict = judge(job, now);
    if (verdict == Verdict::failed) return Next::conclude;
    const bool stores = verdict == Verdict::accepted && (!job.events.empty() || job.task->options().command_id);
    if (stores) return prepare_append(job, now);
    // Nothing will be appended, so nothing tells whether the state it was decided upon is still the latest.
    if (!*loaded) {
      auto overtaken = refresh(job);
      if (!overtaken) return fail_job(job, std::move(overtaken).error());
      if (*overtaken) {
        if (retry(job, "others kept changing it") == Next::conclude) return Next::conclude;
        continue;
      }
    }
    if (verdict == Verdict::accepted) return end_without_events(job);
    job.task->end_rejected();
    return Next::conclude;
  }
}

CommandFlow::Verdict CommandFlow::judge(Job& job, Instant now) const {
  const LoadedState& known = *job.lane->known();
  const Context context(now, job.task->options().actor, known.version, options_->services, job.task->key());
  bool accepted = false;
  bool overflow = false;
  job.events = EncodedEvents();
  auto decided = guarded(job, "the decision", [&]() -> Result<void> {
    try {
      accepted = job.task->decide(known.state.get(), context, job.events);
    } catch (const ArithmeticError&) {
      overflow = true;
    }
    return {};
  });
  if (!decided) {
    job.task->end(std::move(decided).error());
    return Verdict::failed;
  }
  if (overflow) {
    if (job.task->reject_overflow()) return Verdict::rejected;
    job.task->end(thrown(job, "the decision", "arithmetic overflow"));
    return Verdict::failed;
  }
  return accepted ? fold(job, now) : Verdict::rejected;
}

CommandFlow::Verdict CommandFlow::fold(Job& job, Instant now) const {
  if (job.events.empty()) return Verdict::accepted;
  const CommandOptions& options = job.task->options();
  MutableState state = job.type->copy(*job.lane->known());
  Meta meta;
  meta.correlation = options.correlation.value_or(job.command_id);
  meta.causation = job.command_id;
  meta.stream = job.stream.key;
  meta.time = now;
  if (options.actor.id && !options.actor.id->empty()) meta.actor = *options.actor.id;
  if (!job.stream.tenant.empty()) meta.tenant = job.stream.tenant;
  std::uint32_t index = 0;
  for (const auto& entry : job.events.entries()) {
    meta.id = event_id(job.command_id, index++);
    meta.version = ++state.version;
    const auto status = job.type->fold(state, entry.type, entry.layout_version, job.events.body(entry), meta);
    if (status == FoldStatus::folded) continue;
    if (status == FoldStatus::overflow && job.task->reject_overflow()) return Verdict::rejected;
    job.task->end(Error{ErrorCode::invalid_argument,
                        "the " + std::string(entry.type) + " that " + describe(job) +
                            " decided cannot be folded into the state, and nothing was stored: " +
                            (status == FoldStatus::overflow ? "a number leaves its range"
                                                            : "its text is not UTF-8, or it nests too deep")});
    return Verdict::failed;
  }
  if (auto* const broken_invariant = job.type->definition().broken_invariant) {
    const auto broken = broken_invariant(state.state.get());
    if (!broken.empty() && job.task->reject_invariant(broken)) return Verdict::rejected;
  }
  job.next = LoadedState{std::move(state.state), state.version};
  return Verdict::accepted;
}

Next CommandFlow::end_without_events(Job& job) const {
  Accepted accepted{job.command_id, {}, {}, false};
  accepted.versions = {job.lane->known()->version + 1, job.lane->known()->version};
  if (store_->partitions() == 1) {
    auto end = store_->end(0);
    if (!end) return fail_job(job, std::move(end).error());
    accepted.position = *end;
  }
  job.task->end(accepted);
  return Next::conclude;
}

// Those that were decided, as the store takes them.
std::span<const NewEvent> CommandFlow::new_events_of(Job& job) {
  const auto entries = job.events.entries();
  std::span<NewEvent> events(&job.only_event, 1);
  if (entries.size() != 1) {
    job.new_events.resize(entries.size());
    events = job.new_events;
  }
  job.tags.clear();
  for (const auto& entry : entries) job.tags.insert(job.tags.end(), entry.tags.begin(), entry.tags.end());
  std::size_t tag = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& entry = entries[i];
    const std::span tags = std::span(job.tags).subspan(tag, entry.tags.size());
    events[i] = {entry.type, entry.layout_version, job.events.body(entry), tags};
    tag += entry.tags.size();
  }
  return events;
}

Next CommandFlow::prepare_append(Job& job, Instant now) const {
  const CommandOptions& options = job.task->options();
  job.append = {job.stream, ExpectedVersion::exact(job.lane->known()->version), new_events_of(job)};
  job.request = {};
  job.request.streams = std::span(&job.append, 1);
  job.request.metadata.command_id = job.command_id;
  job.request.metadata.causation = options.causation;
  job.request.metadata.correlation = options.correlation.value_or(job.command_id);
  if (options.actor.id) job.request.metadata.actor = *options.actor.id;
  job.request.metadata.recorded = now;
  job.request.metadata.trace = options.trace;
  job.request.metadata.open = options.metadata;
  if (options.command_id) {
    job.result = encode_command_result(static_cast<std::uint32_t>(job.events.size()));
    job.request.command = CommandRecord{job.body_hash, job.result};
  }
  return Next::append;
}

Next CommandFlow::settle_step(Job& job, Result<AppendOutcome> outcome) const {
  if (outcome) {
    const Version version = outcome->versions.empty() ? 0 : outcome->versions.front();
    if (outcome->duplicate) return end_duplicate(job, outcome->result, version, outcome->position);
    const auto count = static_cast<std::int64_t>(job.events.size());
    if (count > 0) {
      if (Snapshots::is_due(job.type->definition(), job.next.version, job.next.version - count)) {
        const Uuid last_event = event_id(job.command_id, static_cast<std::uint32_t>(count - 1));
        snapshots_->offer(job.type->definition(), job.stream, job.next, last_event, job.next.version - count);
      }
      job.stored = true;
    }
    job.task->end(Accepted{job.command_id, {version - count + 1, version}, outcome->position, false});
    return Next::conclude;
  }
  if (outcome.error().code == ErrorCode::conflict) {
    auto refreshed = refresh(job);
    if (!refreshed) return fail_job(job, std::move(refreshed).error());
    return retry(job, outcome.error().text);
  }
  // Whatever happened, the store knows better what this stream holds now.
  lanes_->publish(*job.lane, std::nullopt);
  return fail_job(job, std::move(outcome).error());
}

Next CommandFlow::retry(Job& job, std::string_view why) const {
  if (job.attempts < options_->attempts) return Next::decide;
  return fail_job(job, {ErrorCode::conflict, describe(job) + " was decided " + std::to_string(job.attempts) +
                                                 " times and could not be stored: " + std::string(why) +
                                                 ". Nothing was stored; send it again"});
}

void CommandFlow::report(Job& job) const {
  if (job.middleware_passed == 0) return;
  CommandTask& task = *job.task;
  const CommandCall call{task.command(), job.stream, task.options()};
  CommandReport report;
  report.attempts = job.attempts;
  report.state_was_cached = job.state_was_cached;
  report.started = job.started;
  report.finished = options_->clock->now();
  Rejection rejection;
  switch (task.ending()) {
    case CommandTask::Ending::accepted: report.accepted = &task.accepted(); break;
    case CommandTask::Ending::failed: report.error = &task.error(); break;
    case CommandTask::Ending::rejected:
      rejection = task.rejection();
      report.rejection = &rejection;
      break;
  }
  while (job.middleware_passed > 0) {
    const auto& middleware = options_->middleware[--job.middleware_passed];
    // The reply is settled: what a mere observer throws does not change it.
    static_cast<void>(guarded(job, "middleware", [&]() -> Result<void> {
      middleware->after(call, report);
      return {};
    }));
  }
}

}  // namespace cqrs::aggregate
