// Reading a line of an export. What is wrong is named by its path; nothing a file says is taken on trust.

#include <algorithm>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "codec/base64.hpp"
#include "commit_lines.hpp"

namespace cqrs::ctl {
namespace {

using Json = nlohmann::json;

/// Takes members of an object; the first thing that is wrong is kept.
class Members {
 public:
  Members(const Json& object, std::string path, std::string& problem)
      : object_(object), path_(std::move(path)), problem_(problem) {
    if (!object.is_object()) fail("is not an object");
  }

  [[nodiscard]] bool has(const char* name) const { return object_.is_object() && object_.contains(name); }

  void take(const char* name, std::string& value) {
    const Json* member = find(name);
    if (member == nullptr) return;
    if (!member->is_string()) return fail_member(name, "is not text");
    value = member->get<std::string>();
  }

  template <class Number>
  void take_number(const char* name, Number& value) {
    const Json* member = find(name);
    if (member == nullptr) return;
    if (!member->is_number_integer()) return fail_member(name, "is not a whole number");
    const bool fits = member->is_number_unsigned() ? std::in_range<Number>(member->get<std::uint64_t>())
                                                   : std::in_range<Number>(member->get<std::int64_t>());
    if (!fits) return fail_member(name, "is out of range");
    value = member->get<Number>();
  }

  void take(const char* name, Uuid& value) {
    std::string text;
    take(name, text);
    if (!problem_.empty()) return;
    const auto uuid = Uuid::from_text(text);
    if (!uuid) return fail_member(name, "is not a UUID");
    value = *uuid;
  }

  void take(const char* name, Buffer& value) {
    std::string text;
    take(name, text);
    if (!problem_.empty()) return;
    auto bytes = base64::parse(text);
    if (!bytes) return fail_member(name, "is not base64");
    value = *std::move(bytes);
  }

  void take(const char* name, Instant& value) {
    std::string text;
    take(name, text);
    if (!problem_.empty()) return;
    const auto instant = Instant::parse(text);
    if (!instant) return fail_member(name, "is not an instant, such as 2026-01-01T09:00:00Z");
    value = *instant;
  }

  /// Under its name as text, or under its name and `_base64`; empty where there is neither.
  void take_any_text(const char* name, std::string& value) {
    const std::string coded = std::string(name) + "_base64";
    if (has(name)) return take(name, value);
    if (!has(coded.c_str())) return;
    Buffer bytes;
    take(coded.c_str(), bytes);
    value = as_text(bytes);
  }

  /// The elements of a list, each with its path.
  template <class Visit>
  void take_list(const char* name, Visit visit) {
    const Json* member = find(name);
    if (member == nullptr) return;
    if (!member->is_array()) return fail_member(name, "is not a list");
    for (std::size_t i = 0; i < member->size() && problem_.empty(); ++i) {
      visit((*member)[i], path_ + name + "[" + std::to_string(i) + "]");
    }
  }

  void fail_member(const char* name, const char* what) {
    if (problem_.empty()) problem_ = path_ + name + " " + what;
  }

 private:
  void fail(const char* what) {
    if (problem_.empty()) problem_ = (path_.empty() ? "the line" : path_.substr(0, path_.size() - 1)) + " " + what;
  }

  const Json* find(const char* name) {
    if (!problem_.empty()) return nullptr;
    if (has(name)) return &object_[name];
    fail_member(name, "is missing");
    return nullptr;
  }

  const Json& object_;
  std::string path_;
  std::string& problem_;
};

CommitLine::Event event_of(const Json& json, const std::string& path, std::string& problem) {
  CommitLine::Event event;
  Members members(json, path + ".", problem);
  members.take("type", event.type);
  members.take_number("layout", event.layout_version);
  members.take("body", event.body);
  if (!members.has("tags")) return event;
  members.take_list("tags", [&](const Json& tag, const std::string& at) {
    if (tag.is_string()) {
      event.tags.push_back(tag.get<std::string>());
    } else {
      problem = at + " is not text";
    }
  });
  return event;
}

CommitLine::Part part_of(const Json& json, const std::string& path, std::string& problem) {
  CommitLine::Part part;
  Members members(json, path + ".", problem);
  if (members.has("tenant")) members.take("tenant", part.stream.tenant);
  members.take("category", part.stream.category);
  members.take("key", part.stream.key);
  members.take_number("before", part.before);
  if (problem.empty() && part.before < 0) members.fail_member("before", "is negative");
  members.take_list(
      "events", [&](const Json& event, const std::string& at) { part.events.push_back(event_of(event, at, problem)); });
  return part;
}

CommitLine commit_of(const Json& json, std::string& problem) {
  CommitLine commit;
  Members members(json, "", problem);
  members.take("command", commit.command_id);
  members.take("recorded", commit.recorded);
  if (members.has("causation")) members.take("causation", commit.causation.emplace());
  if (members.has("correlation")) members.take("correlation", commit.correlation);
  members.take_any_text("actor", commit.actor);
  members.take_any_text("trace", commit.trace);
  members.take_any_text("metadata", commit.open);
  if (members.has("body_hash")) {
    Buffer hash;
    members.take("body_hash", hash);
    members.take("result", commit.result);
    auto& bytes = commit.body_hash.emplace().bytes;
    if (problem.empty() && hash.size() != bytes.size()) members.fail_member("body_hash", "is not 16 bytes");
    if (problem.empty())
      std::ranges::transform(hash, bytes.begin(), [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
  }
  members.take_list(
      "streams", [&](const Json& part, const std::string& at) { commit.parts.push_back(part_of(part, at, problem)); });
  return commit;
}

}  // namespace

Result<ExportLine> parse_line(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return cqrs::fail(ErrorCode::invalid_argument, "it is not JSON");
  std::string problem;
  ExportLine line;
  Members members(json, "", problem);
  if (members.has("cqrs_export")) {
    line.kind = ExportLine::Kind::first;
    int format = 0;
    members.take_number("cqrs_export", format);
    if (problem.empty() && format != kExportFormat) {
      return cqrs::fail(ErrorCode::unsupported_version, "it is an export of format " + std::to_string(format) +
                                                            ", and this release reads " +
                                                            std::to_string(kExportFormat) + "; use a newer one");
    }
  } else if (members.has("commits")) {
    line.kind = ExportLine::Kind::last;
    members.take_number("commits", line.commits);
  } else {
    line.commit = commit_of(json, problem);
  }
  if (!problem.empty()) return cqrs::fail(ErrorCode::invalid_argument, problem);
  return line;
}

}  // namespace cqrs::ctl
