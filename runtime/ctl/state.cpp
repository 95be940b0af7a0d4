#include <charconv>
#include <ostream>

#include <cqrs/executor.hpp>
#include <cqrs/json.hpp>

#include "commands.hpp"
#include "json_layout.hpp"
#include "naming.hpp"
#include "open_store.hpp"

namespace cqrs::ctl {
namespace {

const AggregateDefinition* find_aggregate(const Domain& domain, std::string_view category) {
  for (const auto* aggregate : domain.aggregates) {
    if (aggregate->name == category) return aggregate;
  }
  return nullptr;
}

Error unknown_category(const Run& run, const StreamId& stream) {
  std::string known;
  for (const auto* aggregate : run.domain.aggregates) {
    known.append(known.empty() ? "" : ", ").append(aggregate->name);
  }
  return {ErrorCode::invalid_argument,
          "the domain " + run.domain.name + " has no aggregate " + stream.category + "; it has " + known};
}

/// "3" is a version, everything else an instant.
Result<LoadedState> load_at(Executor& executor, const AggregateDefinition& aggregate, Bytes key,
                            const std::optional<std::string>& at) {
  if (!at) return executor.load(aggregate, key);
  Version version = 0;
  const auto read = std::from_chars(at->data(), at->data() + at->size(), version);
  if (read.ec == std::errc() && read.ptr == at->data() + at->size()) {
    return executor.load_version(aggregate, key, version);
  }
  const auto instant = Instant::parse(*at);
  if (!instant) {
    return fail(ErrorCode::invalid_argument,
                "--at takes a version, such as 3, or an instant, such as "
                "2026-01-01T09:00:00Z; not \"" +
                    *at + "\"");
  }
  return executor.load_instant(aggregate, key, *instant);
}

}  // namespace

ExitCode run_state(const StateCommand& command, const Run& run) {
  if (run.domain.aggregates.empty()) return report_no_domain(run, "The state of an aggregate");
  const auto store = open_to_read(command.store);
  if (!store) return report(run, store.error());
  const auto stream = find_stream(**store, command.stream);
  if (!stream) return report(run, stream.error());
  const auto* aggregate = find_aggregate(run.domain, stream->category);
  if (aggregate == nullptr) return report(run, unknown_category(run, *stream));
  ExecutorOptions options;
  options.tenant = stream->tenant;
  options.workers = 0;
  auto executor = Executor::start(**store, run.domain.aggregates, run.domain.externs, options);
  if (!executor) return report(run, executor.error());
  const auto loaded = load_at(**executor, *aggregate, stream->key, command.at);
  if (!loaded) return report(run, loaded.error());
  std::string json;
  aggregate->state_json(json, loaded->state.get());
  auto& out = run.console.out;
  if (command.json) {
    std::string text;
    JsonWriter writer(text);
    writer.text(to_string(stream->ref()));
    out << "{\"stream\":" << text << ",\"version\":" << loaded->version << ",\"state\":" << json << "}\n";
  } else {
    out << to_string(stream->ref()) << " at version " << loaded->version << "\n" << laid_out(json) << "\n";
  }
  return ExitCode::done;
}

}  // namespace cqrs::ctl
