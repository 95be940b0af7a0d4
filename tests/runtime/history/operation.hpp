#pragma once

#include <cstdint>
#include <string>

#include <cqrs/store.hpp>

namespace cqrs::history {

/// One append that somebody asked for, and what they were told. Plain, so that it can lie in memory that outlives a
/// process.
struct Operation {
  enum State : std::uint32_t {
    unused,
    sent,     ///< nobody was told what came of it: it may be stored or not
    stored,   ///< it must be there
    refused,  ///< it must not
  };

  Uuid id;
  std::uint32_t stream = 0;
  std::uint32_t events = 0;
  Version expected = kAnyVersion;  ///< of the stream, before
  std::int64_t recorded = 0;       ///< what the clock said
  // Of one counter for all operations: which were over before which began.
  std::uint64_t invoked = 0;
  std::uint64_t answered = 0;
  Version version = 0;         ///< of the stream's last event, once stored
  std::uint64_t position = 0;  ///< likewise
  std::uint32_t state = unused;

  static constexpr Version kAnyVersion = -1;
};

inline constexpr std::uint32_t kStreams = 40;

/// The name of the stream with this number. Those with odd numbers belong to a tenant. Valid for ever.
[[nodiscard]] StreamRef stream_name(std::uint32_t number);
/// The number of a stream of that name; kStreams: it is none of ours.
[[nodiscard]] std::uint32_t stream_number(const StreamRef& stream);

/// What an event of an operation says: which it is, and then some, from a few bytes to more than a page.
[[nodiscard]] std::string body_of(const Operation& operation, std::uint32_t index);

/// What a snapshot of the stream at that version says.
[[nodiscard]] std::string state_of(std::uint32_t stream, Version version);
/// Of the snapshots of these streams.
inline constexpr std::uint64_t kFingerprint = 7;

/// Sends the command of an operation (again): the same id, stream and events every time.
[[nodiscard]] Result<AppendOutcome> send(Store& store, const Operation& operation);

/// Notes what an answer means. True: it was stored.
bool note(Operation& operation, const Result<AppendOutcome>& answer);

}  // namespace cqrs::history
