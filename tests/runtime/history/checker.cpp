#include "checker.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace cqrs::history {
namespace {

class Check {
 public:
  Check(Store& store, std::span<const Operation> operations, std::size_t find_every)
      : store_(store), operations_(operations), find_every_(find_every) {
    by_id_.reserve(operations.size());
    for (const auto& operation : operations) {
      if (operation.state != Operation::unused) by_id_.emplace(operation.id, Kept{&operation, 0, 0});
    }
  }

  Findings run() {
    read_log();
    for (const auto& operation : operations_) check_operation(operation);
    check_commands();
    check_heads();
    check_tenant();
    return std::move(findings_);
  }

 private:
  struct Kept {
    const Operation* operation;
    std::uint32_t events;
    std::uint64_t last_position;
  };

  void complain(std::string text) { findings_.complaints.push_back(std::move(text)); }

  void read_log() {
    const auto read = store_.read_all({}, {}, kNoLimit, [&](const RecordedEvent& event) {
      see(event);
      return Visit::next;
    });
    if (!read) complain("reading the log: " + read.error().text);
  }

  void see(const RecordedEvent& event) {
    const std::uint64_t position = event.position.sequence();
    if (!findings_.log.empty() && position <= findings_.log.back().position) {
      complain("positions do not grow at " + std::to_string(position));
    }
    findings_.log.push_back({position, event.id});
    const std::uint32_t stream = stream_number(event.stream);
    if (stream == kStreams) return complain("there is a stream that nobody wrote: " + to_string(event.stream));
    if (event.version != heads_[stream] + 1) {
      complain("version " + std::to_string(event.version) + " of " + to_string(event.stream) + " follows " +
               std::to_string(heads_[stream]));
    }
    heads_[stream] = event.version;
    const auto found = by_id_.find(event.commit->command_id);
    if (found == by_id_.end()) return complain("an event at " + std::to_string(position) + " is nobody's");
    see_of(found->second, event);
  }

  void see_of(Kept& kept, const RecordedEvent& event) {
    const Operation& operation = *kept.operation;
    const std::uint32_t index = kept.events++;
    const std::uint64_t position = event.position.sequence();
    const std::string who = "the command " + to_string(operation.id);
    if (index >= operation.events) return complain(who + " has more events than it sent");
    if (index > 0 && position != kept.last_position + 1) complain("something stands between the events of " + who);
    kept.last_position = position;
    if (event.id != event_id(operation.id, index) || as_text(event.body) != body_of(operation, index)) {
      complain("the event at " + std::to_string(position) + " is not what " + who + " sent");
    }
    if (stream_number(event.stream) != operation.stream) complain("an event of " + who + " is in another stream");
    if (index > 0) return;
    if (operation.expected != Operation::kAnyVersion && event.version != operation.expected + 1) {
      complain(who + " expected version " + std::to_string(operation.expected) + " and stands at " +
               std::to_string(event.version));
    }
    if (operation.answered != 0 && operation.answered < latest_begin_) {
      complain(who + " was over before one began that stands before it");
    }
    latest_begin_ = std::max(latest_begin_, operation.invoked);
  }

  void check_operation(const Operation& operation) {
    if (operation.state == Operation::unused || operation.events == 0) return;
    const Kept& kept = by_id_.at(operation.id);
    const std::string who = "the command " + to_string(operation.id);
    if (kept.events != 0 && kept.events < operation.events) {
      complain(who + " has " + std::to_string(kept.events) + " of its " + std::to_string(operation.events) + " events");
    }
    if (operation.state == Operation::sent) {
      ++(kept.events == 0 ? findings_.missing_untold : findings_.stored_untold);
    } else if (operation.state == Operation::refused) {
      if (kept.events != 0) complain(who + " was refused and is stored");
    } else if (kept.events == 0) {
      complain(who + " was acknowledged and is lost");
    } else if (kept.last_position != operation.position) {
      complain(who + " was acknowledged at position " + std::to_string(operation.position) + " and stands at " +
               std::to_string(kept.last_position));
    }
  }

