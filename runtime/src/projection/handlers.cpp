#include "projection/handlers.hpp"

#include <exception>
#include <new>

#include <cqrs/decision.hpp>

namespace cqrs::projection {
namespace {

// Numbers beyond this are not the dense ones of an engine.
constexpr std::uint32_t kMostNumbers = 1U << 16U;

unexpected<Error> malformed(const RecordedEvent& event) {
  return fail(ErrorCode::corruption, name_of(event) + " holds bytes that its layout does not allow");
}

}  // namespace

std::string name_of(const RecordedEvent& event) {
  return "event " + std::to_string(event.version) + " of " + to_string(event.stream) + " (" + std::string(event.type) +
         " v" + std::to_string(event.layout_version) + ")";
}

Handlers::Handlers(const ProjectionDefinition& definition, const void* externs)
    : definition_(&definition), externs_(externs) {
  for (const auto& event : definition.events) handlers_.emplace(event.type, &event);
  for (const auto aggregate : definition.aggregates) {
    for (const auto& layout : aggregate().events) layouts_.emplace(std::pair(layout.type, layout.version), &layout);
  }
}

const ProjectedEvent* Handlers::handler_of(std::string_view type) const noexcept {
  const auto found = handlers_.find(type);
  return found == handlers_.end() ? nullptr : found->second;
}

Handlers::Route Handlers::resolve(std::string_view type, std::uint32_t version) const {
  const auto found = layouts_.find({type, version});
  if (found == layouts_.end()) return {.way = definition_->ignores_unknown ? Way::skip : Way::unknown};
  const EventLayout* layout = found->second;
  if (layout->upcast != nullptr) return {.way = Way::upcast, .layout = layout};
  const ProjectedEvent* handler = handler_of(type);
  return {.way = handler == nullptr ? Way::skip : Way::apply, .handler = handler, .layout = layout};
}

Handlers::Route& Handlers::route_of(const RecordedEvent& event) {
  const std::uint32_t number = event.type_number;
  if (number == 0 || number >= kMostNumbers) {
    Route& route = by_name_[{std::string(event.type), event.layout_version}];
    if (route.way == Way::unresolved) route = resolve(event.type, event.layout_version);
    return route;
  }
  if (number >= by_number_.size()) by_number_.resize(number + 1);
  Route& route = by_number_[number];
  if (route.way == Way::unresolved) route = resolve(event.type, event.layout_version);
  return route;
}

Result<void> Handlers::apply_upcast(RowSet& rows, const Route& route, const RecordedEvent& event) {
  Meta meta = Meta::of(event);
  EncodedEvents today;
  if (!route.layout->upcast(today, event.body, meta, externs_)) return malformed(event);
  for (const auto& entry : today.entries()) {
    const ProjectedEvent* handler = handler_of(entry.type);
    if (handler != nullptr && !handler->apply(rows, today.body(entry), meta)) return malformed(event);
    ++meta.part;
  }
  return {};
}

Result<void> Handlers::apply(RowSet& rows, const RecordedEvent& event) {
  const Route route = route_of(event);
  try {
    switch (route.way) {
      case Way::apply:
        if (!route.handler->apply(rows, event.body, Meta::of(event))) return malformed(event);
        return {};
      case Way::upcast: return apply_upcast(rows, route, event);
      case Way::unknown:
        return fail(ErrorCode::unsupported_version,
                    name_of(event) +
                        " is of a type or version that this program does not know; run the release that "
                        "writes it, or let the projection ignore what is unknown");
      default: return {};
    }
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::unavailable, "there is no memory left to apply " + name_of(event));
  } catch (const std::exception& exception) {
    return fail(ErrorCode::handler_failed, name_of(event) + ": " + exception.what());
  } catch (...) {
    return fail(ErrorCode::handler_failed, name_of(event) + ": something unknown was thrown");
  }
}

}  // namespace cqrs::projection
