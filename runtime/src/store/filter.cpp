#include "store/filter.hpp"

#include <algorithm>

namespace cqrs::store {
namespace {

template <class Value>
bool admits(std::span<const Value> wanted, const Value& value) noexcept {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

}  // namespace

bool has_all(std::span<const std::string_view> tags, std::span<const std::string_view> wanted) noexcept {
  return std::ranges::all_of(wanted, [&](auto tag) { return std::ranges::find(tags, tag) != tags.end(); });
}

bool admits_all(const EventFilter& filter) noexcept {
  return !filter.tenant && filter.categories.empty() && filter.streams.empty() && filter.types.empty() &&
         filter.tags.empty();
}

bool matches(const EventFilter& filter, const RecordedEvent& event) noexcept {
  return (!filter.tenant || *filter.tenant == event.stream.tenant) &&
         admits(filter.categories, event.stream.category) && admits(filter.types, event.type) &&
         admits(filter.streams, event.stream) && has_all(event.tags, filter.tags);
}

bool matches(const TagCondition& condition, const RecordedEvent& event) noexcept {
  return has_all(event.tags, condition.tags) && admits(condition.types, event.type);
}

}  // namespace cqrs::store
