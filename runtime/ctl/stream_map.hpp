#pragma once

#include <unordered_map>

#include <cqrs/event.hpp>
#include <cqrs/hash.hpp>

namespace cqrs::ctl {

struct StreamHash {
  std::size_t operator()(const StreamId& stream) const noexcept {
    const std::uint64_t names = hash64(as_bytes(stream.category)) * 3 + hash64(as_bytes(stream.tenant)) * 5;
    return static_cast<std::size_t>(hash64(stream.key) ^ names);
  }
};
struct StreamEqual {
  bool operator()(const StreamId& a, const StreamId& b) const noexcept { return a.ref() == b.ref(); }
};

/// The last version of each stream, as far as a log has been read.
using StreamVersions = std::unordered_map<StreamId, Version, StreamHash, StreamEqual>;

}  // namespace cqrs::ctl
