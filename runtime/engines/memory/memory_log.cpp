#include "memory_log.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "store/errors.hpp"
#include "store/filter.hpp"

namespace cqrs::memory {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 16U;
constexpr std::size_t kFirstBuckets = 64;

std::uint64_t hash_of(const StreamRef& stream) noexcept {
  // Few categories and tenants: their lengths tell most of them apart, and the comparison all.
  return hash64(stream.key, stream.category.size() * 256 + stream.tenant.size());
}

}  // namespace

Result<AppendOutcome> MemoryLog::append(const AppendRequest& request) {
  if (request.command) {
    if (const auto* known = find_command(request.metadata.command_id)) {
      if (known->body_hash != request.command->body_hash) {
        return unexpected(store::duplicate_mismatch(request.metadata.command_id));
      }
      return AppendOutcome{known->versions, known->position, true, known->result};
    }
  }
  if (auto error = judge(request)) return unexpected(std::move(*error));

  Commit& commit = add_commit(request.metadata);
  AppendOutcome outcome;
  outcome.versions.reserve(request.streams.size());
  for (std::size_t i = 0; i < request.streams.size(); ++i) {
    const auto& part = request.streams[i];
    Stream& stream = found_[i] != nullptr ? *found_[i] : add_stream(part.stream);
    parts_.emplace_back(&stream, stream.head, part.events.size());
    ++commit.parts;
    for (const auto& event : part.events) add_event(stream, event, commit);
    outcome.versions.push_back(stream.head);
  }
  outcome.position = commit.position = end();
  if (request.command) {
    const auto added = commands_.emplace(request.metadata.command_id,
                                         StoredCommand{request.command->body_hash, to_buffer(request.command->result),
                                                       outcome.versions, outcome.position});
    commit.command = &added.first->second;
  }
  return outcome;
}

Result<std::vector<Version>> MemoryLog::check(const AppendRequest& request) const {
  if (auto error = judge(request)) return unexpected(std::move(*error));
  std::vector<Version> versions;
  for (const Stream* stream : found_) versions.push_back(stream == nullptr ? 0 : stream->head);
  return versions;
}

const StoredCommand* MemoryLog::find_command(const Uuid& id) const {
  const auto found = commands_.find(id);
  return found == commands_.end() ? nullptr : &found->second;
}

MemoryLog::Stream* MemoryLog::find_stream(const StreamRef& stream) const {
  if (buckets_.empty()) return nullptr;
  Stream* found = buckets_[hash_of(stream) & (buckets_.size() - 1)];
  while (found != nullptr && found->name() != stream) found = found->next;
  return found;
}

Version MemoryLog::head(const StreamRef& stream) const {
  const Stream* const found = find_stream(stream);
  return found == nullptr ? 0 : found->head;
}

std::vector<const RecordedEvent*> MemoryLog::read(const StreamRef& stream, Version from, std::size_t most) const {
  std::vector<const RecordedEvent*> events;
  const Stream* const found = find_stream(stream);
  if (found == nullptr) return events;
  list_events(*found);
  const auto& sequences = found->sequences;
  const auto begin = std::min(static_cast<std::size_t>(from - 1), sequences.size());
  const auto count = std::min(most, sequences.size() - begin);
  events.reserve(count);
  for (std::size_t i = begin; i < begin + count; ++i) events.push_back(&log_[sequences[i] - 1].event);
  return events;
}

/// Brings the list of its events up to date.
void MemoryLog::list_events(const Stream& stream) const {
  const std::size_t listed = stream.sequences.size();
  const auto all = static_cast<std::size_t>(stream.head);
  if (listed == all) return;
  stream.sequences.resize(all);
  std::uint64_t sequence = stream.last;
  for (std::size_t i = all; i > listed; --i) {
    stream.sequences[i - 1] = sequence;
    sequence = log_[sequence - 1].before;
  }
}

std::vector<const RecordedEvent*> MemoryLog::read_all(Position after, std::size_t most) const {
  std::vector<const RecordedEvent*> events;
  const auto begin = std::min(static_cast<std::size_t>(after.sequence()), log_.size());
  const auto count = std::min(most, log_.size() - begin);
  events.reserve(count);
  for (std::size_t i = begin; i < begin + count; ++i) events.push_back(&log_[i].event);
  return events;
}

std::vector<StreamHead> MemoryLog::streams(const StreamFilter& filter, std::size_t most) const {
  std::vector<StreamHead> found;
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const Stream& stream = streams_[i];
    const StreamRef name = stream.name();
    if (stream.head == 0) continue;
    if (filter.tenant && name.tenant != *filter.tenant) continue;
    if (filter.category && name.category != *filter.category) continue;
    if (filter.after && name <= *filter.after) continue;
    found.push_back({name, stream.head});
  }
  std::ranges::sort(found, [](const StreamHead& a, const StreamHead& b) { return a.stream < b.stream; });
  if (found.size() > most) found.resize(most);
  return found;
}

std::vector<MemoryLog::WholeCommit> MemoryLog::commits(std::size_t skip, std::size_t most) const {
  std::vector<WholeCommit> found;
  for (std::size_t i = skip; i < commits_.size() && found.size() < most; ++i) {
    const Commit& commit = commits_[i];
    WholeCommit& whole = found.emplace_back(WholeCommit{&commit, {}, {}});
    for (std::size_t part = 0; part < commit.parts; ++part) whole.parts.push_back(&parts_[commit.first_part + part]);
    for (std::size_t event = 0; event < commit.events; ++event) {
      whole.events.push_back(&log_[commit.first_event + event].event);
    }
  }
  return found;
}

