#include "aggregate/snapshots.hpp"

#include <algorithm>
#include <exception>
#include <span>
#include <utility>

namespace cqrs::aggregate {
namespace {

constexpr std::byte kFormat{1};
constexpr std::size_t kHeaderBytes = 17;

/// How many states may wait to be saved. One that finds no place is not taken: a later one will be.
constexpr std::size_t kMostWaiting = 256;

}  // namespace

struct Snapshots::Waiting {
  const AggregateDefinition* definition;
  StreamId stream;
  LoadedState state;
  Uuid last_event;
};

void encode_snapshot(const Uuid& last_event, const AggregateDefinition& definition, const void* state, Buffer& out) {
  const Bytes id = std::as_bytes(std::span(last_event.bytes));
  out.assign(1, kFormat);
  out.insert(out.end(), id.begin(), id.end());
  if (!definition.encode_state(state, out)) out.clear();
}

std::optional<SnapshotBody> decode_snapshot(Bytes bytes) {
  if (bytes.size() < kHeaderBytes || bytes.front() != kFormat) return std::nullopt;
  SnapshotBody body;
  std::ranges::copy(bytes.subspan(1, 16), std::as_writable_bytes(std::span(body.last_event.bytes)).begin());
  body.state = bytes.subspan(kHeaderBytes);
  return body;
}

std::optional<Snapshots::Found> Snapshots::find(const AggregateDefinition& definition, const StreamRef& stream,
                                                std::optional<Version> until) {
  if (store_ == nullptr || definition.snapshot_every == 0) return std::nullopt;
  auto loaded = store_->load(stream, definition.fingerprint);
  if (!loaded) {
    fail(loaded.error());
    return std::nullopt;
  }
  if (!*loaded) return std::nullopt;
  const Snapshot& snapshot = **loaded;
  if (until && snapshot.version > *until) return std::nullopt;
  const auto body = decode_snapshot(snapshot.bytes);
  auto state = body && snapshot.version > 0 ? definition.decode_state(body->state) : nullptr;
  if (!state) {
    count_discarded();
    return std::nullopt;
  }
  return Found{std::move(state), snapshot.version, body->last_event};
}

void Snapshots::offer(const AggregateDefinition& definition, const StreamRef& stream, const LoadedState& state,
                      const Uuid& last_event, Version before) noexcept {
  if (store_ == nullptr || refused_ || !is_due(definition, state.version, before)) return;
  try {
    if (!own_thread_) return save({&definition, StreamId(stream), state, last_event});
    if (waiting_.fetch_add(1) >= kMostWaiting) {
      --waiting_;
      return count(&SnapshotCounts::skipped);
    }
    worker_.post([this, waiting = Waiting{&definition, StreamId(stream), state, last_event}] {
      save(waiting);
      --waiting_;
    });
  } catch (const std::exception&) {  // there is no memory left, and a snapshot is the least of worries
    count(&SnapshotCounts::failed);
  }
}

void Snapshots::save(const Waiting& waiting) noexcept {
  try {
    Buffer bytes;
    encode_snapshot(waiting.last_event, *waiting.definition, waiting.state.state.get(), bytes);
    if (bytes.empty()) {
      return fail({ErrorCode::invalid_argument, "the state of " + to_string(waiting.stream) +
                                                    " cannot be encoded: it holds text that is not UTF-8"});
    }
    const auto saved = store_->save(waiting.stream, waiting.definition->fingerprint, waiting.state.version, bytes);
    if (saved) return count(&SnapshotCounts::saved);
    if (saved.error().code == ErrorCode::unsupported) refused_ = true;
    fail(saved.error());
  } catch (const std::exception&) {
    count(&SnapshotCounts::failed);
  }
}

void Snapshots::count(std::uint64_t SnapshotCounts::* what) {
  const std::lock_guard lock(mutex_);
  ++(counts_.*what);
}

void Snapshots::fail(const Error& error) {
  const std::lock_guard lock(mutex_);
  ++counts_.failed;
  counts_.last_error = error;
}

SnapshotCounts Snapshots::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace cqrs::aggregate
