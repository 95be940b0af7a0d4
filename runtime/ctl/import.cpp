#include <condition_variable>
#include <deque>
#include <fstream>
#include <iostream>
#include <istream>
#include <mutex>
#include <ostream>
#include <unordered_set>

#include "commands.hpp"
#include "commit_lines.hpp"
#include "open_store.hpp"
#include "stream_map.hpp"

namespace cqrs::ctl {
namespace {

/// What another store accepted is accepted here, whatever its limits were.
constexpr Limits kLimits{.event_bytes = std::size_t{256} << 20U,
                         .append_bytes = std::size_t{256} << 20U,
                         .append_events = 1'000'000,
                         .append_streams = 60'000,
                         .key_bytes = 60'000,
                         .name_bytes = 60'000,
                         .event_tags = 60'000};

/// The appends that were handed over and are not answered yet. The first that fails counts.
class Appends {
 public:
  explicit Appends(Store& store) : store_(store) {}

  void submit(const AppendRequest& request, std::size_t line) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return waiting_ < kMost; });
      ++waiting_;
    }
    store_.submit(request, [this, line](Result<AppendOutcome> outcome) { answered(std::move(outcome), line); });
  }

  /// Waits for all. The first failure, with its line in front.
  Result<void> finish() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ == 0; });
    if (failure_) return unexpected(*failure_);
    return {};
  }

  [[nodiscard]] bool failed() const {
    const std::lock_guard lock(mutex_);
    return failure_.has_value();
  }

 private:
  static constexpr std::size_t kMost = 1'024;

  void answered(Result<AppendOutcome> outcome, std::size_t line) {
    const std::lock_guard lock(mutex_);
    --waiting_;
    if (!failure_ && (!outcome || outcome->duplicate)) {
      failure_ = outcome ? Error{ErrorCode::invalid_argument, "its command occurs twice"} : std::move(outcome).error();
      failure_->text = "line " + std::to_string(line) + ": " + failure_->text;
    }
    changed_.notify_all();  // with the lock: who waits may not go before this is done
  }

  Store& store_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t waiting_ = 0;
  std::optional<Error> failure_;
};

/// The commands of the commits that a store has, in order.
Result<std::vector<Uuid>> commands_in(Store& store) {
  std::vector<Uuid> commands;
  std::optional<Error> failure;
  const auto read = store.read_commits([&](const Result<RecordedCommit>& commit) {
    if (!commit) {
      failure = commit.error();
      return Visit::stop;
    }
    commands.push_back(commit->metadata->command_id);
    return Visit::next;
  });
  if (!read) return unexpected(read.error());
  if (failure) return unexpected(*failure);
  return commands;
}

class Import {
 public:
  Import(Store& store, std::istream& in, std::vector<Uuid> known)
      : store_(store), in_(in), known_(std::move(known)), appends_(store) {}

  Result<void> run() {
    auto read = read_lines();
    auto appended = appends_.finish();
    return appended ? read : appended;
  }

  [[nodiscard]] std::size_t commits() const noexcept { return commits_; }
  [[nodiscard]] std::size_t events() const noexcept { return events_; }

 private:
  [[nodiscard]] Error at_line(Error error) const {
    error.text = "line " + std::to_string(number_) + ": " + error.text;
    return error;
  }

  Result<void> read_lines() {
    std::string text;
    bool ended = false;
    while (!appends_.failed() && std::getline(in_, text)) {
      ++number_;
      auto line = parse_line(text);
      if (!line) return unexpected(at_line(line.error()));
      const bool first = number_ == 1;
      if (first != (line->kind == ExportLine::Kind::first)) {
        return unexpected(
            at_line({ErrorCode::invalid_argument, first ? "it does not say {\"cqrs_export\":1}: this is no export"
                                                        : "an export begins here, inside another"}));
      }
      if (ended) return unexpected(at_line({ErrorCode::invalid_argument, "it stands behind the end of the export"}));
      if (line->kind == ExportLine::Kind::commit) {
        if (auto stored = store(line->commit); !stored) return unexpected(at_line(stored.error()));
      }
      if (line->kind == ExportLine::Kind::last) {
        ended = true;
        if (line->commits != commits_) {
          return unexpected(
              at_line({ErrorCode::invalid_argument, "it says that there are " + std::to_string(line->commits) +
                                                        " commits, and there were " + std::to_string(commits_)}));
        }
      }
    }
    if (appends_.failed() || ended) return {};
    ++number_;
    return unexpected(at_line({ErrorCode::invalid_argument,
                               "the export ends here, without its last line; it was cut, or its writer was stopped"}));
  }

