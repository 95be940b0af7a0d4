#include "checker.hpp"

#include <array>

namespace cqrs::crash {

std::vector<std::string> Checker::check(Store& store, std::span<const Attempt> attempts) {
  complaints_.clear();
  for (const auto& attempt : attempts) {
    if (attempt.state != Attempt::unused) check_attempt(store, attempt);
  }
  check_log(store);
  return complaints_;
}

void Checker::check_attempt(Store& store, const Attempt& attempt) {
  const bool acknowledged = attempt.state == Attempt::acknowledged;
  const auto stored = store.find_command(attempt.id);
  if (!stored) return complain("looking for the command " + to_string(attempt.id) + ": " + stored.error().text);
  if (acknowledged) {
    ++acknowledged_;
    if (!*stored) return complain("the command " + to_string(attempt.id) + " was acknowledged and is lost");
    const bool answered = attempt.position != 0;  // the seeded fault acknowledges without an answer
    if (answered &&
        ((*stored)->versions.front() != attempt.version || (*stored)->position.sequence() != attempt.position)) {
      complain("the command " + to_string(attempt.id) + " was acknowledged with another version or position");
    }
  } else if (*stored) {
    ++stored_unseen_;
  }
  check_retry(store, attempt, stored->has_value());
  known_[attempt.id] = {attempt.events, acknowledged};
}

/// Whoever got no answer sends the command again.
void Checker::check_retry(Store& store, const Attempt& attempt, bool was_stored) {
  const auto retried = send(store, attempt);
  if (!retried) return complain("retrying " + to_string(attempt.id) + ": " + retried.error().text);
  if (retried->duplicate != was_stored) {
    complain("the command " + to_string(attempt.id) +
             (was_stored ? " was stored twice" : " was not stored, but a retry says so"));
  }
}

void Checker::check_log(Store& store) {
  std::array<Version, kStreams> heads{};
  std::unordered_map<Uuid, std::uint32_t> seen;
  Position before;
  events_ = 0;
  const auto read = store.read_all({}, {}, kNoLimit, [&](const RecordedEvent& event) {
    ++events_;
    if (!(before < event.position)) complain("positions do not grow at " + to_string(event.position));
    before = event.position;
    const auto stream = static_cast<std::size_t>(std::stoul(std::string(as_text(event.stream.key))));
    if (event.version != ++heads[stream]) {
      complain("version " + std::to_string(event.version) + " of " + to_string(event.stream) + " follows " +
               std::to_string(heads[stream] - 1));
      heads[stream] = event.version;
    }
    const std::uint32_t index = seen[event.commit->command_id]++;
    if (event.id != event_id(event.commit->command_id, index)) complain("an event of a commit is missing or repeated");
    const std::string expected = to_string(event.commit->command_id) + "/" + std::to_string(index) + "/";
    if (!as_text(event.body).starts_with(expected))
      complain("the body at " + to_string(event.position) + " is another's");
    return Visit::next;
  });
  if (!read) return complain("reading the log: " + read.error().text);
  for (const auto& [id, known] : known_) {
    const auto found = seen.find(id);
    const std::uint32_t stored = found == seen.end() ? 0 : found->second;
    if (stored != known.events) {
      complain("the command " + to_string(id) + " has " + std::to_string(stored) + " of its " +
               std::to_string(known.events) + " events");
    }
  }
  if (seen.size() > known_.size()) complain("there are events of commands that nobody sent");
  for (std::uint32_t i = 0; i < kStreams; ++i) {
    const auto head = store.head(stream_name(i));
    if (!head || *head != heads[i]) complain("the head of stream " + std::to_string(i) + " is not its last event");
  }
}

}  // namespace cqrs::crash
