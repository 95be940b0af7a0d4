// Any bytes as the record of a commit, once as they are and once with the checksums that belong to them, because behind
// a wrong one nothing is looked at: what is read without damage is written and read again.
#include <cstring>
#include <span>
#include <vector>

#include "entry.hpp"
#include "store/commit_record.hpp"
#include "store/little_endian.hpp"

namespace {

using namespace cqrs;
using namespace cqrs::store;
using fuzz::demand;

struct Event {
  std::size_t part;
  NameNumber type;
  Bytes body;
  std::vector<std::string_view> tags;
};

/// The events that can be read; none where there is damage.
std::optional<std::vector<Event>> events_of(Bytes record, const CommitHeader& header) {
  std::vector<Event> events;
  FrameReader frames(record, header);
  Frame frame;
  while (frames.next(frame)) {
    demand(frame.part < header.parts.size(), "an event is of a part of its commit");
    demand(frame.version > header.parts[frame.part].before, "an event stands behind what was there");
    events.push_back({frame.part, frame.type, frame.body, {frame.tags.begin(), frame.tags.end()}});
  }
  if (frames.damage()) return std::nullopt;
  demand(events.size() == header.events, "all events are read, or there is damage");
  return events;
}

/// The same commit as a request, written again.
Buffer written(const CommitHeader& header, const std::vector<Event>& events) {
  std::vector<std::vector<NewEvent>> parts(header.parts.size());
  std::vector<NameNumber> types;
  for (const Event& event : events) {
    parts[event.part].push_back({"T", 1, event.body, event.tags});
    types.push_back(event.type);
  }
  std::vector<StreamAppend> streams;
  std::vector<NameNumber> categories;
  std::vector<Version> before;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    streams.push_back({{"", "c", header.parts[i].key}, ExpectedVersion::any(), parts[i]});
    categories.push_back(header.parts[i].category);
    before.push_back(header.parts[i].before);
  }
  Buffer out;
  encode_commit({streams, {}, header.metadata, header.command},
                {header.tenant, categories, types, before, header.log_end}, out);
  return out;
}

void check(Bytes bytes) {
  CommitHeader header;
  if (decode_header(bytes, header)) return;
  demand(header.length <= bytes.size(), "a record ends where its bytes do");
  const auto events = events_of(bytes, header);
  if (!events) return;
  const Buffer again = written(header, *events);
  CommitHeader second;
  demand(!decode_header(again, second), "what was written is read");
  demand(second.length == again.size() && second.events == header.events && second.tenant == header.tenant &&
             second.metadata.command_id == header.metadata.command_id && second.metadata.actor == header.metadata.actor,
         "it is the same commit");
  const auto repeated = events_of(again, second);
  demand(repeated && repeated->size() == events->size(), "its events are read");
  demand(written(second, *repeated) == again, "a commit that was written has one form");
}

std::uint32_t low_half(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }

/// Puts the right lengths and checksums into the header, and into as many frames as are whole.
void mend(Buffer& bytes) {
  constexpr std::size_t kFixedBytes = 48;
  if (bytes.size() < kFixedBytes) return;
  auto header_length = load<std::uint32_t>(bytes.data() + 8);
  header_length = std::min<std::uint32_t>(header_length, static_cast<std::uint32_t>(bytes.size()));
  if (header_length < kFixedBytes) return;
  store::store(static_cast<std::uint32_t>(bytes.size()), bytes.data() + 4);
  store::store(header_length, bytes.data() + 8);
  store::store(low_half(hash64(Bytes(bytes).subspan(4, header_length - 4))), bytes.data());
  const auto seed = load<std::uint64_t>(bytes.data() + 24);
  std::size_t at = header_length;
  for (std::uint64_t index = 0; bytes.size() - at >= kFrameOverhead; ++index) {
    const std::size_t length = kFrameOverhead + std::size_t{load<std::uint32_t>(bytes.data() + at + 4)} +
                               load<std::uint32_t>(bytes.data() + at + 8);
    if (length > bytes.size() - at) return;
    store::store(low_half(hash64(Bytes(bytes).subspan(at + 4, length - 4), seed + index)), bytes.data() + at);
    at += length;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  // A copy of exactly that size, so that a sanitizer sees any byte read behind it.
  Buffer copy(bytes.begin(), bytes.end());
  check(copy);
  mend(copy);
  check(copy);
  return 0;
}