  Result<void> store(CommitLine& commit) {
    const std::size_t index = commits_++;
    for (const auto& part : commit.parts) events_ += part.events.size();
    if (index < known_.size()) {
      if (commit.command_id == known_[index]) return check_order(commit);
      return fail(ErrorCode::invalid_argument, "it holds the command " + to_string(commit.command_id) +
                                                   " where the store has " + to_string(known_[index]) +
                                                   ": the store is not an interrupted import of this file");
    }
    const AppendRequest request = commit.request();
    if (auto fits = check_order(commit); !fits) return fits;
    if (auto valid = validate(request, store_.limits()); !valid) return valid;
    appends_.submit(request, number_);
    return {};
  }

  /// What the store would refuse is not handed over: what stands behind it would be stored without it.
  Result<void> check_order(const CommitLine& commit) {
    if (commit.body_hash && !commands_.insert(commit.command_id).second) {
      return fail(ErrorCode::invalid_argument, "the command " + to_string(commit.command_id) + " is there twice");
    }
    for (const auto& part : commit.parts) {
      Version& version = versions_[part.stream];
      if (part.before != version) {
        return fail(ErrorCode::invalid_argument, "it goes on from version " + std::to_string(part.before) + " of " +
                                                     to_string(part.stream.ref()) + ", which is at version " +
                                                     std::to_string(version));
      }
      version += static_cast<Version>(part.events.size());
    }
    return {};
  }

  Store& store_;
  std::istream& in_;
  const std::vector<Uuid> known_;
  StreamVersions versions_;
  std::unordered_set<Uuid> commands_;
  Appends appends_;
  std::size_t number_ = 0;
  std::size_t commits_ = 0;
  std::size_t events_ = 0;
};

/// What is left of an import that failed, and what to do with it.
std::string what_is_left(Store& store, const ImportCommand& command) {
  const auto stored = commands_in(store);
  if (!stored) return "";
  if (stored->empty()) return "; nothing was imported";
  return "; the first " + std::to_string(stored->size()) + " commits are in " + command.store +
         ": mend the file and go on with --resume, or delete the store and begin again";
}

}  // namespace

ExitCode run_import(const ImportCommand& command, const Run& run) {
  const auto path = path_of(command.store);
  if (!path) return report(run, path.error());
  std::ifstream file;
  if (command.file != "-") {
    file.open(command.file, std::ios::binary);
    if (!file) return report(run, {ErrorCode::unavailable, command.file + " cannot be read; is there such a file?"});
  }
  auto store = sqlite::open(*path, {.limits = kLimits});
  if (!store) return report(run, store.error());
  auto known = commands_in(**store);
  if (!known) return report(run, known.error());
  if (!known->empty() && !command.resume) {
    return report(run, {ErrorCode::invalid_argument,
                        command.store + " holds " + std::to_string(known->size()) +
                            " commits already; import into a new file, or go on with --resume if they are the "
                            "beginning of this one"});
  }
  Import import(**store, command.file == "-" ? std::cin : file, *std::move(known));
  auto imported = import.run();
  if (!imported) {
    Error error = imported.error();
    error.text = command.file + ": " + error.text + what_is_left(**store, command);
    return report(run, error);
  }
  if (auto closed = (*store)->close(); !closed) return report(run, closed.error());
  run.console.err << run.program() << ": " << import.commits() << " commits with " << import.events()
                  << " events imported\n";
  return ExitCode::done;
}

}  // namespace cqrs::ctl
