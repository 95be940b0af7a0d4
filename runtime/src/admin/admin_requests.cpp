#include <optional>
#include <utility>

#include <cqrs/admin.hpp>
#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>

#include "admin/status_json.hpp"

namespace cqrs {
namespace {

constexpr std::uint64_t kMostLetters = 10'000;

/// What a line asks for.
struct Request {
  std::string what;
  DeadLetterSelection selection;
  Reason reason;
  std::uint64_t limit = 1'000;
};

Result<Request> parse_request(std::string_view line) {
  if (!layout::is_utf8(line)) return fail(ErrorCode::invalid_argument, "the request is not UTF-8");
  JsonReader in(line);
  Request request;
  const auto read_text = [&](std::string& to) {
    std::string_view text;
    if (!in.read_text(text)) return false;
    to = text;
    return true;
  };
  const bool read = in.read_object([&](std::string_view name) {
    if (name == "do") return read_text(request.what);
    if (name == "projection") return read_text(request.selection.projection);
    if (name == "sequence") return read_text(request.selection.sequence.emplace());
    if (name == "reason") return read_text(request.reason.text);
    if (name == "actor") return read_text(request.reason.actor);
    if (name == "limit") return in.read_unsigned(request.limit, kMostLetters);
    if (name == "position") {
      std::string text;
      if (!read_text(text)) return false;
      const auto position = Position::parse(text);
      if (!position) return in.fail(position.error().text);
      request.selection.position = *position;
      return true;
    }
    return in.fail_field(name, "there is no such member");
  });
  if (!read || !in.at_end()) return unexpected(in.error());
  return request;
}

std::string done() { return "{}"; }

std::string done(const Result<void>& result) { return result ? done() : admin::error_json(result.error()); }

std::string counted(const Result<std::uint64_t>& result) {
  if (!result) return admin::error_json(result.error());
  return "{\"events\":" + std::to_string(*result) + "}";
}

std::string statuses(const Projections& projections) {
  std::string out = "{\"projections\":";
  JsonWriter writer(out);
  writer.open('[');
  for (const auto& status : projections.status()) {
    admin::append_status(out, status);
    writer.comma();
  }
  writer.close(']');
  return out + "}";
}

/// Of one projection, or of all.
std::string letters(const Request& request, const Projections& projections) {
  std::vector<std::string> names;
  if (request.selection.projection.empty()) {
    for (const auto& status : projections.status()) names.push_back(status.name);
  } else {
    names.push_back(request.selection.projection);
  }
  std::string out = "{\"dead_letters\":";
  JsonWriter writer(out);
  writer.open('[');
  std::size_t left = static_cast<std::size_t>(request.limit);
  for (const auto& name : names) {
    DeadLetterSelection selection = request.selection;
    selection.projection = name;
    const auto found = projections.dead_letters(selection, left);
    if (!found) return admin::error_json(found.error());
    left -= std::min(left, found->size());
    for (const auto& letter : *found) {
      admin::append_dead_letter(out, letter);
      writer.comma();
    }
  }
  writer.close(']');
  return out + "}";
}

}  // namespace

std::string answer_admin(std::string_view line, Projections& projections, std::string_view actor) {
  auto request = parse_request(line);
  if (!request) return admin::error_json(request.error());
  const auto& [what, selection, given, limit] = *request;
  Reason reason = given;
  if (reason.actor.empty()) reason.actor = actor;
  if (what == "projections") return statuses(projections);
  if (what == "rebuild") return done(projections.rebuild(selection.projection, reason));
  if (what == "pause") return done(projections.pause(selection.projection, reason));
  if (what == "resume") return done(projections.resume(selection.projection, reason));
  if (what == "dead_letters") return letters(*request, projections);
  if (what == "retry") return counted(projections.retry(selection, reason));
  if (what == "discard") return counted(projections.discard(selection, reason));
  return admin::error_json(
      {ErrorCode::unsupported, "this application does not know what \"" + what +
                                   "\" means; it knows projections, rebuild, pause, resume, dead_letters, retry and "
                                   "discard. Is the tool of a newer release?"});
}

}  // namespace cqrs