  void check_commands() {
    std::size_t at = 0;
    for (const auto& operation : operations_) {
      const bool always = operation.events == 0 && operation.state == Operation::stored;
      if (operation.state == Operation::unused || (!always && at++ % find_every_ != 0)) continue;
      const auto found = store_.find_command(operation.id);
      const std::string who = "the command " + to_string(operation.id);
      if (!found) {
        complain("looking for " + who + ": " + found.error().text);
        continue;
      }
      const bool there = operation.events == 0 ? found->has_value() : by_id_.at(operation.id).events > 0;
      if (found->has_value() != there) complain(who + " is in the log or in the index, but not in both");
      if (operation.state == Operation::refused && *found) complain(who + " was refused and is remembered");
      if (operation.state != Operation::stored) continue;
      if (!*found) {
        complain(who + " was acknowledged and is forgotten");
      } else if ((*found)->versions.front() != operation.version ||
                 (*found)->position.sequence() != operation.position) {
        complain(who + " is remembered with another version or position than it was acknowledged with");
      }
    }
  }

  void check_heads() {
    for (std::uint32_t i = 0; i < kStreams; ++i) {
      const auto head = store_.head(stream_name(i));
      if (!head || *head != heads_[i]) complain("the head of stream " + std::to_string(i) + " is not its last event");
    }
  }

  void check_tenant() {
    const EventFilter filter{.tenant = stream_name(1).tenant};
    std::size_t seen = 0;
    const auto read = store_.read_all({}, filter, kNoLimit, [&](const RecordedEvent& event) {
      if (event.stream.tenant != *filter.tenant) complain("a tenant is shown an event of another");
      ++seen;
      return Visit::next;
    });
    if (!read) return complain("reading what a tenant has: " + read.error().text);
    std::size_t there = 0;
    for (std::uint32_t i = 1; i < kStreams; i += 2) there += static_cast<std::size_t>(heads_[i]);
    if (seen < there) complain("a tenant is not shown all of its events");
  }

  Store& store_;
  std::span<const Operation> operations_;
  std::size_t find_every_;
  std::unordered_map<Uuid, Kept> by_id_;
  std::array<Version, kStreams> heads_{};
  std::uint64_t latest_begin_ = 0;  ///< of those seen so far
  Findings findings_;
};

}  // namespace

Findings check(Store& store, std::span<const Operation> operations, std::size_t find_every) {
  return Check(store, operations, find_every).run();
}

std::vector<std::string> retry(Store& store, std::span<Operation> operations, std::mt19937_64& random,
                               std::size_t answered_too) {
  std::vector<std::string> complaints;
  const auto again = [&](Operation& operation) {
    const Operation before = operation;
    const auto found = store.find_command(operation.id);
    const auto answer = send(store, operation);
    const bool stored = note(operation, answer);
    const std::string who = "the command " + to_string(operation.id);
    if (!found) {
      complaints.push_back("looking for " + who + ": " + found.error().text);
    } else if (!answer && (found->has_value() || answer.error().code != ErrorCode::conflict)) {
      complaints.push_back("retrying " + who + ": " + answer.error().text);
    } else if (stored && answer->duplicate != found->has_value()) {
      complaints.push_back(who + (answer->duplicate ? " was not stored, but a retry says so" : " was stored twice"));
    }
    if (before.state == Operation::stored && stored &&
        (before.version != operation.version || before.position != operation.position)) {
      complaints.push_back("a retry of " + who + " is answered differently");
    }
  };
  for (auto& operation : operations) {
    if (operation.state == Operation::sent) again(operation);
  }
  for (std::size_t i = 0; i < answered_too && !operations.empty(); ++i) {
    auto& operation = operations[random() % operations.size()];
    if (operation.state == Operation::stored) again(operation);
  }
  return complaints;
}

std::vector<std::string> check_reader(std::span<const Sighting> seen, std::span<const Sighting> log) {
  if (seen.size() > log.size()) return {"a reader saw more events than there are"};
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i].position != log[i].position || seen[i].event != log[i].event) {
      return {"a reader saw the event at " + std::to_string(seen[i].position) + " where the log has that at " +
              std::to_string(log[i].position)};
    }
  }
  return {};
}

}  // namespace cqrs::history
