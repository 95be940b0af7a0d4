#include <chrono>
#include <ostream>
#include <thread>

#include "admin_link.hpp"
#include "open_store.hpp"
#include "progress.hpp"
#include "rows_at_rest.hpp"
#include "status.hpp"
#include "table.hpp"

namespace cqrs::ctl {
namespace {

using Json = nlohmann::ordered_json;

/// What the application says; where none runs, what is written down.
Result<Json> look(const ProjectionsCommand& command) {
  auto link = link_to_application(command.store, command.socket);
  if (!link) return unexpected(link.error());
  if (*link) {
    auto answer = (*link)->ask({{"do", "projections"}});
    if (answer) (*answer)["running"] = true;
    return answer;
  }
  const auto store = open_to_read(command.store);
  if (!store) return unexpected(store.error());
  auto answer = projections_at_rest(**store);
  if (answer) (*answer)["running"] = false;
  return answer;
}

std::string state_text(const Json& one) {
  std::string text = text_in(one, "state");
  if (one.contains("building")) {
    const Json& building = one["building"];
    text = "building, " + progress_text(figures_of(building));
  }
  return text;
}

std::string lag_text(const Json& one) {
  const auto events = number_in(one, "lag_events");
  if (events == 0) return "none";
  std::string text = grouped(events);
  if (one.contains("lag_seconds")) text += ", " + duration_text(real_in(one, "lag_seconds"));
  return text;
}

std::string letters_text(const Json& one) {
  if (!one.contains("dead_letters")) return "";
  const Json& letters = one["dead_letters"];
  const auto failed = number_in(letters, "failed");
  const auto waiting = number_in(letters, "waiting");
  if (failed == 0 && waiting == 0) return "none";
  return grouped(failed) + ", " + grouped(waiting) + " behind";
}

void write_table(const Json& answer, const Run& run) {
  auto& out = run.console.out;
  Table table(run.console, {{"PROJECTION", false, 10, true},
                            {"STATE", false, 8},
                            {"ROWS", true},
                            {.name = "POSITION", .drops = true},
                            {"LAG", false, 6},
                            {.name = "RATE", .right = true, .drops = true},
                            {"DEAD LETTERS"}});
  const auto projections = answer.value("projections", Json::array());
  for (const auto& one : projections) {
    const double rate = real_in(one, "events_per_second");
    const auto generation = number_in(one, "generation");
    table.add({text_in(one, "name"), state_text(one), generation == 0 ? "none" : std::to_string(generation),
               text_in(one, "position"), lag_text(one),
               rate >= 1 ? grouped(static_cast<std::uint64_t>(rate)) + "/s" : "", letters_text(one)});
  }
  table.flush();
  for (const auto& one : projections) {
    if (one.contains("error")) out << text_in(one, "name") << ": " << text_in(one["error"], "text") << "\n";
  }
  if (!answer.value("running", true)) out << "No application answers: this is what was written down last.\n";
}

}  // namespace

ExitCode run_projections(const ProjectionsCommand& command, const Run& run) {
  auto& out = run.console.out;
  for (bool first = true;; first = false) {
    const auto answer = look(command);
    if (!answer) return report(run, answer.error());
    if (!first && !command.json && run.console.colour) out << "\x1b[H\x1b[2J";
    if (!first && !command.json && !run.console.colour) out << "\n";
    if (command.json) {
      out << answer->dump() << "\n";
    } else {
      write_table(*answer, run);
    }
    out.flush();
    if (!command.watch || !out) return ExitCode::done;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

}  // namespace cqrs::ctl
