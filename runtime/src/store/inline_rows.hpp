#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cqrs/sql.hpp>
#include <cqrs/store.hpp>

// What engines with inline rows share.

namespace cqrs::store {

/// The events of a request as they will be read, if `before` are the versions of its streams and `position` is that of
/// its first event. `metadata` is the request's with its correlation, and outlives them.
[[nodiscard]] std::vector<RecordedEvent> recorded(const AppendRequest& request, const CommitMetadata& metadata,
                                                  std::span<const Version> before, std::uint64_t position);

/// The metadata as it is stored: where nothing is said, a commit begins a conversation.
[[nodiscard]] CommitMetadata stored_metadata(const AppendRequest& request);

[[nodiscard]] std::size_t count_events(const AppendRequest& request);

/// Those who see appends, by name. Changes wait for the transaction in which they are made. Not thread-safe.
class InlineHandlers {
 public:
  [[nodiscard]] bool empty() const noexcept { return handlers_.empty(); }

  /// As sql::InlineRowStore says; behind commit().
  Result<void> attach(std::string_view name, sql::InlineHandler handler);
  void commit();
  void roll_back() { next_.reset(); }

  /// Calls one after another, up to the first that gives an error; what one throws is an error.
  Result<void> call(sql::Connection& connection, std::span<const RecordedEvent> events) const;

 private:
  using ByName = std::map<std::string, sql::InlineHandler, std::less<>>;

  ByName handlers_;
  std::optional<ByName> next_;
};

}  // namespace cqrs::store
