#include "support.hpp"

namespace cqrs::conformance {

StreamId stream(const std::string& name, const std::string& tenant) {
  const auto slash = name.find('/');
  return {tenant, name.substr(0, slash), to_buffer(as_bytes(std::string_view(name).substr(slash + 1)))};
}

std::vector<Event> numbered(std::size_t count) {
  std::vector<Event> events(count);
  for (std::size_t i = 0; i < count; ++i) events[i].body = std::to_string(i);
  return events;
}

Append& Append::write(const StreamId& to, ExpectedVersion expected, std::vector<Event> events) {
  parts_.push_back({to, expected, std::move(events), {}, {}});
  return *this;
}

Append& Append::unless(std::vector<std::string> tags, Position after, std::vector<std::string> types) {
  conditions_.push_back({std::move(tags), std::move(types), after, {}, {}});
  return *this;
}

Append& Append::command(const Uuid& id, const std::string& body, const std::string& result) {
  metadata_.command_id = id;
  body_hash_ = hash128(as_bytes(body));
  result_ = result;
  return *this;
}

AppendRequest Append::request() {
  part_views_.clear();
  condition_views_.clear();
  for (auto& part : parts_) {
    part.tags.clear();
    part.views.clear();
    for (const auto& event : part.events) part.tags.emplace_back(event.tags.begin(), event.tags.end());
    for (std::size_t i = 0; i < part.events.size(); ++i) {
      const auto& event = part.events[i];
      part.views.push_back({event.type, event.layout_version, as_bytes(event.body), part.tags[i]});
    }
    part_views_.push_back({part.stream.ref(), part.expected, part.views});
  }
  for (auto& condition : conditions_) {
    condition.tag_views.assign(condition.tags.begin(), condition.tags.end());
    condition.type_views.assign(condition.types.begin(), condition.types.end());
    condition_views_.push_back({condition.tag_views, condition.type_views, condition.after});
  }
  AppendRequest request{part_views_, condition_views_, metadata_, std::nullopt};
  if (body_hash_) request.command = CommandRecord{*body_hash_, as_bytes(result_)};
  return request;
}

Seen::Seen(const RecordedEvent& event)
    : stream(to_string(event.stream)),
      version(event.version),
      position(event.position),
      type(event.type),
      layout_version(event.layout_version),
      id(event.id),
      body(as_text(event.body)),
      tags(event.tags.begin(), event.tags.end()),
      command_id(event.commit->command_id) {}

std::vector<Seen> read(Store& store, const StreamId& name, Version from, std::size_t limit) {
  std::vector<Seen> events;
  const auto last = store.read(name, from, limit, [&](const RecordedEvent& event) {
    events.emplace_back(event);
    return Visit::next;
  });
  EXPECT_TRUE(last.has_value()) << (last ? "" : last.error().text);
  EXPECT_EQ(last.value_or(-1), events.empty() ? from - 1 : events.back().version);
  return events;
}

std::vector<Seen> read_all(Store& store, Position after, const EventFilter& filter, std::size_t limit) {
  std::vector<Seen> events;
  const auto next = store.read_all(after, filter, limit, [&](const RecordedEvent& event) {
    events.emplace_back(event);
    return Visit::next;
  });
  EXPECT_TRUE(next.has_value()) << (next ? "" : next.error().text);
  return events;
}

std::vector<std::string> bodies(const std::vector<Seen>& events) {
  std::vector<std::string> texts;
  texts.reserve(events.size());
  for (const auto& event : events) texts.push_back(event.body);
  return texts;
}

}  // namespace cqrs::conformance
