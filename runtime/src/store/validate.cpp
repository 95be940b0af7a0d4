#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <cqrs/store.hpp>

namespace cqrs {
namespace {

/// What is wrong; none so far. Looking at a request costs little as long as there is nothing to say.
using Problem = std::optional<Error>;

bool invalid(Problem& problem, std::string text) {
  problem = Error{ErrorCode::invalid_argument, std::move(text)};
  return false;
}

bool too_large(Problem& problem, std::string_view what, std::size_t size, std::size_t limit, std::string_view unit) {
  problem = Error{ErrorCode::too_large, std::string(what) + " has " + std::to_string(size) + " " + std::string(unit) +
                                            ", and the store takes at most " + std::to_string(limit) +
                                            "; nothing was stored"};
  return false;
}

bool validate_name(std::string_view what, std::string_view name, const Limits& limits, Problem& problem) {
  if (name.empty()) return true;
  if (name.size() > limits.name_bytes) return too_large(problem, what, name.size(), limits.name_bytes, "bytes");
  if (name.find('\0') != std::string_view::npos) return invalid(problem, std::string(what) + " contains a zero byte");
  return true;
}

bool validate_required(std::string_view what, std::string_view name, const Limits& limits, Problem& problem) {
  if (name.empty()) return invalid(problem, std::string(what) + " is empty");
  return validate_name(what, name, limits, problem);
}

bool validate_tags(std::span<const std::string_view> tags, const Limits& limits, Problem& problem) {
  if (tags.size() > limits.event_tags)
    return too_large(problem, "the list of tags", tags.size(), limits.event_tags, "tags");
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (!validate_required("a tag", tags[i], limits, problem)) return false;
    const auto before = tags.first(i);
    if (std::ranges::find(before, tags[i]) != before.end()) {
      return invalid(problem, "the tag \"" + std::string(tags[i]) + "\" occurs twice");
    }
  }
  return true;
}

/// `valid_type` is the type of the event before, which mostly is the very same name.
bool validate_event(const NewEvent& event, std::string_view valid_type, const Limits& limits, Problem& problem) {
  const bool known =
      !valid_type.empty() && event.type.data() == valid_type.data() && event.type.size() == valid_type.size();
  if (!known && !validate_required("the type of an event", event.type, limits, problem)) return false;
  if (event.layout_version == 0) return invalid(problem, "the layout version of " + std::string(event.type) + " is 0");
  if (event.body.size() > limits.event_bytes) {
    return too_large(problem, "the event " + std::string(event.type), event.body.size(), limits.event_bytes, "bytes");
  }
  return validate_tags(event.tags, limits, problem);
}

bool validate_stream(const StreamAppend& part, const Limits& limits, Problem& problem) {
  if (!validate_name("the tenant", part.stream.tenant, limits, problem)) return false;
  if (!validate_required("the category of a stream", part.stream.category, limits, problem)) return false;
  if (part.stream.key.empty()) {
    return invalid(problem, "the key of a stream in " + std::string(part.stream.category) + " is empty");
  }
  if (part.stream.key.size() > limits.key_bytes) {
    return too_large(problem, "the key of " + to_string(part.stream), part.stream.key.size(), limits.key_bytes,
                     "bytes");
  }
  if (part.expected.version < 0) {
    return invalid(problem, "the expected version of " + to_string(part.stream) + " is negative");
  }
  std::string_view type;
  for (const auto& event : part.events) {
    if (!validate_event(event, std::exchange(type, event.type), limits, problem)) return false;
  }
  return true;
}

bool validate_together(std::span<const StreamAppend> streams, Problem& problem) {
  for (const auto& part : streams) {
    if (part.stream.tenant != streams.front().stream.tenant) {
      return invalid(problem, "one append names streams of two tenants: " + to_string(streams.front().stream) +
                                  " and " + to_string(part.stream));
    }
  }
  if (streams.size() < 2) return true;
  std::vector<StreamRef> sorted;
  sorted.reserve(streams.size());
  for (const auto& part : streams) sorted.push_back(part.stream);
  std::ranges::sort(sorted, [](const StreamRef& a, const StreamRef& b) { return a < b; });
  const auto twice = std::ranges::adjacent_find(sorted);
  if (twice != sorted.end()) return invalid(problem, "one append names the stream " + to_string(*twice) + " twice");
  return true;
}

bool validate_conditions(std::span<const TagCondition> conditions, const Limits& limits, Problem& problem) {
  for (const auto& condition : conditions) {
    if (condition.tags.empty()) return invalid(problem, "a condition names no tag");
    if (!validate_tags(condition.tags, limits, problem)) return false;
    for (const auto& type : condition.types) {
      if (!validate_required("the type in a condition", type, limits, problem)) return false;
    }
  }
  return true;
}

bool validate_sizes(const AppendRequest& request, const Limits& limits, Problem& problem) {
  if (request.streams.size() > limits.append_streams) {
    return too_large(problem, "the append", request.streams.size(), limits.append_streams, "streams");
  }
  std::size_t events = 0;
  std::size_t bytes = request.metadata.open.size() + (request.command ? request.command->result.size() : 0);
  for (const auto& part : request.streams) {
    events += part.events.size();
    bytes += part.stream.key.size() + part.stream.category.size();
    for (const auto& event : part.events) {
      bytes += event.body.size();
      for (const auto tag : event.tags) bytes += tag.size();
    }
  }
  if (events > limits.append_events) return too_large(problem, "the append", events, limits.append_events, "events");
  if (bytes > limits.append_bytes) return too_large(problem, "the append", bytes, limits.append_bytes, "bytes");
  return true;
}

bool validate_request(const AppendRequest& request, const Limits& limits, Problem& problem) {
  if (request.metadata.command_id.is_nil())
    return invalid(problem, "the append has no command id; make one with Uuid::make()");
  if (request.streams.empty() && !request.command)
    return invalid(problem, "the append neither names a stream nor a command");
  if (request.streams.empty() && !request.conditions.empty()) {
    return invalid(problem, "the append has conditions but names no stream, so nothing says whose tags are meant");
  }
  if (!validate_name("the actor", request.metadata.actor, limits, problem)) return false;
  if (!validate_name("the trace", request.metadata.trace, limits, problem)) return false;
  if (!validate_sizes(request, limits, problem)) return false;
  for (const auto& part : request.streams) {
    if (!validate_stream(part, limits, problem)) return false;
  }
  if (!validate_together(request.streams, problem)) return false;
  return validate_conditions(request.conditions, limits, problem);
}

}  // namespace

Result<void> validate(const AppendRequest& request, const Limits& limits) {
  Problem problem;
  if (validate_request(request, limits, problem)) return {};
  return unexpected<Error>(*std::move(problem));
}

}  // namespace cqrs
