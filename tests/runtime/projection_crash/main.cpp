// Kills a process at each point of its input and output while it follows a log, parks what is poisoned, rebuilds and
// swaps. What is started behind it must come to the fold of the events: nothing left out, nothing applied twice.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cqrs/projections.hpp>
#include <cqrs/rows.hpp>
#include <cqrs/sqlite.hpp>

#include "../projection/totals.hpp"
#include "kill_vfs.hpp"
#include "split_rows.hpp"

namespace projection_test {
namespace {

constexpr int kEvents = 240;
constexpr auto kLong = std::chrono::seconds(120);

struct Arguments {
  std::uint64_t stride = 1;  ///< of the points, which ones
  std::uint64_t first = 1;
  unsigned workers = 1;
  bool seeded_fault = false;
  std::string look;  ///< only at these files, which an earlier run has kept
};

[[noreturn]] void give_up(std::string_view where, const cqrs::Error& error) {
  std::printf("%s: %s\n", std::string(where).c_str(), error.text.c_str());
  std::fflush(stdout);
  std::_Exit(3);
}

template <class T>
T must(std::string_view where, cqrs::Result<T> result) {
  if (!result) give_up(where, result.error());
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

std::unique_ptr<cqrs::sqlite::SqliteStore> open_log(const std::string& directory) {
  return must("the log", cqrs::sqlite::open(directory + "/log.db"));
}

void write_log(const std::string& directory) {
  const auto store = open_log(directory);
  for (int i = 0; i < kEvents; ++i) {
    const std::string key = "k" + std::to_string(i % 7);
    const std::string amount = i % 23 == 5 ? "x" : std::to_string(i);  // one in 23 is poisoned
    switch (i % 5) {
      case 3: add(*store, key, "Moved", amount + " k" + std::to_string((i + 3) % 7)); break;
      case 4: add(*store, key, "Added", std::to_string(i) + " " + std::to_string(i + 1), 1); break;
      default: add(*store, key, "Added", amount); break;
    }
  }
}

cqrs::ProjectionOptions options_of(const Arguments& arguments, std::shared_ptr<cqrs::sql::RowStore> rows) {
  cqrs::ProjectionOptions options;
  options.rows = std::move(rows);
  options.batch_events = 20;
  options.workers = arguments.workers;
  options.attempts = 1;
  return options;
}

std::unique_ptr<cqrs::Projections> start(cqrs::Store& store, const cqrs::ProjectionOptions& options) {
  const cqrs::ProjectionDefinition* const definitions[] = {&Total::definition()};
  return must("starting", cqrs::Projections::start(store, definitions, nullptr, options, cqrs::system_clock()));
}

/// What is killed: catches up, goes on with what comes, builds all anew, swaps.
void live(const std::string& directory, const Arguments& arguments, std::uint64_t kill_at) {
  const KillVfs vfs(kill_at);
  const auto store = open_log(directory);
  auto rows = must("the rows", cqrs::rows::open(directory + "/log.db-rows", {.vfs = KillVfs::kName}));
  if (arguments.seeded_fault) rows = std::make_shared<SplitRows>(std::move(rows));
  const auto projections = start(*store, options_of(arguments, rows));
  must("catching up", projections->wait_all(must("the end", store->end(0)), kLong));
  for (int i = 0; i < 10; ++i) add(*store, "k" + std::to_string(i % 7), "Added", "1");
  must("going on", projections->wait_all(must("the end", store->end(0)), kLong));
  must("rebuilding", projections->rebuild("Total", {"a test"}));
  const auto rebuilt = std::chrono::steady_clock::now() + kLong;
  while (must("status", projections->status("Total")).generation < 2) {
    if (std::chrono::steady_clock::now() > rebuilt)
      give_up("rebuilding", {cqrs::ErrorCode::timeout, "it takes for ever"});
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  projections->stop();
}

/// False when the child came to its end first.
bool run_and_kill(const std::string& directory, const Arguments& arguments, std::uint64_t kill_at) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child < 0) std::abort();
  if (child == 0) {
    live(directory, arguments, kill_at);
    std::_Exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return true;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::printf("point %llu: the process ended by itself, with %d\n", static_cast<unsigned long long>(kill_at), status);
    std::exit(1);
  }
  return false;
}

std::map<std::string, Total> shown(cqrs::Projections& projections) {
  std::vector<Total> found;
  const AtLeast query{.sum = -1'000'000'000};
  static_cast<void>(must("the rows", projections.query(AtLeast::definition(), &query, {.page_rows = 10'000}, &found)));
  std::map<std::string, Total> rows;
  for (auto& row : found) rows.emplace(row.key, row);
  return rows;
}

/// In another process, too: the first has no thread that a fork would lose.
bool is_whole(const std::string& directory, const Arguments& arguments) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child < 0) std::abort();
  if (child == 0) {
    const auto store = open_log(directory);
    const auto projections =
        start(*store, options_of(arguments, must("the rows", cqrs::rows::open(directory + "/log.db-rows"))));
    must("catching up", projections->wait_all(must("the end", store->end(0)), kLong));
    // Rows that are being built may have passed by what was poisoned, and not have parked it yet.
    while (must("status", projections->status("Total")).building)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    healed = true;
    must("retrying", projections->retry({.projection = "Total"}, {"healed"}));
    const bool letters_left = !must("letters", projections->dead_letters({.projection = "Total"})).empty();
    const bool equal = shown(*projections) == fold(*store);
    for (const auto& letter : must("letters", projections->dead_letters({.projection = "Total"})))
      std::printf("left: %s at %s %s\n", letter.sequence.c_str(), to_string(letter.position).c_str(),
                  letter.error.c_str());
    if (!equal) std::puts("the rows are not the fold of the events");
    std::fflush(stdout);
    projections->stop();
    std::_Exit(equal && !letters_left ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int run(const Arguments& arguments, const std::string& directory) {
  std::filesystem::create_directory(directory + "/fresh");
  write_log(directory + "/fresh");
  std::uint64_t kills = 0;
  std::uint64_t at = arguments.first;
  bool caught = false;
  for (;; at += arguments.stride) {
    const std::string here = directory + "/" + std::to_string(at);
    std::filesystem::copy(directory + "/fresh", here);
    const bool killed = run_and_kill(here, arguments, at);
    if (!is_whole(here, arguments)) {
      std::printf("killed at point %llu; the files are kept in %s\n", static_cast<unsigned long long>(at),
                  here.c_str());
      caught = true;
      break;
    }
    std::filesystem::remove_all(here);
    if (!killed) break;
    ++kills;
  }
  std::printf("{\"kills\": %llu, \"points\": %llu, \"stride\": %llu, \"workers\": %u, \"wrong\": %s}\n",
              static_cast<unsigned long long>(kills), static_cast<unsigned long long>(at),
              static_cast<unsigned long long>(arguments.stride), arguments.workers, caught ? "true" : "false");
  if (arguments.seeded_fault) {
    std::puts(caught ? "the seeded fault was caught" : "the seeded fault was NOT caught");
    return caught ? 0 : 1;
  }
  if (kills < 20) {
    std::puts("too few kills for this to mean anything");
    return 1;
  }
  return caught ? 1 : 0;
}

int main_of(const Arguments& arguments) {
  std::string directory = "/tmp/cqrs-kill-XXXXXX";
  if (const char* const temporary = std::getenv("TMPDIR")) directory = std::string(temporary) + "/cqrs-kill-XXXXXX";
  if (mkdtemp(directory.data()) == nullptr) return 2;
  const int status = run(arguments, directory);
  if (status == 0) std::filesystem::remove_all(directory);
  return status;
}

}  // namespace
}  // namespace projection_test

int main(int count, char** values) {
  projection_test::Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = values[i];
    if (name == "--seeded-fault") {
      arguments.seeded_fault = true;
    } else if (name == "--stride" && i + 1 < count) {
      arguments.stride = std::strtoull(values[++i], nullptr, 10);
    } else if (name == "--first" && i + 1 < count) {
      arguments.first = std::strtoull(values[++i], nullptr, 10);
    } else if (name == "--look" && i + 1 < count) {
      arguments.look = values[++i];
    } else if (name == "--workers" && i + 1 < count) {
      arguments.workers = static_cast<unsigned>(std::strtoul(values[++i], nullptr, 10));
    } else {
      std::puts("usage: projection_crash_test [--stride N] [--first N] [--workers N] [--seeded-fault] [--look FILES]");
      return 2;
    }
  }
  if (arguments.stride == 0) arguments.stride = 1;
  if (!arguments.look.empty()) return projection_test::is_whole(arguments.look, arguments) ? 0 : 1;
  return projection_test::main_of(arguments);
}
