#pragma once

#include <span>
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

/// Calls the handler; what it throws is an error.
Result<void> call(const sql::InlineHandler& handler, sql::Connection& connection,
                  std::span<const RecordedEvent> events);

}  // namespace cqrs::store