std::optional<Error> MemoryLog::judge(const AppendRequest& request) const {
  found_.clear();
  for (const auto& part : request.streams) {
    const Stream* const stream = found_.emplace_back(find_stream(part.stream));
    const Version at = stream == nullptr ? 0 : stream->head;
    if (!part.expected.admits(at)) return store::version_conflict(part.stream, part.expected, at);
  }
  for (const auto& condition : request.conditions) {
    if (const auto* found = first_match(condition, request.streams.front().stream.tenant)) {
      return store::condition_conflict(condition, found->position);
    }
  }
  return std::nullopt;
}

const RecordedEvent* MemoryLog::first_match(const TagCondition& condition, std::string_view tenant) const {
  const auto found = tags_.find(condition.tags.front());
  if (found == tags_.end()) return nullptr;
  const auto& sequences = found->second;
  for (auto at = std::ranges::upper_bound(sequences, condition.after.sequence()); at != sequences.end(); ++at) {
    const RecordedEvent& event = log_[*at - 1].event;
    if (event.stream.tenant == tenant && store::matches(condition, event)) return &event;
  }
  return nullptr;
}

MemoryLog::Stream& MemoryLog::add_stream(const StreamRef& stream) {
  if (streams_.size() == buckets_.size()) grow_buckets();
  const Names& names = names_of(stream);
  Stream& added = streams_.emplace_back();
  added.names = &names;
  if (stream.key.size() <= added.short_key.size()) {
    std::ranges::copy(stream.key, added.short_key.begin());
    added.key = Bytes(added.short_key).first(stream.key.size());
  } else {
    added.key = keep(stream.key);
  }
  Stream*& bucket = buckets_[hash_of(stream) & (buckets_.size() - 1)];
  added.next = std::exchange(bucket, &added);
  return added;
}

const MemoryLog::Names& MemoryLog::names_of(const StreamRef& stream) {
  const auto found = stream_names_.find(Names{stream.tenant, stream.category});
  if (found != stream_names_.end()) return *found;
  return *stream_names_.insert(Names{intern(stream.tenant), intern(stream.category)}).first;
}

void MemoryLog::grow_buckets() {
  buckets_.assign(std::max(kFirstBuckets, buckets_.size() * 2), nullptr);
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    Stream*& bucket = buckets_[hash_of(streams_[i].name()) & (buckets_.size() - 1)];
    streams_[i].next = std::exchange(bucket, &streams_[i]);
  }
}

MemoryLog::Commit& MemoryLog::add_commit(const CommitMetadata& metadata) {
  Commit& commit = commits_.emplace_back();
  const auto keep_text = [&](std::string_view text) { return as_text(keep(as_bytes(text))); };
  commit.metadata = metadata;
  commit.metadata.actor = keep_text(metadata.actor);
  commit.metadata.trace = keep_text(metadata.trace);
  commit.metadata.open = keep_text(metadata.open);
  if (commit.metadata.correlation.is_nil()) commit.metadata.correlation = metadata.command_id;
  commit.first_part = parts_.size();
  commit.first_event = log_.size();
  return commit;
}

void MemoryLog::add_event(Stream& stream, const NewEvent& event, Commit& commit) {
  const std::uint64_t sequence = log_.size() + 1;
  const auto index = static_cast<std::uint32_t>(commit.events++);
  Stored& stored = log_.emplace_back();
  for (const auto tag : event.tags) {
    stored.tags.push_back(intern(tag));
    tags_[stored.tags.back()].push_back(sequence);
  }
  stored.before = std::exchange(stream.last, sequence);
  ++stream.head;
  const Type& type = type_of(event);
  stored.event = RecordedEvent{.stream = stream.name(),
                               .version = stream.head,
                               .position = Position(0, sequence),
                               .type = type.name,
                               .layout_version = event.layout_version,
                               .type_number = type.number,
                               .id = event_id(commit.metadata.command_id, index),
                               .body = keep(event.body),
                               .tags = stored.tags,
                               .commit = &commit.metadata};
}

std::string_view MemoryLog::intern(std::string_view name) {
  const auto found = names_.find(name);
  return found != names_.end() ? *found : *names_.emplace(name).first;
}

const MemoryLog::Type& MemoryLog::type_of(const NewEvent& event) {
  if (last_type_.layout_version == event.layout_version && last_type_.name == event.type) return last_type_;
  const std::string_view name = intern(event.type);
  const auto next = static_cast<std::uint32_t>(type_numbers_.size() + 1);
  const auto number = type_numbers_.try_emplace({name, event.layout_version}, next).first->second;
  last_type_ = {name, event.layout_version, number};
  return last_type_;
}

Bytes MemoryLog::keep(Bytes bytes) {
  if (bytes.empty()) return {};
  if (bytes.size() > block_left_) {
    block_left_ = std::max(kBlockBytes, bytes.size());
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block_left_));
    block_next_ = blocks_.back().get();
  }
  std::byte* const place = block_next_;
  std::memcpy(place, bytes.data(), bytes.size());
  block_next_ += bytes.size();
  block_left_ -= bytes.size();
  return {place, bytes.size()};
}

}  // namespace cqrs::memory
