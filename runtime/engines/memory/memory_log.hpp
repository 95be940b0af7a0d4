#pragma once

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
  struct Part {
    const StreamId* stream = nullptr;
    Version before = 0;
    std::size_t events = 0;
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
  struct Stream {
    StreamId id;
    std::vector<std::uint64_t> sequences;  ///< none: it was only checked
    [[nodiscard]] Version head() const noexcept { return static_cast<Version>(sequences.size()); }
  };
  struct Type {
    std::string_view name;  ///< interned
    std::uint32_t layout_version = 0;
    std::uint32_t number = 0;
  };
  struct StreamHash {
    using is_transparent = void;
    std::size_t operator()(const StreamRef& stream) const noexcept;
  };
  struct StreamEqual {
    using is_transparent = void;
    bool operator()(const StreamRef& a, const StreamRef& b) const noexcept { return a == b; }
  };

  [[nodiscard]] std::optional<Error> judge(const AppendRequest& request) const;
  [[nodiscard]] const RecordedEvent* first_match(const TagCondition& condition, std::string_view tenant) const;
  [[nodiscard]] Stream* find_stream(const StreamRef& stream) const;
  Stream& stream_of(const StreamRef& stream);
  Commit& add_commit(const CommitMetadata& metadata);
  void add_event(Stream& stream, const NewEvent& event, Commit& commit);
  std::string_view intern(std::string_view name);
  const Type& type_of(const NewEvent& event);
  Bytes keep(Bytes bytes);

  Blocks<Stored> log_;
  Blocks<Commit> commits_;
  Blocks<Part> parts_;
  std::unordered_map<StreamRef, std::unique_ptr<Stream>, StreamHash, StreamEqual> streams_;
  std::unordered_map<std::string_view, std::vector<std::uint64_t>> tags_;
  std::unordered_map<Uuid, StoredCommand> commands_;
  std::set<std::string, std::less<>> names_;
  std::map<std::pair<std::string_view, std::uint32_t>, std::uint32_t> type_numbers_;
  mutable Stream* last_stream_ = nullptr;  ///< found last: an append looks for its stream more than once
  Type last_type_;                         ///< most events are of the type of the one before
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t block_left_ = 0;
  std::byte* block_next_ = nullptr;
};

}  // namespace cqrs::memory
