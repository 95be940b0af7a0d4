#include "commit_lines.hpp"

#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>

namespace cqrs::ctl {
namespace {

void write_text(JsonWriter& out, std::string_view name, std::string_view value) {
  out.key(name);
  out.text(value);
  out.comma();
}

void write_number(JsonWriter& out, std::string_view name, std::int64_t value) {
  out.key(name);
  out.number(value);
  out.comma();
}

void write_bytes(JsonWriter& out, std::string_view name, Bytes value) {
  out.key(name);
  out.base64(value);
  out.comma();
}

/// Text of the application's, which need not be UTF-8; nothing where it is empty.
void write_any_text(JsonWriter& out, const std::string& name, std::string_view value) {
  if (value.empty()) return;
  if (layout::is_utf8(value)) {
    write_text(out, name, value);
  } else {
    write_bytes(out, name + "_base64", as_bytes(value));
  }
}

void append_event(std::string& text, const Decoder& decoder, const RecordedEvent& event) {
  JsonWriter out(text);
  out.open('{');
  write_text(out, "type", event.type);
  write_number(out, "layout", event.layout_version);
  if (!event.tags.empty()) {
    out.key("tags");
    out.open('[');
    for (const auto tag : event.tags) {
      out.text(tag);
      out.comma();
    }
    out.close(']');
    out.comma();
  }
  write_bytes(out, "body", event.body);
  if (decoder.find(event) != nullptr) decoder.append_data(text, event);
  out.close('}');
  out.comma();
}

}  // namespace

std::string first_line() {
  std::string text;
  JsonWriter out(text);
  out.open('{');
  write_number(out, "cqrs_export", kExportFormat);
  out.close('}');
  return text;
}

std::string last_line(std::size_t commits, std::size_t events) {
  std::string text;
  JsonWriter out(text);
  out.open('{');
  write_number(out, "commits", static_cast<std::int64_t>(commits));
  write_number(out, "events", static_cast<std::int64_t>(events));
  out.close('}');
  return text;
}

std::string commit_line(const Decoder& decoder, const RecordedCommit& commit) {
  std::string text;
  JsonWriter out(text);
  const CommitMetadata& metadata = *commit.metadata;
  out.open('{');
  write_text(out, "command", to_string(metadata.command_id));
  write_text(out, "recorded", to_string(metadata.recorded));
  if (metadata.causation) write_text(out, "causation", to_string(*metadata.causation));
  if (metadata.correlation != metadata.command_id) write_text(out, "correlation", to_string(metadata.correlation));
  write_any_text(out, "actor", metadata.actor);
  write_any_text(out, "trace", metadata.trace);
  write_any_text(out, "metadata", metadata.open);
  if (commit.command) {
    write_bytes(out, "body_hash", std::as_bytes(std::span(commit.command->body_hash.bytes)));
    write_bytes(out, "result", commit.command->result);
  }
  out.key("streams");
  out.open('[');
  std::size_t next = 0;
  for (const auto& part : commit.streams) {
    out.open('{');
    write_text(out, "stream", to_string(part.stream));
    if (!part.stream.tenant.empty()) write_text(out, "tenant", part.stream.tenant);
    write_text(out, "category", part.stream.category);
    write_bytes(out, "key", part.stream.key);
    write_number(out, "before", part.before);
    out.key("events");
    out.open('[');
    for (std::size_t i = 0; i < part.events && next < commit.events.size(); ++i) {
      append_event(text, decoder, commit.events[next++]);
    }
    out.close(']');
    out.close('}');
    out.comma();
  }
  out.close(']');
  out.close('}');
  return text;
}

AppendRequest CommitLine::request() {
  streams_.clear();
  events_.clear();
  tags_.clear();
  for (const auto& part : parts) {
    auto& views = events_.emplace_back();
    for (const auto& event : part.events) {
      const auto& tags = tags_.emplace_back(event.tags.begin(), event.tags.end());
      views.push_back({event.type, event.layout_version, event.body, tags});
    }
    streams_.push_back({part.stream.ref(), ExpectedVersion::exact(part.before), views});
  }
  AppendRequest request;
  request.streams = streams_;
  request.metadata = {command_id, causation, correlation, actor, recorded, trace, open};
  if (body_hash) request.command = CommandRecord{*body_hash, result};
  return request;
}

}  // namespace cqrs::ctl
