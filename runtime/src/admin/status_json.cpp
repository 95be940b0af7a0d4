#include "admin/status_json.hpp"

#include <chrono>

#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>

namespace cqrs::admin {
namespace {

/// Members of an object, one after another.
class Members {
 public:
  explicit Members(std::string& out) : out_(out), writer_(out) { writer_.open('{'); }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;
  ~Members() { writer_.close('}'); }

  void text(std::string_view name, std::string_view value) {
    writer_.key(name);
    writer_.text(value);
    writer_.comma();
  }
  void number(std::string_view name, std::uint64_t value) {
    writer_.key(name);
    writer_.number(value);
    writer_.comma();
  }
  void real(std::string_view name, double value) {
    writer_.key(name);
    writer_.number(value);
    writer_.comma();
  }
  void seconds(std::string_view name, Duration value) { real(name, std::chrono::duration<double>(value).count()); }
  void boolean(std::string_view name, bool value) {
    writer_.key(name);
    writer_.boolean(value);
    writer_.comma();
  }
  /// Where an object of its own is to be written.
  std::string& object(std::string_view name) {
    writer_.key(name);
    return out_;
  }
  void comma() { writer_.comma(); }

 private:
  std::string& out_;
  JsonWriter writer_;
};

std::string_view state_name(ProjectionState state) {
  switch (state) {
    case ProjectionState::catching_up: return "catching up";
    case ProjectionState::live: return "live";
    case ProjectionState::building: return "building";
    case ProjectionState::paused: return "paused";
    case ProjectionState::stopped: return "stopped";
  }
  return "unknown";
}

/// Texts of errors may quote what is stored, whatever bytes that is.
std::string valid_text(std::string_view text) {
  std::string valid(text);
  if (layout::is_utf8(valid)) return valid;
  for (char& c : valid) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  return valid;
}

}  // namespace

void append_status(std::string& out, const ProjectionStatus& status) {
  Members members(out);
  members.text("name", status.name);
  members.text("state", state_name(status.state));
  members.boolean("inline", status.is_inline);
  members.number("generation", status.generation);
  members.text("position", to_string(status.position));
  members.number("lag_events", status.lag_events);
  members.seconds("lag_seconds", status.lag);
  members.real("events_per_second", status.events_per_second);
  {
    Members letters(members.object("dead_letters"));
    letters.number("failed", status.dead_letters.failed);
    letters.number("waiting", status.dead_letters.waiting);
    letters.number("parked", status.dead_letters.parked);
  }
  members.comma();
  if (status.error) {
    {
      Members error(members.object("error"));
      error.text("code", to_string(status.error->code));
      error.text("text", valid_text(status.error->text));
    }
    members.comma();
  }
  if (status.building) {
    {
      Members building(members.object("building"));
      building.number("generation", status.building->generation);
      building.text("position", to_string(status.building->position));
      building.number("events_left", status.building->events_left);
      building.real("events_per_second", status.building->events_per_second);
      if (status.building->time_left) building.seconds("seconds_left", *status.building->time_left);
    }
    members.comma();
  }
  members.number("workers", status.workers);
  if (!status.serial_because.empty()) members.text("serial_because", status.serial_because);
}

void append_dead_letter(std::string& out, const DeadLetter& letter) {
  Members members(out);
  members.text("projection", letter.projection);
  members.text("sequence", valid_text(letter.sequence));
  members.text("position", to_string(letter.position));
  members.text("type", letter.type);
  members.text("stream", valid_text(letter.stream));
  members.text("state", !letter.failed ? "waiting" : letter.parked ? "parked" : "failed");
  members.number("attempts", letter.attempts);
  members.text("first_failed", to_string(letter.first_failed));
  if (letter.next_attempt) members.text("next_attempt", to_string(*letter.next_attempt));
  if (!letter.error.empty()) members.text("error", valid_text(letter.error));
}

std::string error_json(const Error& error) {
  std::string out;
  {
    Members members(out);
    Members inner(members.object("error"));
    inner.text("code", to_string(error.code));
    inner.text("text", valid_text(error.text));
  }
  return out;
}

}  // namespace cqrs::admin
