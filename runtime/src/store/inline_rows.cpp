#include "store/inline_rows.hpp"

#include <exception>
#include <utility>

namespace cqrs::store {

std::vector<RecordedEvent> recorded(const AppendRequest& request, const CommitMetadata& metadata,
                                    std::span<const Version> before, std::uint64_t position) {
  std::vector<RecordedEvent> events;
  std::uint32_t index = 0;
  for (std::size_t i = 0; i < request.streams.size(); ++i) {
    Version version = before[i];
    for (const auto& event : request.streams[i].events) {
      events.push_back({.stream = request.streams[i].stream,
                        .version = ++version,
                        .position = Position(0, position + index),
                        .type = event.type,
                        .layout_version = event.layout_version,
                        .id = event_id(metadata.command_id, index),
                        .body = event.body,
                        .tags = event.tags,
                        .commit = &metadata});
      ++index;
    }
  }
  return events;
}

CommitMetadata stored_metadata(const AppendRequest& request) {
  CommitMetadata metadata = request.metadata;
  if (metadata.correlation.is_nil()) metadata.correlation = metadata.command_id;
  return metadata;
}

std::size_t count_events(const AppendRequest& request) {
  std::size_t events = 0;
  for (const auto& part : request.streams) events += part.events.size();
  return events;
}

Result<void> InlineHandlers::attach(std::string_view name, sql::InlineHandler handler) {
  ByName next = next_ ? *next_ : handlers_;
  const auto known = next.find(name);
  if (!handler) {
    if (known != next.end()) next.erase(known);
  } else if (known == next.end()) {
    next.emplace(name, std::move(handler));
  } else {
    return fail(ErrorCode::unavailable, std::string(name) +
                                            " has its rows written on this store already, by an application that has "
                                            "not been stopped; stop that one first, or use it");
  }
  next_ = std::move(next);
  return {};
}

void InlineHandlers::commit() {
  if (next_) handlers_ = *std::move(next_);
  next_.reset();
}

Result<void> InlineHandlers::call(sql::Connection& connection, std::span<const RecordedEvent> events) const {
  try {
    for (const auto& [name, handler] : handlers_) {
      if (auto done = handler(connection, events); !done) return done;
    }
    return {};
  } catch (const std::exception& exception) {
    return fail(ErrorCode::handler_failed, std::string("an inline projection threw an exception: ") + exception.what() +
                                               "; nothing of this append was stored");
  } catch (...) {
    return fail(ErrorCode::handler_failed,
                "an inline projection threw something that is no exception; nothing of this append was stored");
  }
}

}  // namespace cqrs::store
