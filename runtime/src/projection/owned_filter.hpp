#pragma once

#include <cqrs/subscription.hpp>

namespace cqrs::projection {

/// An EventFilter with what it refers to. Stays where it is.
class OwnedFilter {
 public:
  explicit OwnedFilter(SubscriptionFilter filter) : owned_(std::move(filter)) {
    categories_.assign(owned_.categories.begin(), owned_.categories.end());
    streams_.assign(owned_.streams.begin(), owned_.streams.end());
    types_.assign(owned_.types.begin(), owned_.types.end());
    tags_.assign(owned_.tags.begin(), owned_.tags.end());
    filter_.categories = categories_;
    filter_.streams = streams_;
    filter_.types = types_;
    filter_.tags = tags_;
    if (owned_.tenant) filter_.tenant = *owned_.tenant;
  }
  OwnedFilter(const OwnedFilter&) = delete;
  OwnedFilter& operator=(const OwnedFilter&) = delete;

  [[nodiscard]] const EventFilter& view() const noexcept { return filter_; }

 private:
  SubscriptionFilter owned_;
  std::vector<std::string_view> categories_;
  std::vector<StreamRef> streams_;
  std::vector<std::string_view> types_;
  std::vector<std::string_view> tags_;
  EventFilter filter_;
};

}  // namespace cqrs::projection
