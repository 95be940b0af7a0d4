#include "tail.hpp"

#include <algorithm>
#include <mutex>

namespace cqrs::sqlite {
namespace {

template <class Values>
void add_once(Values& values, std::uint64_t value) {
  if (values.empty() || values.back() != value) values.push_back(value);
}

}  // namespace

std::string stream_key(const StreamNumbers& stream) {
  std::string key(8 + stream.key.size(), '\0');
  std::memcpy(key.data(), &stream.tenant, 4);
  std::memcpy(key.data() + 4, &stream.category, 4);
  if (!stream.key.empty()) std::memcpy(key.data() + 8, stream.key.data(), stream.key.size());
  return key;
}

Error damaged_row(std::uint64_t first, std::size_t offset, std::string_view damage) {
  return {ErrorCode::corruption, "the row of the log at position " + std::to_string(first) + ", byte " +
                                     std::to_string(offset) + ", is damaged: " + std::string(damage) +
                                     "; restore the file from a backup"};
}

void Tail::start(std::uint64_t next, std::uint64_t last_event) {
  const std::unique_lock lock(mutex_);
  entries_ = {};
  next_ = indexed_next_ = next;
  last_event_ = last_event;
}

Result<void> Tail::add_row(std::uint64_t first, std::uint64_t count, Bytes commits, store::FrameReader::Check check) {
  const std::unique_lock lock(mutex_);
  if (first != next_) return unexpected(damaged_row(next_, 0, "it is missing"));
  store::CommitHeader header;
  std::uint64_t position = first;
  for (std::size_t offset = 0; offset < commits.size(); offset += header.length) {
    const Bytes record = commits.subspan(offset);
    if (const auto damage = store::decode_header(record, header)) {
      return unexpected(damaged_row(first, offset, *damage));
    }
    const CommitPlace place{position, static_cast<std::uint32_t>(offset), first};
    if (header.command) entries_.commands.emplace(header.metadata.command_id, place);
    for (const auto& part : header.parts) {
      if (part.events == 0) continue;
      auto& stream = entries_.streams[stream_key({header.tenant, part.category, part.key})];
      if (stream.places.empty()) {
        stream.tenant = header.tenant;
        stream.category = part.category;
        stream.key = to_buffer(part.key);
      }
      stream.places.push_back({part.before + 1, part.events, place});
    }
    add_events(record, header, position, check);
    if (header.events > 0) last_event_ = position + header.events - 1;
    position += header.positions();
    ++entries_.commits;
  }
  if (position != first + count) return unexpected(damaged_row(first, commits.size(), "its count is wrong"));
  next_ = position;
  return {};
}

void Tail::add_events(Bytes record, const store::CommitHeader& header, std::uint64_t position,
                      store::FrameReader::Check check) {
  store::FrameReader frames(record, header, check);
  store::Frame frame;
  std::uint32_t read = 0;
  NameNumber type = 0;  // of the event before, and where its blocks are
  std::vector<std::uint64_t>* blocks = nullptr;
  for (; frames.next(frame); ++read) {
    const std::uint64_t at = position + frame.index;
    if (blocks == nullptr || frame.type != type) {
      type = frame.type;
      blocks = &entries_.type_blocks[type];
    }
    add_once(*blocks, at / kBlockPositions);
    for (const auto tag : frame.tags) entries_.tags[std::string(tag)].push_back(at);
  }
  for (; read < header.events; ++read) {
    add_once(entries_.type_blocks[kUnreadableType], (position + read) / kBlockPositions);
    entries_.tags[std::string(kUnreadableTag)].push_back(position + read);
  }
}

void Tail::clear() {
  const std::unique_lock lock(mutex_);
  entries_ = {};
  indexed_next_ = next_;
}

void Tail::replace(Tail& with) {
  const std::unique_lock lock(mutex_);
  entries_ = std::move(with.entries_);
  next_ = with.next_;
  indexed_next_ = with.indexed_next_;
  last_event_ = with.last_event_;
}

std::uint64_t Tail::next() const {
  const std::shared_lock lock(mutex_);
  return next_;
}

std::uint64_t Tail::indexed_next() const {
  const std::shared_lock lock(mutex_);
  return indexed_next_;
}

std::uint64_t Tail::last_event() const {
  const std::shared_lock lock(mutex_);
  return last_event_;
}

std::size_t Tail::commits() const {
  const std::shared_lock lock(mutex_);
  return entries_.commits;
}

std::optional<Version> Tail::head(const StreamNumbers& stream) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.streams.find(stream_key(stream));
  if (found == entries_.streams.end()) return std::nullopt;
  return found->second.places.back().last();
}

std::vector<StreamPlace> Tail::places(const StreamNumbers& stream, Version from, std::size_t most) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.streams.find(stream_key(stream));
  if (found == entries_.streams.end()) return {};
  const auto& all = found->second.places;
  const auto begin = std::ranges::lower_bound(all, from, {}, &StreamPlace::last);
  const auto count = std::min(most, static_cast<std::size_t>(all.end() - begin));
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

std::vector<std::pair<Buffer, Version>> Tail::streams(NameNumber tenant, NameNumber category) const {
  std::vector<std::pair<Buffer, Version>> found;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [name, stream] : entries_.streams) {
      if (stream.tenant != tenant || stream.category != category) continue;
      found.emplace_back(stream.key, stream.places.back().last());
    }
  }
  std::ranges::sort(found, {}, [](const auto& stream) { return as_text(stream.first); });
  return found;
}

std::optional<CommitPlace> Tail::command(const Uuid& id) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.commands.find(id);
  return found == entries_.commands.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::uint64_t> Tail::tagged(std::string_view tag, std::uint64_t after) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.tags.find(std::string(tag));
  if (found == entries_.tags.end()) return {};
  return {std::ranges::upper_bound(found->second, after), found->second.end()};
}

}  // namespace cqrs::sqlite
