#include <algorithm>
#include <string>

#include <cqrs/store.hpp>

namespace cqrs {
namespace {

unexpected<Error> invalid(std::string text) { return fail(ErrorCode::invalid_argument, std::move(text)); }

unexpected<Error> too_large(std::string_view what, std::size_t size, std::size_t limit, std::string_view unit) {
  return fail(ErrorCode::too_large, std::string(what) + " has " + std::to_string(size) + " " + std::string(unit) +
                                        ", and the store takes at most " + std::to_string(limit) +
                                        "; nothing was stored");
}

Result<void> validate_name(std::string_view what, std::string_view name, const Limits& limits) {
  if (name.size() > limits.name_bytes) return too_large(what, name.size(), limits.name_bytes, "bytes");
  if (name.find('\0') != std::string_view::npos) return invalid(std::string(what) + " contains a zero byte");
  return {};
}

Result<void> validate_required(std::string_view what, std::string_view name, const Limits& limits) {
  if (name.empty()) return invalid(std::string(what) + " is empty");
  return validate_name(what, name, limits);
}

Result<void> validate_tags(std::span<const std::string_view> tags, const Limits& limits) {
  if (tags.size() > limits.event_tags) return too_large("the list of tags", tags.size(), limits.event_tags, "tags");
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (auto ok = validate_required("a tag", tags[i], limits); !ok) return ok;
    const auto before = tags.first(i);
    if (std::ranges::find(before, tags[i]) != before.end()) {
      return invalid("the tag \"" + std::string(tags[i]) + "\" occurs twice");
    }
  }
  return {};
}

Result<void> validate_event(const NewEvent& event, const Limits& limits) {
  if (auto ok = validate_required("the type of an event", event.type, limits); !ok) return ok;
  if (event.layout_version == 0) return invalid("the layout version of " + std::string(event.type) + " is 0");
  if (event.body.size() > limits.event_bytes) {
    return too_large("the event " + std::string(event.type), event.body.size(), limits.event_bytes, "bytes");
  }
  return validate_tags(event.tags, limits);
}

Result<void> validate_stream(const StreamAppend& part, const Limits& limits) {
  if (auto ok = validate_name("the tenant", part.stream.tenant, limits); !ok) return ok;
  if (auto ok = validate_required("the category of a stream", part.stream.category, limits); !ok) return ok;
  if (part.stream.key.empty()) {
    return invalid("the key of a stream in " + std::string(part.stream.category) + " is empty");
  }
  if (part.stream.key.size() > limits.key_bytes) {
    return too_large("the key of " + to_string(part.stream), part.stream.key.size(), limits.key_bytes, "bytes");
  }
  if (part.expected.version < 0) {
    return invalid("the expected version of " + to_string(part.stream) + " is negative");
  }
  for (const auto& event : part.events) {
    if (auto ok = validate_event(event, limits); !ok) return ok;
  }
  return {};
}

Result<void> validate_together(std::span<const StreamAppend> streams) {
  for (const auto& part : streams) {
    if (part.stream.tenant != streams.front().stream.tenant) {
      return invalid("one append names streams of two tenants: " + to_string(streams.front().stream) + " and " +
                     to_string(part.stream));
    }
  }
  if (streams.size() < 2) return {};
  std::vector<StreamRef> sorted;
  sorted.reserve(streams.size());
  for (const auto& part : streams) sorted.push_back(part.stream);
  std::ranges::sort(sorted, [](const StreamRef& a, const StreamRef& b) { return a < b; });
  const auto twice = std::ranges::adjacent_find(sorted);
  if (twice != sorted.end()) return invalid("one append names the stream " + to_string(*twice) + " twice");
  return {};
}

Result<void> validate_conditions(std::span<const TagCondition> conditions, const Limits& limits) {
  for (const auto& condition : conditions) {
    if (condition.tags.empty()) return invalid("a condition names no tag");
    if (auto ok = validate_tags(condition.tags, limits); !ok) return ok;
    for (const auto& type : condition.types) {
      if (auto ok = validate_required("the type in a condition", type, limits); !ok) return ok;
    }
  }
  return {};
}

Result<void> validate_sizes(const AppendRequest& request, const Limits& limits) {
  if (request.streams.size() > limits.append_streams) {
    return too_large("the append", request.streams.size(), limits.append_streams, "streams");
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
  if (events > limits.append_events) return too_large("the append", events, limits.append_events, "events");
  if (bytes > limits.append_bytes) return too_large("the append", bytes, limits.append_bytes, "bytes");
  return {};
}

}  // namespace

Result<void> validate(const AppendRequest& request, const Limits& limits) {
  if (request.metadata.command_id.is_nil()) return invalid("the append has no command id; make one with Uuid::make()");
  if (request.streams.empty() && !request.command) return invalid("the append neither names a stream nor a command");
  if (request.streams.empty() && !request.conditions.empty()) {
    return invalid("the append has conditions but names no stream, so nothing says whose tags are meant");
  }
  if (auto ok = validate_name("the actor", request.metadata.actor, limits); !ok) return ok;
  if (auto ok = validate_name("the trace", request.metadata.trace, limits); !ok) return ok;
  if (auto ok = validate_sizes(request, limits); !ok) return ok;
  for (const auto& part : request.streams) {
    if (auto ok = validate_stream(part, limits); !ok) return ok;
  }
  if (auto ok = validate_together(request.streams); !ok) return ok;
  return validate_conditions(request.conditions, limits);
}

}  // namespace cqrs
