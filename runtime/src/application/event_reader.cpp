#include <algorithm>
#include <exception>
#include <new>

#include <cqrs/decision.hpp>
#include <cqrs/event_subscription.hpp>

#include "projection/handlers.hpp"

namespace cqrs::detail {
namespace {

using projection::name_of;

unexpected<Error> malformed(const RecordedEvent& event) {
  return fail(ErrorCode::corruption, name_of(event) + " holds bytes that its layout does not allow");
}

bool has(const AggregateDefinition& aggregate, std::string_view type) {
  return std::any_of(aggregate.events.begin(), aggregate.events.end(),
                     [&](const EventLayout& layout) { return layout.type == type; });
}

}  // namespace

Result<EventReader> EventReader::make(std::span<const AggregateDefinition* const> aggregates,
                                      std::shared_ptr<const void> externs, std::span<const std::string_view> types) {
  EventReader reader;
  reader.types_.assign(types.begin(), types.end());
  reader.externs_ = std::move(externs);
  reader.stored_types_.assign(types.begin(), types.end());
  for (const std::string_view type : types) {
    const auto owner = std::find_if(aggregates.begin(), aggregates.end(),
                                    [&](const AggregateDefinition* aggregate) { return has(*aggregate, type); });
    if (owner == aggregates.end())
      return fail(ErrorCode::invalid_argument, "no aggregate of this application has the event " + std::string(type));
    for (const EventLayout& layout : (*owner)->events) {
      reader.layouts_.emplace(std::pair(layout.type, layout.version), &layout);
      // What an older or retired one has become is known only when it is read.
      if (layout.upcast != nullptr) reader.stored_types_.emplace_back(layout.type);
    }
  }
  std::sort(reader.stored_types_.begin(), reader.stored_types_.end());
  reader.stored_types_.erase(std::unique(reader.stored_types_.begin(), reader.stored_types_.end()),
                             reader.stored_types_.end());
  return reader;
}

bool EventReader::is_picked(std::string_view type) const noexcept {
  return std::find(types_.begin(), types_.end(), type) != types_.end();
}

Result<Visit> EventReader::read_older(const EventLayout& layout, const RecordedEvent& event,
                                      const Handler& handler) const {
  Meta meta = Meta::of(event);
  EncodedEvents today;
  if (!layout.upcast(today, event.body, meta, externs_.get())) return malformed(event);
  for (const auto& entry : today.entries()) {
    if (is_picked(entry.type)) {
      const auto answer = handler(entry.type, today.body(entry), {meta, event});
      if (!answer || *answer == Visit::stop) return answer;
    }
    ++meta.part;
  }
  return Visit::next;
}

Result<Visit> EventReader::read(const RecordedEvent& event, const Handler& handler) const {
  const auto layout = layouts_.find({event.type, event.layout_version});
  if (layout == layouts_.end()) {
    return fail(ErrorCode::unsupported_version, name_of(event) +
                                                    " is of a version that this program does not know; run the "
                                                    "release that writes it");
  }
  try {
    if (layout->second->upcast != nullptr) return read_older(*layout->second, event, handler);
    if (!is_picked(event.type)) return Visit::next;
    const Meta meta = Meta::of(event);
    return handler(event.type, event.body, {meta, event});
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::unavailable, "there is no memory left to read " + name_of(event));
  } catch (const std::exception& exception) {
    return fail(ErrorCode::handler_failed, name_of(event) + ": " + exception.what());
  } catch (...) {
    return fail(ErrorCode::handler_failed, name_of(event) + ": something unknown was thrown");
  }
}

}  // namespace cqrs::detail
