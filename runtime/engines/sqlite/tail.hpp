#pragma once

#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/commit_record.hpp"

namespace cqrs::sqlite {

using store::NameNumber;

/// A stream by its numbers. Owns nothing.
struct StreamNumbers {
  NameNumber tenant = 0;
  NameNumber category = 0;
  Bytes key;
};

/// Where a commit stands: its first position, and where its record begins in the row of the log that holds it.
struct CommitPlace {
  std::uint64_t position = 0;
  std::uint32_t offset = 0;
  std::uint64_t row = 0;  ///< the first position of that row; 0: not known, and to be searched
};

/// The events that one commit added to one stream.
struct StreamPlace {
  Version first = 0;
  std::uint32_t count = 0;
  CommitPlace place;

  [[nodiscard]] Version last() const noexcept { return first + count - 1; }
};

/// How many positions share an entry of the index by type.
inline constexpr std::uint64_t kBlockPositions = 256;

/// Under these are found the events whose bytes are damaged: any search must come by them, and fail, rather than miss
/// them.
inline constexpr NameNumber kUnreadableType = 0;
inline constexpr std::string_view kUnreadableTag = "";

/// What the index tables do not cover yet: the end of the log, indexed in memory, from which it can always be computed
/// again. Index tables are written in large sorted batches because a random page at every commit would cost more than
/// the commit. Thread-safe; add_row and clear are for one thread alone.
class Tail {
 public:
  struct Entries {
    struct Stream {
      NameNumber tenant = 0;
      NameNumber category = 0;
      Buffer key;
      std::vector<StreamPlace> places;
    };
    /// By stream_key().
    std::unordered_map<std::string, Stream> streams;
    std::unordered_map<Uuid, CommitPlace> commands;
    std::unordered_map<NameNumber, std::vector<std::uint64_t>> type_blocks;
    std::unordered_map<std::string, std::vector<std::uint64_t>> tags;
    std::size_t commits = 0;
  };

  /// Where the tables end and this begins.
  void start(std::uint64_t next, std::uint64_t last_event);

  /// Takes in the next row of the log. Damage to an event's own bytes is left for whoever reads it; damage to what
  /// finds events, or a row out of its place, is an error.
  Result<void> add_row(std::uint64_t first, std::uint64_t count, Bytes commits, store::FrameReader::Check check);

  /// The tables cover everything up to here.
  void clear();

  /// Takes the place of what is here, in one step.
  void replace(Tail& with);

  /// The first position not taken.
  [[nodiscard]] std::uint64_t next() const;
  /// The first position that is not covered by the tables.
  [[nodiscard]] std::uint64_t indexed_next() const;
  /// The position of the last event; 0 if there is none.
  [[nodiscard]] std::uint64_t last_event() const;
  [[nodiscard]] std::size_t commits() const;

  [[nodiscard]] std::optional<Version> head(const StreamNumbers& stream) const;
  /// Those that hold a version from `from` on, at most `most`.
  [[nodiscard]] std::vector<StreamPlace> places(const StreamNumbers& stream, Version from, std::size_t most) const;
  /// The streams of a category, with their last versions, in the order of their keys.
  [[nodiscard]] std::vector<std::pair<Buffer, Version>> streams(NameNumber tenant, NameNumber category) const;
  [[nodiscard]] std::optional<CommitPlace> command(const Uuid& id) const;
  /// The positions of events with the tag, later than `after`.
  [[nodiscard]] std::vector<std::uint64_t> tagged(std::string_view tag, std::uint64_t after) const;

  /// For the thread that adds and clears.
  [[nodiscard]] const Entries& entries() const noexcept { return entries_; }

 private:
  void add_events(Bytes record, const store::CommitHeader& header, std::uint64_t position,
                  store::FrameReader::Check check);

  mutable std::shared_mutex mutex_;
  Entries entries_;
  std::uint64_t next_ = 1;
  std::uint64_t indexed_next_ = 1;
  std::uint64_t last_event_ = 0;
};

/// The three parts of a stream's name as one string, for maps.
[[nodiscard]] std::string stream_key(const StreamNumbers& stream);

/// "the row of the log at 17, byte 240": where damage was found, with what was found and what to do.
[[nodiscard]] Error damaged_row(std::uint64_t first, std::size_t offset, std::string_view damage);

}  // namespace cqrs::sqlite
