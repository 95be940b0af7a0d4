#include "verify_log.hpp"

#include <unordered_set>

#include <cqrs/layout.hpp>
#include <cqrs/text.hpp>

#include "stream_map.hpp"

namespace cqrs::ctl {
namespace {

/// Goes through the commits in order, and knows what must come next.
class LogCheck {
 public:
  LogCheck(Store& store, const Decoder& decoder, Findings& findings)
      : store_(store), decoder_(decoder), findings_(findings) {}

  Result<LogFigures> run() {
    const auto read = store_.read_commits([&](const Result<RecordedCommit>& commit) {
      if (commit) {
        check(*commit);
      } else {
        findings_.add("damage", commit.error().text);
      }
      return Visit::next;
    });
    if (!read) return unexpected(read.error());
    if (auto listed = check_list_of_streams(); !listed) return unexpected(listed.error());
    figures_.streams = heads_.size();
    return figures_;
  }

 private:
  void check(const RecordedCommit& commit) {
    ++figures_.commits;
    const std::string name = "the command " + to_string(commit.metadata->command_id);
    if (commit.damage) findings_.add("damage", commit.damage->text);
    if (commit.position < last_ || (!commit.events.empty() && commit.position == last_)) {
      findings_.add("position", name + " stands at " + to_string(commit.position) + ", behind " + to_string(last_) +
                                    ": positions do not ascend");
    }
    last_ = commit.position;
    for (const auto& part : commit.streams) check_part(part);
    for (const auto& event : commit.events) check_event(event);
    if (commit.command) check_command(commit, name);
  }

  void check_part(const RecordedCommit::Part& part) {
    Version& head = heads_[StreamId(part.stream)];
    if (part.before != head) {
      findings_.add("version", to_string(part.stream) + " goes from version " + std::to_string(head) + " to " +
                                   std::to_string(part.before + 1) + ": versions are not 1, 2, 3 …");
    }
    head = part.before + static_cast<Version>(part.events);
    if (head == 0) heads_.erase(StreamId(part.stream));
  }

  void check_event(const RecordedEvent& event) {
    ++figures_.events;
    if (!decoder_.knows_domain()) return;
    const std::string name = "the event at " + to_string(event.position) + " (" + std::string(event.type) + " v" +
                             std::to_string(event.layout_version) + " of " + to_string(event.stream) + ")";
    const EventLayout* layout = decoder_.find(event);
    if (layout == nullptr) {
      if (decoder_.knows_category(event.stream.category)) {
        findings_.add("unknown", name + " is of a type or version that this release of the domain does not know");
      }
      return;
    }
    if (layout->table == nullptr) return;
    Printer ignored(Printer::Style::message);
    if (record::print_stored(ignored, *layout->table, layout->shape, event.body)) {
      ++figures_.decoded;
    } else {
      findings_.add("layout", name + " holds bytes that its layout does not allow");
    }
  }

  void check_command(const RecordedCommit& commit, const std::string& name) {
    ++figures_.commands;
    if (!commands_.insert(commit.metadata->command_id).second) findings_.add("command", name + " was accepted twice");
    const auto found = store_.find_command(commit.metadata->command_id);
    if (!found) {
      findings_.add("command", name + " cannot be looked up: " + found.error().text);
    } else if (!*found) {
      findings_.add("command", name + " is in the log, but is not found by its id: a retry would be carried out again");
    } else if ((*found)->body_hash != commit.command->body_hash || (*found)->position != commit.position) {
      findings_.add("command", name + " is found by its id as another than it is in the log");
    }
  }

  Result<void> check_list_of_streams() {
    std::size_t listed = 0;
    auto read = store_.read_streams({}, kNoLimit, [&](const StreamHead& head) {
      const auto known = heads_.find(StreamId(head.stream));
      const Version version = known == heads_.end() ? 0 : known->second;
      ++listed;
      // It may have grown since the log was read.
      if (version < head.version && !grown(head, version)) {
        findings_.add("index", to_string(head.stream) + " is listed at version " + std::to_string(head.version) +
                                   ", and the log has it at " + std::to_string(version));
      } else if (version > head.version) {
        findings_.add("index", to_string(head.stream) + " is listed at version " + std::to_string(head.version) +
                                   ", and the log has it at " + std::to_string(version) + ": events would be missed");
      }
      return Visit::next;
    });
    if (!read) return read;
    if (listed < heads_.size()) {
      findings_.add("index", std::to_string(heads_.size() - listed) + " streams that are in the log are not listed");
    }
    return {};
  }

  /// Whether the events behind `version` are there, later than everything that was read.
  bool grown(const StreamHead& head, Version version) {
    Version last = version;
    const auto read = store_.read(head.stream, version + 1, kNoLimit, [&](const RecordedEvent& event) {
      if (event.position > last_) last = event.version;
      return Visit::next;
    });
    return read && last >= head.version;
  }

  Store& store_;
  const Decoder& decoder_;
  Findings& findings_;
  LogFigures figures_;
  Position last_;
  StreamVersions heads_;
  std::unordered_set<Uuid> commands_;
};

}  // namespace

Result<LogFigures> verify_log(Store& store, const Decoder& decoder, Findings& findings) {
  return LogCheck(store, decoder, findings).run();
}

}  // namespace cqrs::ctl
