#include "driver/watch.hpp"

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>
#include <system_error>
#include <utility>

#include <poll.h>

#include "driver/sources.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

volatile std::sig_atomic_t arrived = 0;

void note_arrival(int) { arrived = 1; }

/// What a look at a file tells without reading it.
using Stamp = std::pair<fs::file_time_type, std::uintmax_t>;
using Stamps = std::map<fs::path, Stamp>;

class Look {
 public:
  void file(const fs::path& path) {
    std::error_code error;
    const auto time = fs::last_write_time(path, error);
    if (error) return;
    const auto size = fs::file_size(path, error);
    if (!error) stamps_[path] = {time, size};
  }
  /// Files of these kinds only: what a build writes beside its sources is no change of them.
  void directory(const fs::path& path, const std::set<std::string>& extensions) {
    std::error_code error;
    for (fs::directory_iterator at(path.empty() ? "." : path, error), end; !error && at != end; at.increment(error))
      if (extensions.contains(at->path().extension().string())) file(at->path());
  }
  void place(const std::string& place) {
    std::error_code error;
    if (fs::is_directory(place, error))
      directory(place, {".cqrs"});
    else
      file(place);
  }
  Stamps take() { return std::move(stamps_); }

 private:
  Stamps stamps_;
};

Stamps look(const std::vector<std::string>& files, const std::vector<std::string>& imports, const LockOptions* lock,
            const std::optional<std::string>& templates) {
  Look look;
  for (const std::string& path : files) {
    look.file(path);
    // Imports and the lock file are found beside the sources.
    look.directory(fs::path(path).parent_path(), {".cqrs", ".lock"});
  }
  for (const std::string& place : imports) look.place(place);
  if (lock != nullptr && lock->path) look.file(*lock->path);
  if (templates) look.directory(*templates, {".mustache"});
  return look.take();
}

Stamps look(const CommandLine& line) {
  if (const auto* build = std::get_if<BuildCommand>(&line.command))
    return look(build->files, build->imports, &build->lock, build->templates);
  if (const auto* check = std::get_if<CheckCommand>(&line.command))
    return look(check->files, check->imports, &check->lock, std::nullopt);
  if (const auto* test = std::get_if<TestCommand>(&line.command))
    return look(test->files, test->imports, nullptr, std::nullopt);
  return {};
}

std::string first_difference(const Stamps& before, const Stamps& now) {
  for (const auto& [path, stamp] : now) {
    const auto found = before.find(path);
    if (found == before.end()) return shown_path(path) + " is new";
    if (found->second != stamp) return shown_path(path) + " has changed";
  }
  for (const auto& [path, stamp] : before)
    if (!now.contains(path)) return shown_path(path) + " is gone";
  return "";
}

}  // namespace

Interrupts::Interrupts() {
  arrived = 0;
  interrupt_ = std::signal(SIGINT, note_arrival);
  terminate_ = std::signal(SIGTERM, note_arrival);
}

Interrupts::~Interrupts() {
  std::signal(SIGINT, interrupt_);
  std::signal(SIGTERM, terminate_);
}

bool Interrupts::pause() {
  constexpr int kMilliseconds = 100;
  if (arrived == 0) ::poll(nullptr, 0, kMilliseconds);
  return arrived == 0;
}

ExitCode watch(CommandLine line, const Console& console, const Watching& watching) {
  while (true) {
    // Taken before the run: what changes while it runs is a reason for another.
    const Stamps before = look(line);
    const ExitCode code = watching.run(line);
    console.out.flush();
    console.err << "cqrsc: waiting for a change; Ctrl-C ends" << std::endl;
    Stamps now = before;
    while (now == before) {
      if (!watching.pause()) return code;
      now = look(line);
    }
    // Editors and checkouts write in several steps: the last of them is waited for.
    for (Stamps last; last != now;) {
      last = std::exchange(now, {});
      if (!watching.pause()) return code;
      now = look(line);
    }
    console.err << "\ncqrsc: " << first_difference(before, now) << std::endl;
    if (auto again = watching.read_again()) line = std::move(*again);
  }
}

}  // namespace cqrsc::driver
