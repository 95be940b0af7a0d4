#include <algorithm>
#include <ostream>

#include "admin_link.hpp"
#include "decoder.hpp"
#include "json_layout.hpp"
#include "naming.hpp"
#include "open_store.hpp"
#include "rows_at_rest.hpp"
#include "status.hpp"
#include "table.hpp"

namespace cqrs::ctl {

namespace {

using Json = nlohmann::ordered_json;
using Kind = DeadLettersCommand::Kind;

Json request_for(const char* what, const DeadLettersCommand& command) {
  Json request = request_of(what, command.projection.value_or(""), command.reason);
  if (command.sequence) request["sequence"] = *command.sequence;
  if (command.position) request["position"] = *command.position;
  return request;
}

Result<Json> look(const DeadLettersCommand& command) {
  auto link = link_to_application(command.store, command.socket);
  if (!link) return unexpected(link.error());
  if (*link) return (*link)->ask(request_for("dead_letters", command));
  const auto store = open_to_read(command.store);
  if (!store) return unexpected(store.error());
  DeadLetterSelection selection{.projection = command.projection.value_or(""), .sequence = command.sequence};
  if (command.position) selection.position = *parse_position(*command.position);
  return dead_letters_at_rest(**store, selection);
}

void list(const Json& letters, const Run& run) {
  Table table(run.console, {{"PROJECTION", false, 10, true},
                            {"SEQUENCE", false, 10, true},
                            {"POSITION"},
                            {"TYPE", false, 8, true},
                            {"STATE"},
                            {"TRIED", true},
                            {"ERROR", false, 10}});
  for (const auto& one : letters) {
    table.add({text_in(one, "projection"), text_in(one, "sequence"), text_in(one, "position"), text_in(one, "type"),
               text_in(one, "state"), std::to_string(number_in(one, "attempts")), text_in(one, "error")});
  }
  table.flush();
}

/// The event of a letter, decoded where the domain is known.
void show_event(Store& store, const Decoder& decoder, const Json& letter, const Run& run) {
  const auto position = Position::parse(text_in(letter, "position"));
  if (!position || position->sequence() == 0) return;
  const Position before(position->partition(), position->sequence() - 1, position->index());
  const auto read = store.read_all(before, {}, 1, [&](const RecordedEvent& event) {
    if (event.position == *position) run.console.out << "event: " << laid_out(event_json(decoder, event)) << "\n";
    return Visit::stop;
  });
  if (!read) run.console.out << "event: " << read.error().text << "\n";
}

ExitCode show(const Json& letters, const DeadLettersCommand& command, const Run& run) {
  const auto store = open_to_read(command.store);
  if (!store) return report(run, store.error());
  const Decoder decoder(run.domain);
  bool first = true;
  for (const auto& one : letters) {
    if (!std::exchange(first, false)) run.console.out << "\n";
    for (const auto& [name, value] : one.items()) {
      run.console.out << name << ": " << (value.is_string() ? value.get<std::string>() : value.dump()) << "\n";
    }
    show_event(**store, decoder, one, run);
  }
  return ExitCode::done;
}

ExitCode look_at(const DeadLettersCommand& command, const Run& run) {
  const auto answer = look(command);
  if (!answer) return report(run, answer.error());
  const Json letters = answer->value("dead_letters", Json::array());
  if (command.json) {
    for (const auto& one : letters) run.console.out << one.dump() << "\n";
    return ExitCode::done;
  }
  if (command.kind == Kind::show) return show(letters, command, run);
  list(letters, run);
  return ExitCode::done;
}

ExitCode change(const DeadLettersCommand& command, const Run& run) {
  const bool retries = command.kind == Kind::retry;
  auto link = link_for_changes(command.store, command.socket, run, false);
  if (!link) return report(run, link.error());
  const auto done = (*link)->ask(request_for(retries ? "retry" : "discard", command));
  if (!done) return report(run, done.error());
  const auto left = (*link)->ask(request_for("dead_letters", command));
  const std::size_t there = left ? left->value("dead_letters", Json::array()).size() : 0;
  const auto events = number_in(*done, "events");
  run.console.out << events << (events == 1 ? " event " : " events ") << (retries ? "applied" : "discarded");
  if (there > 0) run.console.out << "; " << there << (there == 1 ? " is" : " are") << " left";
  run.console.out << "\n";
  return there > 0 ? ExitCode::found : ExitCode::done;
}

}  // namespace

ExitCode run_dead_letters(const DeadLettersCommand& given, const Run& run) {
  DeadLettersCommand command = given;
  if (command.position) {
    const auto position = parse_position(*command.position);
    if (!position) return report(run, position.error());
    command.position = to_string(*position);
  }
  const bool looks = command.kind == Kind::list || command.kind == Kind::show;
  return looks ? look_at(command, run) : change(command, run);
}

}  // namespace cqrs::ctl
