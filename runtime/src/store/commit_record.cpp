#include "store/commit_record.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

#include "store/little_endian.hpp"

namespace cqrs::store {
namespace {

// Where the fields of fixed place stand. The checksum covers everything behind itself.
constexpr std::size_t kChecksum = 0;
constexpr std::size_t kLength = 4;
constexpr std::size_t kHeaderLength = 8;
constexpr std::size_t kFlags = 12;
constexpr std::size_t kParts = 14;
constexpr std::size_t kCommandId = 16;
constexpr std::size_t kRecorded = 32;
constexpr std::size_t kEvents = 40;
constexpr std::size_t kTenant = 44;
constexpr std::size_t kFixedBytes = 48;
constexpr std::size_t kPartBytes = 20;  // of a stream, its key excepted

// Which of the optional fields are there, in the order in which they follow.
constexpr std::uint16_t kHasCausation = 1;
constexpr std::uint16_t kHasCorrelation = 2;
constexpr std::uint16_t kHasActor = 4;
constexpr std::uint16_t kHasTrace = 8;
constexpr std::uint16_t kHasOpen = 16;
constexpr std::uint16_t kHasCommand = 32;
constexpr std::uint16_t kHasLogEnd = 64;
constexpr std::uint16_t kAllFlags = 127;

std::uint32_t low_half(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }

/// Ties a frame to its commit and its place there, so that a frame that is whole but strayed is found too.
std::uint64_t frame_seed(const Uuid& command_id) {
  return load<std::uint64_t>(std::as_bytes(std::span(command_id.bytes)).data() + 8);
}

Bytes bytes_of(const Uuid& uuid) { return std::as_bytes(std::span(uuid.bytes)); }

std::uint16_t flags_of(const AppendRequest& request, std::size_t events) {
  const auto& metadata = request.metadata;
  const bool own_conversation = metadata.correlation.is_nil() || metadata.correlation == metadata.command_id;
  std::uint16_t flags = 0;
  if (metadata.causation) flags |= kHasCausation;
  if (!own_conversation) flags |= kHasCorrelation;
  if (!metadata.actor.empty()) flags |= kHasActor;
  if (!metadata.trace.empty()) flags |= kHasTrace;
  if (!metadata.open.empty()) flags |= kHasOpen;
  if (request.command) flags |= kHasCommand;
  if (events == 0) flags |= kHasLogEnd;
  return flags;
}

std::size_t size_of_optional_fields(const AppendRequest& request, std::uint16_t flags) {
  const auto& metadata = request.metadata;
  std::size_t size = 0;
  if ((flags & kHasCausation) != 0) size += metadata.correlation.bytes.size();
  if ((flags & kHasCorrelation) != 0) size += metadata.correlation.bytes.size();
  if ((flags & kHasActor) != 0) size += 4 + metadata.actor.size();
  if ((flags & kHasTrace) != 0) size += 4 + metadata.trace.size();
  if ((flags & kHasOpen) != 0) size += 4 + metadata.open.size();
  if ((flags & kHasCommand) != 0) size += request.command->body_hash.bytes.size() + 4 + request.command->result.size();
  if ((flags & kHasLogEnd) != 0) size += 8;
  return size;
}

void encode_optional_fields(const AppendRequest& request, std::uint64_t log_end, std::uint16_t flags, Pen& pen) {
  const auto& metadata = request.metadata;
  if ((flags & kHasCausation) != 0) pen.put(bytes_of(*metadata.causation));
  if ((flags & kHasCorrelation) != 0) pen.put(bytes_of(metadata.correlation));
  if ((flags & kHasActor) != 0) pen.put_sized<std::uint32_t>(as_bytes(metadata.actor));
  if ((flags & kHasTrace) != 0) pen.put_sized<std::uint32_t>(as_bytes(metadata.trace));
  if ((flags & kHasOpen) != 0) pen.put_sized<std::uint32_t>(as_bytes(metadata.open));
  if ((flags & kHasCommand) != 0) {
    pen.put(std::as_bytes(std::span(request.command->body_hash.bytes)));
    pen.put_sized<std::uint32_t>(request.command->result);
  }
  if ((flags & kHasLogEnd) != 0) pen.put(log_end);
}

std::size_t size_of_tags(const NewEvent& event) {
  std::size_t size = 0;
  for (const auto tag : event.tags) size += 2 + tag.size();
  return size;
}

std::size_t size_of_frames(const AppendRequest& request) {
  std::size_t size = 0;
  for (const auto& part : request.streams) {
    for (const auto& event : part.events) size += kFrameOverhead + size_of_tags(event) + event.body.size();
  }
  return size;
}

void encode_frame(const NewEvent& event, NameNumber type, std::uint64_t seed, Pen& pen) {
  std::byte* const begin = pen.at();
  pen.put(std::uint32_t{0});
  pen.put(static_cast<std::uint32_t>(event.body.size()));
  pen.put(static_cast<std::uint32_t>(size_of_tags(event)));
  pen.put(type);
  for (const auto tag : event.tags) pen.put_sized<std::uint16_t>(as_bytes(tag));
  pen.put(event.body);
  const Bytes checked(begin + 4, pen.at());
  store(low_half(hash64(checked, seed)), begin);
}

void decode_optional_fields(Cursor& cursor, std::uint16_t flags, CommitHeader& header) {
  auto& metadata = header.metadata;
  const auto take_text = [&] { return as_text(cursor.take(cursor.take<std::uint32_t>())); };
  metadata.causation.reset();
  if ((flags & kHasCausation) != 0) cursor.take_into(metadata.causation.emplace().bytes);
  metadata.correlation = metadata.command_id;
  if ((flags & kHasCorrelation) != 0) cursor.take_into(metadata.correlation.bytes);
  metadata.actor = (flags & kHasActor) != 0 ? take_text() : std::string_view{};
  metadata.trace = (flags & kHasTrace) != 0 ? take_text() : std::string_view{};
  metadata.open = (flags & kHasOpen) != 0 ? take_text() : std::string_view{};
  header.command.reset();
  if ((flags & kHasCommand) != 0) {
    auto& command = header.command.emplace();
    cursor.take_into(command.body_hash.bytes);
    command.result = cursor.take(cursor.take<std::uint32_t>());
  }
  header.log_end = (flags & kHasLogEnd) != 0 ? cursor.take<std::uint64_t>() : 0;
}

/// Whether the versions behind `before` are versions: 1, 2, 3 …
bool has_versions(const CommitPart& part) {
  return part.before >= 0 && part.before <= std::numeric_limits<Version>::max() - part.events;
}

/// False when the parts do not hold as many events as the commit, or their events have no versions.
bool decode_parts(Cursor& cursor, std::size_t count, CommitHeader& header) {
  header.parts.clear();
  std::uint64_t events = 0;
  for (std::size_t i = 0; i < count && cursor.ok(); ++i) {
    CommitPart part;
    part.category = cursor.take<NameNumber>();
    part.events = cursor.take<std::uint32_t>();
    part.before = cursor.take<Version>();
    part.key = cursor.take(cursor.take<std::uint32_t>());
    if (!has_versions(part)) return false;
    events += part.events;
    header.parts.push_back(part);
  }
  return events == header.events;
}

}  // namespace

void encode_commit(const AppendRequest& request, const CommitNumbers& numbers, Buffer& out) {
  std::size_t events = 0;
  std::size_t header_length = kFixedBytes;
  for (const auto& part : request.streams) {
    events += part.events.size();
    header_length += kPartBytes + part.stream.key.size();
  }
  const auto flags = flags_of(request, events);
  header_length += size_of_optional_fields(request, flags);
  const std::size_t begin = out.size();
  out.resize(begin + header_length + size_of_frames(request));

  Pen pen(out.data() + begin);
  pen.put(std::uint32_t{0});  // the checksum
  pen.put(static_cast<std::uint32_t>(out.size() - begin));
  pen.put(static_cast<std::uint32_t>(header_length));
  pen.put(flags);
  pen.put(static_cast<std::uint16_t>(request.streams.size()));
  pen.put(bytes_of(request.metadata.command_id));
  pen.put(request.metadata.recorded.nanoseconds);
  pen.put(static_cast<std::uint32_t>(events));
  pen.put(numbers.tenant);
  encode_optional_fields(request, numbers.log_end, flags, pen);
  for (std::size_t i = 0; i < request.streams.size(); ++i) {
    pen.put(numbers.categories[i]);
    pen.put(static_cast<std::uint32_t>(request.streams[i].events.size()));
    pen.put(numbers.before[i]);
    pen.put_sized<std::uint32_t>(request.streams[i].stream.key);
  }

  const std::uint64_t seed = frame_seed(request.metadata.command_id);
  std::size_t index = 0;
  for (const auto& part : request.streams) {
    for (const auto& event : part.events) {
      encode_frame(event, numbers.types[index], seed + index, pen);
      ++index;
    }
  }
  const Bytes header = Bytes(out).subspan(begin, header_length);
  store(low_half(hash64(header.subspan(kLength))), out.data() + begin + kChecksum);
}

Result<void> fits(const Limits& limits) {
  constexpr std::size_t kMostBytes = std::size_t{256} << 20U;
  constexpr std::size_t kMostEvents = 1'000'000;
  const auto refuse = [](std::string_view what, std::size_t value, std::size_t most) {
    return fail(ErrorCode::invalid_argument, "the limit " + std::string(what) + " is " + std::to_string(value) +
                                                 "; it may be at most " + std::to_string(most));
  };
  constexpr std::size_t kMost16 = std::numeric_limits<std::uint16_t>::max();
  if (limits.append_bytes > kMostBytes) return refuse("append_bytes", limits.append_bytes, kMostBytes);
  if (limits.event_bytes > kMostBytes) return refuse("event_bytes", limits.event_bytes, kMostBytes);
  if (limits.append_events > kMostEvents) return refuse("append_events", limits.append_events, kMostEvents);
  if (limits.append_streams > kMost16) return refuse("append_streams", limits.append_streams, kMost16);
  if (limits.key_bytes > kMost16) return refuse("key_bytes", limits.key_bytes, kMost16);
  if (limits.name_bytes > kMost16) return refuse("name_bytes", limits.name_bytes, kMost16);
  return {};
}

FoundRecord record_at(Bytes records, std::size_t offset) noexcept {
  FoundRecord found;
  for (std::size_t at = 0; at <= offset && records.size() - at >= kFixedBytes;) {
    const std::byte* const record = records.data() + at;
    const std::size_t length = load<std::uint32_t>(record + kLength);
    if (length < kFixedBytes || length > records.size() - at) return {};
    if (at == offset) {
      found.bytes = records.subspan(at, length);
      return found;
    }
    found.positions += std::max<std::uint64_t>(1, load<std::uint32_t>(record + kEvents));
    at += length;
  }
  return {};
}

Damage decode_header(Bytes bytes, CommitHeader& header) {
  if (bytes.size() < kFlags) return "the record is cut off";
  const std::byte* const fields = bytes.data();
  header.length = load<std::uint32_t>(fields + kLength);
  header.header_length = load<std::uint32_t>(fields + kHeaderLength);
  if (header.length > bytes.size()) return "the record is cut off";
  if (header.header_length < kFixedBytes || header.header_length > header.length) return "its lengths make no sense";
  const Bytes head = bytes.first(header.header_length);
  if (low_half(hash64(head.subspan(kLength))) != load<std::uint32_t>(fields + kChecksum)) {
    return "the checksum of its header is wrong";
  }
  const auto flags = load<std::uint16_t>(fields + kFlags);
  std::memcpy(header.metadata.command_id.bytes.data(), fields + kCommandId, header.metadata.command_id.bytes.size());
  header.metadata.recorded.nanoseconds = load<std::int64_t>(fields + kRecorded);
  header.events = load<std::uint32_t>(fields + kEvents);
  header.tenant = load<NameNumber>(fields + kTenant);
  if ((flags & ~kAllFlags) != 0) return "its header has fields that this release does not know";
  Cursor cursor(head.subspan(kFixedBytes));
  decode_optional_fields(cursor, flags, header);
  const auto parts = load<std::uint16_t>(fields + kParts);
  if (!decode_parts(cursor, parts, header) || !cursor.ok() || !cursor.at_end()) return "its header contradicts itself";
  return std::nullopt;
}

FrameReader::FrameReader(Bytes record, const CommitHeader& header, Check check)
    : rest_(record.subspan(header.header_length, header.length - header.header_length)),
      header_(header),
      seed_(frame_seed(header.metadata.command_id)),
      check_(check) {}

bool FrameReader::stop(std::string_view damage) {
  damage_ = damage;
  return false;
}

bool FrameReader::read_tags(Bytes bytes) {
  tags_.clear();
  Cursor cursor(bytes);
  while (cursor.ok() && !cursor.at_end()) tags_.push_back(as_text(cursor.take(cursor.take<std::uint16_t>())));
  return cursor.ok();
}

bool FrameReader::next(Frame& frame) {
  if (damage_) return false;
  if (index_ == header_.events) return rest_.empty() ? false : stop("there are bytes behind its last event");
  while (index_in_part_ == header_.parts[part_].events) {
    ++part_;
    index_in_part_ = 0;
  }
  if (rest_.size() < kFrameOverhead) return stop("the event is cut off");
  const std::byte* const fields = rest_.data();
  const std::size_t body_bytes = load<std::uint32_t>(fields + 4);
  const std::size_t tag_bytes = load<std::uint32_t>(fields + 8);
  const std::size_t length = kFrameOverhead + tag_bytes + body_bytes;
  if (length > rest_.size()) return stop("the event is cut off");
  const Bytes checked = rest_.subspan(4, length - 4);
  if (check_ == Check::checksums && low_half(hash64(checked, seed_ + index_)) != load<std::uint32_t>(fields)) {
    return stop("the checksum of the event is wrong");
  }
  if (!read_tags(rest_.subspan(kFrameOverhead, tag_bytes))) return stop("the tags of the event are cut off");
  frame.type = load<NameNumber>(fields + 12);
  frame.body = rest_.subspan(kFrameOverhead + tag_bytes, body_bytes);
  frame.tags = tags_;
  frame.part = part_;
  frame.index = index_++;
  frame.version = header_.parts[part_].before + 1 + index_in_part_++;
  rest_ = rest_.subspan(length);
  return true;
}

}  // namespace cqrs::store
