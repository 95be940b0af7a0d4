// Everything that a machine may refuse a store fails once: each call of its VFS, each system call, each allocation.
// What it then says must be true, what it has acknowledged must be there, and it goes on, or can be opened again.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include <stdlib.h>

#include "scenario.hpp"

namespace cqrs::faults {
namespace {

struct Arguments {
  std::uint64_t stride = 1;
  std::uint64_t first = 1;   ///< the point to begin with
  bool from_nothing = true;  ///< also from no file on, where everything has to be made first
  std::string only;
};

struct Sum {
  std::uint64_t faults = 0;
  std::uint64_t kinds = 0;
  std::uint64_t errors = 0;
  std::uint64_t exceptions = 0;
  std::uint64_t reopened = 0;
  bool wrong = false;
};

/// More points than any scenario has: where a fault never stops striking, something is wrong.
constexpr std::uint64_t kMostPoints = 1'000'000;

/// Where the store of a run is: on the machine's disk, or on one in memory under the same name.
class Place {
 public:
  explicit Place(const std::filesystem::path& directory) : directory_(directory / "files") {
    std::filesystem::create_directory(directory_);
    const vfs::MemoryDisk disk("cqrs-faults-made");
    sqlite::Options options;
    options.vfs = disk.name();
    const auto store = sqlite::open(directory_ / "store.db", options);
    // Without the views for people: to parse them is most of the work of opening so small a file.
    const auto drop = [](sql::Connection& rows) { return rows.execute("DROP VIEW command_log; DROP VIEW event"); };
    if (!store || !(*store)->inline_rows()->write(drop) || !(*store)->close()) std::abort();
    made_ = disk.files();
  }

  /// From nothing on, or from a store that was made before.
  Outcome run(Fault& fault, std::uint64_t at, bool from_nothing, Seeded seeded) const {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directory(directory_);
    fault.begin(from_nothing ? vfs::Image{} : made_, at);
    return Scenario(directory_ / "store.db", fault, seeded).run();
  }

 private:
  std::filesystem::path directory_;
  vfs::Image made_;
};

/// From the first point on every `stride`-th, until the scenario has no more. Stops at the first that is wrong.
void run_all(const Place& place, Fault& fault, const Arguments& points, bool from_nothing, Seeded seeded, Sum& sum) {
  for (std::uint64_t at = points.first; at < kMostPoints; at += points.stride) {
    const Outcome outcome = place.run(fault, at, from_nothing, seeded);
    for (const auto& [code, count] : outcome.errors) sum.errors += count;
    sum.exceptions += outcome.exceptions;
    sum.reopened += outcome.reopened;
    for (const auto& complaint : outcome.complaints) {
      std::printf("%s, number %llu: %s\n", fault.name().c_str(), static_cast<unsigned long long>(at),
                  complaint.c_str());
    }
    sum.wrong = sum.wrong || !outcome.complaints.empty();
    if (!fault.has_struck() || (sum.wrong && seeded != Seeded::none)) return;
    ++sum.faults;
  }
}

std::vector<std::unique_ptr<Fault>> all_faults() {
  auto faults = vfs_faults();
  for (auto& fault : system_call_faults()) faults.push_back(std::move(fault));
  for (auto& fault : memory_faults()) faults.push_back(std::move(fault));
  faults.push_back(full_disk());
  return faults;
}

/// `--share 2/8`: the second, tenth, … point, of both scenarios; eight processes with a share each run all.
bool take_share(const char* value, Arguments& arguments) {
  char* end = nullptr;
  arguments.first = std::strtoull(value, &end, 10);
  arguments.stride = *end == '/' ? std::strtoull(end + 1, nullptr, 10) : 0;
  return arguments.first > 0 && arguments.first <= arguments.stride;
}

/// False: nothing that it knows.
bool take(int count, char** values, Arguments& arguments) {
  if (count % 2 == 0) return false;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = values[i];
    if (name == "--stride") {
      arguments.stride = std::strtoull(values[i + 1], nullptr, 10);
      arguments.from_nothing = arguments.stride == 1;
    } else if (name == "--only") {
      arguments.only = values[i + 1];
    } else if (name != "--share" || !take_share(values[i + 1], arguments)) {
      return false;
    }
  }
  return arguments.stride > 0;
}

int run(const Arguments& arguments, const std::filesystem::path& directory) {
  const auto begin = std::chrono::steady_clock::now();
  const auto faults = all_faults();
  const Place place(directory);
  Sum sum;
  std::uint64_t kinds_struck = 0;
  for (const auto& fault : faults) {
    if (!arguments.only.empty() && fault->name().find(arguments.only) == std::string::npos) continue;
    const std::uint64_t before = sum.faults;
    ++sum.kinds;
    if (arguments.from_nothing) run_all(place, *fault, arguments, true, Seeded::none, sum);
    run_all(place, *fault, arguments, false, Seeded::none, sum);
    kinds_struck += sum.faults > before ? 1 : 0;
    std::printf("%6llu × %s\n", static_cast<unsigned long long>(sum.faults - before), fault->name().c_str());
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  Sum control;
  std::puts("control, which must be found wrong:");
  for (const auto& fault : faults) {
    if (!control.wrong) run_all(place, *fault, {}, false, Seeded::failure_taken_for_success, control);
  }
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  std::printf(
      "{\"programme\": \"faults\", \"faults\": %llu, \"kinds\": %llu, \"kinds_that_struck\": %llu, \"floor\": "
      "\"each\", "
      "\"stride\": %llu, \"errors\": %llu, \"exceptions\": %llu, \"reopened\": %llu, \"seconds\": %.1f, \"wrong\": %s, "
      "\"controls\": {\"a failure taken for success\": \"%s\"}}\n",
      number(sum.faults), number(sum.kinds), number(kinds_struck), number(arguments.stride), number(sum.errors),
      number(sum.exceptions), number(sum.reopened), seconds.count(), sum.wrong ? "true" : "false",
      control.wrong ? "caught" : "NOT caught");
  return !sum.wrong && kinds_struck == sum.kinds && control.wrong ? 0 : 1;
}

}  // namespace
}  // namespace cqrs::faults

int main(int count, char** values) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  cqrs::faults::watch_sqlite_memory();
  cqrs::faults::Arguments arguments;
  if (!cqrs::faults::take(count, values, arguments)) {
    std::puts("usage: faults_test [--stride N | --share I/N] [--only NAME]");
    return 2;
  }
  std::string directory = (std::filesystem::temp_directory_path() / "cqrs-faults-XXXXXX").string();
  if (mkdtemp(directory.data()) == nullptr) return 2;
  const int status = cqrs::faults::run(arguments, directory);
  std::filesystem::remove_all(directory);
  return status;
}
