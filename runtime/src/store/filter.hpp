#pragma once

#include <cqrs/store.hpp>

namespace cqrs::store {

/// Whether the event has all the tags.
[[nodiscard]] bool has_all(std::span<const std::string_view> tags, std::span<const std::string_view> wanted) noexcept;

/// Whether the filter asks for every event.
[[nodiscard]] bool admits_all(const EventFilter& filter) noexcept;

/// Whether the event is one of those the filter asks for.
[[nodiscard]] bool matches(const EventFilter& filter, const RecordedEvent& event) noexcept;

/// Whether the event, of the right tenant, is one that the condition rules out, wherever it stands.
[[nodiscard]] bool matches(const TagCondition& condition, const RecordedEvent& event) noexcept;

}  // namespace cqrs::store
