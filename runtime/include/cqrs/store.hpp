#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <cqrs/event.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/function_ref.hpp>
#include <cqrs/snapshot_store.hpp>
#include <cqrs/sql.hpp>

namespace cqrs {

/// What not every engine can do. Asking an engine for one it lacks is ErrorCode::unsupported.
enum class Capability : std::uint32_t {
  several_streams = 1U << 0U,     ///< an append may write, or check, more than one stream
  tag_conditions = 1U << 1U,      ///< an append may carry conditions on tags
  global_order = 1U << 2U,        ///< one partition: any two positions are ordered
  snapshots = 1U << 3U,           ///< snapshots() is not null
  live_wait = 1U << 4U,           ///< wait() is woken, not polling
  inline_projections = 1U << 5U,  ///< code of the application can take part in the transaction of an append
  durable = 1U << 6U,             ///< what is acknowledged survives the process and the machine
};

class Capabilities {
 public:
  constexpr Capabilities(std::initializer_list<Capability> list) noexcept {
    for (const Capability capability : list) bits_ |= static_cast<std::uint32_t>(capability);
  }
  [[nodiscard]] constexpr bool has(Capability capability) const noexcept {
    return (bits_ & static_cast<std::uint32_t>(capability)) != 0;
  }

 private:
  std::uint32_t bits_ = 0;
};

/// What one append may hold; more is ErrorCode::too_large.
struct Limits {
  std::size_t event_bytes = std::size_t{1} << 20U;    ///< body of one event
  std::size_t append_bytes = std::size_t{16} << 20U;  ///< everything in one append
  std::size_t append_events = 10'000;
  std::size_t append_streams = 1'000;  ///< written and checked
  std::size_t key_bytes = 1'024;       ///< the key of a stream
  std::size_t name_bytes = 255;        ///< tenant, category, type, tag, actor
  std::size_t event_tags = 32;
};

/// One stream's part of an append.
struct StreamAppend {
  StreamRef stream = {};
  ExpectedVersion expected = {};
  std::span<const NewEvent> events = {};  ///< none: the stream is only checked
};

/// "No event later than `after` has all of `tags` and, if any are given, one of `types`."
struct TagCondition {
  std::span<const std::string_view> tags = {};
  std::span<const std::string_view> types = {};
  Position after = {};
};

/// Makes a command idempotent: kept for ever, in the same transaction as the events, under metadata.command_id.
struct CommandRecord {
  Hash128 body_hash = {};  ///< tells another body under the same id from a retry
  Bytes result = {};       ///< what a retry gets back; opaque to the store
};

/// A request: owns nothing. All streams belong to one tenant, each occurs once, and every expectation and condition is
/// judged at the same moment. Without streams it stores the command alone.
struct AppendRequest {
  std::span<const StreamAppend> streams = {};
  std::span<const TagCondition> conditions = {};
  CommitMetadata metadata = {};
  /// None: a commit of its own, without memory; after unknown_outcome a retry is then not safe.
  std::optional<CommandRecord> command = std::nullopt;
};

struct AppendOutcome {
  /// The last version of each stream of the request, in its order, checked streams included.
  std::vector<Version> versions = {};
  /// Of the last event; of the log's end where there was none. Who has read up to here has seen this append.
  Position position = {};
  /// The command was accepted before, and this is what it came to then; nothing was written now.
  bool duplicate = false;
  /// For a duplicate: the stored result.
  Buffer result = {};
};

/// A command accepted before.
struct StoredCommand {
  Hash128 body_hash = {};
  Buffer result = {};
  std::vector<Version> versions = {};
  Position position = {};
};

/// Called once. On a thread of the store, or on the caller's before submit() returns; must not throw, block, or call
/// anything of the store but submit() and capabilities().
using AppendCallback = std::function<void(Result<AppendOutcome>)>;

enum class Visit : std::uint8_t { next, stop };

/// Sees one event at a time, in order. May call the same store's reading functions and submit(); an exception it throws
/// passes through to the caller of the reading function.
using EventVisitor = FunctionRef<Visit(const RecordedEvent&)>;

inline constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

/// Which events to see: those that match every list that is not empty.
struct EventFilter {
  std::optional<std::string_view> tenant = std::nullopt;
  std::span<const std::string_view> categories = {};  ///< one of them
  std::span<const StreamRef> streams = {};            ///< one of them
  std::span<const std::string_view> types = {};       ///< one of them
  std::span<const std::string_view> tags = {};        ///< all of them
};

/// A stream that has events, and the version of the last.
struct StreamHead {
  StreamRef stream = {};
  Version version = 0;
};

/// Which streams to see.
struct StreamFilter {
  std::optional<std::string_view> tenant = std::nullopt;
  std::optional<std::string_view> category = std::nullopt;
  std::optional<StreamRef> after = std::nullopt;  ///< those that come later in the order of StreamRef
};

using StreamVisitor = FunctionRef<Visit(const StreamHead&)>;

/// A commit as it was stored. Everything it refers to is valid only during the call of the visitor that receives it.
struct RecordedCommit {
  struct Part {
    StreamRef stream = {};
    Version before = 0;      ///< the version before the commit
    std::size_t events = 0;  ///< 0: the stream was only checked
  };
  Position position = {};  ///< as in its AppendOutcome
  const CommitMetadata* metadata = nullptr;
  std::optional<CommandRecord> command = std::nullopt;
  std::span<const Part> streams = {};  ///< in the order of the request
  std::span<const RecordedEvent> events = {};
  /// Why those behind the last of `events` cannot be read; none: they are all there.
  std::optional<Error> damage = std::nullopt;
};

/// Sees one commit at a time, or an error (corruption) in place of commits that cannot be read.
using CommitVisitor = FunctionRef<Visit(const Result<RecordedCommit>&)>;

/// A log of events in streams. Thread-safe: any number of threads may call anything at the same time, but for
/// destruction, before which all calls must have returned.
///
/// What every engine guarantees: an append is stored whole or not at all; once acknowledged it is there for ever;
/// versions of a stream are 1, 2, 3 … without gaps; the order of positions is the order of commits, and no reader sees
/// an event before an earlier one of its partition. The conformance suite in tests/runtime/conformance is the exact
/// definition.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  /// Closes.
  virtual ~Store() = default;

