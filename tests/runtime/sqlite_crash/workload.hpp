#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <span>

#include <cqrs/store.hpp>

namespace cqrs::crash {

/// What a process that may be killed at any moment leaves in shared memory about one append.
struct Attempt {
  enum State : std::uint32_t { unused, sent, acknowledged };

  Uuid id;
  std::uint32_t stream = 0;
  std::uint32_t events = 0;
  Version version = 0;                        ///< of the last event, once acknowledged
  std::uint64_t position = 0;                 ///< likewise
  std::atomic<std::uint32_t> state = unused;  ///< written last
};

struct Plan {
  std::filesystem::path store;
  std::uint64_t seed = 0;
  /// Reports an append as stored before it is: what the checker must find out.
  bool acknowledge_early = false;
};

inline constexpr std::uint32_t kThreads = 6;
inline constexpr std::uint32_t kStreams = 40;

/// Appends until the process is killed or the attempts are used up. Does not return.
[[noreturn]] void run(const Plan& plan, std::span<Attempt> attempts, std::atomic<std::uint32_t>& used);

/// Sends the command of an attempt (again): the same id, stream and events every time.
Result<AppendOutcome> send(Store& store, const Attempt& attempt);

/// The name of the stream with this number, as Store wants it. Valid for ever.
StreamRef stream_name(std::uint32_t number);

}  // namespace cqrs::crash
