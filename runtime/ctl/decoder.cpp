#include "decoder.hpp"

#include <cqrs/layout.hpp>
#include <cqrs/text.hpp>

namespace cqrs::ctl {

Decoder::Decoder(const Domain& domain) {
  for (const auto* aggregate : domain.aggregates) {
    categories_.insert(aggregate->name);
    for (const auto& layout : aggregate->events) layouts_.emplace(std::pair(layout.type, layout.version), &layout);
  }
}

const EventLayout* Decoder::find(const RecordedEvent& event) const {
  const auto found = layouts_.find({event.type, event.layout_version});
  return found == layouts_.end() ? nullptr : found->second;
}

std::string Decoder::text(const RecordedEvent& event) const {
  const EventLayout* layout = find(event);
  Printer printer(Printer::Style::message);
  const bool prints = layout != nullptr && layout->table != nullptr;
  if (prints && record::print_stored(printer, *layout->table, layout->shape, event.body)) return printer.take_text();
  return std::to_string(event.body.size()) + (event.body.size() == 1 ? " byte" : " bytes") +
         (prints ? " that the layout does not allow" : "");
}

bool Decoder::append_data(std::string& json, const RecordedEvent& event) const {
  const EventLayout* layout = find(event);
  if (layout == nullptr || layout->table == nullptr) return false;
  const std::size_t before = json.size();
  JsonWriter(json).key("data");
  if (!record::append_stored_json(json, *layout->table, layout->shape, event.body)) {
    json.resize(before);
    return false;
  }
  json += ',';
  return true;
}

void Decoder::append_body(std::string& json, const RecordedEvent& event) const {
  if (append_data(json, event)) return;
  JsonWriter out(json);
  out.key("body");
  out.base64(event.body);
  out.comma();
}

std::string event_json(const Decoder& decoder, const RecordedEvent& event) {
  std::string text;
  JsonWriter out(text);
  const auto member = [&](std::string_view name, std::string_view value) {
    out.key(name);
    out.text(value);
    out.comma();
  };
  const CommitMetadata& commit = *event.commit;
  out.open('{');
  member("position", to_string(event.position));
  member("stream", to_string(event.stream));
  out.key("version");
  out.number(event.version);
  out.comma();
  member("type", event.type);
  out.key("layout");
  out.number(std::uint64_t{event.layout_version});
  out.comma();
  member("id", to_string(event.id));
  member("recorded", to_string(commit.recorded));
  member("command", to_string(commit.command_id));
  if (commit.correlation != commit.command_id) member("correlation", to_string(commit.correlation));
  if (commit.causation) member("causation", to_string(*commit.causation));
  if (!commit.actor.empty()) member("actor", commit.actor);
  if (!commit.trace.empty()) member("trace", commit.trace);
  if (!commit.open.empty()) member("metadata", commit.open);
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
  decoder.append_body(text, event);
  out.close('}');
  return text;
}

}  // namespace cqrs::ctl