  [[nodiscard]] virtual Capabilities capabilities() const noexcept = 0;
  [[nodiscard]] virtual const Limits& limits() const noexcept = 0;

  /// Stores the request and returns when that is durable. Judged in this order: a known command id (duplicate, or
  /// duplicate_mismatch), expected versions and conditions (conflict), limits of the storage. After any error but
  /// unknown_outcome nothing was written.
  virtual Result<AppendOutcome> append(const AppendRequest& request) = 0;

  /// The same without waiting. What the request refers to has been copied when this returns. Blocks while the store's
  /// queue is full (back-pressure). Appends submitted by one thread are judged in the order of submission.
  virtual void submit(const AppendRequest& request, AppendCallback done) = 0;

  /// A command accepted before, or none.
  virtual Result<std::optional<StoredCommand>> find_command(const Uuid& id) = 0;

  /// The version of the last event of a stream; 0 when it has none.
  virtual Result<Version> head(const StreamRef& stream) = 0;

  /// The events of one stream from version `from` (at least 1) on, at most `limit`. Gives the version of the last event
  /// visited, `from - 1` when there was none.
  virtual Result<Version> read(const StreamRef& stream, Version from, std::size_t limit, EventVisitor visit) = 0;

  /// The events later than `after`, in its partition, that match, at most `limit`. Gives the position to go on from:
  /// what was skipped is behind it, what the visitor stopped at is too.
  virtual Result<Position> read_all(Position after, const EventFilter& filter, std::size_t limit,
                                    EventVisitor visit) = 0;

  /// The streams that have events, in the order of StreamRef, at most `limit`. Those that get their first event
  /// meanwhile may be among them or not. `unsupported` where the engine cannot list them.
  virtual Result<void> read_streams(const StreamFilter& filter, std::size_t limit, StreamVisitor visit);

  /// Everything that is stored, commit by commit, in order: for copies and for checks, which go on behind what is
  /// damaged. Commits that come meanwhile may be among them or not. `unsupported` where the engine cannot list them.
  virtual Result<void> read_commits(CommitVisitor visit);

  /// The position of the last event of the partition; `start_of(partition)` when there is none.
  virtual Result<Position> end(std::uint32_t partition) = 0;

  /// Returns the end of the partition as soon as it is later than `after`; ErrorCode::timeout if that takes longer than
  /// `timeout`, ErrorCode::stopped if the store is closed meanwhile.
  virtual Result<Position> wait(Position after, Duration timeout) = 0;

  /// Every wait() under way ends now, with ErrorCode::timeout: for those who have to stop their own threads. An engine
  /// that cannot do that does nothing.
  virtual void interrupt_waits() noexcept {}

  /// Partitions are numbered from 0. One where the engine has a global order.
  [[nodiscard]] virtual std::uint32_t partitions() const noexcept { return 1; }

  /// Null where the engine keeps none. Lives as long as the store.
  [[nodiscard]] virtual SnapshotStore* snapshots() noexcept { return nullptr; }

  /// Opens the database of rows that belongs to this log, for what follows it: a file of its own beside the log's, or
  /// memory where the log is in memory. One at a time. `unsupported` where the engine has none.
  [[nodiscard]] virtual Result<std::shared_ptr<sql::RowStore>> open_rows();

  /// Null where the engine keeps none. Lives as long as the store, and can be read beside it; without
  /// Capability::inline_projections nothing can be written or attached.
  [[nodiscard]] virtual sql::InlineRowStore* inline_rows() noexcept { return nullptr; }

  /// Takes no new appends (they fail with `stopped`), finishes those it has, and lets go of the storage. Later calls of
  /// anything fail with `stopped`; closing again does nothing. The error is what went wrong on the way out.
  virtual Result<void> close() = 0;
};

/// What is wrong with a request whoever would store it: limits, several tenants, a stream twice, no name. Engines call
/// it.
[[nodiscard]] Result<void> validate(const AppendRequest& request, const Limits& limits);

}  // namespace cqrs
