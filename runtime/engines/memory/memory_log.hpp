#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <cqrs/store.hpp>

#include "blocks.hpp"

namespace cqrs::memory {

/// The events and everything by which they are found. Not thread-safe; what is stored never moves and never changes, so
/// pointers to it may be used without a lock.
class MemoryLog {
 public:
  struct Stream;
  struct Part {
    const Stream* stream = nullptr;
    Version before = 0;
    std::size_t events = 0;
    [[nodiscard]] StreamRef name() const noexcept;
  };

  struct Commit {
    CommitMetadata metadata;  ///< its views point into the log
    std::size_t first_part = 0;
    std::size_t parts = 0;
    std::size_t first_event = 0;  ///< in the log
    std::size_t events = 0;
    Position position;
    const StoredCommand* command = nullptr;
  };

  /// A commit with what belongs to it.
  struct WholeCommit {
    const Commit* commit = nullptr;
    std::vector<const Part*> parts;
    std::vector<const RecordedEvent*> events;
  };

  struct Stored {
    RecordedEvent event;  ///< its views point into the log
    std::vector<std::string_view> tags;
    std::uint64_t before = 0;  ///< the sequence of the event before it in its stream; 0: it is the first
  };

  /// Judges and stores. Nothing is stored when it fails.
  Result<AppendOutcome> append(const AppendRequest& request);

  /// What append() would say of a request whose command is not known: the versions of its streams, or the error.
  [[nodiscard]] Result<std::vector<Version>> check(const AppendRequest& request) const;

  [[nodiscard]] const StoredCommand* find_command(const Uuid& id) const;
  [[nodiscard]] Version head(const StreamRef& stream) const;
  [[nodiscard]] Position end() const { return Position(0, log_.size()); }

  /// At most `most` events of the stream from version `from` on.
  [[nodiscard]] std::vector<const RecordedEvent*> read(const StreamRef& stream, Version from, std::size_t most) const;

  /// At most `most` events later than `after`, whether they are wanted or not.
  [[nodiscard]] std::vector<const RecordedEvent*> read_all(Position after, std::size_t most) const;

  /// In order, at most `most`.
  [[nodiscard]] std::vector<StreamHead> streams(const StreamFilter& filter, std::size_t most) const;

  /// At most `most` commits behind the first `skip`.
  [[nodiscard]] std::vector<WholeCommit> commits(std::size_t skip, std::size_t most) const;

 private:
  /// What many streams have in common. Their views point into the log.
  struct Names {
    std::string_view tenant;
    std::string_view category;
    friend auto operator<=>(const Names&, const Names&) = default;
  };
  struct Type {
    std::string_view name;  ///< interned
    std::uint32_t layout_version = 0;
    std::uint32_t number = 0;
  };

  /// Leaves in found_ which streams those of the request are; null for those there are none of yet.
  [[nodiscard]] std::optional<Error> judge(const AppendRequest& request) const;
  [[nodiscard]] const RecordedEvent* first_match(const TagCondition& condition, std::string_view tenant) const;
  [[nodiscard]] Stream* find_stream(const StreamRef& stream) const;
  Stream& add_stream(const StreamRef& stream);
  const Names& names_of(const StreamRef& stream);
  void list_events(const Stream& stream) const;
  void grow_buckets();
  Commit& add_commit(const CommitMetadata& metadata);
  void add_event(Stream& stream, const NewEvent& event, Commit& commit);
  std::string_view intern(std::string_view name);
  const Type& type_of(const NewEvent& event);
  Bytes keep(Bytes bytes);

  Blocks<Stored> log_;
  Blocks<Commit> commits_;
  Blocks<Part> parts_;
  Blocks<Stream> streams_;
  std::vector<Stream*> buckets_;  ///< of the streams by their hashes; a power of two
  std::unordered_map<std::string_view, std::vector<std::uint64_t>> tags_;
  std::unordered_map<Uuid, StoredCommand> commands_;
  std::set<std::string, std::less<>> names_;
  std::set<Names> stream_names_;
  std::map<std::pair<std::string_view, std::uint32_t>, std::uint32_t> type_numbers_;
  mutable std::vector<Stream*> found_;
  Type last_type_;  ///< most events are of the type of the one before
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t block_left_ = 0;
  std::byte* block_next_ = nullptr;
};

/// What an append looks at lies in one line of a cache: among a hundred thousand streams none of it is in one.
struct alignas(64) MemoryLog::Stream {
  Stream* next = nullptr;  ///< in its bucket
  const Names* names = nullptr;
  Bytes key;  ///< in the log; a short one right here
  std::array<std::byte, 16> short_key;
  Version head = 0;        ///< none: it was only checked
  std::uint64_t last = 0;  ///< the sequence of its last event
  /// Of its events, as far as somebody has read; each event knows the one before it.
  mutable std::vector<std::uint64_t> sequences;

  [[nodiscard]] StreamRef name() const noexcept { return {names->tenant, names->category, key}; }
};

inline StreamRef MemoryLog::Part::name() const noexcept { return stream->name(); }

}  // namespace cqrs::memory
