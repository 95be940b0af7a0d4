#include <chrono>
#include <ostream>
#include <thread>

#include "admin_link.hpp"
#include "open_store.hpp"
#include "progress.hpp"
#include "status.hpp"

namespace cqrs::ctl {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto kLook = std::chrono::milliseconds(200);

const char* word_for(ChangeCommand::Kind kind) {
  switch (kind) {
    case ChangeCommand::Kind::pause: return "pause";
    case ChangeCommand::Kind::resume: return "resume";
    default: return "rebuild";
  }
}

/// The status of one projection, named with or without its context.
Result<Json> status_of(AdminLink& link, const std::string& name) {
  const auto answer = link.ask({{"do", "projections"}});
  if (!answer) return unexpected(answer.error());
  for (const auto& one : answer->value("projections", Json::array())) {
    const std::string full = text_in(one, "name");
    if (full == name || full.ends_with("." + name)) return one;
  }
  return fail(ErrorCode::not_found, "there is no projection " + name + "; `projections` lists those there are");
}

/// Until the new rows are shown.
Result<Json> follow_building(AdminLink& link, const ChangeCommand& command, const Run& run) {
  Progress progress(run.console, command.projection);
  for (;;) {
    auto status = status_of(link, command.projection);
    if (!status) return status;
    if (status->contains("error")) return fail(ErrorCode::handler_failed, text_in((*status)["error"], "text"));
    if (!status->contains("building")) {
      progress.show({.done = 1});
      return status;
    }
    progress.show(figures_of((*status)["building"]));
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace

ExitCode run_change(const ChangeCommand& command, const Run& run) {
  const bool rebuilds = command.kind == ChangeCommand::Kind::rebuild;
  auto link = link_for_changes(command.store, command.socket, run, rebuilds);
  if (!link) return report(run, link.error());
  const auto before = status_of(**link, command.projection);
  if (!before) return report(run, before.error());
  const auto done = (*link)->ask(request_of(word_for(command.kind), command.projection, command.reason));
  if (!done) return report(run, done.error());
  auto& out = run.console.out;
  if (!rebuilds) {
    const auto after = status_of(**link, command.projection);
    out << text_in(*before, "name") << ": " << (after ? text_in(*after, "state") : "done") << "\n";
    return ExitCode::done;
  }
  const auto after = follow_building(**link, command, run);
  if (!after) return report(run, after.error());
  out << text_in(*after, "name") << ": the rows were built anew; generation " << number_in(*after, "generation")
      << " is shown, up to " << text_in(*after, "position") << "\n";
  return ExitCode::done;
}

}  // namespace cqrs::ctl
