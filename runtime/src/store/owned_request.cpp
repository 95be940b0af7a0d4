#include "store/owned_request.hpp"

namespace cqrs::store {
namespace {

struct Sizes {
  std::size_t bytes = 0;
  std::size_t events = 0;
  std::size_t names = 0;

  void add(std::span<const std::string_view> list) {
    names += list.size();
    for (const auto name : list) bytes += name.size();
  }
};

Sizes measure(const AppendRequest& request) {
  Sizes sizes;
  const auto& metadata = request.metadata;
  sizes.bytes = metadata.actor.size() + metadata.trace.size() + metadata.open.size();
  if (request.command) sizes.bytes += request.command->result.size();
  for (const auto& part : request.streams) {
    sizes.bytes += part.stream.tenant.size() + part.stream.category.size() + part.stream.key.size();
    sizes.events += part.events.size();
    for (const auto& event : part.events) {
      sizes.bytes += event.type.size() + event.body.size();
      sizes.add(event.tags);
    }
  }
  for (const auto& condition : request.conditions) {
    sizes.add(condition.tags);
    sizes.add(condition.types);
  }
  return sizes;
}

}  // namespace

OwnedRequest::OwnedRequest(const AppendRequest& request) : request_(request) {
  const Sizes sizes = measure(request);
  bytes_.reserve(sizes.bytes);
  events_.reserve(sizes.events);
  names_.reserve(sizes.names);
  auto& metadata = request_.metadata;
  metadata.actor = keep(metadata.actor);
  metadata.trace = keep(metadata.trace);
  metadata.open = keep(metadata.open);
  if (request_.command) request_.command->result = keep(request_.command->result);
  copy_streams(request.streams);
  copy_conditions(request.conditions);
}

Bytes OwnedRequest::keep(Bytes bytes) {
  const std::size_t at = bytes_.size();
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return Bytes(bytes_).subspan(at);
}

std::span<const std::string_view> OwnedRequest::keep(std::span<const std::string_view> names) {
  const std::size_t at = names_.size();
  for (const auto name : names) names_.push_back(keep(name));
  return std::span<const std::string_view>(names_).subspan(at);
}

void OwnedRequest::copy_streams(std::span<const StreamAppend> streams) {
  streams_.reserve(streams.size());
  for (const auto& part : streams) {
    const std::size_t at = events_.size();
    for (const auto& event : part.events) {
      events_.push_back({keep(event.type), event.layout_version, keep(event.body), keep(event.tags)});
    }
    const StreamRef name{keep(part.stream.tenant), keep(part.stream.category), keep(part.stream.key)};
    streams_.push_back({name, part.expected, std::span<const NewEvent>(events_).subspan(at)});
  }
  request_.streams = streams_;
}

void OwnedRequest::copy_conditions(std::span<const TagCondition> conditions) {
  conditions_.reserve(conditions.size());
  for (const auto& condition : conditions) {
    conditions_.push_back({keep(condition.tags), keep(condition.types), condition.after});
  }
  request_.conditions = conditions_;
}

}  // namespace cqrs::store
