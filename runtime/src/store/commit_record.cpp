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
constexpr std::size_t kEvents = 40;
constexpr std::size_t kFixedBytes = 48;

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

void put_sized(Buffer& out, Bytes bytes) {
  put(out, static_cast<std::uint32_t>(bytes.size()));
  put(out, bytes);
}

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

void encode_optional_fields(const AppendRequest& request, std::uint64_t log_end, std::uint16_t flags, Buffer& out) {
  const auto& metadata = request.metadata;
  if ((flags & kHasCausation) != 0) put(out, bytes_of(*metadata.causation));
  if ((flags & kHasCorrelation) != 0) put(out, bytes_of(metadata.correlation));
  if ((flags & kHasActor) != 0) put_sized(out, as_bytes(metadata.actor));
  if ((flags & kHasTrace) != 0) put_sized(out, as_bytes(metadata.trace));
  if ((flags & kHasOpen) != 0) put_sized(out, as_bytes(metadata.open));
  if ((flags & kHasCommand) != 0) {
    put(out, std::as_bytes(std::span(request.command->body_hash.bytes)));
    put_sized(out, request.command->result);
  }
  if ((flags & kHasLogEnd) != 0) put(out, log_end);
}

void encode_frame(const NewEvent& event, NameNumber type, std::uint64_t seed, Buffer& out) {
  std::size_t tag_bytes = 0;
  for (const auto tag : event.tags) tag_bytes += 2 + tag.size();
  const std::size_t begin = out.size();
  put(out, std::uint32_t{0});
  put(out, static_cast<std::uint32_t>(event.body.size()));
  put(out, static_cast<std::uint32_t>(tag_bytes));
  put(out, type);
  for (const auto tag : event.tags) {
    put(out, static_cast<std::uint16_t>(tag.size()));
    put(out, as_bytes(tag));
  }
  put(out, event.body);
  store(low_half(hash64(Bytes(out).subspan(begin + 4), seed)), out.data() + begin);
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
  for (const auto& part : request.streams) events += part.events.size();
  const auto flags = flags_of(request, events);
  const std::size_t begin = out.size();

  put(out, std::uint32_t{0});  // the checksum and the two lengths are known at the end
  put(out, std::uint32_t{0});
  put(out, std::uint32_t{0});
  put(out, flags);
  put(out, static_cast<std::uint16_t>(request.streams.size()));
  put(out, bytes_of(request.metadata.command_id));
  put(out, request.metadata.recorded.nanoseconds);
  put(out, static_cast<std::uint32_t>(events));
  put(out, numbers.tenant);
  encode_optional_fields(request, numbers.log_end, flags, out);
  for (std::size_t i = 0; i < request.streams.size(); ++i) {
    put(out, numbers.categories[i]);
    put(out, static_cast<std::uint32_t>(request.streams[i].events.size()));
    put(out, numbers.before[i]);
    put_sized(out, request.streams[i].stream.key);
  }
  const std::size_t header_length = out.size() - begin;

  const std::uint64_t seed = frame_seed(request.metadata.command_id);
  std::size_t index = 0;
  for (const auto& part : request.streams) {
    for (const auto& event : part.events) {
      encode_frame(event, numbers.types[index], seed + index, out);
      ++index;
    }
  }
  store(static_cast<std::uint32_t>(out.size() - begin), out.data() + begin + kLength);
  store(static_cast<std::uint32_t>(header_length), out.data() + begin + kHeaderLength);
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

Extent extent_of(Bytes bytes) noexcept {
  if (bytes.size() < kFixedBytes) return {};
  const std::size_t length = load<std::uint32_t>(bytes.data() + kLength);
  if (length < kFixedBytes || length > bytes.size()) return {};
  return {length, std::max<std::uint64_t>(1, load<std::uint32_t>(bytes.data() + kEvents))};
}

Damage decode_header(Bytes bytes, CommitHeader& header) {
  Cursor cursor(bytes);
  const auto checksum = cursor.take<std::uint32_t>();
  header.length = cursor.take<std::uint32_t>();
  header.header_length = cursor.take<std::uint32_t>();
  if (!cursor.ok() || header.length > bytes.size()) return "the record is cut off";
  if (header.header_length < kFixedBytes || header.header_length > header.length) return "its lengths make no sense";
  const Bytes head = bytes.first(header.header_length);
  if (low_half(hash64(head.subspan(kLength))) != checksum) return "the checksum of its header is wrong";

  cursor = Cursor(head.subspan(kHeaderLength + 4));
  const auto flags = cursor.take<std::uint16_t>();
  const auto parts = cursor.take<std::uint16_t>();
  cursor.take_into(header.metadata.command_id.bytes);
  header.metadata.recorded.nanoseconds = cursor.take<std::int64_t>();
  header.events = cursor.take<std::uint32_t>();
  header.tenant = cursor.take<NameNumber>();
  if ((flags & ~kAllFlags) != 0) return "its header has fields that this release does not know";
  decode_optional_fields(cursor, flags, header);
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
  Cursor cursor(rest_);
  const auto checksum = cursor.take<std::uint32_t>();
  const auto body_bytes = cursor.take<std::uint32_t>();
  const auto tag_bytes = cursor.take<std::uint32_t>();
  frame.type = cursor.take<NameNumber>();
  const Bytes tags = cursor.take(tag_bytes);
  frame.body = cursor.take(body_bytes);
  if (!cursor.ok()) return stop("the event is cut off");
  const std::size_t length = kFrameOverhead + tags.size() + frame.body.size();
  if (check_ == Check::checksums && low_half(hash64(rest_.first(length).subspan(4), seed_ + index_)) != checksum) {
    return stop("the checksum of the event is wrong");
  }
  if (!read_tags(tags)) return stop("the tags of the event are cut off");
  frame.tags = tags_;
  frame.part = part_;
  frame.index = index_++;
  frame.version = header_.parts[part_].before + 1 + index_in_part_++;
  rest_ = rest_.subspan(length);
  return true;
}

}  // namespace cqrs::store
