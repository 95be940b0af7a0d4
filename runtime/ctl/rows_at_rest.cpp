#include "rows_at_rest.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "admin/status_json.hpp"
#include "projection/ledger.hpp"
#include "projection/letters.hpp"

namespace cqrs::ctl {
namespace {

using Json = nlohmann::ordered_json;
using projection::GenerationState;

Result<std::vector<std::string>> names_of(sql::Connection& connection) {
  std::vector<std::string> names;
  const auto tables = connection.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'cqrs_projection'");
  if (!tables) return unexpected(tables.error());
  const auto counted = (*tables)->step();
  if (!counted) return unexpected(counted.error());
  if ((*tables)->integer(0) == 0) return names;
  const auto listed = connection.prepare("SELECT DISTINCT name FROM cqrs_projection ORDER BY name");
  if (!listed) return unexpected(listed.error());
  for (;;) {
    const auto row = (*listed)->step();
    if (!row) return unexpected(row.error());
    if (!*row) return names;
    names.emplace_back((*listed)->text(0));
  }
}

/// How far the rows of a generation have come: all of its shares.
Result<Position> position_of(sql::Connection& connection, const std::string& name, std::uint32_t generation) {
  const auto shares = projection::checkpoints(connection, name, generation);
  if (!shares) return unexpected(shares.error());
  std::optional<Position> least;
  for (const auto& share : *shares) {
    if (!least || share.position < *least) least = share.position;
  }
  return least.value_or(Position());
}

std::uint64_t between(Position from, Position to) {
  return to.sequence() > from.sequence() ? to.sequence() - from.sequence() : 0;
}

Result<ProjectionStatus> status_of(sql::Connection& connection, const std::string& name, Position end) {
  ProjectionStatus status;
  status.name = name;
  status.state = ProjectionState::building;
  const auto generations = projection::generations(connection, name);
  if (!generations) return unexpected(generations.error());
  for (const auto& generation : *generations) {
    if (generation.state == GenerationState::replaced) continue;
    const auto position = position_of(connection, name, generation.number);
    if (!position) return unexpected(position.error());
    if (generation.state == GenerationState::building) {
      status.building = ProjectionStatus::Building{
          .generation = generation.number, .position = *position, .events_left = between(*position, end)};
      continue;
    }
    status.generation = generation.number;
    status.fingerprint = generation.fingerprint;
    status.position = *position;
    status.lag_events = between(*position, end);
    status.state = status.lag_events == 0 ? ProjectionState::live : ProjectionState::catching_up;
    const auto letters = projection::count_letters(connection, name, generation.number);
    if (!letters) return unexpected(letters.error());
    status.dead_letters = *letters;
  }
  const auto paused = projection::is_paused(connection, name);
  if (!paused) return unexpected(paused.error());
  if (*paused) status.state = ProjectionState::paused;
  return status;
}

/// A database that rows are kept in.
struct RowPlace {
  sql::RowStore* rows = nullptr;
  bool is_inline = false;
  std::shared_ptr<sql::RowStore> owned = nullptr;
};

/// Those of following projections, where they are there yet, and of inline ones.
Result<std::vector<RowPlace>> places_of(Store& store) {
  std::vector<RowPlace> places;
  auto following = store.open_rows();
  if (!following && following.error().code != ErrorCode::not_found) return unexpected(following.error());
  if (following) places.push_back({following->get(), false, *following});
  if (auto* inlined = store.inline_rows(); inlined != nullptr) places.push_back({inlined, true});
  return places;
}

/// "AccountSummary" stands for "bank.AccountSummary".
bool is_called(const std::string& name, const std::string& wanted) {
  return wanted.empty() || name == wanted || name.ends_with("." + wanted);
}

Result<void> append_letters(sql::Connection& connection, const std::string& name, const DeadLetterSelection& selection,
                            Json& letters) {
  const auto generations = projection::generations(connection, name);
  if (!generations) return unexpected(generations.error());
  for (const auto& generation : *generations) {
    if (generation.state != GenerationState::shown) continue;
    DeadLetterSelection one = selection;
    one.projection = name;
    const auto found = projection::select_letters(connection, generation.number, one, kNoLimit);
    if (!found) return unexpected(found.error());
    for (const auto& letter : *found) {
      std::string text;
      admin::append_dead_letter(text, letter);
      letters.push_back(Json::parse(text, nullptr, false));
    }
  }
  return {};
}

}  // namespace

Result<Json> projections_at_rest(Store& store) {
  Json answer = {{"projections", Json::array()}};
  const auto end = store.end(0);
  if (!end) return unexpected(end.error());
  const auto places = places_of(store);
  if (!places) return unexpected(places.error());
  for (const auto& place : *places) {
    auto read = place.rows->read([&](sql::Connection& connection) -> Result<void> {
      const auto names = names_of(connection);
      if (!names) return unexpected(names.error());
      for (const auto& name : *names) {
        auto status = status_of(connection, name, *end);
        if (!status) return unexpected(status.error());
        status->is_inline = place.is_inline;
        if (place.is_inline) status->lag_events = 0;  // they change with the log
        std::string text;
        admin::append_status(text, *status);
        auto one = Json::parse(text, nullptr, false);
        if (status->state != ProjectionState::paused) one["state"] = "not running";
        for (const auto* unknown : {"lag_seconds", "events_per_second", "workers"}) one.erase(unknown);
        answer["projections"].push_back(std::move(one));
      }
      return {};
    });
    if (!read) return unexpected(read.error());
  }
  return answer;
}

Result<Json> dead_letters_at_rest(Store& store, const DeadLetterSelection& selection) {
  Json answer = {{"dead_letters", Json::array()}};
  const auto places = places_of(store);
  if (!places) return unexpected(places.error());
  bool known = selection.projection.empty();
  for (const auto& place : *places) {
    auto read = place.rows->read([&](sql::Connection& connection) -> Result<void> {
      const auto names = names_of(connection);
      if (!names) return unexpected(names.error());
      for (const auto& name : *names) {
        if (!is_called(name, selection.projection)) continue;
        known = true;
        if (auto appended = append_letters(connection, name, selection, answer["dead_letters"]); !appended) {
          return appended;
        }
      }
      return {};
    });
    if (!read) return unexpected(read.error());
  }
  if (!known) {
    return fail(ErrorCode::not_found,
                "there is no projection " + selection.projection + "; `projections` lists those there are");
  }
  return answer;
}

}  // namespace cqrs::ctl
