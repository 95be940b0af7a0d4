#pragma once

#include <cqrs/store.hpp>

// The errors that every engine words alike.

namespace cqrs::store {

[[nodiscard]] Error version_conflict(const StreamRef& stream, ExpectedVersion expected, Version head);
[[nodiscard]] Error condition_conflict(const TagCondition& condition, const Position& found);
[[nodiscard]] Error duplicate_mismatch(const Uuid& command_id);
[[nodiscard]] Error closed();
[[nodiscard]] Error wait_timeout(const Position& after, Duration timeout);
[[nodiscard]] Error bad_first_version(Version from);
[[nodiscard]] Error no_such_partition(std::uint32_t partition, std::uint32_t partitions);

}  // namespace cqrs::store
